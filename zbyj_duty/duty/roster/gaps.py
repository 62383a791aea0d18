"""The one gap function, behind grid, print, front strip, publishing, handover and search. Pure.

An empty month is its first test case: the needs come from the posts template, never from what is planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from zbyj_duty.core.clock import date_words
from zbyj_duty.duty.absences.domain import AbsenceRow
from zbyj_duty.duty.roster.domain import Clash, Coverage, Gap, Need, Turn

Watch = tuple[date, int]


def coverage(
    needs: Sequence[Need],
    turns: Iterable[Turn],
    absences: Iterable[AbsenceRow] = (),
    retired: Mapping[int, date] | None = None,
) -> Coverage:
    """Return every gap and every clash.

    Args:
        needs: what is needed, from the posts template and the mode, in the order of the template.
        turns: who stands where, from the effective roster.
        absences: filings that touch the time; only those that count take somebody away.
        retired: person to the first day on which they no longer stand a watch.
    """
    everyone = tuple(turns)
    away: dict[int, list[AbsenceRow]] = {}
    for row in absences:
        away.setdefault(row.person_id, []).append(row)
    order = {need.post: n for n, need in reversed(list(enumerate(needs)))}
    clashes = _clashes(everyone, order)
    doubled: dict[int, list[Clash]] = {}
    for clash in clashes:
        doubled.setdefault(clash.person_id, []).append(clash)
    at_post: dict[tuple[date, int, str], list[Turn]] = {}
    for turn in everyone:
        at_post.setdefault((turn.place.day, turn.place.ordinal, turn.place.post), []).append(turn)
    gaps: list[Gap] = []
    for need in needs:
        here = at_post.get((need.day, need.ordinal, need.post), [])
        gaps += _gaps_of(need, here, away, retired or {}, doubled)
    return Coverage(tuple(_merged(gaps, order)), clashes)


def _gaps_of(
    need: Need,
    turns: Sequence[Turn],
    away: Mapping[int, Sequence[AbsenceRow]],
    retired: Mapping[int, date],
    doubled: Mapping[int, Sequence[Clash]],
) -> Iterable[Gap]:
    if need.minimum <= 0:
        return
    for start, end in _pieces(need, turns, away, doubled):
        present: set[int] = set()
        reasons: list[str] = []
        for turn in turns:
            if not turn.covers(start):
                continue
            why = _why_not(turn, start, away, retired, doubled)
            if why:
                reasons.append(why)
            else:
                present.add(turn.person_id)
        if len(present) < need.minimum:
            if need.why:
                reasons.append(need.why)
            yield Gap(
                need.day, need.ordinal, need.post, start, end, len(present), need.minimum, tuple(reasons)
            )


def _pieces(
    need: Need,
    turns: Sequence[Turn],
    away: Mapping[int, Sequence[AbsenceRow]],
    doubled: Mapping[int, Sequence[Clash]],
) -> Iterable[tuple[datetime, datetime]]:
    edges = {need.from_at, need.until_at}
    for turn in turns:
        edges |= {turn.from_at, turn.until_at}
        for row in away.get(turn.person_id, ()):
            edges |= {row.from_at, row.ends_at}
        for clash in doubled.get(turn.person_id, ()):
            edges |= {clash.from_at, clash.until_at}
    cuts = sorted(e for e in edges if need.from_at <= e <= need.until_at)
    return zip(cuts, cuts[1:], strict=False)


def _why_not(
    turn: Turn,
    instant: datetime,
    away: Mapping[int, Sequence[AbsenceRow]],
    retired: Mapping[int, date],
    doubled: Mapping[int, Sequence[Clash]],
) -> str:
    gone = retired.get(turn.person_id)
    if gone is not None and gone <= turn.place.day:
        return f"{turn.name} 已于{date_words(gone)}离岗"
    for row in away.get(turn.person_id, ()):
        if row.counts and row.from_at <= instant < row.ends_at:
            return row.line
    for clash in doubled.get(turn.person_id, ()):
        if clash.second == turn.place and clash.from_at <= instant < clash.until_at:
            return clash.words
    return ""


def _clashes(turns: Sequence[Turn], order: Mapping[str, int]) -> tuple[Clash, ...]:
    by_person: dict[int, list[Turn]] = {}
    for turn in turns:
        by_person.setdefault(turn.person_id, []).append(turn)
    found: list[Clash] = []
    for person_id, theirs in by_person.items():
        theirs.sort(key=lambda t: (t.from_at, order.get(t.place.post, len(order)), t.place))
        for n, first in enumerate(theirs):
            for second in theirs[n + 1 :]:
                if second.from_at >= first.until_at:
                    break
                start, end = max(first.from_at, second.from_at), min(first.until_at, second.until_at)
                if first.place != second.place:
                    found.append(Clash(person_id, first.name, first.place, second.place, start, end))
    return tuple(sorted(found, key=lambda c: (c.from_at, c.name)))


def _merged(gaps: Iterable[Gap], order: Mapping[str, int]) -> Iterable[Gap]:
    """Join pieces that touch and say the same."""
    held: Gap | None = None
    for gap in sorted(gaps, key=lambda g: (g.day, g.ordinal, order[g.post], g.from_at)):
        if held is not None and held.until_at == gap.from_at and _alike(held, gap):
            held = replace(held, until_at=gap.until_at)
            continue
        if held is not None:
            yield held
        held = gap
    if held is not None:
        yield held


def _alike(one: Gap, other: Gap) -> bool:
    return replace(one, from_at=other.from_at, until_at=other.until_at) == other
