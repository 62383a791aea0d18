"""Who is called in a round: each unit, the district for its enterprises (区县代报), or a drawn sample."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from zbyj_duty.people.domain import UnitRow
from zbyj_duty.profiles.domain import Reach, RoundGroup


@dataclass(frozen=True, slots=True)
class Drawn:
    """One target: the unit to be called, for which group, and for how many it answers."""

    unit: UnitRow
    group: str
    name: str
    reach: str
    covers: int


def in_use(units: Sequence[UnitRow]) -> tuple[UnitRow, ...]:
    """Return the units that are not retired."""
    return tuple(unit for unit in units if unit.retired_on is None)


def draw(groups: Sequence[RoundGroup], units: Sequence[UnitRow], seed: str) -> tuple[Drawn, ...]:
    """Return the targets of a round in the official order.

    Args:
        groups: of the plan.
        units: every unit in use, in the official order.
        seed: the round's key; the same key draws the same sample.
    """
    found: list[Drawn] = []
    for group in groups:
        members = [unit for unit in units if unit.kind.value in group.kinds]
        if group.reach is Reach.RELAY:
            found += _relayed(group, members, units)
        else:
            if group.reach is Reach.SAMPLE:
                members = _sample(members, group.sample, seed)
            found += [Drawn(unit, group.name, unit.name, group.reach.value, 1) for unit in members]
    return tuple(found)


def _relayed(group: RoundGroup, members: Sequence[UnitRow], units: Sequence[UnitRow]) -> list[Drawn]:
    by_district: defaultdict[int | None, list[UnitRow]] = defaultdict(list)
    for unit in members:
        by_district[unit.district_id].append(unit)
    relays = [
        Drawn(unit, group.name, f"{unit.name}（代报 {len(here)} 家）", Reach.RELAY.value, len(here))
        for unit in units
        if (here := by_district.get(unit.id))
    ]
    known = {relay.unit.id for relay in relays}
    alone = [unit for unit in members if unit.district_id not in known]
    return relays + [Drawn(unit, group.name, unit.name, Reach.EACH.value, 1) for unit in alone]


def _sample(members: Sequence[UnitRow], size: int, seed: str) -> list[UnitRow]:
    chosen = {unit.id for unit in random.Random(seed).sample(list(members), min(size, len(members)))}
    return [unit for unit in members if unit.id in chosen]
