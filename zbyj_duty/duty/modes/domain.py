"""Which mode is in force at an instant, by which order, and what it changes; the strictest wins, rule by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from zbyj_duty.core.clock import instant_words
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import limited
from zbyj_duty.profiles.domain import ModeEffect, ModeRule

WORDS_LIMIT = 200
LONGEST = timedelta(days=366)


class Mode(StrEnum):
    """值班模式; the order is the order of strictness."""

    NORMAL = "normal"
    HEIGHTENED = "heightened"
    WARTIME = "wartime"

    @property
    def words(self) -> str:
        """平时, 加强, 战时."""
        return {"normal": "平时", "heightened": "加强", "wartime": "战时"}[self.value]

    @property
    def strictness(self) -> int:
        """0 for 平时, 2 for 战时."""
        return list(Mode).index(self)


@dataclass(frozen=True, slots=True)
class ModeOrderDraft:
    """An order to change the mode.

    Attributes:
        from_at: from when it applies, UTC.
        until_at: until when it is expected to last; None when nobody knows.
        authority: who ordered it, name and office; "" when that is not known yet.
        document: number of the order, or the words heard on the telephone.
        heard_at: when the watch heard of it.
        scope: where or for whom it applies.
        key: idempotency key of the dialog.
    """

    mode: Mode
    from_at: datetime
    heard_at: datetime
    key: str
    until_at: datetime | None = None
    authority: str = ""
    document: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class ModeOrder:
    """An order on record, with what was done to it since.

    Attributes:
        until_at: its end as ordered, extended or cut short; None while open.
        rules: what it changes, frozen from the profile of its day.
        confirmed_by: who confirmed it; "" while it is 待确认.
        ended_by: who ended it early, "" when it ends by itself.
    """

    id: int
    mode: Mode
    from_at: datetime
    until_at: datetime | None
    authority: str
    document: str
    heard_at: datetime
    scope: str
    rules: tuple[ModeRule, ...]
    made_at: datetime
    by_name: str
    confirmed_by: str = ""
    ended_by: str = ""

    def covers(self, instant: datetime) -> bool:
        """Tell whether it is in force at ``instant``."""
        return self.from_at <= instant and (self.until_at is None or instant < self.until_at)

    @property
    def words(self) -> str:
        """战时（鲁应急〔2026〕12号，张三 2026年3月5日 14:00 通知）."""
        told = "，".join(filter(None, (self.document, self.authority))) or "命令待确认"
        return f"{self.mode.words}（{told}，{instant_words(self.from_at)} 起）"


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """A rule of a mode, and the order by which it holds."""

    rule: ModeRule
    order: ModeOrder


@dataclass(frozen=True, slots=True)
class ModeInForce:
    """What holds at one instant.

    Attributes:
        mode: the strictest mode ordered.
        orders: every order in force, strictest first.
        rules: rule by rule the strictest, with its order.
    """

    mode: Mode = Mode.NORMAL
    orders: tuple[ModeOrder, ...] = ()
    rules: tuple[RuleInForce, ...] = ()

    def rule(self, effect: ModeEffect) -> RuleInForce | None:
        """Return the rule of an effect that has no name, None when nothing forbids it."""
        return next((r for r in self.rules if r.rule.effect is effect), None)

    def all(self, effect: ModeEffect) -> tuple[RuleInForce, ...]:
        """Return every rule of an effect: the posts, the rounds, the tasks."""
        return tuple(r for r in self.rules if r.rule.effect is effect)

    @property
    def weekends_work(self) -> bool:
        """Tell whether 休息日 are working days; a legal holiday keeps its name."""
        return self.rule(ModeEffect.WEEKENDS_WORK) is not None


def mode_at(orders: Iterable[ModeOrder], instant: datetime) -> ModeInForce:
    """Return what holds at ``instant``."""
    found = sorted((o for o in orders if o.covers(instant)), key=lambda o: (-o.mode.strictness, o.id))
    if not found:
        return ModeInForce()
    strictest: dict[tuple[ModeEffect, str], RuleInForce] = {}
    for order in found:
        for rule in order.rules:
            held = strictest.get((rule.effect, rule.name))
            if held is None or _weight(rule) > _weight(held.rule):
                strictest[rule.effect, rule.name] = RuleInForce(rule, order)
    return ModeInForce(found[0].mode, tuple(found), tuple(strictest.values()))


def _weight(rule: ModeRule) -> int:
    return int(rule.value) if rule.effect is ModeEffect.EXTRA_POST else 0


def mode_spans(
    orders: Iterable[ModeOrder], start: datetime, end: datetime
) -> tuple[tuple[datetime, datetime, ModeInForce], ...]:
    """Cut an interval where the mode changes; the pieces cover it without a hole."""
    known = tuple(orders)
    edges = {start, end}
    for order in known:
        edges |= {e for e in (order.from_at, order.until_at) if e is not None and start < e < end}
    cuts = sorted(edges)
    return tuple((a, b, mode_at(known, a)) for a, b in zip(cuts, cuts[1:], strict=False))


def check_order(draft: ModeOrderDraft, now: datetime) -> ModeOrderDraft:
    """Return the draft cleaned.

    Raises:
        InvalidInput: ``mode``, ``until_at``, ``from_at``, ``heard_at``, or a text that is too long.
    """
    if draft.mode is Mode.NORMAL:
        raise InvalidInput("mode", "modes.normal_is_no_order")
    if draft.until_at is not None and draft.until_at <= draft.from_at:
        raise InvalidInput("until_at", "modes.end_before_start")
    if draft.until_at is not None and draft.until_at <= now:
        raise InvalidInput("until_at", "modes.over_already")
    if abs(draft.from_at - now) > LONGEST:
        raise InvalidInput("from_at", "modes.far_away", when=instant_words(draft.from_at))
    if draft.heard_at > now + timedelta(minutes=1):
        raise InvalidInput("heard_at", "modes.heard_later")
    return ModeOrderDraft(
        draft.mode,
        draft.from_at,
        draft.heard_at,
        draft.key,
        draft.until_at,
        limited("authority", draft.authority, WORDS_LIMIT),
        limited("document", draft.document, WORDS_LIMIT),
        limited("scope", draft.scope, WORDS_LIMIT),
    )
