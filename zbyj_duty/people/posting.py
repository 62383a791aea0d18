"""What importer, set-up and services write through the people slice."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from zbyj_duty.core.access import ADMINS, PLANNERS, Role, check_role
from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import InvalidInput, NotFound
from zbyj_duty.people.domain import (
    ROLE_CODES,
    NumberDraft,
    PersonDraft,
    UnitDraft,
    clean_name,
    clean_number,
    normal_number,
)
from zbyj_duty.people.records import OrgUnitRecord, PersonRecord, PersonRoleRecord, PhoneNumberRecord
from zbyj_duty.store.work import Unit

GIVEN_WITH_THE_REGISTER = frozenset({Role.OFFICER, Role.LEADER})


def post_person(unit: Unit, draft: PersonDraft) -> PersonRecord:
    """Take a person into the register, with numbers and roles; other roles than those of a watch need a 系统管理员.

    Raises:
        InvalidInput: ``staff_no``, ``name`` or ``number``.
    """
    check_role(unit.actor, PLANNERS)
    unit.touch("people")
    staff_no = draft.staff_no.strip()
    if not staff_no:
        raise InvalidInput("staff_no", "input.blank")
    for field, text, limit in (
        ("staff_no", staff_no, 20),
        ("department", draft.department, 60),
        ("title", draft.title, 60),
        ("note", draft.note, 200),
    ):
        if len(text) > limit:
            raise InvalidInput(field, "input.too_long", limit=limit, length=len(text))
    taken = unit.session.execute(select(PersonRecord).where(PersonRecord.staff_no == staff_no)).scalar()
    if taken is not None:
        raise InvalidInput("staff_no", "people.staff_no_taken", value=staff_no, name=taken.name)
    person = PersonRecord(
        staff_no=staff_no,
        name=clean_name(draft.name),
        department=draft.department,
        title=draft.title,
        sort_no=draft.sort_no,
        pinyin=draft.pinyin,
        note=draft.note,
    )
    unit.add(person, "person.added")
    for number in draft.numbers:
        post_number(unit, number, person_id=person.id)
    if draft.roles - GIVEN_WITH_THE_REGISTER:
        check_role(unit.actor, ADMINS)
    for role in sorted(draft.roles):
        grant = PersonRoleRecord(
            person_id=person.id, role=ROLE_CODES[role], from_on=beijing(unit.instant).date(), until_on=None
        )
        unit.add(grant, "person.role_given")
    return person


def post_org_unit(unit: Unit, draft: UnitDraft) -> OrgUnitRecord:
    """Take a unit into the register, with its numbers."""
    check_role(unit.actor, PLANNERS)
    unit.touch("people")
    record = OrgUnitRecord(
        kind=draft.kind.value,
        code=draft.code,
        name=clean_name(draft.name),
        short_name=draft.short_name or draft.name,
        parent_id=draft.parent_id,
        district_id=draft.district_id,
        sort_no=draft.sort_no,
        note=draft.note,
    )
    unit.add(record, "org_unit.added")
    for number in draft.numbers:
        post_number(unit, number, org_unit_id=record.id)
    return record


def post_number(
    unit: Unit, draft: NumberDraft, person_id: int | None = None, org_unit_id: int | None = None
) -> PhoneNumberRecord:
    """Add a number to a person or a unit."""
    check_role(unit.actor, PLANNERS)
    raw = clean_number(draft.raw)
    record = PhoneNumberRecord(
        person_id=person_id,
        org_unit_id=org_unit_id,
        label=draft.label.value,
        raw=raw,
        normalised=normal_number(raw),
        contact=draft.contact,
        rank=draft.rank,
    )
    unit.add(record, "phone_number.added")
    return record


def post_person_change(unit: Unit, person_id: int, values: Mapping[str, object]) -> None:
    """Give columns of a person other values; the caller has checked them.

    Raises:
        NotFound: ``people.no_such_person``.
    """
    check_role(unit.actor, PLANNERS)
    unit.touch("people")
    person = unit.session.get(PersonRecord, person_id)
    if person is None:
        raise NotFound("people.no_such_person", value=person_id)
    unit.change(person, "person.changed", **values)


def post_org_unit_change(unit: Unit, unit_id: int, values: Mapping[str, object]) -> None:
    """Give columns of a unit other values; the caller has checked them.

    Raises:
        NotFound: ``people.no_such_unit``.
    """
    check_role(unit.actor, PLANNERS)
    unit.touch("people")
    record = unit.session.get(OrgUnitRecord, unit_id)
    if record is None:
        raise NotFound("people.no_such_unit", value=unit_id)
    unit.change(record, "org_unit.changed", **values)


def post_number_contact(unit: Unit, number_id: int, contact: str) -> None:
    """Name another 联系人 for a number."""
    unit.change(_number(unit, number_id), "phone_number.changed", contact=contact)


def post_number_retired(unit: Unit, number_id: int) -> None:
    """Take a number out of use from today; it stays in the record."""
    today = beijing(unit.instant).date()
    unit.change(_number(unit, number_id), "phone_number.retired", retired_on=today)


def _number(unit: Unit, number_id: int) -> PhoneNumberRecord:
    check_role(unit.actor, PLANNERS)
    unit.touch("people")
    number = unit.session.get(PhoneNumberRecord, number_id)
    if number is None:
        raise NotFound("people.no_such_number", value=number_id)
    return number
