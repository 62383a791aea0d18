"""Colours and sizes, the one home of both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look; pairs are (ink, its ground)."""

    ground: str
    surface: str
    line: str
    stripe: str
    ink: str
    soft: str
    accent: str
    accent_ground: str
    done: str
    done_ground: str
    due: str
    due_ground: str
    overdue: str
    overdue_ground: str
    strip: str
    strip_ink: str
    strip_soft: str
    strip_bad: str


LIGHT = Tokens(
    ground="#F4F6F8",
    surface="#FFFFFF",
    line="#D8DEE6",
    stripe="#FAFBFC",
    ink="#1F2A37",
    soft="#5B6776",
    accent="#1B5FAA",
    accent_ground="#E8F0FA",
    done="#2B7A4B",
    done_ground="#E6F4EC",
    due="#8A5C00",
    due_ground="#FFF4D6",
    overdue="#B42318",
    overdue_ground="#FDE8E6",
    strip="#16324F",
    strip_ink="#FFFFFF",
    strip_soft="#A9BDD3",
    strip_bad="#8E1B12",
)
DARK = Tokens(
    ground="#12181F",
    surface="#1A222B",
    line="#2C3742",
    stripe="#1D2630",
    ink="#E3E9F0",
    soft="#93A1B1",
    accent="#6AA9F0",
    accent_ground="#1E3248",
    done="#63C08B",
    done_ground="#17301F",
    due="#E5B84B",
    due_ground="#35290C",
    overdue="#FF8A7A",
    overdue_ground="#3B1613",
    strip="#0D1620",
    strip_ink="#F2F6FA",
    strip_soft="#8397AC",
    strip_bad="#8E1B12",
)

TEXT = 15
SMALL = 13
ENTRY = 17
HEAD = 16
CLOCK = 30
ROW = 38
CORNER = 6
WIDE, MIDDLE, NARROW = 20, 16, 12
