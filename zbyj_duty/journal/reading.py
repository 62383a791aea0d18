"""Rows of the log, read for services inside their own session."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from zbyj_duty.core.links import Link
from zbyj_duty.journal.domain import FollowUpRow, LineKind, LogRow, Strike, late_minutes
from zbyj_duty.journal.records import (
    LogFollowUpClosedRecord,
    LogFollowUpRecord,
    LogLineRecord,
    LogStrikeRecord,
)

_SUCCESSOR = aliased(LogLineRecord)
_ORIGINAL_STRIKE = aliased(LogStrikeRecord)
_ORIGINAL = aliased(LogLineRecord)


def _query() -> Select[tuple]:  # type: ignore[type-arg]
    return (
        select(
            LogLineRecord,
            LogStrikeRecord,
            _SUCCESSOR.number,
            _ORIGINAL.number,
            LogFollowUpRecord.id,
            LogFollowUpClosedRecord.id,
        )
        .outerjoin(LogStrikeRecord, LogStrikeRecord.line_id == LogLineRecord.id)
        .outerjoin(_SUCCESSOR, _SUCCESSOR.id == LogStrikeRecord.successor_id)
        .outerjoin(_ORIGINAL_STRIKE, _ORIGINAL_STRIKE.successor_id == LogLineRecord.id)
        .outerjoin(_ORIGINAL, _ORIGINAL.id == _ORIGINAL_STRIKE.line_id)
        .outerjoin(LogFollowUpRecord, LogFollowUpRecord.line_id == LogLineRecord.id)
        .outerjoin(LogFollowUpClosedRecord, LogFollowUpClosedRecord.follow_up_id == LogFollowUpRecord.id)
    )


def lines_between(
    session: Session, low_seq: int, high_seq: int | None, struck_by: int | None = None
) -> tuple[LogRow, ...]:
    """Return the lines with ``low_seq < seq <= high_seq``, in the order they were saved.

    Args:
        session: an open session.
        low_seq, high_seq: bounds of the watch.
        struck_by: strikes after this sequence are not shown yet; None for all.
    """
    query = _query().where(LogLineRecord.seq > low_seq)
    if high_seq is not None:
        query = query.where(LogLineRecord.seq <= high_seq)
    rows = session.execute(query.order_by(LogLineRecord.seq))
    return tuple(_row(found, struck_by) for found in rows)


def struck_between(
    session: Session, low_seq: int, high_seq: int | None, after_seq: int
) -> tuple[LogRow, ...]:
    """Return the lines of a watch through which a line was drawn only after ``after_seq``."""
    query = _query().where(
        LogLineRecord.seq > low_seq, LogLineRecord.seq <= after_seq, LogStrikeRecord.seq > after_seq
    )
    if high_seq is not None:
        query = query.where(LogStrikeRecord.seq <= high_seq)
    return tuple(_row(found) for found in session.execute(query.order_by(LogStrikeRecord.seq)))


def line_by_id(session: Session, line_id: int) -> LogRow | None:
    """Return one line, None when there is none."""
    found = session.execute(_query().where(LogLineRecord.id == line_id)).one_or_none()
    return None if found is None else _row(found)


def line_by_number(session: Session, year: int, number: int) -> LogRow | None:
    """Return the line with a year number, None when there is none."""
    where = (LogLineRecord.year == year, LogLineRecord.number == number)
    found = session.execute(_query().where(*where)).one_or_none()
    return None if found is None else _row(found)


def open_follow_ups(session: Session) -> tuple[FollowUpRow, ...]:
    """Return every 待办 that nobody has closed, oldest first."""
    query = (
        select(LogFollowUpRecord)
        .outerjoin(LogFollowUpClosedRecord, LogFollowUpClosedRecord.follow_up_id == LogFollowUpRecord.id)
        .where(LogFollowUpClosedRecord.id.is_(None))
        .order_by(LogFollowUpRecord.id)
    )
    flags: Sequence[LogFollowUpRecord] = session.execute(query).scalars().all()
    if not flags:
        return ()
    wanted = _query().where(LogLineRecord.id.in_([flag.line_id for flag in flags]))
    lines = {row.id: row for row in map(_row, session.execute(wanted))}
    return tuple(FollowUpRow(f.id, lines[f.line_id], f.due_at, f.made_at, f.by_name) for f in flags)


def _row(found: Row[tuple], struck_by: int | None = None) -> LogRow:  # type: ignore[type-arg]
    line, strike, successor_number, original_number, flag_id, closed_id = found
    if strike is not None and struck_by is not None and strike.seq > struck_by:
        strike = None
    return LogRow(
        id=line.id,
        seq=line.seq,
        year=line.year,
        number=line.number,
        kind=LineKind(line.kind),
        occurred_at=line.occurred_at,
        recorded_at=line.recorded_at,
        party_text=line.party_text,
        party=Link(line.party_kind, line.party_id) if line.party_kind else None,
        channel=line.channel,
        text=line.text,
        author_id=line.author_id,
        author_name=line.author_name,
        late_minutes=late_minutes(line.occurred_at, line.recorded_at),
        late_reason=line.late_reason,
        strike=strike
        and Strike(strike.reason, strike.struck_at, strike.by_name, strike.successor_id, successor_number),
        corrects_number=original_number,
        follow_up="" if flag_id is None else ("closed" if closed_id else "open"),
    )
