"""Use cases of 值班排班: read the month, fill cells, write remarks, publish, look at versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from zbyj_duty.core.access import EVERYONE, PEOPLE, PLANNERS, Actor, allowed
from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation, Stale
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.roster.checks import Rule, objections
from zbyj_duty.duty.roster.domain import Basis, Place, Slot
from zbyj_duty.duty.roster.posting import post_cell, post_remark, post_version
from zbyj_duty.duty.roster.reading import DutyRules, RosterSpan, around, month_span, roster_span
from zbyj_duty.duty.roster.records import RosterCellRecord
from zbyj_duty.journal.posting import post_told
from zbyj_duty.modules.roster.domain import (
    CellDraft,
    Difference,
    MonthPlan,
    Publication,
    VersionRow,
    differences,
)
from zbyj_duty.modules.roster.reading import (
    month_plan,
    month_words,
    newest_version_of,
    publication,
    remarks_between,
    slots_of,
    version_by_key,
    versions_of,
)
from zbyj_duty.people.records import PersonRecord
from zbyj_duty.store.work import Store, Unit

WAIVER_LIMIT = 200


class RosterService:
    """The month grid and its versions.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(EVERYONE)
    def month(self, actor: Actor, month: date) -> MonthPlan:
        """Return the month being drawn up, with its gaps, clashes, absences and changes."""
        with self._store.reading() as session:
            return month_plan(session, month)

    @allowed(PLANNERS)
    def assign(self, actor: Actor, cells: Sequence[CellDraft]) -> tuple[str, ...]:
        """Fill or empty places in one unit; all or nothing. Returns what was let through with a warning, in words.

        Raises:
            InvalidInput: field ``person_id``: retired, or in two places at once, with the line; seat or post unknown.
            Stale: ``roster.cell_changed``, somebody else filled a place meanwhile.
            RuleViolation: ``roster.past``, the watch is over and the month was published.
        """
        with self._store.writing(actor, "roster") as unit:
            rules = DutyRules(unit.session)
            for cell in cells:
                _check_cell(unit, rules, cell)
            for cell in cells:
                post_cell(unit, cell.place, cell.person_id, cell.fixed)
            return _warnings(unit, cells)

    @allowed(PLANNERS)
    def remark(self, actor: Actor, day: date, text: str) -> None:
        """Write 备注 of a day."""
        with self._store.writing(actor, "roster") as unit:
            post_remark(unit, day, text)

    @allowed(PEOPLE)
    def publication(self, actor: Actor, month: date) -> Publication:
        """Return what publishing would change and what stands in its way."""
        with self._store.reading() as session:
            return publication(session, month, self._store.clock.now())

    @allowed(PLANNERS)
    def publish(self, actor: Actor, month: date, key: str, waiver: str = "") -> VersionRow:
        """Freeze the month as its next version, and say so in the log.

        Raises:
            InvalidInput: field ``waiver``: something stands in the way and no reason was given, or it is too long.
            RuleViolation: ``roster.nothing_planned``, ``roster.nothing_changed``.
        """
        reason = limited("waiver", waiver, WAIVER_LIMIT)
        first, last = month_span(month)
        with self._store.writing(actor, "roster", "duty") as unit:
            done = version_by_key(unit.session, key)
            if done is not None:
                return done
            coming = publication(unit.session, first, unit.instant)
            newest = newest_version_of(unit.session, first)
            if not roster_span(unit.session, first, last, Basis.WORKING).slots:
                raise RuleViolation("roster.nothing_planned", month=month_words(first))
            if coming.blocks and not reason:
                raise InvalidInput(
                    "waiver", "roster.blocked", count=len(coming.blocks), first=coming.blocks[0]
                )
            same_remarks = newest is not None and newest.remarks == _spelled(unit, first, last)
            if newest is not None and same_remarks and not coming.differences:
                raise RuleViolation("roster.nothing_changed", number=newest.number)
            record = post_version(unit, first, key, reason if coming.blocks else "", coming.blocks)
            text = f"{actor.name} 发布{month_words(first)}值班表第{record.number}版，改动{len(coming.differences)}处"
            if coming.blocks:
                text += f"；放行{len(coming.blocks)}项，原因：{reason}"
            post_told(unit, text, f"roster{record.id}")
            found = newest_version_of(unit.session, first)
            assert found is not None
            return found

    @allowed(EVERYONE)
    def versions(self, actor: Actor, month: date) -> tuple[VersionRow, ...]:
        """Return the published versions, newest first."""
        with self._store.reading() as session:
            return versions_of(session, month)

    @allowed(EVERYONE)
    def version(self, actor: Actor, month: date, number: int) -> tuple[VersionRow, tuple[Slot, ...]]:
        """Return a published version and its places.

        Raises:
            NotFound: ``roster.no_such_version``.
        """
        with self._store.reading() as session:
            for row in versions_of(session, month):
                if row.number == number:
                    return row, slots_of(session, row.id)
        raise NotFound("roster.no_such_version", month=month_words(month_span(month)[0]), number=number)

    @allowed(EVERYONE)
    def changed_since(self, actor: Actor, month: date, number: int) -> tuple[Difference, ...]:
        """Return how version ``number`` differs from the one before it; everything, for the first.

        Raises:
            NotFound: ``roster.no_such_version``.
        """
        _, after = self.version(actor, month, number)
        before = self.version(actor, month, number - 1)[1] if number > 1 else ()
        return differences(before, after)


def _spelled(unit: Unit, first: date, last: date) -> dict[str, str]:
    return {day.isoformat(): text for day, text in remarks_between(unit.session, first, last).items()}


def _check_cell(unit: Unit, rules: DutyRules, cell: CellDraft) -> None:
    place = cell.place
    if not 1 <= place.ordinal <= rules.watches_of(place.day) or place.seat < 1:
        raise InvalidInput("person_id", "roster.no_such_watch", place=place.words)
    there = unit.session.execute(
        select(RosterCellRecord.person_id).where(
            RosterCellRecord.business_date == place.day,
            RosterCellRecord.ordinal == place.ordinal,
            RosterCellRecord.post == place.post,
            RosterCellRecord.seat == place.seat,
        )
    ).scalar()
    if there != cell.was:
        raise Stale("roster.cell_changed", place=place.words)
    over = rules.hours_of(place.day, place.ordinal)[1] <= unit.instant
    if over and newest_version_of(unit.session, place.day) is not None:
        raise RuleViolation("roster.past", place=place.words)


def _warnings(unit: Unit, cells: Sequence[CellDraft]) -> tuple[str, ...]:
    """Ask the rules of the plan as it stands now; two places at once and the retired are refused."""
    filled = {c.place: c.person_id for c in cells if c.person_id is not None}
    if not filled:
        return ()
    days = [place.day for place in filled]
    span = roster_span(unit.session, *around((min(days), max(days))), Basis.WORKING)
    told: list[str] = []
    for place, person_id in filled.items():
        told += _against(unit, place, person_id, span)
    return tuple(dict.fromkeys(told))


def _against(unit: Unit, place: Place, person_id: int, span: RosterSpan) -> list[str]:
    person = unit.session.get_one(PersonRecord, person_id)
    hours = span.rules.hours_of(place.day, place.ordinal)
    found = objections(
        person_id, person.name, place, hours, span.turns, span.absences, span.retired.get(person_id)
    )
    for objection in found:
        if objection.rule in (Rule.RETIRED, Rule.DOUBLE):
            raise InvalidInput("person_id", "roster.refused", line=objection.words)
    return [o.words for o in found]
