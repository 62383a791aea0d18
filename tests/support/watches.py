"""A watch that stands, over the official units and some to be called."""

from __future__ import annotations

from datetime import date

from tests.support.people import Actors
from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import at_beijing
from zbyj_duty.duty.domain import TakeDraft, WatchDetail
from zbyj_duty.duty.service import DutyService
from zbyj_duty.people.domain import NumberDraft, NumberLabel, UnitDraft, UnitKind
from zbyj_duty.people.posting import post_number, post_org_unit
from zbyj_duty.people.service import PeopleService
from zbyj_duty.people.setup import post_official_units
from zbyj_duty.store.work import Store

DAY = date(2026, 11, 23)
PLANNED = (at_beijing(DAY, 8, 30), at_beijing(date(2026, 11, 24), 8, 30))


def take_first(store: Store, actors: Actors) -> WatchDetail:
    """Let the officer stand the first watch."""
    return DutyService(store).take(
        actors.officer, TakeDraft(actors.crew(actors.officer), "first"), DAY, PLANNED
    )


def add_units(store: Store, actors: Actors, departments: int = 2, enterprises: int = 5) -> None:
    """The 11 districts with duty numbers, some departments, some enterprises of the first two districts."""
    with store.writing(system_actor(), "people") as unit:
        post_official_units(unit)
    districts = PeopleService(store).units(actors.admin, UnitKind.DISTRICT, UnitKind.ZONE)
    with store.writing(system_actor(), "people") as unit:
        for n, district in enumerate(districts, 1):
            number = NumberDraft(NumberLabel.DUTY, f"0533-100{1000 + n}", f"值班{n}")
            post_number(unit, number, org_unit_id=district.id)
        for n in range(departments):
            draft = UnitDraft(
                UnitKind.DEPARTMENT,
                f"市示例{n}局",
                sort_no=n,
                numbers=(NumberDraft(NumberLabel.DUTY, "0533-1002000"),),
            )
            post_org_unit(unit, draft)
        for n in range(enterprises):
            home = districts[n % 2]
            draft = UnitDraft(UnitKind.ENTERPRISE, f"示例企业{n}", sort_no=n, district_id=home.id)
            post_org_unit(unit, draft)
