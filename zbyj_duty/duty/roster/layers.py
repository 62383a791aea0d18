"""The effective roster, layer by layer: a plan, then swaps, substitutions and take-overs. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from zbyj_duty.duty.domain import Part
from zbyj_duty.duty.roster.domain import Layer, Leg, Place, Slot, Turn

HoursOf = Callable[[date, int], tuple[datetime, datetime]]
"""Planned start and end, UTC, of the n-th watch of a business date."""


def turns_of(
    slots: Iterable[Slot],
    legs: Iterable[Leg],
    hours_of: HoursOf,
    source: str,
    part_of: Callable[[Place], Part] | None = None,
) -> tuple[Turn, ...]:
    """Return who stands where, from when to when.

    Args:
        slots: the plan.
        legs: what was changed since and is in force, in the order in which it came into force.
        hours_of: the hours of a watch, so that whatever is bound to a watch moves with it.
        source: the plan by name, e.g. 第3版.
        part_of: the part of a place that the plan left empty and a leg fills (补位).
    """
    held: dict[Place, list[Turn]] = {}
    for slot in slots:
        start, end = hours_of(slot.place.day, slot.place.ordinal)
        turn = Turn(slot.place, slot.part, slot.person_id, slot.name, start, end, Layer.PLAN, source)
        held[slot.place] = [turn]
    for leg in legs:
        held[leg.place] = _overlaid(held.get(leg.place, []), leg, hours_of, part_of)
    return tuple(t for place in sorted(held) for t in held[place])


def _overlaid(
    turns: list[Turn], leg: Leg, hours_of: HoursOf, part_of: Callable[[Place], Part] | None
) -> list[Turn]:
    start, end = span_of(leg, hours_of)
    if start >= end:
        return turns
    if not turns:
        if leg.out_id is not None or part_of is None:
            return turns
        return [_turn_of(leg, part_of(leg.place), start, end)]
    kept: list[Turn] = []
    for turn in turns:
        first, last = max(turn.from_at, start), min(turn.until_at, end)
        if first >= last or turn.person_id != leg.out_id:
            kept.append(turn)
            continue
        if turn.from_at < first:
            kept.append(replace(turn, until_at=first))
        kept.append(_turn_of(leg, turn.part, first, last))
        if last < turn.until_at:
            kept.append(replace(turn, from_at=last))
    return kept


def span_of(leg: Leg, hours_of: HoursOf) -> tuple[datetime, datetime]:
    """Return from when to when a leg applies; never beyond its watch."""
    start, end = hours_of(leg.place.day, leg.place.ordinal)
    first = start if leg.from_minute is None else min(end, start + timedelta(minutes=leg.from_minute))
    last = end if leg.until_minute is None else min(end, start + timedelta(minutes=leg.until_minute))
    return first, last


def lapsed(slots: Iterable[Slot], legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """Return the legs in force that find nobody to relieve: the plan below them names somebody else now."""
    standing: dict[Place, set[int | None]] = {s.place: {s.person_id} for s in slots}
    lost: list[Leg] = []
    for leg in legs:
        there = standing.setdefault(leg.place, {None})
        if leg.out_id not in there:
            lost.append(leg)
            continue
        if leg.from_minute is None and leg.until_minute is None:
            there.discard(leg.out_id)
        there.add(leg.in_id)
    return tuple(lost)


def _turn_of(leg: Leg, part: Part, start: datetime, end: datetime) -> Turn:
    return Turn(leg.place, part, leg.in_id, leg.in_name, start, end, leg.layer, leg.layer.words)
