"""The line one types into: Enter hands it in, Ctrl+Enter breaks it, and no key is ever stolen from an input method."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFontMetrics, QInputMethodEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from zbyj_duty.core.validate import clean_text

_LINES = 6
_MARGIN = 26


class LineEntry(QPlainTextEdit):
    """One line, up to six when it is broken.

    Signals:
        submitted: Enter was pressed on this text.
        typed: the text changed.
        clear_requested: Esc was pressed.
        cleaned: how many invisible characters a pasted text had to lose.
    """

    submitted = Signal(str)
    typed = Signal(str)
    clear_requested = Signal()
    cleaned = Signal(int)

    def __init__(self, name: str, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("part", "entry")
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._composing = False
        self._chip_ends: dict[int, str] = {}
        self._taken_back: set[str] = set()
        self.textChanged.connect(self._tell)
        self._fit()

    @property
    def taken_back(self) -> frozenset[str]:
        """The chips that Backspace has turned back into plain text."""
        return frozenset(self._taken_back)

    def text(self) -> str:
        """Return what is typed."""
        return self.toPlainText()

    def put(self, text: str, taken_back: frozenset[str] = frozenset()) -> None:
        """Replace the text, the cursor at its end; ``taken_back`` chips stay text."""
        self._taken_back = set(taken_back)
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def show_chips(self, ends: dict[int, str], doubtful: tuple[int, int] | None) -> None:
        """Remember where recognised words end, and underline what only looks like a time.

        Args:
            ends: position after a chip → its name.
            doubtful: (start, end) to be underlined with dots, or None.
        """
        self._chip_ends = ends
        marks = []
        if doubtful is not None:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(doubtful[0])
            mark.cursor.setPosition(doubtful[1], QTextCursor.MoveMode.KeepAnchor)
            mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            marks.append(mark)
        self.setExtraSelections(marks)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text only: table cells side by side, rows as lines, invisible characters left out and told."""
        pasted = clean_text(source.text().replace("\t", "  "))
        self.insertPlainText(pasted.text)
        if pasted.removed:
            self.cleaned.emit(pasted.removed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Notice whether an input method is composing."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Ctrl+Enter, Esc and Backspace on a chip; everything else is typing."""
        if self._composing:
            event.ignore()
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if enter and control:
            self.insertPlainText("\n")
        elif enter:
            if not event.isAutoRepeat():
                self.submitted.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.clear_requested.emit()
        elif event.key() == Qt.Key.Key_Backspace and not control and self._take_chip_back():
            return
        else:
            super().keyPressEvent(event)

    def _take_chip_back(self) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        for end in (cursor.position(), cursor.position() - 1):
            chip = self._chip_ends.get(end)
            blank_between = end == cursor.position() or self.text()[end : end + 1] == " "
            if chip is not None and blank_between:
                self._taken_back.add(chip)
                self.typed.emit(self.text())
                return True
        return False

    def _tell(self) -> None:
        if not self.text():
            self._taken_back.clear()
        self._fit()
        self.typed.emit(self.text())

    def _fit(self) -> None:
        lines = min(_LINES, max(1, self.document().blockCount()))
        height = QFontMetrics(self.font()).lineSpacing() * lines + _MARGIN
        full = self.document().blockCount() > _LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)
