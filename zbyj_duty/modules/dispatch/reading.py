"""Rounds read inside somebody's session: the board with attempts and yesterday's answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zbyj_duty.modules.dispatch.domain import Answer, Attempt, Result, RoundDetail, TargetRow
from zbyj_duty.modules.dispatch.records import AttemptRecord, RoundCloseRecord, RoundRecord, TargetRecord
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.profiles.spelling import from_json, plan_from_json


def round_detail(session: Session, record: RoundRecord, high_seq: int | None = None) -> RoundDetail:
    """Return a round with its board.

    Args:
        session: an open session.
        record: the round.
        high_seq: attempts and closing after this sequence are left out; None for everything.
    """
    targets = session.execute(
        select(TargetRecord).where(TargetRecord.round_id == record.id).order_by(TargetRecord.id)
    ).scalars()
    attempts = _attempts(session, record.id, high_seq)
    close = session.execute(
        select(RoundCloseRecord).where(RoundCloseRecord.round_id == record.id)
    ).scalar_one_or_none()
    if close is not None and high_seq is not None and close.seq > high_seq:
        close = None
    reasons = {r["target"]: r["reason"] for r in close.reasons} if close else {}
    before = _before(session, record)
    rows = tuple(
        TargetRow(
            t.id,
            t.org_unit_id,
            t.group_name,
            t.name,
            t.number,
            t.contact,
            t.reach,
            t.covers,
            tuple(attempts[t.id]),
            before.get((t.org_unit_id, t.group_name)),
            reasons.get(t.id, ""),
        )
        for t in targets
    )
    return RoundDetail(
        id=record.id,
        business_date=record.business_date,
        name=record.name,
        how=record.how,
        reason=record.reason,
        plan=plan_from_json(record.plan),
        questions=from_json(ProfileKind.QUESTIONS, record.questions),
        planned_at=record.planned_at,
        opened_at=record.opened_at,
        by_name=record.by_name,
        targets=rows,
        closed_at=close.closed_at if close else None,
        summary=close.summary if close else "",
        closed_by=close.by_name if close else "",
    )


def running_rounds(session: Session) -> Iterable[RoundRecord]:
    """Return the rounds that nobody has closed, oldest first."""
    return session.execute(
        select(RoundRecord)
        .outerjoin(RoundCloseRecord, RoundCloseRecord.round_id == RoundRecord.id)
        .where(RoundRecord.how == "held", RoundCloseRecord.id.is_(None))
        .order_by(RoundRecord.id)
    ).scalars()


def rounds_of(session: Session, day: date) -> Iterable[RoundRecord]:
    """Return the rounds of a business date."""
    return session.execute(
        select(RoundRecord).where(RoundRecord.business_date == day).order_by(RoundRecord.id)
    ).scalars()


def rounds_touched(session: Session, low_seq: int, high_seq: int) -> Iterable[RoundRecord]:
    """Return the rounds that were opened, answered or closed between two sequences, oldest first."""
    inside = (AttemptRecord.seq > low_seq) & (AttemptRecord.seq <= high_seq)
    attempted = select(TargetRecord.round_id).join(AttemptRecord, AttemptRecord.target_id == TargetRecord.id)
    closed = select(RoundCloseRecord.round_id).where(
        RoundCloseRecord.seq > low_seq, RoundCloseRecord.seq <= high_seq
    )
    own = (RoundRecord.seq > low_seq) & (RoundRecord.seq <= high_seq)
    return session.execute(
        select(RoundRecord)
        .where(own | RoundRecord.id.in_(attempted.where(inside)) | RoundRecord.id.in_(closed))
        .order_by(RoundRecord.id)
    ).scalars()


def attempts_of(session: Session, target_id: int) -> list[Attempt]:
    """Return the attempts at one target, oldest first."""
    query = select(AttemptRecord).where(AttemptRecord.target_id == target_id).order_by(AttemptRecord.id)
    return [_attempt(found) for found in session.execute(query).scalars()]


def _attempts(session: Session, round_id: int, high_seq: int | None) -> defaultdict[int, list[Attempt]]:
    query = (
        select(AttemptRecord)
        .join(TargetRecord, TargetRecord.id == AttemptRecord.target_id)
        .where(TargetRecord.round_id == round_id)
        .order_by(AttemptRecord.id)
    )
    if high_seq is not None:
        query = query.where(AttemptRecord.seq <= high_seq)
    found: defaultdict[int, list[Attempt]] = defaultdict(list)
    for record in session.execute(query).scalars():
        found[record.target_id].append(_attempt(record))
    return found


def _attempt(record: AttemptRecord) -> Attempt:
    answers = tuple(Answer(a["question"], a["text"], a["counts"]) for a in record.answers)
    return Attempt(
        record.id,
        record.at,
        Result(record.result),
        record.number,
        record.answerer,
        record.text,
        answers,
        record.by_name,
    )


def _before(session: Session, record: RoundRecord) -> dict[tuple[int, str], tuple[date, Result, str]]:
    """Return each unit's last word in the round of the same name before this one."""
    earlier = session.execute(
        select(RoundRecord.id, RoundRecord.business_date)
        .where(RoundRecord.name == record.name, RoundRecord.id < record.id, RoundRecord.how == "held")
        .order_by(RoundRecord.id.desc())
        .limit(1)
    ).one_or_none()
    if earlier is None:
        return {}
    newest = (
        select(func.max(AttemptRecord.id).label("id"))
        .join(TargetRecord, TargetRecord.id == AttemptRecord.target_id)
        .where(
            TargetRecord.round_id == earlier.id,
            AttemptRecord.result.in_([r.value for r in Result if not r.is_miss]),
        )
        .group_by(AttemptRecord.target_id)
        .subquery()
    )
    rows: Iterable[Any] = session.execute(
        select(TargetRecord.org_unit_id, TargetRecord.group_name, AttemptRecord.result, AttemptRecord.text)
        .join(newest, newest.c.id == AttemptRecord.id)
        .join(TargetRecord, TargetRecord.id == AttemptRecord.target_id)
    )
    return {
        (unit, group): (earlier.business_date, Result(result), text) for unit, group, result, text in rows
    }
