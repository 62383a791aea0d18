"""值班表: places of the plan, who stands there from when to when, and by which layer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from zbyj_duty.core.clock import date_words, instant_words
from zbyj_duty.duty.domain import Part

SHORTEST_REST = timedelta(hours=24)
"""Rest between the end of one watch and the start of the next of the same person; less is warned about."""


class Basis(StrEnum):
    """Which plan is meant: the one being drawn up, or the one that was published."""

    WORKING = "working"
    PUBLISHED = "published"


class Layer(StrEnum):
    """By what somebody stands at a place."""

    PLAN = "plan"
    SWAP = "swap"
    SUBSTITUTE = "substitute"
    TAKE_OVER = "take_over"
    ACTUAL = "actual"

    @property
    def words(self) -> str:
        """值班表, 调班, 替班, 顶班, 实到."""
        return _LAYERS[self]


_LAYERS = {
    Layer.PLAN: "值班表",
    Layer.SWAP: "调班",
    Layer.SUBSTITUTE: "替班",
    Layer.TAKE_OVER: "顶班",
    Layer.ACTUAL: "实到",
}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One seat of one watch: it moves with its watch when the hours change.

    Attributes:
        day: business date of the watch.
        ordinal: 1 for the first watch of the date.
        post: name of the 岗位.
        seat: 1 for the first of several people at the post.
    """

    day: date
    ordinal: int
    post: str
    seat: int

    @property
    def words(self) -> str:
        """2026年12月3日 防汛抗旱."""
        nth = f"第{self.ordinal}班 " if self.ordinal > 1 else ""
        return f"{date_words(self.day)} {nth}{self.post}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place as a plan fills it."""

    place: Place
    part: Part
    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One place that a swap, a substitution or a take-over gives to somebody else.

    Attributes:
        change_id: the change it belongs to.
        out_id: who stood there; None when the place was empty (补位).
        from_minute, until_minute: minutes from the start of the watch; None for its start, its end.
    """

    change_id: int
    layer: Layer
    place: Place
    out_id: int | None
    in_id: int
    in_name: str
    from_minute: int | None = None
    until_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody at a place for some time, and by which layer.

    Attributes:
        from_at, until_at: UTC, the end excluded.
        source: 第3版, 调班, 替班, 顶班, 实到.
    """

    place: Place
    part: Part
    person_id: int
    name: str
    from_at: datetime
    until_at: datetime
    layer: Layer
    source: str

    def covers(self, instant: datetime) -> bool:
        """Tell whether it holds at ``instant``."""
        return self.from_at <= instant < self.until_at


@dataclass(frozen=True, slots=True)
class Need:
    """How many people a post needs in an interval.

    Attributes:
        minimum: fewer is a gap.
        maximum: more cannot be planned; None is the N of 1+5+N.
        why: "" for the posts template, else the order that asks for more.
    """

    day: date
    ordinal: int
    post: str
    part: Part
    minimum: int
    maximum: int | None
    from_at: datetime
    until_at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a post has fewer people than it needs.

    Attributes:
        present, needed: people counted and asked for.
        reasons: why somebody who is planned does not count: the absence, the retirement, the other post.
    """

    day: date
    ordinal: int
    post: str
    from_at: datetime
    until_at: datetime
    present: int
    needed: int
    reasons: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """2026年12月3日 防汛抗旱 缺1人（2026年12月3日 8:30 至 2026年12月4日 8:30）：王芳 请假 …."""
        nth = f"第{self.ordinal}班 " if self.ordinal > 1 else ""
        span = f"{instant_words(self.from_at)} 至 {instant_words(self.until_at)}"
        why = f"：{'；'.join(self.reasons)}" if self.reasons else ""
        lacking = self.needed - self.present
        return f"{date_words(self.day)} {nth}{self.post} 缺{lacking}人（{span}）{why}"


@dataclass(frozen=True, slots=True)
class Clash:
    """A person planned at two places at once."""

    person_id: int
    name: str
    first: Place
    second: Place
    from_at: datetime
    until_at: datetime

    @property
    def words(self) -> str:
        """王芳 同时排在 … 和 …."""
        return f"{self.name} 同时排在 {self.first.words} 和 {self.second.words}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the one gap function found."""

    gaps: tuple[Gap, ...]
    clashes: tuple[Clash, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing is missing and nobody is doubled."""
        return not self.gaps and not self.clashes


@dataclass(frozen=True, slots=True)
class OnDuty:
    """The answer to 某时某刻谁在班.

    Attributes:
        instant: the moment asked about, UTC.
        day, ordinal: the planned watch of that moment.
        planned: the effective plan at that moment: published version, then swaps, substitutions, take-overs.
        actual: who really stood the watch by its handover; empty where no watch was ever taken.
        version: number of the published version, 0 when the month was never published.
    """

    instant: datetime
    day: date
    ordinal: int
    planned: tuple[Turn, ...]
    actual: tuple[Turn, ...]
    version: int

    @property
    def leader(self) -> Turn | None:
        """带班领导: really there, else as planned."""
        both = (*self.actual, *self.planned)
        return next((t for t in both if t.part is Part.LEADER), None)

    @property
    def absent(self) -> tuple[Turn, ...]:
        """Those planned at a desk who did not take the watch; empty while nobody has taken it."""
        here = {t.person_id for t in self.actual}
        return tuple(t for t in self.planned if self.actual and t.person_id not in here)

    @property
    def unplanned(self) -> tuple[Turn, ...]:
        """Those who stood the watch without being planned for it."""
        planned = {t.person_id for t in self.planned}
        return tuple(t for t in self.actual if self.version and t.person_id not in planned)
