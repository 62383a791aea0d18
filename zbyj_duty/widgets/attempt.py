"""From a page to the store and back without ever holding the window: try something, hear of it by a bound method."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from types import MethodType
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from zbyj_duty.core.errors import AppError, StoreTrouble
from zbyj_duty.widgets.writer import Writer

Heard = Callable[..., None]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one piece of work, on its way to the window's thread."""

    value: Any
    error: BaseException | None
    done: weakref.WeakMethod[Heard]
    failed: weakref.WeakMethod[Heard]
    about: tuple[Any, ...]
    writes: bool


class Attempt(QObject):
    """Hands work to the writing or the reading thread. The only place beside the command line that catches AppError.

    Signals:
        busy_changed: how many writes are under way.
        trouble: a StoreTrouble, for the front strip; the page hears of it too.
    """

    busy_changed = Signal(int)
    trouble = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = Writer("writer")
        self._reader = Writer("reader")
        self._busy = 0
        self._reading = 0
        self._finished.connect(self._tell)  # spoken on another thread, heard in this one

    @property
    def busy(self) -> int:
        """How many writes are under way."""
        return self._busy

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing is under way, neither writing nor reading."""
        return not self._busy and not self._reading

    def write(self, work: Callable[[], Any], done: Heard, failed: Heard, *about: Any) -> None:
        """Do ``work`` on the writing thread.

        Args:
            work: a call of a service, closed over plain values only.
            done: bound method of a QObject, called with the result in the window's thread.
            failed: bound method, called with the AppError. Anything else is a bug and reaches the excepthook.
            about: handed to ``done`` and ``failed`` after the result, to tell one piece of work from another.
        """
        self._busy += 1
        self.busy_changed.emit(self._busy)
        self._hand_in(self._writer, work, done, failed, about, True)

    def read(self, work: Callable[[], Any], done: Heard, failed: Heard, *about: Any) -> None:
        """Do ``work`` on the reading thread; see ``write``."""
        self._reading += 1
        self._hand_in(self._reader, work, done, failed, about, False)

    def stop(self) -> bool:
        """Finish everything handed in; tells whether that succeeded in time."""
        ended = self._writer.stop()
        return self._reader.stop(5.0) and ended

    def _hand_in(
        self,
        thread: Writer,
        work: Callable[[], Any],
        done: Heard,
        failed: Heard,
        about: tuple[Any, ...],
        writes: bool,
    ) -> None:
        if not (isinstance(done, MethodType) and isinstance(failed, MethodType)):
            raise TypeError("done and failed are bound methods")
        told = weakref.WeakMethod(done), weakref.WeakMethod(failed)
        finished = self._finished

        def call() -> None:
            try:
                outcome = _Outcome(work(), None, *told, about, writes)
            except BaseException as error:
                outcome = _Outcome(None, error, *told, about, writes)
            try:
                finished.emit(outcome)
            except RuntimeError:
                return

        thread.put(call)

    def _tell(self, outcome: _Outcome) -> None:
        if outcome.writes:
            self._busy -= 1
            self.busy_changed.emit(self._busy)
        else:
            self._reading -= 1
        error = outcome.error
        if isinstance(error, StoreTrouble):
            self.trouble.emit(error)
        known = error is None or isinstance(error, AppError)
        heard = (outcome.done if error is None else outcome.failed)()
        if heard is not None and _alive(heard):
            told = outcome.value if error is None else error if known else AppError("program.bug")
            heard(told, *outcome.about)
        if error is not None and not known:
            raise error


def _alive(heard: Heard) -> bool:
    owner = getattr(heard, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
