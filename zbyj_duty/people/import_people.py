"""人员名册: the verdict on each row against the register of persons; pure.

Who a row means: the 编号 where there is one, else the name, which must then point to one person. A new person
without a 编号 gets the next N number (N001), which a later workbook that has the real one replaces. A blank cell
leaves what the register has. Roles (带班/值班) are given to new persons only; those of others stay with the
系统管理员, so that nobody raises a person's rights by a workbook. Rows are judged in the file's order: a mobile
number that a later row gives up is still taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zbyj_duty.core.access import Role
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import half_width
from zbyj_duty.people.domain import NumberDraft, NumberLabel, PersonDraft, PersonRow, normal_number
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

_OWN_NUMBER = re.compile(r"N(\d{3,})")
_ROLES = {
    "带班": Role.LEADER,
    "带班领导": Role.LEADER,
    "领导带班": Role.LEADER,
    "值班": Role.OFFICER,
    "值班员": Role.OFFICER,
    "值班人员": Role.OFFICER,
}
_TEXTS = (("department", "科室"), ("title", "职务"), ("note", "备注"))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row as read."""

    row: int
    staff_no: str
    name: str
    department: str
    title: str
    note: str
    roles: frozenset[Role]
    numbers: tuple[NumberDraft, ...]
    order: int

    @property
    def mobiles(self) -> frozenset[str]:
        return frozenset(normal_number(n.raw) for n in self.numbers if n.label is NumberLabel.MOBILE)


def plan_people(lines: tuple[Line, ...], register: tuple[PersonRow, ...], today: date) -> tuple[Step, ...]:
    """Return a step for every line, in order."""
    plan = _Plan(register, today)
    return tuple(plan.step(line) for line in lines)


class _Plan:
    """The register as it stands, and what earlier rows have taken."""

    def __init__(self, register: tuple[PersonRow, ...], today: date) -> None:
        self._today = today
        self._by_staff_no = {person.staff_no: person for person in register}
        self._by_name: dict[str, list[PersonRow]] = {}
        self._mobiles: dict[str, tuple[object, str]] = {}
        self._rows: dict[object, int] = {}
        self._new: dict[str, _Entry] = {}
        for person in register:
            if not self._has_left(person):
                self._by_name.setdefault(person.name, []).append(person)
                for number in _mobiles_of(person):
                    self._mobiles[number] = (person.id, f"{person.name}（{person.staff_no}）")
        used = [_OWN_NUMBER.fullmatch(person.staff_no) for person in register]
        self._last_number = max((int(found[1]) for found in used if found), default=0)

    def step(self, line: Line) -> Step:
        """Judge one line."""
        try:
            check_faults(line)
            entry = _read(line)
            known = self._who(entry)
            self._take(entry, known)
        except InvalidInput as error:
            return refused(line, error)
        return self._add(entry) if known is None else _change(entry, known)

    def _has_left(self, person: PersonRow) -> bool:
        return person.retired_on is not None and person.retired_on <= self._today

    def _who(self, entry: _Entry) -> PersonRow | None:
        namesakes = self._by_name.get(entry.name, [])
        if not entry.staff_no:
            return _only_one(entry, namesakes)
        known = self._by_staff_no.get(entry.staff_no)
        if known is None:
            numbered_here = [p for p in namesakes if _OWN_NUMBER.fullmatch(p.staff_no)]
            return numbered_here[0] if len(numbered_here) == 1 else None
        if known.name != entry.name:
            raise InvalidInput(
                "name", "imports.other_name", staff_no=known.staff_no, known=known.name, name=entry.name
            )
        if self._has_left(known):
            raise InvalidInput("name", "imports.left", name=known.name, staff_no=known.staff_no)
        return known

    def _take(self, entry: _Entry, known: PersonRow | None) -> None:
        """Refuse a second row for the same person, and a mobile number that is somebody else's."""
        key: object = known.id if known else ("new", entry.staff_no or entry.name)
        if key in self._rows:
            raise InvalidInput("row", "imports.repeated", row=self._rows[key])
        namesake = self._new.get(entry.name)
        if known is None and namesake is not None and not (namesake.staff_no and entry.staff_no):
            raise InvalidInput("name", "imports.namesake_in_file", row=namesake.row)
        for number in sorted(entry.mobiles):
            holder, words = self._mobiles.get(number, (key, ""))
            if holder != key:
                raise InvalidInput("number", "imports.number_of_other", number=number, other=words)
        self._rows[key] = entry.row
        if known is None:
            self._new.setdefault(entry.name, entry)
        elif entry.mobiles:
            for number in _mobiles_of(known):
                self._mobiles.pop(number, None)
        for number in entry.mobiles:
            self._mobiles[number] = (key, f"第 {entry.row} 行{entry.name}")

    def _add(self, entry: _Entry) -> Step:
        staff_no, reason = entry.staff_no, ""
        if not staff_no:
            self._last_number += 1
            staff_no = f"N{self._last_number:03d}"
            reason = f"没有编号，自动编为 {staff_no}"
        draft = PersonDraft(
            staff_no,
            entry.name,
            entry.department,
            entry.title,
            entry.order,
            note=entry.note,
            numbers=entry.numbers,
            roles=entry.roles,
        )
        return Step(RowVerdict(entry.row, entry.name, Verdict.NEW, reason), draft)


def _mobiles_of(person: PersonRow) -> list[str]:
    return [n.normalised for n in person.numbers if n.label is NumberLabel.MOBILE]


def _only_one(entry: _Entry, namesakes: list[PersonRow]) -> PersonRow | None:
    """Return whom a row without 编号 means: by mobile, then by department among several."""
    if len(namesakes) > 1:
        same_mobile = [p for p in namesakes if entry.mobiles.intersection(_mobiles_of(p))]
        same_department = [p for p in namesakes if p.department == entry.department]
        narrowed = next((found for found in (same_mobile, same_department) if len(found) == 1), None)
        if narrowed is None:
            raise InvalidInput("name", "imports.several_namesakes", count=len(namesakes), name=entry.name)
        return narrowed[0]
    if not namesakes:
        return None
    known = namesakes[0]
    elsewhere = entry.department and known.department and entry.department != known.department
    held = set(_mobiles_of(known))
    if elsewhere and entry.mobiles and held and not entry.mobiles & held:
        raise InvalidInput("name", "imports.perhaps_another", name=entry.name)
    return known


def _change(entry: _Entry, known: PersonRow) -> Step:
    values: list[tuple[str, str | int]] = []
    words: list[str] = []
    if entry.staff_no and entry.staff_no != known.staff_no:
        values.append(("staff_no", entry.staff_no))
        words.append(changed_words("编号", known.staff_no, entry.staff_no))
    for field, what in _TEXTS:
        wanted, held = getattr(entry, field), getattr(known, field)
        if wanted and wanted != held:
            values.append((field, wanted))
            words.append(changed_words(what, held, wanted))
    numbers = compare_numbers(entry.numbers, known.numbers)
    words += numbers.words
    verdict = Verdict.CHANGED if words else Verdict.SAME
    lacking = "、".join(role for role in Role if role in entry.roles - known.roles)
    if lacking:
        words.append(f"没有“{lacking}”角色，请系统管理员另行设置")
    return Step(
        RowVerdict(entry.row, entry.name, verdict, "；".join(words)),
        owner_id=known.id,
        values=tuple(values),
        add=numbers.add,
        retire=numbers.retire,
        contacts=numbers.contacts,
    )


def _read(line: Line) -> _Entry:
    name = name_of(line, "name", "imports.no_name")
    if re.search(r"[0-9:;,!/、。]", name):
        raise InvalidInput("name", "imports.bad_name", value=name)
    numbers = (
        *numbers_of(line, "mobile", NumberLabel.MOBILE),
        *numbers_of(line, "phone", None),
        *numbers_of(line, "office", NumberLabel.OFFICE),
        *numbers_of(line, "fax", NumberLabel.FAX),
    )
    once = {(n.label, normal_number(n.raw)): n for n in reversed(numbers)}
    order = text_of(line, "order", 60).removesuffix(".0")
    return _Entry(
        line.row,
        _staff_no(line),
        name,
        text_of(line, "department", 60),
        text_of(line, "title", 60),
        text_of(line, "note", 200),
        _roles(text_of(line, "role", 60)),
        tuple(reversed(once.values())),
        int(order) if re.fullmatch("[0-9]{1,6}", order) else line.row,
    )


def _staff_no(line: Line) -> str:
    text = half_width(text_of(line, "staff_no", 60)).replace(" ", "").removesuffix(".0")
    if text and not re.fullmatch(r"[0-9A-Za-z-]{1,20}", text):
        raise InvalidInput("staff_no", "imports.bad_staff_no", value=text)
    return text


def _roles(text: str) -> frozenset[Role]:
    words = [word for word in re.split(r"[/、,和及\s]+", half_width(text)) if word]
    if text in ("否", "不值班"):
        return frozenset()
    unknown = [word for word in words if word not in _ROLES]
    if unknown:
        raise InvalidInput("role", "imports.bad_role", value=text)
    return frozenset(_ROLES[word] for word in words)
