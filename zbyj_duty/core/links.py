"""References between things of different slices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Points at one thing: its kind (``log``, ``round``, ``watch`` …) and its row."""

    kind: str
    id: int
