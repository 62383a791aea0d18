"""提醒: what state an alarm is in, and in which order alarms stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from zbyj_duty.core.links import Link

SNOOZE = timedelta(minutes=5)
SNOOZES = 3


class AlarmState(StrEnum):
    """How pressing an alarm is; the order is the order on the strip."""

    OVERDUE = "overdue"
    DUE = "due"
    WARN = "warn"
    UPCOMING = "upcoming"

    @property
    def words(self) -> str:
        """▲ 逾期, ▲ 到期, ◆ 将到, ○ 未到."""
        return {"overdue": "▲ 逾期", "due": "▲ 到期", "warn": "◆ 将到", "upcoming": "○ 未到"}[self.value]


@dataclass(frozen=True, slots=True)
class AlarmDraft:
    """Something that will fall due.

    Attributes:
        key: stable name; posting the same key twice is one alarm.
        warn_at: from when it is shown amber; at ``due_at`` when None.
        due_at: when it is due.
        overdue_at: from when it is red; never when None.
    """

    kind: str
    text: str
    due_at: datetime
    key: str
    warn_at: datetime | None = None
    overdue_at: datetime | None = None
    about: Link | None = None


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An unfinished alarm.

    Attributes:
        acknowledged_by: who has said 知道了, "" when nobody has. Acknowledging is not completing.
        snoozes: how often it was put off (three times at most).
        silent_until: put off until then.
    """

    id: int
    key: str
    kind: str
    text: str
    warn_at: datetime | None
    due_at: datetime
    overdue_at: datetime | None
    about: Link | None
    made_at: datetime
    acknowledged_by: str
    acknowledged_at: datetime | None
    snoozes: int
    silent_until: datetime | None

    def state(self, now: datetime) -> AlarmState:
        """Return how pressing it is at ``now``."""
        if self.overdue_at is not None and now >= self.overdue_at:
            return AlarmState.OVERDUE
        if now >= self.due_at:
            return AlarmState.DUE
        if self.warn_at is not None and now >= self.warn_at:
            return AlarmState.WARN
        return AlarmState.UPCOMING

    def calls(self, now: datetime) -> bool:
        """Tell whether it asks for somebody now: pressing, not acknowledged, not put off."""
        if self.state(now) is AlarmState.UPCOMING:
            return False
        if self.silent_until is not None and now < self.silent_until:
            return False
        late = self.overdue_at is not None and now >= self.overdue_at
        if self.acknowledged_at is None:
            return True
        return late and self.acknowledged_at < self.overdue_at  # type: ignore[operator]


def in_order(rows: tuple[AlarmRow, ...], now: datetime) -> tuple[AlarmRow, ...]:
    """Sort by how pressing, then by when due."""
    order = list(AlarmState)
    return tuple(sorted(rows, key=lambda row: (order.index(row.state(now)), row.due_at, row.id)))
