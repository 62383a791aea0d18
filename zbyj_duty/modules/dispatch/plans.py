"""Which rounds the watch now standing has to hold, and where each stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation
from zbyj_duty.duty.boundaries import current_watch
from zbyj_duty.duty.records import WatchRecord
from zbyj_duty.modules.dispatch.reading import rounds_of
from zbyj_duty.modules.dispatch.records import RoundCloseRecord, RoundRecord
from zbyj_duty.profiles.domain import ProfileKind, RoundPlan
from zbyj_duty.profiles.reading import in_force


def plans_of(session: Session, watch: WatchRecord) -> list[tuple[RoundPlan, datetime]]:
    """Return the plans whose time lies in the watch, with that time, in time order."""
    plans = in_force(session, ProfileKind.ROUNDS, watch.business_date)
    change_over = in_force(session, ProfileKind.WATCH_HOURS, watch.business_date).change_overs[0]
    timed = [(plan, plan.planned_at(watch.business_date, change_over)) for plan in plans]
    inside = [(p, at) for p, at in timed if watch.planned_start <= at < watch.planned_end]
    return sorted(inside, key=_by_time)


def _by_time(pair: tuple[RoundPlan, datetime]) -> datetime:
    return pair[1]


def watch_and_plan(session: Session, name: str) -> tuple[WatchRecord, RoundPlan]:
    """Return the watch now standing and its plan of that name.

    Raises:
        RuleViolation: ``dispatch.no_watch``; InvalidInput: field ``name``.
    """
    watch = current_watch(session)
    if watch is None:
        raise RuleViolation("dispatch.no_watch")
    plans = [plan for plan, _ in plans_of(session, watch)]
    plan = next((p for p in plans if p.name == name), None)
    if plan is None:
        known = "、".join(p.name for p in plans) or "（无）"
        raise InvalidInput("name", "dispatch.no_such_plan", value=name, known=known)
    return watch, plan


def refuse_second(session: Session, watch: WatchRecord, plan: RoundPlan) -> None:
    """Refuse a round that was opened, or written down as not held, already."""
    if any(record.name == plan.name for record in rounds_of(session, watch.business_date)):
        raise RuleViolation("dispatch.opened_already", name=plan.name)


def round_record(session: Session, round_id: int) -> RoundRecord:
    """Return a round's row.

    Raises:
        NotFound: ``dispatch.no_such_round``.
    """
    record = session.get(RoundRecord, round_id)
    if record is None:
        raise NotFound("dispatch.no_such_round")
    return record


def state_words(session: Session, record: RoundRecord) -> str:
    """未举行, 进行中 or 已收轮."""
    if record.how == "skipped":
        return "未举行"
    closed = select(RoundCloseRecord.id).where(RoundCloseRecord.round_id == record.id)
    return "进行中" if session.execute(closed).scalar() is None else "已收轮"
