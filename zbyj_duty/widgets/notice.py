"""A bar on the page: what happened, what to do. It never takes the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from zbyj_duty.core.errors import AppError
from zbyj_duty.core.text.sentences import sentence

GOOD_MILLISECONDS = 6000


class Notice(QFrame):
    """Says one thing at a time; bad news stays until it is closed or something succeeds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("part", "notice")
        self._label = QLabel(self)
        self._label.setObjectName("notice_text")
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton(self)
        self._close.setText("×")
        self._close.setAutoRaise(True)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.setAccessibleName("关闭提示")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(self._label, 1)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self._close.clicked.connect(self.clear)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now, "" when it is hidden."""
        return self._label.text() if self.isVisibleTo(self.parentWidget()) else ""

    def bad(self, error: AppError) -> None:
        """Tell of an error, in its sentence."""
        self._say(sentence(error), "bad")

    def good(self, words: str) -> None:
        """Tell of a success for some seconds."""
        self._say(words, "good")
        self._timer.start(GOOD_MILLISECONDS)

    def tell(self, words: str) -> None:
        """Tell something that stays until it is closed."""
        self._say(words, "")

    def clear(self) -> None:
        """Say nothing."""
        self._timer.stop()
        self.hide()

    def _say(self, words: str, tone: str) -> None:
        self._timer.stop()
        self._label.setText(words)
        self._label.setAccessibleName(words)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        for child in (self._label, self._close):
            child.style().unpolish(child)
            child.style().polish(child)
        self.show()
