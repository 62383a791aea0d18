"""Changes of the roster read inside somebody's session."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from zbyj_duty.duty.roster.changes import ChangeRow, StepKind, StepRow
from zbyj_duty.duty.roster.domain import Layer
from zbyj_duty.duty.roster.reading import leg_of
from zbyj_duty.duty.roster.records import RosterChangeRecord, RosterLegRecord, RosterStepRecord


def change_of(session: Session, change_id: int) -> ChangeRow | None:
    """Return one change."""
    return next(iter(_rows(session, RosterChangeRecord.id == change_id)), None)


def changes_between(session: Session, first: date, last: date) -> tuple[ChangeRow, ...]:
    """Return every change that touches a watch of those days, whatever its state, oldest first."""
    touched = select(RosterLegRecord.change_id).where(RosterLegRecord.business_date.between(first, last))
    return _rows(session, RosterChangeRecord.id.in_(touched))


def open_changes(session: Session) -> tuple[ChangeRow, ...]:
    """Return the changes about which somebody still has to do something, 追认 among them."""
    step = RosterStepRecord
    ended = select(step.change_id).where(
        step.what.in_(("approved", "refused", "rejected", "withdrawn")),
    )
    return _rows(session, RosterChangeRecord.id.not_in(ended))


def _rows(session: Session, *where: ColumnElement[bool]) -> tuple[ChangeRow, ...]:
    wanted = select(RosterChangeRecord.id).where(*where)
    legs: dict[int, list[RosterLegRecord]] = {}
    leg_query = select(RosterLegRecord).where(RosterLegRecord.change_id.in_(wanted))
    for leg in session.execute(leg_query.order_by(RosterLegRecord.id)).scalars():
        legs.setdefault(leg.change_id, []).append(leg)
    steps: dict[int, list[RosterStepRecord]] = {}
    step_query = select(RosterStepRecord).where(RosterStepRecord.change_id.in_(wanted))
    for step in session.execute(step_query.order_by(RosterStepRecord.id)).scalars():
        steps.setdefault(step.change_id, []).append(step)
    query = select(RosterChangeRecord).where(*where).order_by(RosterChangeRecord.id)
    return tuple(
        _row(record, legs.get(record.id, []), steps.get(record.id, []))
        for record in session.execute(query).scalars()
    )


def _row(record: RosterChangeRecord, legs: list[RosterLegRecord], steps: list[RosterStepRecord]) -> ChangeRow:
    names = {leg.in_id: leg.in_name for leg in legs}
    names |= {leg.out_id: leg.out_name for leg in legs if leg.out_id is not None}
    return ChangeRow(
        id=record.id,
        kind=Layer(record.kind),
        reason=record.reason,
        made_at=record.made_at,
        by_name=record.by_name,
        legs=tuple(leg_of(leg, record.kind) for leg in legs),
        names=names,
        steps=tuple(_step(step) for step in steps),
    )


def _step(step: RosterStepRecord) -> StepRow:
    return StepRow(
        what=StepKind(step.what),
        at=step.at,
        by_id=step.by_id,
        by_name=step.by_name,
        for_id=step.for_id,
        for_name=step.for_name,
        words=step.words,
        waiver=step.waiver,
        objections=tuple(step.objections),
    )
