"""Brings changes of the store to the window: many within a moment become one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from zbyj_duty.core.changes import Change, Hub

GATHER_MILLISECONDS = 50


class Relay(QObject):
    """Listens in the writer's thread, speaks in the window's.

    Attributes:
        count: how far the chain reached with the newest change of this seat.

    Signals:
        changed: frozenset of topics.
    """

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, hub: Hub, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._topics: set[str] = set()
        self.count = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MILLISECONDS)
        self._timer.timeout.connect(self._speak)
        self._heard.connect(self._gather)  # spoken by the writer, heard in this thread
        hub.listen(self._listen)

    def stop(self) -> None:
        """Hear no more."""
        self._hub.forget(self._listen)
        self._timer.stop()

    def _listen(self, change: Change) -> None:
        self.count = max(self.count, change.count)
        self._heard.emit(change.topics)

    def _gather(self, topics: frozenset[str]) -> None:
        self._topics |= topics
        if not self._timer.isActive():
            self._timer.start()

    def _speak(self) -> None:
        topics, self._topics = frozenset(self._topics), set()
        self.changed.emit(topics)
