"""Use cases of the watch log: 记一条, 更正, 作废, 待办."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from zbyj_duty.core.access import EVERYONE, WATCH, Actor, Role, allowed
from zbyj_duty.core.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.boundaries import current_watch
from zbyj_duty.journal.domain import REASON_LIMIT, FollowUpRow, LineKind, LogDraft, LogRow, check_reason
from zbyj_duty.journal.posting import post_line
from zbyj_duty.journal.reading import line_by_id, line_by_number, lines_between, open_follow_ups
from zbyj_duty.journal.records import (
    LogFollowUpClosedRecord,
    LogFollowUpRecord,
    LogLineRecord,
    LogStrikeRecord,
)
from zbyj_duty.store.work import Store, Unit


class JournalService:
    """The log, kept like ink.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(WATCH)
    def write(self, actor: Actor, draft: LogDraft) -> int:
        """Save one line and return its year number; the same draft key again returns the same number."""
        with self._store.writing(actor, "journal") as unit:
            return post_line(unit, draft).number

    @allowed(WATCH)
    def tell(self, actor: Actor, text: str, key: str) -> None:
        """Leave a line of the program itself (系统); people write with ``write``.

        Raises:
            NotAllowed: ``access.system``, a person asked for it.
        """
        if actor.person_id is not None:
            raise NotAllowed("access.system")
        with self._store.writing(actor, "journal") as unit:
            post_line(unit, LogDraft(LineKind.SYSTEM, text, key))

    @allowed(WATCH)
    def correct(self, actor: Actor, line_id: int, draft: LogDraft, reason: str) -> LogRow:
        """更正: strike the line and save its successor, in one unit; returns the successor.

        Raises:
            RuleViolation: ``journal.already_struck``, ``journal.system_line``, ``journal.closed_watch``.
        """
        with self._store.writing(actor, "journal") as unit:
            done = unit.session.execute(select(LogLineRecord).where(LogLineRecord.key == draft.key)).scalar()
            if done is None:
                line = _line_to_strike(unit, line_id)
                occurred = draft.occurred_at or line.occurred_at
                late = draft.late_reason or "更正"
                successor = post_line(
                    unit,
                    replace(
                        draft, kind=LineKind.CORRECTION, occurred_at=occurred, late_reason=late, again=True
                    ),
                )
                _strike(unit, line, check_reason(reason), successor)
                done = successor
            unit.session.expire_all()
            row_id = done.id
        return self.line(actor, row_id)

    @allowed(WATCH)
    def void(self, actor: Actor, line_id: int, reason: str) -> LogRow:
        """作废: strike the line; it stays where it is.

        Raises:
            RuleViolation: ``journal.already_struck``, ``journal.system_line``.
        """
        with self._store.writing(actor, "journal") as unit:
            _strike(unit, _line_to_strike(unit, line_id), check_reason(reason), None)
        return self.line(actor, line_id)

    @allowed(WATCH)
    def flag(self, actor: Actor, line_id: int, due_at: datetime | None = None) -> FollowUpRow:
        """待办: mark a line as unfinished; it comes back in each handover until it is closed."""
        with self._store.writing(actor, "journal") as unit:
            line = _line(unit, line_id)
            there = select(LogFollowUpRecord.id).where(LogFollowUpRecord.line_id == line_id)
            if unit.session.execute(there).scalar() is not None:
                raise RuleViolation("journal.follow_up_twice", number=line.number)
            record = LogFollowUpRecord(
                line_id=line_id, due_at=due_at, made_at=unit.instant, by_name=actor.name
            )
            unit.add(record, "log.flagged")
        return next(row for row in self.follow_ups(actor) if row.id == record.id)

    @allowed(WATCH)
    def finish(self, actor: Actor, follow_up_id: int, how: str) -> None:
        """Close a 待办 with its result, by name.

        Raises:
            InvalidInput: field ``how``; RuleViolation: ``journal.follow_up_closed``.
        """
        result = limited("how", how, REASON_LIMIT)
        if not result:
            raise InvalidInput("how", "journal.no_result")
        with self._store.writing(actor, "journal") as unit:
            closed = select(LogFollowUpClosedRecord.id).where(
                LogFollowUpClosedRecord.follow_up_id == follow_up_id
            )
            if unit.session.execute(closed).scalar() is not None:
                raise RuleViolation("journal.follow_up_closed")
            unit.add(
                LogFollowUpClosedRecord(
                    follow_up_id=follow_up_id,
                    how=result,
                    closed_at=unit.instant,
                    by_id=actor.person_id,
                    by_name=actor.name,
                ),
                "log.follow_up_closed",
            )

    @allowed(EVERYONE)
    def lines(self, actor: Actor, low_seq: int, high_seq: int | None = None) -> tuple[LogRow, ...]:
        """Return the lines of a watch by its bounds, oldest first."""
        with self._store.reading() as session:
            return lines_between(session, low_seq, high_seq)

    @allowed(EVERYONE)
    def line(self, actor: Actor, line_id: int) -> LogRow:
        """Return one line.

        Raises:
            NotFound: ``journal.no_such_line``.
        """
        with self._store.reading() as session:
            row = line_by_id(session, line_id)
        if row is None:
            raise NotFound("journal.no_such_line", number=line_id)
        return row

    @allowed(EVERYONE)
    def numbered(self, actor: Actor, year: int, number: int) -> LogRow:
        """Return the line with a year number.

        Raises:
            NotFound: ``journal.no_such_line``.
        """
        with self._store.reading() as session:
            row = line_by_number(session, year, number)
        if row is None:
            raise NotFound("journal.no_such_line", number=number)
        return row

    @allowed(EVERYONE)
    def follow_ups(self, actor: Actor) -> tuple[FollowUpRow, ...]:
        """Return every open 待办, oldest first."""
        with self._store.reading() as session:
            return open_follow_ups(session)


def _line(unit: Unit, line_id: int) -> LogLineRecord:
    line = unit.session.get(LogLineRecord, line_id)
    if line is None:
        raise NotFound("journal.no_such_line", number=line_id)
    return line


def _line_to_strike(unit: Unit, line_id: int) -> LogLineRecord:
    line = _line(unit, line_id)
    if line.kind == LineKind.SYSTEM:
        raise RuleViolation("journal.system_line")
    watch = current_watch(unit.session)
    if watch is not None and line.seq <= watch.cutoff_seq and Role.LEADER not in unit.actor.roles:
        raise RuleViolation("journal.closed_watch", number=line.number)
    struck = select(LogStrikeRecord.id).where(LogStrikeRecord.line_id == line_id)
    if unit.session.execute(struck).scalar() is not None:
        raise RuleViolation("journal.already_struck", number=line.number)
    return line


def _strike(unit: Unit, line: LogLineRecord, reason: str, successor: LogLineRecord | None) -> None:
    unit.add(
        LogStrikeRecord(
            seq=unit.next_seq,
            line_id=line.id,
            successor_id=successor.id if successor else None,
            reason=reason,
            struck_at=unit.instant,
            by_id=unit.actor.person_id,
            by_name=unit.actor.name,
        ),
        "log.corrected" if successor else "log.voided",
    )
