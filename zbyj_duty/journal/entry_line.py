"""The entry line read: ``1432 htx 园区氨气味`` is a time, a party and the text. Nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from zbyj_duty.core.clock import at_beijing, beijing
from zbyj_duty.core.validate import half_width
from zbyj_duty.journal.domain import FUTURE_TOLERANCE, TYPED_KINDS, LineKind

_WORD = re.compile(r"\S+")
_TIME = re.compile(r"(\d{1,2}):(\d{2})|(\d{2})(\d{2})")
_MEASURES = tuple("年号人元吨米个辆户万亿公立克时分名件台套度伏安瓦斤亩级次条平毫千%℃多余")
SLIP = timedelta(hours=3)
_KINDS = {kind.words: kind for kind in TYPED_KINDS}


@dataclass(frozen=True, slots=True)
class Piece:
    """A recognised word.

    Attributes:
        name: time, kind or party.
        start, end: where it stands in what was typed.
        raw: as typed.
        words: as the chip says it.
    """

    name: str
    start: int
    end: int
    raw: str
    words: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What the line understood.

    Attributes:
        pieces: recognised words, in order.
        doubtful: (start, end) of something that looks like a time and is none, or lies a little ahead.
        equals: names between which a word could not decide.
        occurred_at: UTC; None when no time was typed.
        kind: 类别.
        party_text: as printed; party: what the caller's book returned.
        text: all the rest, as typed.
    """

    pieces: tuple[Piece, ...]
    doubtful: tuple[int, int] | None
    equals: tuple[str, ...]
    occurred_at: datetime | None
    kind: LineKind
    party_text: str
    party: object
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a book says of a word: its name and itself, or the names that are equal."""

    name: str
    party: object
    equals: tuple[str, ...] = ()


Book = Callable[[str], Hit | None]


def read_line(typed: str, now: datetime, book: Book, taken_back: frozenset[str] = frozenset()) -> ReadLine:
    """Read what was typed.

    A word is recognised only when text follows it. The order is free in front of the text: time, 类别, party, each
    once. A party makes the line 来电, without one it is 记事, unless the 类别 was typed.

    Args:
        typed: raw text.
        now: to decide the day of a time: the latest such time that is not in the future.
        book: looks a word up.
        taken_back: names of pieces that shall stay text.
    """
    pieces: list[Piece] = []
    doubtful: tuple[int, int] | None = None
    equals: tuple[str, ...] = ()
    moment: datetime | None = None
    kind: LineKind | None = None
    hit: Hit | None = None
    position = 0
    while (word := _WORD.search(typed, position)) and typed[word.end() :].strip():
        raw = word.group()
        have = {piece.name for piece in pieces}
        after = typed[word.end() :].lstrip()
        if "time" not in have and "time" not in taken_back and (clock := _clock(raw, after)):
            if clock == (-1, -1):
                doubtful = doubtful or word.span()
                break
            moment = _moment(clock, now)
            if moment is None:
                doubtful = doubtful or word.span()
                break
            day = "" if beijing(moment).date() == beijing(now).date() else "昨日 "
            pieces.append(Piece("time", *word.span(), raw, f"{day}{clock[0]}:{clock[1]:02d}"))
        elif "kind" not in have and "kind" not in taken_back and raw in _KINDS:
            kind = _KINDS[raw]
            pieces.append(Piece("kind", *word.span(), raw, raw))
        elif "party" not in have and "party" not in taken_back and (found := book(raw)):
            if found.equals:
                equals = found.equals
                break
            hit = found
            pieces.append(Piece("party", *word.span(), raw, found.name))
        else:
            break
        position = word.end()
    rest = typed[position:].lstrip(" \u3000\t") if pieces else typed
    return ReadLine(
        pieces=tuple(pieces),
        doubtful=doubtful,
        equals=equals,
        occurred_at=moment,
        kind=kind or (LineKind.INCOMING if hit else LineKind.NOTE),
        party_text=hit.name if hit else "",
        party=hit.party if hit else None,
        text=rest,
    )


def _clock(raw: str, after: str) -> tuple[int, int] | None:
    """Return (hour, minute), (-1, -1) for what only looks like a time, None for anything else.

    Four digits before a measure (2026 年, 1200 人) are a quantity.
    """
    found = _TIME.fullmatch(half_width(raw))
    if found is None or (found.group(3) and after.startswith(_MEASURES)):
        return None
    hour, minute = int(found.group(1) or found.group(3)), int(found.group(2) or found.group(4))
    return (hour, minute) if hour < 24 and minute < 60 else (-1, -1)


def _moment(clock: tuple[int, int], now: datetime) -> datetime | None:
    """Return the instant meant: today's, or yesterday's; None for a time a little ahead, which is a slip."""
    today = beijing(now).date()
    moment = at_beijing(today, *clock)
    if moment <= now + FUTURE_TOLERANCE:
        return moment
    return None if moment - now <= SLIP else at_beijing(today - timedelta(days=1), *clock)
