"""调度对象: the verdict on each row against the register of units; pure.

Districts and functional zones are the official ones: an import gives them numbers and a contact, and never makes
one. Departments and enterprises are added; an enterprise's district stands in its column, or begins its name
(桓台…). A blank cell leaves what the register has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import half_width
from zbyj_duty.people.domain import (
    NumberDraft,
    NumberLabel,
    UnitDraft,
    UnitKind,
    UnitRow,
    clean_name,
    normal_number,
)
from zbyj_duty.people.import_domain import RowVerdict, Step, Verdict
from zbyj_duty.people.import_headings import Line
from zbyj_duty.people.import_lines import (
    changed_words,
    check_faults,
    compare_numbers,
    name_of,
    numbers_of,
    refused,
    text_of,
)

_OFFICIAL = frozenset({UnitKind.DISTRICT, UnitKind.ZONE})
_KINDS = {
    **dict.fromkeys(
        ["区县", "县区", "区", "县", "功能区", "开发区", "各区县", "区县功能区", "区县/功能区"], _OFFICIAL
    ),
    **dict.fromkeys(
        ["部门", "市直部门", "成员单位", "市直单位", "驻淄单位", "市有关部门", "有关部门", "委办局"],
        frozenset({UnitKind.DEPARTMENT}),
    ),
    **dict.fromkeys(
        ["重点企业", "企业", "企业单位", "重点单位", "危化品企业", "危化企业", "高危企业"],
        frozenset({UnitKind.ENTERPRISE}),
    ),
}
_FULL_NAMES = {
    "高新技术产业开发区": "高新区",
    "高新技术开发区": "高新区",
    "文昌湖省级旅游度假区": "文昌湖区",
    "文昌湖旅游度假区": "文昌湖区",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row as read."""

    row: int
    kinds: frozenset[UnitKind]
    name: str
    short_name: str
    district: str
    note: str
    numbers: tuple[NumberDraft, ...]


def plan_targets(lines: tuple[Line, ...], register: tuple[UnitRow, ...]) -> tuple[Step, ...]:
    """Return a step for every line, in order."""
    plan = _Plan(register)
    return tuple(plan.step(line) for line in lines)


def name_key(name: str) -> str:
    """Return a unit's name for comparing: without 淄博 in front of 市, and a zone's full name shortened."""
    key = re.sub(r"^(山东省)?淄博(市(?=.{2})|(?=高新|经济开发|文昌湖))", "市", half_width(name))
    bare = key if key.startswith("市场") else key.removeprefix("市")
    return _FULL_NAMES.get(bare, bare)


class _Plan:
    """The register as it stands, and what earlier rows have taken."""

    def __init__(self, register: tuple[UnitRow, ...]) -> None:
        kinds = (*_OFFICIAL, UnitKind.DEPARTMENT, UnitKind.ENTERPRISE)
        self._by_name: dict[str, UnitRow] = {}
        self._last_sort: dict[UnitKind, int] = dict.fromkeys(kinds, 0)
        for unit in sorted(register, key=_in_use):
            if unit.kind in kinds:
                for name in (unit.short_name, unit.name):
                    self._by_name[name_key(name)] = unit
                self._last_sort[unit.kind] = max(self._last_sort[unit.kind], unit.sort_no)
        self._districts = [unit for unit in register if unit.kind in _OFFICIAL]
        self._rows: dict[str, int] = {}
        self._duty: dict[str, str] = {
            number.normalised: unit.name
            for unit in register
            for number in unit.numbers
            if number.label is NumberLabel.DUTY
        }

    def step(self, line: Line) -> Step:
        """Judge one line."""
        try:
            check_faults(line)
            entry = _read(line)
            known = self._which(entry)
            district_id = self._district_id(entry, known)
            self._once(entry, known)
            step = self._add(entry, district_id) if known is None else _change(entry, known, district_id)
        except InvalidInput as error:
            return refused(line, error)
        return step

    def _which(self, entry: _Entry) -> UnitRow | None:
        known = self._by_name.get(name_key(entry.name))
        if known is None:
            if not entry.kinds:
                raise InvalidInput("kind", "imports.no_kind")
            if entry.kinds == _OFFICIAL:
                raise InvalidInput("name", "imports.no_district", value=entry.name)
            return None
        if entry.kinds and known.kind not in entry.kinds:
            words = "、".join(kind.words for kind in UnitKind if kind in entry.kinds)
            raise InvalidInput(
                "kind", "imports.other_kind", name=known.name, known=known.kind.words, kind=words
            )
        if known.retired_on is not None:
            raise InvalidInput("name", "imports.unit_retired", name=known.name)
        return known

    def _district_id(self, entry: _Entry, known: UnitRow | None) -> int | None:
        if entry.district:
            found = self._by_name.get(name_key(entry.district))
            if found is None or found.kind not in _OFFICIAL:
                raise InvalidInput("district", "imports.no_district", value=entry.district)
            return found.id
        if known is None and UnitKind.ENTERPRISE in entry.kinds:
            bare = name_key(entry.name)
            return next((d.id for d in self._districts if bare.startswith(d.short_name)), None)
        return None

    def _once(self, entry: _Entry, known: UnitRow | None) -> None:
        key = f"#{known.id}" if known else name_key(entry.name)
        if key in self._rows:
            raise InvalidInput("row", "imports.repeated", row=self._rows[key])
        if known is None and not entry.numbers:
            raise InvalidInput("number", "imports.no_number")
        self._rows[key] = entry.row

    def _add(self, entry: _Entry, district_id: int | None) -> Step:
        (kind,) = entry.kinds
        self._last_sort[kind] += 1
        remarks = [
            f"值班电话与{self._duty[normal]}相同"
            for number in entry.numbers
            if number.label is NumberLabel.DUTY and (normal := normal_number(number.raw)) in self._duty
        ]
        if kind is UnitKind.ENTERPRISE and district_id is None:
            remarks.append("没有所属区县，请补上")
        for number in entry.numbers:
            if number.label is NumberLabel.DUTY:
                self._duty.setdefault(normal_number(number.raw), entry.name)
        draft = UnitDraft(
            kind,
            entry.name,
            entry.short_name,
            district_id=district_id,
            sort_no=self._last_sort[kind],
            note=entry.note,
            numbers=entry.numbers,
        )
        return Step(RowVerdict(entry.row, entry.name, Verdict.NEW, "；".join(remarks)), draft)


def _in_use(unit: UnitRow) -> bool:
    return unit.retired_on is None


def _change(entry: _Entry, known: UnitRow, district_id: int | None) -> Step:
    values: list[tuple[str, str | int]] = []
    words: list[str] = []
    if entry.short_name and entry.short_name != known.short_name:
        values.append(("short_name", entry.short_name))
        words.append(changed_words("简称", known.short_name, entry.short_name))
    if district_id is not None and known.kind not in _OFFICIAL and district_id != known.district_id:
        values.append(("district_id", district_id))
        words.append(f"所属区县→{entry.district}")
    if known.kind not in _OFFICIAL and entry.note and entry.note != known.note:
        values.append(("note", entry.note))
        words.append(changed_words("备注", known.note, entry.note))
    numbers = compare_numbers(entry.numbers, known.numbers)
    words += numbers.words
    return Step(
        RowVerdict(entry.row, known.name, Verdict.CHANGED if words else Verdict.SAME, "；".join(words)),
        owner_id=known.id,
        values=tuple(values),
        add=numbers.add,
        retire=numbers.retire,
        contacts=numbers.contacts,
    )


def _read(line: Line) -> _Entry:
    kind = re.sub(r"\s", "", half_width(text_of(line, "kind", 40)))
    if kind and kind not in _KINDS:
        raise InvalidInput("kind", "imports.bad_kind", value=kind)
    contact = text_of(line, "contact", 60)
    if contact and not re.search("[A-Za-z]", contact):
        contact = clean_name(contact)
    short_name = text_of(line, "short_name", 40)
    return _Entry(
        line.row,
        _KINDS.get(kind, frozenset()),
        name_of(line, "name", "imports.no_unit_name"),
        short_name,
        re.sub(r"\s", "", text_of(line, "district", 40)),
        text_of(line, "note", 200),
        (
            *numbers_of(line, "duty", NumberLabel.DUTY, contact),
            *numbers_of(line, "mobile", NumberLabel.MOBILE, contact),
            *numbers_of(line, "office", NumberLabel.OFFICE),
            *numbers_of(line, "fax", NumberLabel.FAX),
        ),
    )
