"""What a slice offers to the compositions: its open matters, and its part of a watch, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from zbyj_duty.core.links import Link


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something unfinished that the relief must know.

    Attributes:
        key: stable name, e.g. ``log_follow_up:3``; the tick in the handover refers to it.
        source: the slice's Chinese name.
        text: one line.
        since: when it arose.
        due_at: by when, or None.
        link: what to open.
    """

    key: str
    source: str
    text: str
    since: datetime
    due_at: datetime | None = None
    link: Link | None = None


class Source(Protocol):
    """One slice as handover and report see it; listed in app/pages.py.

    ``reader`` is the open session of the composition's own transaction, so that what is frozen is what stood there.
    """

    name: str
    title: str

    def open_matters(self, reader: Any) -> tuple[OpenMatter, ...]:
        """Return what is unfinished now."""
        ...

    def freeze(self, reader: Any, low_seq: int, high_seq: int) -> Any:
        """Return the slice's facts of a watch as JSON values, None when it has nothing to print."""
        ...
