"""The office's own workbooks are taken in row by row, and every row gets its verdict."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.support.people import Actors
from zbyj_duty.core.access import system_actor
from zbyj_duty.people.domain import UnitKind
from zbyj_duty.people.import_domain import ImportKind, Verdict
from zbyj_duty.people.import_service import ImportService
from zbyj_duty.people.service import PeopleService
from zbyj_duty.people.setup import post_official_units
from zbyj_duty.store.audit import audit
from zbyj_duty.store.work import Store

SAMPLES = Path(__file__).parent.parent / "samples"


def sample_rows(name: str, heading: int) -> list[tuple[object, ...]]:
    """The data rows of a sample, read with another library's eyes."""
    sheet = openpyxl.load_workbook(SAMPLES / name).active
    return [r for r in sheet.iter_rows(min_row=heading + 1, values_only=True) if any(r)]


@pytest.fixture
def imports(store: Store, actors: Actors) -> ImportService:
    with store.writing(system_actor()) as unit:
        post_official_units(unit)
    return ImportService(store)


@pytest.mark.parametrize(
    ("kind", "name", "heading"),
    [(ImportKind.PEOPLE, "人员名册.xlsx", 3), (ImportKind.TARGETS, "调度对象.xlsx", 2)],
)
def test_a_sample_adds_up_and_is_all_the_same_the_second_time(
    imports: ImportService, actors: Actors, store: Store, kind: ImportKind, name: str, heading: int
) -> None:
    content = (SAMPLES / name).read_bytes()
    expected = len(sample_rows(name, heading))
    before = store.head()
    shown = imports.preview(actors.planner, kind, name, content)
    assert store.head() == before
    assert shown.rejected == ()
    assert len(shown.rows) == shown.totals["rows"] == expected
    assert sum(shown.totals[v] for v in Verdict) == expected
    done = imports.carry_out(actors.planner, shown)
    assert done.batch_id and done.rows == shown.rows
    again = imports.preview(actors.planner, kind, name, content)
    assert {r.verdict for r in again.rows} == {Verdict.SAME}
    assert imports.carry_out(actors.planner, again).totals["same"] == expected
    with store.reading() as session:
        assert audit(session).problems == ()


def test_the_sample_targets_reach_the_official_districts(
    imports: ImportService, actors: Actors, store: Store
) -> None:
    content = (SAMPLES / "调度对象.xlsx").read_bytes()
    imports.carry_out(
        actors.planner, imports.preview(actors.planner, ImportKind.TARGETS, "调度对象.xlsx", content)
    )
    people = PeopleService(store)
    districts = people.units(actors.planner, UnitKind.DISTRICT, UnitKind.ZONE)
    assert len(districts) == 11
    numbers = {d.short_name: (d.duty_number.raw, d.duty_number.contact) for d in districts if d.duty_number}
    assert numbers["张店"] == ("0533-1001001", "许玉兰") and numbers["经开区"] == ("0533-1001010", "查堃")
    assert len(people.units(actors.planner, UnitKind.DEPARTMENT)) == 30
    enterprises = people.units(actors.planner, UnitKind.ENTERPRISE)
    by_id = {d.id: d for d in districts}
    assert len(enterprises) == 60
    assert all(e.name.startswith(by_id[e.district_id].short_name) for e in enterprises)
