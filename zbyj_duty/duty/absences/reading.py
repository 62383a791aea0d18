"""Filings read inside somebody's session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from zbyj_duty.duty.absences.domain import AbsenceKind, AbsenceRow, AbsenceState
from zbyj_duty.duty.absences.records import AbsenceRecord, AbsenceStepRecord


def absences_between(session: Session, start: datetime, end: datetime) -> tuple[AbsenceRow, ...]:
    """Return every filing that touches [start, end), whatever its state, by departure."""
    return _rows(session, AbsenceRecord.from_at < end, AbsenceRecord.until_at > start)


def absence_of(session: Session, absence_id: int) -> AbsenceRow | None:
    """Return one filing."""
    return next(iter(_rows(session, AbsenceRecord.id == absence_id)), None)


def waiting_absences(session: Session) -> tuple[AbsenceRow, ...]:
    """Return the filings that nobody has decided."""
    decided = select(AbsenceStepRecord.absence_id)
    return _rows(session, AbsenceRecord.id.not_in(decided))


def _rows(session: Session, *where: ColumnElement[bool]) -> tuple[AbsenceRow, ...]:
    wanted = select(AbsenceRecord.id).where(*where)
    steps: dict[int, list[AbsenceStepRecord]] = {}
    query = select(AbsenceStepRecord).where(AbsenceStepRecord.absence_id.in_(wanted))
    for step in session.execute(query.order_by(AbsenceStepRecord.id)).scalars():
        steps.setdefault(step.absence_id, []).append(step)
    found = select(AbsenceRecord).where(*where).order_by(AbsenceRecord.from_at, AbsenceRecord.id)
    return tuple(_row(record, steps.get(record.id, [])) for record in session.execute(found).scalars())


def _row(record: AbsenceRecord, steps: list[AbsenceStepRecord]) -> AbsenceRow:
    newest = steps[-1] if steps else None
    decided = next((s for s in reversed(steps) if s.what in ("approved", "rejected")), None)
    returned = next((s for s in steps if s.what == "returned"), None)
    return AbsenceRow(
        id=record.id,
        person_id=record.person_id,
        name=record.name,
        kind=AbsenceKind(record.kind),
        from_at=record.from_at,
        until_at=record.until_at,
        ends_at=returned.ends_at if returned and returned.ends_at else record.until_at,
        reason=record.reason,
        place=record.place,
        arrangement=record.arrangement,
        contact=record.contact,
        cover_id=record.cover_id,
        cover_name=record.cover_name,
        state=AbsenceState(newest.what) if newest else AbsenceState.WAITING,
        filed_by=record.by_name,
        filed_at=record.filed_at,
        decided_by=decided.by_name if decided else "",
        decided_at=decided.at if decided else None,
        by_chief=bool(decided and decided.by_chief),
        words=decided.words if decided else "",
    )
