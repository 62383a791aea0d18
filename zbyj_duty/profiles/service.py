"""Use cases of the dated rules: ask what is in force, propose, approve, set today's questions, the calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from zbyj_duty.core.access import EVERYONE, PLANNERS, WATCH, Actor, Role, allowed
from zbyj_duty.core.clock import beijing, date_words
from zbyj_duty.core.duty_calendar import DutyCalendar, SpecialDay
from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation
from zbyj_duty.core.validate import clean_text
from zbyj_duty.profiles.checks import check_body
from zbyj_duty.profiles.domain import ProfileKind, SpecialQuestion
from zbyj_duty.profiles.reading import calendar, in_force
from zbyj_duty.profiles.records import CalendarDayRecord, ProfileApprovalRecord, ProfileVersionRecord
from zbyj_duty.profiles.spelling import from_json, to_json
from zbyj_duty.store.work import Store, Unit

SOURCE_LIMIT = 200
NOTICE_LIMIT = 120


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A change of a rule: from when, until when (None: until the next), and by what document."""

    kind: ProfileKind
    body: Any
    effective_on: date
    until_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One version of a rule."""

    id: int
    kind: ProfileKind
    effective_on: date
    until_on: date | None
    body: Any
    source: str
    author_name: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A day of the calendar: ``holiday`` or ``workday``, its name, and the notice that says so."""

    day: date
    kind: str
    name: str
    source: str


class ProfileService:
    """Dated rules.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(EVERYONE)
    def current(self, actor: Actor, kind: ProfileKind, day: date) -> Any:
        """Return the body in force on ``day``."""
        with self._store.reading() as session:
            return in_force(session, kind, day)

    @allowed(EVERYONE)
    def versions(self, actor: Actor, kind: ProfileKind) -> tuple[ProfileRow, ...]:
        """Return every version of a rule, newest first, approved or waiting."""
        query = (
            select(ProfileVersionRecord, ProfileApprovalRecord.by_name)
            .outerjoin(ProfileApprovalRecord, ProfileApprovalRecord.version_id == ProfileVersionRecord.id)
            .where(ProfileVersionRecord.kind == kind.value)
            .order_by(ProfileVersionRecord.id.desc())
        )
        with self._store.reading() as session:
            return tuple(
                ProfileRow(
                    v.id,
                    kind,
                    v.effective_on,
                    v.until_on,
                    from_json(kind, v.body),
                    v.source,
                    v.author_name,
                    by or "",
                )
                for v, by in session.execute(query)
            )

    @allowed(PLANNERS)
    def propose(self, actor: Actor, draft: ProfileDraft) -> int:
        """Propose a change from tomorrow on; it waits for a second person. Returns the version's id.

        Raises:
            InvalidInput: ``body``, ``effective_on``, ``until_on``, or ``source`` without the document.
        """
        check_body(draft.kind, draft.body)
        draft = replace(draft, source=_source(draft.source, SOURCE_LIMIT))
        with self._store.writing(actor, "profiles") as unit:
            earliest = beijing(unit.instant).date() + timedelta(days=1)
            if draft.effective_on < earliest:
                raise InvalidInput("effective_on", "profiles.too_early", earliest=earliest.isoformat())
            return _add(unit, draft).id

    @allowed(frozenset({Role.LEADER, Role.ADMIN}))
    def approve(self, actor: Actor, version_id: int) -> None:
        """Approve somebody else's change.

        Raises:
            RuleViolation: ``profiles.needs_second``, ``profiles.approved_already``, ``profiles.too_late``: its day has
                come while it waited; approved now it would change a day that has begun.
        """
        with self._store.writing(actor, "profiles") as unit:
            version = unit.session.get(ProfileVersionRecord, version_id)
            if version is None:
                raise NotFound("profiles.no_such_version")
            if version.author_id == actor.person_id:
                raise RuleViolation("profiles.needs_second", name=actor.name)
            there = select(ProfileApprovalRecord.id).where(ProfileApprovalRecord.version_id == version_id)
            if unit.session.execute(there).scalar() is not None:
                raise RuleViolation("profiles.approved_already")
            if version.effective_on <= beijing(unit.instant).date():
                raise RuleViolation("profiles.too_late", date=date_words(version.effective_on))
            _approve(unit, version)

    @allowed(WATCH)
    def set_questions(self, actor: Actor, day: date, questions: tuple[SpecialQuestion, ...]) -> None:
        """今日加问: set the questions of one business date, at once."""
        check_body(ProfileKind.QUESTIONS, questions)
        with self._store.writing(actor, "profiles", "dispatch") as unit:
            draft = ProfileDraft(ProfileKind.QUESTIONS, questions, day, day, "当日加问")
            _approve(unit, _add(unit, draft))

    @allowed(EVERYONE)
    def calendar(self, actor: Actor) -> DutyCalendar:
        """Return the calendar."""
        with self._store.reading() as session:
            return calendar(session)

    @allowed(EVERYONE)
    def days(self, actor: Actor) -> tuple[CalendarRow, ...]:
        """Return every day of the calendar that is not what its weekday says, in order."""
        query = select(CalendarDayRecord).order_by(CalendarDayRecord.day)
        with self._store.reading() as session:
            return tuple(
                CalendarRow(d.day, d.kind, d.name, d.source) for d in session.execute(query).scalars()
            )

    @allowed(PLANNERS)
    def set_days(self, actor: Actor, days: tuple[SpecialDay, ...], source: str) -> int:
        """Take in a year's notice; a day that is there already is changed. Returns how many days were written.

        Raises:
            InvalidInput: ``source`` without the notice; ``days``, a day twice or of no kind.
        """
        written = 0
        source = _source(source, NOTICE_LIMIT)
        if len({day.day for day in days}) != len(days):
            raise InvalidInput("days", "profiles.day_twice")
        with self._store.writing(actor, "profiles") as unit:
            there = {row.day: row for row in unit.session.execute(select(CalendarDayRecord)).scalars()}
            for number, day in enumerate(days, 1):
                if day.kind not in ("holiday", "workday"):
                    raise InvalidInput("days", "profiles.bad_calendar", row=number)
                old = there.get(day.day)
                if old is None:
                    row = CalendarDayRecord(day=day.day, kind=day.kind, name=day.name, source=source)
                    unit.add(row, "calendar.day_set")
                elif (old.kind, old.name) != (day.kind, day.name):
                    unit.change(old, "calendar.day_changed", kind=day.kind, name=day.name, source=source)
                else:
                    continue
                written += 1
        return written


def _source(source: str, limit: int) -> str:
    words = clean_text(source).text
    if not words:
        raise InvalidInput("source", "profiles.no_source")
    if len(words) > limit:
        raise InvalidInput("source", "input.too_long", limit=limit, length=len(words))
    return words


def _add(unit: Unit, draft: ProfileDraft) -> ProfileVersionRecord:
    if draft.until_on is not None and draft.until_on < draft.effective_on:
        raise InvalidInput("until_on", "profiles.bad_span")
    version = ProfileVersionRecord(
        kind=draft.kind.value,
        effective_on=draft.effective_on,
        until_on=draft.until_on,
        body=to_json(draft.body),
        source=draft.source,
        made_at=unit.instant,
        author_id=unit.actor.person_id,
        author_name=unit.actor.name,
    )
    unit.add(version, "profile.proposed")
    return version


def _approve(unit: Unit, version: ProfileVersionRecord) -> None:
    approval = ProfileApprovalRecord(
        version_id=version.id,
        approved_at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
    )
    unit.add(approval, "profile.approved")
