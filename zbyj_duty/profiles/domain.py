"""Dated rules: watch hours, posts, rounds, questions, handover items. A past record keeps the profile of its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from zbyj_duty.core.clock import at_beijing, beijing


class ProfileKind(StrEnum):
    """What a profile rules."""

    WATCH_HOURS = "watch_hours"
    POSTS = "posts"
    ROUNDS = "rounds"
    QUESTIONS = "questions"
    HANDOVER_ITEMS = "handover_items"
    MODES = "modes"

    @property
    def words(self) -> str:
        """交接班时间, 岗位设置, 调度轮次, 今日加问, 交接物品, 值班模式."""
        return _KINDS[self]


_KINDS = {
    ProfileKind.WATCH_HOURS: "交接班时间",
    ProfileKind.POSTS: "岗位设置",
    ProfileKind.ROUNDS: "调度轮次",
    ProfileKind.QUESTIONS: "调度加问",
    ProfileKind.HANDOVER_ITEMS: "交接物品",
    ProfileKind.MODES: "值班模式",
}


@dataclass(frozen=True, slots=True)
class WatchHours:
    """Change-over times of a day as (hour, minute), first one first; one time means 24-hour watches."""

    change_overs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Post:
    """岗位: how many people a watch needs there; ``maximum`` None is the N of 1+5+N."""

    name: str
    part: str
    minimum: int
    maximum: int | None


class Reach(StrEnum):
    """How a round reaches a group's targets."""

    EACH = "each"
    RELAY = "relay"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class RoundGroup:
    """One group of targets in a round: 区县, 部门, 重点企业.

    Attributes:
        kinds: kinds of units it takes in.
        reach: each is called; or answered by the district's relay (区县代报); or a drawn sample is called.
        sample: how many are drawn.
    """

    name: str
    kinds: tuple[str, ...]
    reach: Reach
    sample: int = 0


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """轮次: when it begins, after how many minutes it is amber, then red."""

    name: str
    hour: int
    minute: int
    amber_minutes: int
    red_minutes: int
    groups: tuple[RoundGroup, ...]

    def planned_at(self, day: date, change_over: tuple[int, int]) -> datetime:
        """Return its instant on a business date; a time before the change-over is on the next calendar day."""
        calendar = day if (self.hour, self.minute) >= change_over else day + timedelta(days=1)
        return at_beijing(calendar, self.hour, self.minute)


class AnswerKind(StrEnum):
    """What a special question is answered with."""

    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SpecialQuestion:
    """加问: a question put to every target of some groups."""

    text: str
    answer: AnswerKind
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """交接物品: something handed over at every change; ``quantity`` None is looked at and not counted."""

    name: str
    quantity: int | None


class ModeEffect(StrEnum):
    """What a mode changes while it is in force."""

    EXTRA_POST = "extra_post"
    EXTRA_ROUND = "extra_round"
    NO_LEAVE = "no_leave"
    STAY_IN_CITY = "stay_in_city"
    WEEKENDS_WORK = "weekends_work"
    TASK = "task"

    @property
    def words(self) -> str:
        """岗位加人, 加开调度, 暂停请假, 不得外出, 周末上班, 值班任务."""
        return _EFFECTS[self]


_EFFECTS = {
    ModeEffect.EXTRA_POST: "岗位加人",
    ModeEffect.EXTRA_ROUND: "加开调度",
    ModeEffect.NO_LEAVE: "暂停请假",
    ModeEffect.STAY_IN_CITY: "不得外出",
    ModeEffect.WEEKENDS_WORK: "周末上班",
    ModeEffect.TASK: "值班任务",
}


@dataclass(frozen=True, slots=True)
class ModeRule:
    """值班模式: one thing that 加强 or 战时 changes.

    Attributes:
        mode: ``heightened`` or ``wartime``.
        effect: what it changes.
        name: the post, the round or the task; "" for the others.
        value: how many people at least, or the time of the round as ``21:00``.
    """

    mode: str
    effect: ModeEffect
    name: str = ""
    value: str = ""


Body = (
    WatchHours
    | tuple[Post, ...]
    | tuple[RoundPlan, ...]
    | tuple[SpecialQuestion, ...]
    | tuple[HandoverItem, ...]
    | tuple[ModeRule, ...]
)

DEFAULTS: dict[ProfileKind, Any] = {
    ProfileKind.WATCH_HOURS: WatchHours(((8, 30),)),
    ProfileKind.POSTS: (
        Post("带班领导", "leader", 1, 1),
        Post("指挥调度", "head", 1, 1),
        Post("安全生产", "crew", 1, 1),
        Post("防汛抗旱", "crew", 1, 1),
        Post("森林防火", "crew", 1, 1),
        Post("综合保障", "crew", 1, 1),
        Post("备勤", "standby", 0, None),
    ),
    ProfileKind.ROUNDS: tuple(
        RoundPlan(
            name,
            hour,
            minute,
            30,
            60,
            (
                RoundGroup("区县", ("district", "functional_zone"), Reach.EACH),
                RoundGroup("部门", ("department",), Reach.EACH),
                RoundGroup("重点企业", ("enterprise",), Reach.RELAY),
            ),
        )
        for name, hour, minute in (("上午调度", 9, 0), ("下午调度", 16, 30))
    ),
    ProfileKind.QUESTIONS: (),
    ProfileKind.HANDOVER_ITEMS: (
        HandoverItem("值班手机", 1),
        HandoverItem("卫星电话（值班室）", 12),
        HandoverItem("单兵装备（值班室）", 1),
        HandoverItem("钥匙", 3),
        HandoverItem("印章", 1),
        HandoverItem("对讲机", 4),
        HandoverItem("应急通讯录", 2),
        HandoverItem("值班电话试通", None),
        HandoverItem("报警声音试听", None),
    ),
    ProfileKind.MODES: (
        ModeRule("heightened", ModeEffect.EXTRA_POST, "备勤", "2"),
        ModeRule("heightened", ModeEffect.EXTRA_ROUND, "夜间调度", "21:00"),
        ModeRule("wartime", ModeEffect.EXTRA_POST, "备勤", "3"),
        ModeRule("wartime", ModeEffect.EXTRA_ROUND, "午间调度", "12:00"),
        ModeRule("wartime", ModeEffect.EXTRA_ROUND, "夜间调度", "21:00"),
        ModeRule("wartime", ModeEffect.NO_LEAVE),
        ModeRule("wartime", ModeEffect.STAY_IN_CITY),
        ModeRule("wartime", ModeEffect.WEEKENDS_WORK),
        ModeRule("wartime", ModeEffect.TASK, "核实带班领导在岗"),
    ),
}


def interval_of(day: date, ordinal: int, hours: WatchHours) -> tuple[datetime, datetime]:
    """Return planned start and end, UTC, of the n-th watch of a business date."""
    times = hours.change_overs
    start = times[ordinal - 1]
    last = ordinal == len(times)
    end = times[0] if last else times[ordinal]
    end_day = day + timedelta(days=1) if last else day
    return at_beijing(day, *start), at_beijing(end_day, *end)


def place_of(instant: datetime, hours: WatchHours) -> tuple[date, int]:
    """Return (business date, ordinal) of the planned watch that an instant falls into."""
    local = beijing(instant)
    now = (local.hour, local.minute)
    ordinal = sum(1 for t in hours.change_overs if t <= now)
    return (local.date(), ordinal) if ordinal else (local.date() - timedelta(days=1), len(hours.change_overs))


def overlaps(spans: Iterable[tuple[date, date | None]]) -> bool:
    """Tell whether dated spans (last day included, None open) overlap."""
    ordered = sorted(spans)
    return any(
        end is None or end >= start for (_, end), (start, _) in zip(ordered, ordered[1:], strict=False)
    )
