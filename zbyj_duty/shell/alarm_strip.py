"""What is due, on top, with one key for each answer. A strip, never a box; it takes no focus."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from zbyj_duty.alarms.domain import AlarmRow, AlarmState, in_order
from zbyj_duty.alarms.service import AlarmService
from zbyj_duty.core.clock import time_words
from zbyj_duty.core.errors import AppError
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.widgets.desk import Desk

REFUSAL_STAYS = timedelta(seconds=8)


class AlarmStrip(QFrame):
    """Shows the most pressing alarm and how many more call.

    Signals:
        opened: the core Link of the alarm's matter.
    """

    opened = Signal(object)

    def __init__(self, desk: Desk, alarms: AlarmService, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._alarms = alarms
        self._rows: tuple[AlarmRow, ...] = ()
        self._first: AlarmRow | None = None
        self._refused_until: datetime | None = None
        self.setObjectName("alarm_strip")
        self.setProperty("part", "alarm")
        self._build(parent)
        self.hide()

    def _build(self, window: QWidget) -> None:
        self.words = QLabel(self)
        self.words.setObjectName("alarm_words")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 7, 20, 7)
        row.addWidget(self.words, 1)
        for key, words, slot in (
            ("Ctrl+Shift+1", "去办理", self._open),
            ("Ctrl+Shift+2", "知道了", self._acknowledge),
            ("Ctrl+Shift+3", "5 分钟后", self._snooze),
        ):
            button = QPushButton(f"{words} ({key})", self)
            button.setObjectName(f"alarm_{key[-1]}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
            row.addWidget(button)
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.activated.connect(slot)

    def show_alarms(self, rows: tuple[AlarmRow, ...]) -> None:
        """Take the unfinished alarms."""
        self._rows = rows
        self.tick()

    def tick(self) -> None:
        """Look which of them call now."""
        now = self._desk.clock.now()
        calling = [row for row in in_order(self._rows, now) if row.calls(now)]
        self._first = calling[0] if calling else None
        if self._first is None:
            if not self.isHidden():
                self.hide()
            return
        first = self._first
        state = first.state(now)
        minutes = int(abs((first.due_at - now).total_seconds()) // 60)
        span = f"剩 {minutes} 分钟" if first.due_at > now else f"已过 {minutes} 分钟"
        more = f"（另有 {len(calling) - 1} 项）" if len(calling) > 1 else ""
        words = f"{state.words}  {first.text}  {time_words(first.due_at)}，{span}{more}"
        if self._refused_until is not None and now < self._refused_until:
            return
        if self.words.text() != words:
            self.words.setText(words)
            self.words.setAccessibleName(words)
        self._tone("" if state is AlarmState.WARN else "overdue")
        if self.isHidden():
            self.show()

    def _tone(self, tone: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            for widget in (self, self.words):
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def _open(self) -> None:
        if self._first is not None and self._first.about is not None:
            self.opened.emit(self._first.about)

    def _acknowledge(self) -> None:
        self._act(self._alarms.acknowledge)

    def _snooze(self) -> None:
        self._act(self._alarms.snooze)

    def _act(self, use_case: object) -> None:
        if self._first is None:
            return
        if not self._desk.session.named:
            self._desk.session.ask_login()
            return
        work = partial(use_case, self._desk.actor, self._first.id)  # type: ignore[operator]
        self._desk.attempt.write(work, self._acted, self._refused)

    def _acted(self, _result: object) -> None:
        self.words.setToolTip("")

    def _refused(self, error: AppError) -> None:
        self._refused_until = self._desk.clock.now() + REFUSAL_STAYS
        self.words.setText(sentence(error))
