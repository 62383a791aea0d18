"""A thread that does one thing after the other, in the order they were handed in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue


class Writer:
    """The one thread that writes; a second one of its kind reads.

    Args:
        name: shown in stack dumps.
    """

    def __init__(self, name: str) -> None:
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, work: Callable[[], None]) -> None:
        """Do ``work`` after everything handed in before. It must keep its own errors."""
        self._queue.put(work)

    def stop(self, seconds: float = 30.0) -> bool:
        """Finish what was handed in and end; tells whether it ended in time."""
        self._queue.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            work()
