"""Which watch an entry belongs to: computed from cut-offs, never stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from zbyj_duty.duty.records import WatchRecord


def watch_of(session: Session, seq: int) -> WatchRecord | None:
    """Return the watch to which ledger sequence ``seq`` belongs, None before the first watch.

    The one function that decides it: the watch with the greatest cut-off below ``seq``.
    """
    return session.execute(
        select(WatchRecord)
        .where(WatchRecord.cutoff_seq < seq)
        .order_by(WatchRecord.cutoff_seq.desc())
        .limit(1)
    ).scalar_one_or_none()


def current_watch(session: Session) -> WatchRecord | None:
    """Return the watch that is being stood, None before the first."""
    return session.execute(
        select(WatchRecord).order_by(WatchRecord.cutoff_seq.desc()).limit(1)
    ).scalar_one_or_none()


def standing_since() -> ScalarSelect[datetime]:
    """Return the expression for the instant since which the current watch is being stood, NULL before the first."""
    newest = select(WatchRecord.started_at).order_by(WatchRecord.cutoff_seq.desc()).limit(1)
    return newest.scalar_subquery()


def high_seq(session: Session, watch: WatchRecord) -> int | None:
    """Return the last sequence that belongs to ``watch``; None while it is the current one."""
    return session.execute(
        select(WatchRecord.cutoff_seq)
        .where(WatchRecord.cutoff_seq > watch.cutoff_seq)
        .order_by(WatchRecord.cutoff_seq)
        .limit(1)
    ).scalar_one_or_none()
