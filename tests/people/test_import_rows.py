"""Rows that the office's people type: what is taken, what is refused with its row, what comes back as a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from tests.support.people import Actors
from tests.support.workbooks import workbook
from zbyj_duty.core.access import Role, system_actor
from zbyj_duty.core.errors import NotAllowed, Stale
from zbyj_duty.people import import_service
from zbyj_duty.people.domain import PersonDraft, PersonRow, UnitKind
from zbyj_duty.people.import_domain import ImportKind, ImportPreview, Verdict
from zbyj_duty.people.import_service import ImportService
from zbyj_duty.people.rejects import rejects_csv, rejects_workbook
from zbyj_duty.people.service import PeopleService
from zbyj_duty.people.setup import post_official_units
from zbyj_duty.store.work import Store

HEAD = ["编号", "姓名", "科室", "职务", "手机", "办公电话", "带班/值班", "备注"]
Look = Callable[..., ImportPreview]


@pytest.fixture
def imports(store: Store, actors: Actors) -> ImportService:
    with store.writing(system_actor()) as unit:
        post_official_units(unit)
    return ImportService(store)


@pytest.fixture
def look(imports: ImportService, actors: Actors) -> Look:
    """Preview rows of people under the usual heading."""

    def preview(*rows: list[object], kind: ImportKind = ImportKind.PEOPLE, head: list[str] = HEAD):
        return imports.preview(actors.planner, kind, "名册.xlsx", workbook([head, *rows]))

    return preview


def person(store: Store, actors: Actors, staff_no: str) -> PersonRow:
    return PeopleService(store).person_by_staff_no(actors.planner, staff_no)


def test_a_dirty_sheet_gets_a_verdict_for_every_row(look: Look) -> None:
    done = look(
        [
            "２０１",
            "周　喆 ",
            "办公室",
            "科长",
            "１２０００００１００１",
            "０５３３-１０００１０１",
            "值班",
            None,
        ],
        ["202", "于䶮", "办公室", "科员", 12000001002.0, None, "值班", None],
        ["101", "王海燕", "指挥保障服务中心", "科长", "12000000101", None, None, None],
        ["102", "曾堃", "应急指挥科", "副科长", None, None, None, None],
        [None] * 8,
        ["203", None, "办公室", None, "12000001003", None, None, None],
        ["204", "甲乙", None, None, "1.2E+10", None, None, None],
        ["205", "丙丁", None, None, "1200000100", None, None, None],
        ["206", "戊己", None, None, "12000001002", None, None, None],
        ["201", "周喆", None, None, None, None, None, None],
        ["103", "李四", None, None, None, None, None, None],
        ["207", "庚辛", None, None, None, 5331000101, None, None],
        ["208", "壬?癸", None, None, None, None, None, None],
        ["209", "子丑", None, None, None, None, "看情况", None],
        ["210", "寅卯", None, None, None, "=1+1", None, None],
        ["注：以上人员", None, None, None, None, None, None, None],
    )
    verdicts = [row.verdict for row in done.rows]
    assert verdicts == [Verdict.NEW, Verdict.NEW, Verdict.SAME, Verdict.CHANGED] + [Verdict.REJECTED] * 11
    assert done.totals == {"rows": 15, "new": 2, "changed": 1, "same": 1, "rejected": 11, "empty": 1}
    assert [row.row for row in done.rejected] == list(range(7, 18))
    for row, words in zip(
        done.rejected,
        [
            "没有姓名",
            "丢失位数",
            "现为 10 位",
            "第 3 行于䶮",
            "与第 2 行重复",
            "登记的是李振宇",
            "开头的 0",
            "认不出",
            "看情况",
            "公式",
            "没有姓名",
        ],
        strict=True,
    ):
        assert row.reason.startswith(f"第 {row.row} 行：") and words in row.reason


def test_what_is_taken_in_is_clean(look: Look, imports: ImportService, store: Store, actors: Actors) -> None:
    imports.carry_out(
        actors.planner,
        look(
            [
                "201",
                "周　喆 ",
                "办公室",
                "科长",
                "１２０００００１００１",
                "０５３３-１０００１０１",
                "带班/值班",
                "—",
            ]
        ),
    )
    made = person(store, actors, "201")
    assert (made.name, made.note) == ("周喆", "")
    assert [n.raw for n in made.numbers] == ["12000001001", "0533-1000101"]
    assert made.roles == {Role.LEADER, Role.OFFICER}


def test_a_replaced_mobile_is_retired_and_a_blank_cell_takes_nothing_away(
    look: Look, imports: ImportService, store: Store, actors: Actors
) -> None:
    done = imports.carry_out(
        actors.planner, look(["101", "王海燕", None, None, "12000009999", None, None, None])
    )
    assert done.rows[0].reason == "手机 12000000101→12000009999"
    now = person(store, actors, "101")
    assert [n.raw for n in now.numbers] == ["12000009999"]
    assert (now.department, now.title) == ("指挥保障服务中心", "科长")


def test_a_workbook_raises_nobodys_rights(look: Look, store: Store, actors: Actors) -> None:
    done = look(["901", "查永刚", None, None, None, None, "带班", None])
    assert done.rows[0].verdict is Verdict.SAME and "系统管理员" in done.rows[0].reason


def test_people_without_a_number_get_one_until_the_real_one_comes(
    look: Look, imports: ImportService, store: Store, actors: Actors
) -> None:
    imports.carry_out(actors.planner, look([None, "𠮷野", "办公室", None, "12000001001", None, None, None]))
    assert person(store, actors, "N001").name == "𠮷野"
    imports.carry_out(actors.planner, look(["301", "𠮷野", None, None, None, None, None, None]))
    assert person(store, actors, "301").department == "办公室"
    assert len([p for p in PeopleService(store).persons(actors.planner) if p.name == "𠮷野"]) == 1


def test_namesakes_without_a_number_are_not_guessed(
    look: Look, imports: ImportService, store: Store, actors: Actors
) -> None:
    people = PeopleService(store)
    for staff_no, department in (("401", "办公室"), ("402", "森林防火科")):
        people.add_person(actors.planner, PersonDraft(staff_no, "张伟", department))
    blank = [None] * 8
    done = look(
        [None, "张伟", *blank[2:]],
        [None, "张伟", "森林防火科", "科长", *blank[4:]],
        [None, "李娜", "办公室", None, "12000001001", *blank[5:]],
        [None, "李娜", "森林防火科", None, "12000001002", *blank[5:]],
        [None, "王海燕", "森林防火科", None, "12000001003", *blank[5:]],
    )
    assert [str(r.verdict) for r in done.rows] == ["rejected", "changed", "new", "rejected", "rejected"]
    assert "2 位张伟" in done.rows[0].reason and "可能是另一人" in done.rows[4].reason


def test_somebody_who_left_is_not_brought_back(look: Look, store: Store, actors: Actors) -> None:
    PeopleService(store).retire_person(actors.planner, actors.reader.person_id, date(2026, 11, 1))
    assert "已调离" in look(["902", "单雪梅", *[None] * 6]).rows[0].reason


def test_targets_keep_to_the_official_districts(
    look: Look, imports: ImportService, actors: Actors, store: Store
):
    head = ["类别", "单位名称", "所属区县", "值班电话", "联系人"]
    rows = [
        ["区县", "张店", None, "0533-1001001", "许 玉兰"],
        ["功能区", "淄博高新技术产业开发区", None, "0533-1001009", None],
        ["区县", "青州市", None, "0533-1001002", None],
        ["部门", "淄博市公安局", None, "0533-1001012", None],
        ["部门", "市公安局", None, "0533-1001012", None],
        ["重点企业", "示例化工", "桓台", "0533-1001042", None],
        ["重点企业", "示例矿山", "青州", "0533-1001043", None],
        ["重点企业", "示例冶金", None, "0533-1001012", None],
        ["学校", "示例中学", None, "0533-1001044", None],
        [None, "无名单位", None, "0533-1001045", None],
        ["部门", "市教育局", None, None, None],
        ["部门", "博山区", None, "0533-1001004", None],
    ]
    done = look(*rows, kind=ImportKind.TARGETS, head=head)
    assert "".join(r.verdict.value[0] for r in done.rows) == "ccrnrnrnrrrr"
    assert "值班电话与淄博市公安局相同" in done.rows[7].reason and "没有所属区县" in done.rows[7].reason
    imports.carry_out(actors.planner, done)
    people = PeopleService(store)
    district = {u.short_name: u for u in people.units(actors.planner, UnitKind.DISTRICT)}
    assert district["张店"].duty_number.contact == "许玉兰"
    made = {u.name: u for u in people.units(actors.planner, UnitKind.ENTERPRISE)}
    assert made["示例化工"].district_id == district["桓台"].id and made["示例冶金"].district_id is None
    rows[0][4] = "马珺"
    again = look(*rows, kind=ImportKind.TARGETS, head=head)
    assert again.rows[0].reason == "联系人 许玉兰→马珺"
    assert [str(r.verdict) for r in again.rows if r.verdict is not Verdict.REJECTED] == ["changed"] + [
        "same"
    ] * 4


def test_rejected_rows_come_back_as_a_file_that_can_be_corrected_and_imported(
    imports: ImportService, actors: Actors
) -> None:
    rows = [
        ["通讯录", None, None],
        ["姓名", "手机", "备注"],
        ["甲乙", "12000001001", None],
        ["丙丁", "12", "新来"],
    ]
    content = workbook(rows, ["A1:C1"])
    shown = imports.preview(actors.planner, ImportKind.PEOPLE, "名册.xlsx", content)
    assert shown.totals["rejected"] == 1
    book = openpyxl.load_workbook(io.BytesIO(rejects_workbook(shown)))
    sheet = book.active
    assert [c.value for c in sheet[2]] == ["姓名", "手机", "备注", "原因"]
    assert (
        sheet.max_row == 3 and sheet["A3"].value == "丙丁" and sheet["D3"].value == shown.rejected[0].reason
    )
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:C1"]
    again = imports.preview(actors.planner, ImportKind.PEOPLE, "拒绝行.xlsx", rejects_workbook(shown))
    twice = openpyxl.load_workbook(io.BytesIO(rejects_workbook(again))).active
    assert [c.value for c in twice[2]] == ["姓名", "手机", "备注", "原因"]
    sheet["B3"] = "12000001002"
    target = io.BytesIO()
    book.save(target)
    corrected = imports.preview(actors.planner, ImportKind.PEOPLE, "拒绝行.xlsx", target.getvalue())
    assert [str(r.verdict) for r in corrected.rows] == ["new"]


@pytest.mark.parametrize("text", ["=1+1", "+8612", "-1", "@SUM(A1)"])
def test_no_cell_of_a_rejects_file_is_a_formula(imports: ImportService, actors: Actors, text: str) -> None:
    content = f"姓名,手机,备注\n丙丁,12,'{text}\n".encode()
    shown = imports.preview(actors.planner, ImportKind.PEOPLE, "名册.csv", content)
    cell = openpyxl.load_workbook(io.BytesIO(rejects_workbook(shown))).active["C2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert f",'{text}," in rejects_csv(shown).decode("utf-8-sig")
    again = imports.preview(actors.planner, ImportKind.PEOPLE, "拒绝行.csv", rejects_csv(shown))
    assert again.sheet.rows[1].cells[2] == text and again.totals == shown.totals


def test_when_something_fails_nothing_is_written(
    look: Look, imports: ImportService, store: Store, actors: Actors, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = look(["201", "周喆", *[None] * 6], ["101", "王海燕", None, None, "12000009999", None, None, None])

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(import_service, "post_number_retired", fail)
    before = store.head()
    with pytest.raises(ZeroDivisionError):
        imports.carry_out(actors.planner, shown)
    assert store.head() == before
    assert "201" not in {p.staff_no for p in PeopleService(store).persons(actors.planner)}


def test_a_register_changed_since_the_preview_stops_the_import(
    look: Look, imports: ImportService, store: Store, actors: Actors
) -> None:
    shown = look(["201", "周喆", *[None] * 6])
    PeopleService(store).add_person(actors.planner, PersonDraft("201", "程犇"))
    before = store.head()
    with pytest.raises(Stale):
        imports.carry_out(actors.planner, shown)
    assert store.head() == before


def test_officers_may_not_import(imports: ImportService, actors: Actors, look: Look) -> None:
    shown = look(["201", "周喆", *[None] * 6])
    for actor in (actors.officer, actors.leader, actors.reader):
        with pytest.raises(NotAllowed):
            imports.preview(actor, ImportKind.PEOPLE, "名册.csv", b"")
        with pytest.raises(NotAllowed):
            imports.carry_out(actor, shown)
