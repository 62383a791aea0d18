"""对方 by initials, pinyin or characters: exact hits only, the short name before the longer one, two equal stay open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zbyj_duty.core.links import Link
from zbyj_duty.core.validate import half_width
from zbyj_duty.people.domain import PersonRow, UnitKind, UnitRow
from zbyj_duty.people.pinyin import search_keys

_LEFT_OUT = frozenset({UnitKind.TOWN, UnitKind.OFFICE})


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who calls or is called: a unit or a person."""

    link: Link
    name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a word stands for: one party, or several equal ones that stay unresolved."""

    party: Party | None
    equals: tuple[Party, ...] = ()


class PartyBook:
    """Looks up a typed word in constant time.

    Args:
        units, persons: the registers; towns are left to the text.
    """

    def __init__(self, units: Iterable[UnitRow] = (), persons: Iterable[PersonRow] = ()) -> None:
        self._tiers: tuple[dict[str, list[Party]], ...] = tuple(defaultdict(list) for _ in range(4))
        for unit in units:
            if unit.kind not in _LEFT_OUT:
                number = unit.duty_number.raw if unit.duty_number else ""
                party = Party(Link("org_unit", unit.id), unit.name, number)
                self._add(party, unit.name, unit.short_name, False, "")
        for person in persons:
            number = person.numbers[0].raw if person.numbers else ""
            party = Party(Link("person", person.id), person.name, number)
            self._add(party, person.name, person.name, True, person.pinyin)

    def find(self, word: str) -> Found:
        """Return what ``word`` stands for.

        Exact characters come before readings, and of each the short name before the full one. Two parties on the
        same step are equal: neither is taken.
        """
        wanted = half_width(word).strip().lower()
        for tier in self._tiers:
            if found := tier.get(wanted):
                return Found(found[0]) if len(found) == 1 else Found(None, tuple(found))
        return Found(None)

    def _add(self, party: Party, name: str, short: str, is_person: bool, corrected: str) -> None:
        exact_short, exact_full, read_short, read_full = self._tiers
        self._put(exact_full, name.lower(), party)
        if short and short != name:
            self._put(exact_short, short.lower(), party)
            for key in search_keys(short, is_person):
                self._put(read_short, key, party)
        for key in search_keys(name, is_person, corrected):
            self._put(read_full, key, party)

    @staticmethod
    def _put(tier: dict[str, list[Party]], key: str, party: Party) -> None:
        if len(key) > 1 and party not in tier[key]:
            tier[key].append(party)
