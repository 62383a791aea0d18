"""Use cases of 人员与单位: the registers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import ADMINS, EVERYONE, PEOPLE, PLANNERS, Actor, Role, allowed
from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation
from zbyj_duty.people.domain import (
    ROLE_CODES,
    ROLES,
    NumberLabel,
    NumberRow,
    PersonDraft,
    PersonRow,
    UnitDraft,
    UnitKind,
    UnitRow,
)
from zbyj_duty.people.posting import post_org_unit, post_person
from zbyj_duty.people.records import (
    AccountRecord,
    OrgUnitRecord,
    PersonRecord,
    PersonRoleRecord,
    PhoneNumberRecord,
)
from zbyj_duty.store.work import Store


class PeopleService:
    """Persons, units and their numbers.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(PLANNERS)
    def add_person(self, actor: Actor, draft: PersonDraft) -> int:
        """Take a person into the register; returns the row's id."""
        with self._store.writing(actor, "people") as unit:
            return post_person(unit, draft).id

    @allowed(PLANNERS)
    def add_unit(self, actor: Actor, draft: UnitDraft) -> int:
        """Take a unit into the register; returns the row's id."""
        with self._store.writing(actor, "people") as unit:
            return post_org_unit(unit, draft).id

    @allowed(PLANNERS)
    def retire_person(self, actor: Actor, person_id: int, on: date) -> None:
        """Take a person out of use from a date; past records keep the name.

        Raises:
            RuleViolation: ``people.last_admin``.
        """
        with self._store.writing(actor, "people") as unit:
            person = unit.session.get(PersonRecord, person_id)
            if person is None:
                raise NotFound("people.no_such_person", value=person_id)
            _keep_an_admin(unit.session, person_id)
            unit.change(person, "person.retired", retired_on=on)

    @allowed(ADMINS)
    def give_role(
        self, actor: Actor, person_id: int, role: Role, from_on: date, until_on: date | None = None
    ) -> None:
        """Give a role for a span of dates, the last day included.

        Raises:
            InvalidInput: ``until_on`` lies before ``from_on``. RuleViolation: the person has the role in that span.
        """
        if until_on is not None and until_on < from_on:
            raise InvalidInput("until_on", "people.bad_span")
        with self._store.writing(actor, "people") as unit:
            person = unit.session.get(PersonRecord, person_id)
            if person is None:
                raise NotFound("people.no_such_person", value=person_id)
            for old in _grants_of(unit.session, person_id, role):
                if (until_on is None or old.from_on <= until_on) and (
                    old.until_on is None or old.until_on >= from_on
                ):
                    raise RuleViolation("people.role_already", name=person.name, role=role.value)
            grant = PersonRoleRecord(
                person_id=person_id, role=ROLE_CODES[role], from_on=from_on, until_on=until_on
            )
            unit.add(grant, "person.role_given")

    @allowed(ADMINS)
    def end_role(self, actor: Actor, person_id: int, role: Role, until_on: date) -> None:
        """End a role; ``until_on`` is its last day.

        Raises:
            RuleViolation: ``people.role_not_held``, ``people.last_admin``.
        """
        with self._store.writing(actor, "people") as unit:
            grants = _grants_of(unit.session, person_id, role)
            open_ones = [g for g in grants if g.until_on is None or g.until_on > until_on]
            if not open_ones:
                raise RuleViolation("people.role_not_held", role=role.value)
            if role is Role.ADMIN:
                _keep_an_admin(unit.session, person_id)
            for grant in open_ones:
                unit.change(grant, "person.role_ended", until_on=until_on)

    @allowed(EVERYONE)
    def persons(self, actor: Actor, with_retired: bool = False) -> tuple[PersonRow, ...]:
        """Return the register of persons in its order; numbers only to people, not to the bare seat."""
        with self._store.reading() as session:
            today = beijing(self._store.clock.now()).date()
            rows = person_rows(session, today, actor.person_id is not None)
        return (
            rows if with_retired else tuple(r for r in rows if r.retired_on is None or r.retired_on > today)
        )

    @allowed(PEOPLE)
    def person_by_staff_no(self, actor: Actor, staff_no: str) -> PersonRow:
        """Return one person.

        Raises:
            NotFound: ``people.no_such_person``.
        """
        for row in self.persons(actor, with_retired=True):
            if row.staff_no == staff_no:
                return row
        raise NotFound("people.no_such_person", value=staff_no)

    @allowed(EVERYONE)
    def units(self, actor: Actor, *kinds: UnitKind) -> tuple[UnitRow, ...]:
        """Return the units of some kinds in the official order (district, then its own order)."""
        with self._store.reading() as session:
            rows = unit_rows(session, actor.person_id is not None)
        return tuple(r for r in rows if r.retired_on is None and (not kinds or r.kind in kinds))


def _grants_of(session: Session, person_id: int, role: Role) -> list[PersonRoleRecord]:
    query = select(PersonRoleRecord).where(
        PersonRoleRecord.person_id == person_id, PersonRoleRecord.role == ROLE_CODES[role]
    )
    return list(session.execute(query).scalars())


def _keep_an_admin(session: Session, leaving_id: int) -> None:
    """Refuse to lose the last 系统管理员 who can log in; without one nobody could ever be let in again."""
    query = (
        select(PersonRoleRecord.person_id)
        .join(PersonRecord, PersonRecord.id == PersonRoleRecord.person_id)
        .join(AccountRecord, AccountRecord.person_id == PersonRoleRecord.person_id)
        .where(
            PersonRoleRecord.role == ROLE_CODES[Role.ADMIN],
            PersonRoleRecord.until_on.is_(None),
            PersonRecord.retired_on.is_(None),
        )
    )
    staying = set(session.execute(query).scalars())
    if staying == {leaving_id}:
        raise RuleViolation("people.last_admin")


def person_rows(session: Session, today: date, with_numbers: bool) -> tuple[PersonRow, ...]:
    """Return every person with roles in force on ``today``; for services inside their own session."""
    roles: dict[int, set[Role]] = defaultdict(set)
    for grant in session.execute(select(PersonRoleRecord)).scalars():
        if grant.from_on <= today and (grant.until_on is None or today <= grant.until_on):
            roles[grant.person_id].add(ROLES[grant.role])
    numbers = _numbers(session, PhoneNumberRecord.person_id) if with_numbers else {}
    people = session.execute(select(PersonRecord).order_by(PersonRecord.sort_no, PersonRecord.id)).scalars()
    return tuple(
        PersonRow(
            p.id,
            p.staff_no,
            p.name,
            p.department,
            p.title,
            p.pinyin,
            p.retired_on,
            p.note,
            frozenset(roles[p.id]),
            numbers.get(p.id, ()),
        )
        for p in people
    )


def unit_rows(session: Session, with_numbers: bool) -> tuple[UnitRow, ...]:
    """Return every unit in the official order, those out of use too; for services inside their own session."""
    numbers = _numbers(session, PhoneNumberRecord.org_unit_id) if with_numbers else {}
    query = select(OrgUnitRecord).order_by(OrgUnitRecord.sort_no, OrgUnitRecord.id)
    return tuple(_unit_row(unit, numbers.get(unit.id, ())) for unit in session.execute(query).scalars())


def _numbers(session: Session, owner: Any) -> dict[int, tuple[NumberRow, ...]]:
    found: dict[int, list[NumberRow]] = defaultdict(list)
    query = (
        select(PhoneNumberRecord)
        .where(owner.is_not(None), PhoneNumberRecord.retired_on.is_(None))
        .order_by(PhoneNumberRecord.rank, PhoneNumberRecord.id)
    )
    for number in session.execute(query).scalars():
        row = NumberRow(number.id, NumberLabel(number.label), number.raw, number.normalised, number.contact)
        found[getattr(number, owner.key)].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _unit_row(unit: OrgUnitRecord, numbers: tuple[NumberRow, ...]) -> UnitRow:
    return UnitRow(
        unit.id,
        UnitKind(unit.kind),
        unit.code,
        unit.name,
        unit.short_name,
        unit.parent_id,
        unit.district_id,
        unit.sort_no,
        numbers,
        unit.retired_on,
        unit.note,
    )
