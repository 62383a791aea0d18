"""Workdays and holidays: the editable table over plain weekdays; a year without data is said, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayKind(StrEnum):
    """What a day is for the office."""

    WORKDAY = "工作日"
    REST = "休息日"
    HOLIDAY = "法定节假日"
    MOVED_WORKDAY = "调休上班"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day of the table: ``holiday`` or ``workday``, and its name."""

    day: date
    kind: str
    name: str


class DutyCalendar:
    """Answers for any day; knows for which years it has the official notice.

    Args:
        days: the rows of the table.
    """

    def __init__(self, days: Iterable[SpecialDay]) -> None:
        self._days: Mapping[date, SpecialDay] = {d.day: d for d in days}
        self._years = {d.year for d in self._days}

    def kind(self, day: date) -> DayKind:
        """Return what ``day`` is; by its weekday where the table is silent."""
        special = self._days.get(day)
        if special is not None:
            return DayKind.HOLIDAY if special.kind == "holiday" else DayKind.MOVED_WORKDAY
        return DayKind.REST if day.weekday() >= 5 else DayKind.WORKDAY

    def name(self, day: date) -> str:
        """Return the holiday's name, or 调休上班's, or ""."""
        special = self._days.get(day)
        return special.name if special else ""

    def warning(self, day: date) -> str:
        """Return what must be said loudly when the year's notice is not in the table, else ""."""
        return "" if day.year in self._years else f"{day.year}年放假安排未导入，按周末推算"
