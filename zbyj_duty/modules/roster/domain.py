"""值班排班: the month as the planner sees it, what publishing would change, what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zbyj_duty.core.duty_calendar import DayKind
from zbyj_duty.duty.absences.domain import AbsenceRow
from zbyj_duty.duty.domain import Part
from zbyj_duty.duty.roster.changes import ChangeRow
from zbyj_duty.duty.roster.domain import Coverage, Place, Slot, Turn


@dataclass(frozen=True, slots=True)
class PostColumn:
    """A post of the month: how many seats its columns have.

    Attributes:
        seats: as many as the template asks for, or as were filled, whichever is more; the N of 1+5+N has one more.
        open_ended: the N: several names share one cell.
    """

    name: str
    part: Part
    seats: int
    open_ended: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day of the month.

    Attributes:
        kind: 工作日, 休息日, 法定节假日, 调休上班, 战时上班.
        name: of the holiday, "".
        mode: 加强 or 战时 at some time of the day, "" otherwise.
        watches: how many watches it has.
    """

    day: date
    kind: DayKind
    name: str
    mode: str
    watches: int
    remark: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version."""

    id: int
    month: date
    number: int
    published_at: datetime
    by_name: str
    waiver: str
    accepted: tuple[str, ...]
    remarks: Mapping[str, str]


@dataclass(frozen=True)
class MonthPlan:
    """The month being drawn up, read at one moment.

    Attributes:
        slots: the working plan as entered.
        fixed: places set by hand, which the draft keeps.
        turns: the working plan with the changes in force.
        changes: every 调班, 替班, 顶班 that touches the month.
        version: the newest published version, None before the first.
        pending: how the working plan differs from it; everything, before the first.
        warning: said loudly when the year's holiday notice is missing, "" otherwise.
    """

    month: date
    columns: tuple[PostColumn, ...]
    days: tuple[DayRow, ...]
    slots: tuple[Slot, ...]
    fixed: frozenset[Place]
    turns: tuple[Turn, ...]
    coverage: Coverage
    short_rests: tuple[str, ...]
    absences: tuple[AbsenceRow, ...]
    changes: tuple[ChangeRow, ...]
    version: VersionRow | None
    pending: tuple[Difference, ...]
    warning: str

    @property
    def cells(self) -> dict[Place, Slot]:
        """The working plan by place."""
        return {slot.place: slot for slot in self.slots}


@dataclass(frozen=True, slots=True)
class CellDraft:
    """A place of the working plan as it shall be.

    Attributes:
        person_id: who; None empties it.
        was: who stood there when the planner looked; somebody else there now is told and not overwritten.
        fixed: set by hand.
    """

    place: Place
    person_id: int | None
    was: int | None
    fixed: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that two versions fill differently; "" is an empty place."""

    place: Place
    before: str
    after: str

    @property
    def words(self) -> str:
        """2026年12月3日 防汛抗旱：王芳 → 李明."""
        return f"{self.place.words}：{self.before or '空'} → {self.after or '空'}"


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing would do, and what stands in its way.

    Attributes:
        number: of the version it would be.
        differences: to the version before, the people's names.
        blocks: gaps, clashes, filings, lapsed changes in words; one waiver with a reason lets all of them through.
    """

    month: date
    number: int
    differences: tuple[Difference, ...]
    blocks: tuple[str, ...]


def differences(before: Iterable[Slot], after: Iterable[Slot]) -> tuple[Difference, ...]:
    """Return the places that two plans fill differently, by place."""
    old = {slot.place: slot for slot in before}
    new = {slot.place: slot for slot in after}
    found: list[Difference] = []
    for place in sorted(old.keys() | new.keys()):
        was, now = old.get(place), new.get(place)
        if (was.person_id if was else None) != (now.person_id if now else None):
            found.append(Difference(place, was.name if was else "", now.name if now else ""))
    return tuple(found)
