"""Orders read inside somebody's session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.duty.modes.domain import Mode, ModeInForce, ModeOrder, mode_at
from zbyj_duty.duty.modes.records import ModeOrderRecord, ModeOrderStepRecord
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.profiles.spelling import from_json


def mode_orders(session: Session) -> tuple[ModeOrder, ...]:
    """Return every order that counts, oldest first; a withdrawn one never applied."""
    steps: dict[int, list[ModeOrderStepRecord]] = {}
    for step in session.execute(select(ModeOrderStepRecord).order_by(ModeOrderStepRecord.id)).scalars():
        steps.setdefault(step.order_id, []).append(step)
    orders = session.execute(select(ModeOrderRecord).order_by(ModeOrderRecord.id)).scalars()
    found = (_order(record, steps.get(record.id, [])) for record in orders)
    return tuple(order for order in found if order is not None)


def mode_in_force(session: Session, instant: datetime) -> ModeInForce:
    """Return the mode in force at ``instant``."""
    return mode_at(mode_orders(session), instant)


def _order(record: ModeOrderRecord, steps: list[ModeOrderStepRecord]) -> ModeOrder | None:
    until_at, authority, document = record.until_at, record.authority, record.document
    confirmed_by = record.by_name if authority else ""
    ended_by = ""
    for step in steps:
        if step.what == "withdrawn":
            return None
        if step.what == "confirmed":
            authority, document, confirmed_by = step.authority, step.document or document, step.by_name
        else:
            until_at = step.until_at
            ended_by = step.by_name if step.what == "ended" else ""
    return ModeOrder(
        id=record.id,
        mode=Mode(record.mode),
        from_at=record.from_at,
        until_at=until_at,
        authority=authority,
        document=document,
        heard_at=record.heard_at,
        scope=record.scope,
        rules=from_json(ProfileKind.MODES, record.rules),
        made_at=record.made_at,
        by_name=record.by_name,
        confirmed_by=confirmed_by,
        ended_by=ended_by,
    )
