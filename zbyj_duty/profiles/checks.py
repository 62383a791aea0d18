"""Which rules no watch could follow; refused before they are proposed."""

from __future__ import annotations

import re
from typing import Any

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.profiles.domain import HandoverItem, ModeEffect, ModeRule, Post, ProfileKind, RoundPlan


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
    if kind is ProfileKind.MODES:
        _check_modes(body)
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


def _check_modes(rules: tuple[ModeRule, ...]) -> None:
    if len(set(rules)) != len(rules):
        twice = next(rule for rule in rules if rules.count(rule) > 1)
        raise InvalidInput("body", "profiles.name_twice", name=twice.name or twice.effect.words)
    for rule in rules:
        named = rule.effect in (ModeEffect.EXTRA_POST, ModeEffect.EXTRA_ROUND, ModeEffect.TASK)
        if named and not rule.name.strip():
            raise InvalidInput("body", "profiles.mode_needs_name", effect=rule.effect.words)
        if rule.effect is ModeEffect.EXTRA_POST and not re.fullmatch(r"[1-9]\d?", rule.value, re.ASCII):
            raise InvalidInput("body", "profiles.mode_needs_people", name=rule.name)
        if rule.effect is ModeEffect.EXTRA_ROUND and time_of_day(rule.value) is None:
            raise InvalidInput("body", "profiles.mode_needs_time", name=rule.name)


def time_of_day(text: str) -> tuple[int, int] | None:
    """Read ``21:00``; None when it is no time of day."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text, re.ASCII)
    if found is None or not (int(found[1]) < 24 and int(found[2]) < 60):
        return None
    return int(found[1]), int(found[2])
