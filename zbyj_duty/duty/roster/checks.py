"""What speaks against somebody standing at a place: asked when a cell is filled and at each step of a swap. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from zbyj_duty.core.clock import date_words
from zbyj_duty.duty.absences.domain import AbsenceRow
from zbyj_duty.duty.roster.domain import SHORTEST_REST, Place, Turn


class Rule(StrEnum):
    """Which rule speaks against it."""

    RETIRED = "retired"
    AWAY = "away"
    DOUBLE = "double"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Objection:
    """One rule that speaks against it.

    Attributes:
        rule: which one.
        words: the rule and the line it clashes with.
    """

    rule: Rule
    words: str

    @property
    def forbids(self) -> bool:
        """Tell whether nobody may let it through; a short rest is let through with a reason that is kept."""
        return self.rule is not Rule.REST


def objections(
    person_id: int,
    name: str,
    place: Place,
    span: tuple[datetime, datetime],
    turns: Iterable[Turn],
    absences: Iterable[AbsenceRow] = (),
    retired_on: date | None = None,
    shortest_rest: timedelta = SHORTEST_REST,
) -> tuple[Objection, ...]:
    """Return what speaks against ``person_id`` at ``place`` during ``span``.

    Args:
        person_id, name: who shall stand there.
        place: where; turns at this very place are not counted against it.
        span: from when to when, UTC.
        turns: the effective roster around it, at least ``shortest_rest`` to both sides.
        absences: filings that touch the span.
        retired_on: the first day on which the person no longer stands a watch.
        shortest_rest: between two turns of the same person.
    """
    start, end = span
    found: list[Objection] = []
    if retired_on is not None and retired_on <= place.day:
        found.append(Objection(Rule.RETIRED, f"{name} 已于{date_words(retired_on)}离岗，不能排班"))
    for row in absences:
        if row.person_id == person_id and row.overlaps(start, end):
            found.append(Objection(Rule.AWAY, f"{row.line}，与 {place.words} 冲突"))
    for turn in turns:
        if turn.person_id != person_id or turn.place == place:
            continue
        if turn.from_at < end and start < turn.until_at:
            found.append(Objection(Rule.DOUBLE, f"{name} 同一时间已排在 {turn.place.words}"))
            continue
        rest = start - turn.until_at if turn.until_at <= start else turn.from_at - end
        if rest < shortest_rest:
            hours = int(rest.total_seconds() // 3600)
            least = int(shortest_rest.total_seconds() // 3600)
            words = f"{name} 与 {turn.place.words} 之间只休息{hours}小时，规定至少{least}小时"
            found.append(Objection(Rule.REST, words))
    return tuple(found)
