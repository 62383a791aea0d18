"""How many people each post needs: the dated posts template, and what a mode asks for on top. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from zbyj_duty.duty.domain import Part
from zbyj_duty.duty.modes.domain import ModeInForce, ModeOrder, mode_spans
from zbyj_duty.duty.roster.domain import Need
from zbyj_duty.duty.roster.layers import HoursOf
from zbyj_duty.profiles.domain import ModeEffect, Post

PostsOf = Callable[[date], Sequence[Post]]
WatchesOf = Callable[[date], int]


def needs_between(
    first: date,
    last: date,
    posts_of: PostsOf,
    hours_of: HoursOf,
    watches_of: WatchesOf,
    orders: Iterable[ModeOrder] = (),
) -> tuple[Need, ...]:
    """Return what every watch from ``first`` to ``last`` (both included) needs.

    Args:
        first, last: business dates.
        posts_of: the template in force on a day.
        hours_of: hours of a watch.
        watches_of: how many watches a day has.
        orders: orders of 加强 and 战时.
    """
    known = tuple(orders)
    found: list[Need] = []
    day = first
    while day <= last:
        for ordinal in range(1, watches_of(day) + 1):
            found += _of_watch(day, ordinal, posts_of(day), hours_of, known)
        day += timedelta(days=1)
    return tuple(found)


def _of_watch(
    day: date, ordinal: int, posts: Sequence[Post], hours_of: HoursOf, orders: Sequence[ModeOrder]
) -> Iterable[Need]:
    start, end = hours_of(day, ordinal)
    spans = mode_spans(orders, start, end)
    names = [p.name for p in posts]
    extra = [r.rule.name for _, _, m in spans for r in m.all(ModeEffect.EXTRA_POST)]
    for name in dict.fromkeys((*names, *extra)):
        post = next((p for p in posts if p.name == name), None)
        held: Need | None = None
        for from_at, until_at, mode in spans:
            minimum, why = _asked(name, post.minimum if post else 0, mode)
            need = Need(
                day,
                ordinal,
                name,
                Part(post.part) if post else Part.CREW,
                minimum,
                _most(post, minimum),
                from_at,
                until_at,
                why,
            )
            if held is not None and replace(held, from_at=from_at, until_at=until_at) == need:
                held = replace(held, until_at=until_at)
                continue
            if held is not None:
                yield held
            held = need
        if held is not None:
            yield held


def _asked(name: str, minimum: int, mode: ModeInForce) -> tuple[int, str]:
    """The greater of template and mode; a mode's rule states how many at least."""
    rule = next((r for r in mode.all(ModeEffect.EXTRA_POST) if r.rule.name == name), None)
    if rule is None or int(rule.rule.value) <= minimum:
        return minimum, ""
    return int(rule.rule.value), f"{rule.order.mode.words}要求{rule.rule.value}人"


def _most(post: Post | None, minimum: int) -> int | None:
    if post is None:
        return minimum
    return None if post.maximum is None else max(post.maximum, minimum)
