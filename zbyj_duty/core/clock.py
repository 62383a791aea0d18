"""The one clock. Nothing else asks the operating system for the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

BEIJING = timezone(timedelta(hours=8), "北京时间")
_WEEKDAYS = "一二三四五六日"


class Clock(Protocol):
    """Where instants come from."""

    def now(self) -> datetime:
        """Return the instant as aware UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the machine's instant as aware UTC."""
        return datetime.now(UTC)


class SteppedClock:
    """A clock that moves only when told: for the demonstration and the tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant it was last moved to."""
        return self._now

    def step(self, **span: float) -> datetime:
        """Move on by ``timedelta(**span)`` and return the new instant."""
        self._now += timedelta(**span)
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Jump to ``instant`` (aware)."""
        self._now = instant.astimezone(UTC)


def beijing(instant: datetime) -> datetime:
    """Return ``instant`` (aware) in Beijing time."""
    return instant.astimezone(BEIJING)


def at_beijing(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Return the UTC instant of a Beijing wall-clock time on ``day``."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=BEIJING).astimezone(UTC)


def date_words(day: date) -> str:
    """2026年3月5日: month and day without leading zero (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_words(day: date) -> str:
    """星期一 … 星期日."""
    return f"星期{_WEEKDAYS[day.weekday()]}"


def time_words(instant: datetime) -> str:
    """The Beijing time of day in 24-hour form: 8:05, 14:32."""
    local = beijing(instant)
    return f"{local.hour}:{local.minute:02d}"


def instant_words(instant: datetime) -> str:
    """2026年3月5日 14:32, Beijing time."""
    return f"{date_words(beijing(instant).date())} {time_words(instant)}"
