"""What was changed, told to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One committed unit of work.

    Attributes:
        topics: the slices whose rows changed, e.g. ``{"journal", "duty"}``.
        origin: the seat that wrote.
        count: entries in the ledger after it.
    """

    topics: frozenset[str]
    origin: str
    count: int


class Hub:
    """Passes each Change to its listeners, in the writer's thread."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Call ``listener`` after each commit; it must not block."""
        self._listeners.append(listener)

    def forget(self, listener: Callable[[Change], None]) -> None:
        """Stop calling ``listener``."""
        self._listeners.remove(listener)

    def publish(self, change: Change) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            listener(change)
