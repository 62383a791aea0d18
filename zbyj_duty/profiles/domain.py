"""Dated rules: watch hours, posts, rounds, questions, handover items. A past record keeps the profile of its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from zbyj_duty.core.clock import at_beijing, beijing
from zbyj_duty.core.errors import InvalidInput


class ProfileKind(StrEnum):
    """What a profile rules."""

    WATCH_HOURS = "watch_hours"
    POSTS = "posts"
    ROUNDS = "rounds"
    QUESTIONS = "questions"
    HANDOVER_ITEMS = "handover_items"

    @property
    def words(self) -> str:
        """交接班时间, 岗位设置, 调度轮次, 今日加问, 交接物品."""
        return _KINDS[self]


_KINDS = {
    ProfileKind.WATCH_HOURS: "交接班时间",
    ProfileKind.POSTS: "岗位设置",
    ProfileKind.ROUNDS: "调度轮次",
    ProfileKind.QUESTIONS: "调度加问",
    ProfileKind.HANDOVER_ITEMS: "交接物品",
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


Body = (
    WatchHours
    | tuple[Post, ...]
    | tuple[RoundPlan, ...]
    | tuple[SpecialQuestion, ...]
    | tuple[HandoverItem, ...]
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
}


def to_json(body: Any) -> Any:
    """Return a profile's body as JSON values."""
    if isinstance(body, WatchHours):
        return {"change_overs": [list(t) for t in body.change_overs]}
    return [_plain(entry) for entry in body]


def _plain(entry: Any) -> dict[str, Any]:
    if isinstance(entry, Post):
        return {"name": entry.name, "part": entry.part, "minimum": entry.minimum, "maximum": entry.maximum}
    if isinstance(entry, RoundPlan):
        return plan_to_json(entry)
    if isinstance(entry, SpecialQuestion):
        return {"text": entry.text, "answer": entry.answer.value, "groups": list(entry.groups)}
    return {"name": entry.name, "quantity": entry.quantity}


def plan_to_json(plan: RoundPlan) -> dict[str, Any]:
    """Return a round's plan as JSON values, to be frozen with the round."""
    return {
        "name": plan.name,
        "hour": plan.hour,
        "minute": plan.minute,
        "amber_minutes": plan.amber_minutes,
        "red_minutes": plan.red_minutes,
        "groups": [
            {"name": g.name, "kinds": list(g.kinds), "reach": g.reach.value, "sample": g.sample}
            for g in plan.groups
        ],
    }


def plan_from_json(told: dict[str, Any]) -> RoundPlan:
    """Read a round's plan back."""
    groups = tuple(
        RoundGroup(g["name"], tuple(g["kinds"]), Reach(g["reach"]), g["sample"]) for g in told["groups"]
    )
    return RoundPlan(
        told["name"], told["hour"], told["minute"], told["amber_minutes"], told["red_minutes"], groups
    )


def from_json(kind: ProfileKind, told: Any) -> Any:
    """Read a body back from JSON values."""
    if kind is ProfileKind.WATCH_HOURS:
        return WatchHours(tuple((t[0], t[1]) for t in told["change_overs"]))
    if kind is ProfileKind.POSTS:
        return tuple(Post(p["name"], p["part"], p["minimum"], p["maximum"]) for p in told)
    if kind is ProfileKind.ROUNDS:
        return tuple(plan_from_json(p) for p in told)
    if kind is ProfileKind.QUESTIONS:
        return tuple(SpecialQuestion(q["text"], AnswerKind(q["answer"]), tuple(q["groups"])) for q in told)
    return tuple(HandoverItem(i["name"], i["quantity"]) for i in told)


def check_body(kind: ProfileKind, body: Any) -> None:
    """Refuse a body that no watch could follow.

    Raises:
        InvalidInput: field ``body``.
    """
    if kind is ProfileKind.WATCH_HOURS:
        times = list(body.change_overs)
        if (
            not times
            or times != sorted(set(times))
            or any(not (0 <= h < 24 and 0 <= m < 60) for h, m in times)
        ):
            raise InvalidInput("body", "profiles.bad_hours")
        return
    names = [getattr(entry, "name", None) or getattr(entry, "text", "") for entry in body]
    if any(not name.strip() for name in names):
        raise InvalidInput("body", "input.blank")
    if len(set(names)) != len(names):
        raise InvalidInput("body", "profiles.name_twice", name=next(n for n in names if names.count(n) > 1))
    for entry in body:
        _check_entry(entry)
    if kind is ProfileKind.POSTS:
        _check_posts(body)


def _check_posts(posts: tuple[Post, ...]) -> None:
    heads = [post for post in posts if post.part == "head"]
    if len(heads) != 1 or (heads[0].minimum, heads[0].maximum) != (1, 1):
        raise InvalidInput("body", "profiles.one_head", found=len(heads))
    if not any(post.part == "leader" and post.minimum >= 1 for post in posts):
        raise InvalidInput("body", "profiles.no_leader")


def _check_entry(entry: Any) -> None:
    if isinstance(entry, RoundPlan) and not (0 < entry.amber_minutes < entry.red_minutes):
        raise InvalidInput("body", "profiles.bad_minutes", name=entry.name)
    if isinstance(entry, RoundPlan) and not (0 <= entry.hour < 24 and 0 <= entry.minute < 60):
        raise InvalidInput("body", "profiles.bad_hours")
    if isinstance(entry, Post) and (
        entry.minimum < 0 or (entry.maximum is not None and entry.maximum < entry.minimum)
    ):
        raise InvalidInput("body", "profiles.bad_post", name=entry.name)
    if isinstance(entry, HandoverItem) and entry.quantity is not None and entry.quantity < 0:
        raise InvalidInput("body", "profiles.bad_quantity", name=entry.name)


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
