"""The change-over as an alarm: due at the planned end, overdue when the relief is late. No timer ends a watch."""

from __future__ import annotations

from datetime import datetime, timedelta

from zbyj_duty.alarms.domain import AlarmDraft
from zbyj_duty.alarms.posting import post_alarm, post_done
from zbyj_duty.core.clock import time_words
from zbyj_duty.core.links import Link
from zbyj_duty.store.work import Unit

WARN_BEFORE = timedelta(minutes=15)
LATE_AFTER = timedelta(minutes=10)


def change_over_key(watch_id: int) -> str:
    """Return the key of a watch's alarm."""
    return f"handover:{watch_id}"


def post_change_over(unit: Unit, watch_id: int, planned_end: datetime) -> None:
    """Let the change-over of a watch fall due."""
    draft = AlarmDraft(
        kind="handover",
        text=f"{time_words(planned_end)} 交接班",
        due_at=planned_end,
        key=change_over_key(watch_id),
        warn_at=planned_end - WARN_BEFORE,
        overdue_at=planned_end + LATE_AFTER,
        about=Link("watch", watch_id),
    )
    post_alarm(unit, draft)


def finish_change_over(unit: Unit, watch_id: int) -> None:
    """The watch is handed over: its alarm is done."""
    post_done(unit, change_over_key(watch_id), "已接班")
