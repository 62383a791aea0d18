"""The effective roster read inside somebody's session: one query behind grid, print, strip, publishing, handover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from zbyj_duty.duty.absences.domain import AbsenceRow
from zbyj_duty.duty.absences.reading import absences_between
from zbyj_duty.duty.domain import Part
from zbyj_duty.duty.modes.domain import ModeOrder
from zbyj_duty.duty.modes.reading import mode_orders
from zbyj_duty.duty.roster.domain import Basis, Coverage, Layer, Leg, Need, Place, Slot, Turn
from zbyj_duty.duty.roster.gaps import coverage
from zbyj_duty.duty.roster.layers import lapsed, turns_of
from zbyj_duty.duty.roster.needs import needs_between
from zbyj_duty.duty.roster.records import (
    RosterCellRecord,
    RosterChangeRecord,
    RosterLegRecord,
    RosterSlotRecord,
    RosterStepRecord,
    RosterVersionRecord,
)
from zbyj_duty.people.records import PersonRecord
from zbyj_duty.profiles.domain import Post, ProfileKind, interval_of
from zbyj_duty.profiles.reading import dated

IN_FORCE = ("approved", "taken")
UNDONE = ("refused", "rejected", "withdrawn")


class DutyRules:
    """Hours and posts of any day, and the orders of 加强 and 战时; read once for many days."""

    def __init__(self, session: Session) -> None:
        self._hours = dated(session, ProfileKind.WATCH_HOURS)
        self._posts = dated(session, ProfileKind.POSTS)
        self.orders: tuple[ModeOrder, ...] = mode_orders(session)

    def hours_of(self, day: date, ordinal: int) -> tuple[datetime, datetime]:
        """Return planned start and end, UTC; a watch that the day does not have ends as it starts."""
        hours = self._hours(day)
        if not 1 <= ordinal <= len(hours.change_overs):
            end = interval_of(day, len(hours.change_overs), hours)[1]
            return end, end
        return interval_of(day, ordinal, hours)

    def watches_of(self, day: date) -> int:
        """Return how many watches the day has."""
        return len(self._hours(day).change_overs)

    def posts_of(self, day: date) -> Sequence[Post]:
        """Return the posts template of the day."""
        return tuple(self._posts(day))

    def part_of(self, place: Place) -> Part:
        """Return the part of a place; a post that only a mode asks for is of the crew."""
        found = next((p.part for p in self.posts_of(place.day) if p.name == place.post), Part.CREW)
        return Part(found)

    def needs(self, first: date, last: date) -> tuple[Need, ...]:
        """Return what every watch of the days needs."""
        return needs_between(first, last, self.posts_of, self.hours_of, self.watches_of, self.orders)


@dataclass(frozen=True)
class RosterSpan:
    """Some days of the roster, read at one moment.

    Attributes:
        first, last: business dates, both included.
        slots: the plan of the basis.
        legs: changes in force, in the order in which they came into force.
        absences: every filing that touches the days.
        retired: person to the first day off the roster.
    """

    first: date
    last: date
    rules: DutyRules
    slots: tuple[Slot, ...]
    legs: tuple[Leg, ...]
    absences: tuple[AbsenceRow, ...]
    retired: dict[int, date]
    source: str

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The effective roster."""
        return turns_of(self.slots, self.legs, self.rules.hours_of, self.source, self.rules.part_of)

    @cached_property
    def coverage(self) -> Coverage:
        """Its gaps and clashes."""
        return coverage(self.rules.needs(self.first, self.last), self.turns, self.absences, self.retired)

    @cached_property
    def lapsed(self) -> tuple[Leg, ...]:
        """Changes in force whose place the plan gives to somebody else now."""
        return lapsed(self.slots, self.legs)


def roster_span(session: Session, first: date, last: date, basis: Basis) -> RosterSpan:
    """Return the roster from ``first`` to ``last``, both included."""
    rules = DutyRules(session)
    working = basis is Basis.WORKING
    slots = working_slots(session, first, last, rules) if working else published_slots(session, first, last)
    start = rules.hours_of(first, 1)[0]
    end = rules.hours_of(last, rules.watches_of(last))[1]
    return RosterSpan(
        first=first,
        last=last,
        rules=rules,
        slots=slots,
        legs=legs_in_force(session, first, last),
        absences=absences_between(session, start, end),
        retired=retired_people(session),
        source="草稿" if working else "值班表",
    )


def working_slots(session: Session, first: date, last: date, rules: DutyRules) -> tuple[Slot, ...]:
    """Return the filled places of the plan being drawn up; seats of watches that the day no longer has are left out."""
    rows = session.execute(
        select(
            RosterCellRecord.business_date,
            RosterCellRecord.ordinal,
            RosterCellRecord.post,
            RosterCellRecord.seat,
            PersonRecord.id,
            PersonRecord.name,
        )
        .join(PersonRecord, PersonRecord.id == RosterCellRecord.person_id)
        .where(RosterCellRecord.business_date.between(first, last))
    )
    places = ((Place(*row[:4]), row[4], row[5]) for row in rows)
    return tuple(
        Slot(place, rules.part_of(place), person_id, name)
        for place, person_id, name in places
        if place.ordinal <= rules.watches_of(place.day)
    )


def published_slots(session: Session, first: date, last: date) -> tuple[Slot, ...]:
    """Return the places of the newest version of each month."""
    rows = session.execute(
        select(
            RosterSlotRecord.business_date,
            RosterSlotRecord.ordinal,
            RosterSlotRecord.post,
            RosterSlotRecord.seat,
            RosterSlotRecord.part,
            RosterSlotRecord.person_id,
            RosterSlotRecord.name,
        ).where(RosterSlotRecord.business_date.between(first, last), newest_version())
    )
    return tuple(Slot(Place(*row[:4]), Part(row[4]), row[5], row[6]) for row in rows)


def newest_version() -> ColumnElement[bool]:
    """The condition that a slot belongs to the newest version of its month."""
    mine = RosterVersionRecord.__table__.alias("mine")
    newer = RosterVersionRecord.__table__.alias("newer")
    beaten = (
        select(newer.c.id)
        .select_from(mine.join(newer, and_(newer.c.month == mine.c.month, newer.c.number > mine.c.number)))
        .where(mine.c.id == RosterSlotRecord.version_id)
    )
    return ~beaten.exists()


def legs_in_force(session: Session, first: date, last: date) -> tuple[Leg, ...]:
    """Return what swaps, substitutions and take-overs changed, in the order in which they came into force."""
    step = RosterStepRecord
    came = (
        select(func.min(step.id))
        .where(step.change_id == RosterChangeRecord.id, step.what.in_(IN_FORCE))
        .correlate(RosterChangeRecord)
        .scalar_subquery()
    )
    undone = select(step.id).where(step.change_id == RosterChangeRecord.id, step.what.in_(UNDONE)).exists()
    rows = session.execute(
        select(RosterLegRecord, RosterChangeRecord.kind)
        .join(RosterChangeRecord, RosterChangeRecord.id == RosterLegRecord.change_id)
        .where(RosterLegRecord.business_date.between(first, last), came.is_not(None), ~undone)
        .order_by(came, RosterLegRecord.id)
    )
    return tuple(leg_of(record, kind) for record, kind in rows)


def leg_of(record: RosterLegRecord, kind: str) -> Leg:
    """Return a leg as the layers want it."""
    return Leg(
        change_id=record.change_id,
        layer=Layer(kind),
        place=Place(record.business_date, record.ordinal, record.post, record.seat),
        out_id=record.out_id,
        in_id=record.in_id,
        in_name=record.in_name,
        from_minute=record.from_minute,
        until_minute=record.until_minute,
    )


def retired_people(session: Session) -> dict[int, date]:
    """Return who has left the service, and since which day."""
    rows = session.execute(
        select(PersonRecord.id, PersonRecord.retired_on).where(PersonRecord.retired_on.is_not(None))
    )
    return {key: day for key, day in rows if day is not None}


def around(span: tuple[date, date], days: int = 2) -> tuple[date, date]:
    """Widen a span of dates, for rules that look over its edges."""
    return span[0] - timedelta(days=days), span[1] + timedelta(days=days)


def month_span(month: date) -> tuple[date, date]:
    """Return first and last day of the month of a date."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return first, after - timedelta(days=1)


def names_of(session: Session, keys: Iterable[int]) -> dict[int, str]:
    """Return the names of persons."""
    wanted = tuple(set(keys))
    rows = session.execute(select(PersonRecord.id, PersonRecord.name).where(PersonRecord.id.in_(wanted)))
    return {key: name for key, name in rows}
