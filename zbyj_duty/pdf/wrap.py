"""Line breaking for Chinese: no ，。 at a line's start, no （ at its end, numbers and words uncut where they fit."""

from __future__ import annotations

import re

from zbyj_duty.pdf.fonts import Measure

_NO_START = frozenset("，。、；：！？）》】」』〕”’…—％%℃·,.;:!?)]}")
_NO_END = frozenset("（《【「『〔“‘([{")
_TOKEN = re.compile(r"[A-Za-z0-9+\-./:@_%#&=]+|.", re.DOTALL)


def wrap(text: str, measure: Measure, size: float, width: float) -> list[str]:
    """Break ``text`` into lines no wider than ``width``.

    Args:
        text: may hold line feeds.
        measure: of the wanted face.
        size: font size in points.
        width: in points.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_paragraph(paragraph, measure, width / size))
    return lines


def _paragraph(text: str, measure: Measure, room: float) -> list[str]:
    if measure.width(text) <= room:
        return [text]
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for token in _tokens(text, measure, room):
        width = measure.width(token)
        if line and used + width > room:
            carried = _carry(line, token)
            lines.append("".join(line))
            line = carried
            used = sum(measure.width(t) for t in line)
        line.append(token)
        used += width
    lines.append("".join(line))
    return lines


def _tokens(text: str, measure: Measure, room: float) -> list[str]:
    """Return words and characters; a word wider than the line is cut into characters."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if len(token) > 1 and measure.width(token) > room:
            found.extend(token)
        else:
            found.append(token)
    return found


def _carry(line: list[str], token: str) -> list[str]:
    """Take from ``line``'s end what must stand with ``token`` on the next line; leaves at least one token."""
    carried: list[str] = []
    while len(line) > 1 and (token[0] in _NO_START or line[-1] in _NO_END):
        token = line.pop()
        carried.insert(0, token)
    return carried
