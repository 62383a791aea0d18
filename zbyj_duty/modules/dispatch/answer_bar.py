"""One call being written down: situation, today's questions, who answered. Enter goes on, and saves at the last."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from zbyj_duty.modules.dispatch.domain import QUESTION_LIMIT, Result, TargetRow
from zbyj_duty.profiles.domain import AnswerKind, SpecialQuestion

_HINTS = {AnswerKind.YES_NO: "是 / 否", AnswerKind.NUMBER: "数", AnswerKind.TEXT: ""}


class AnswerBar(QFrame):
    """Under the board while a call is written down.

    Signals:
        finished: (TargetRow, Result, text, answers, answerer).
        left: Esc: nothing was recorded.
    """

    finished = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer_bar")
        self.setProperty("part", "card")
        self._target: TargetRow | None = None
        self._result = Result.NOTHING
        self._composing = False
        self._build()
        self.hide()

    def _build(self) -> None:
        self.head = QLabel(self)
        self.head.setObjectName("answer_head")
        self.head.setProperty("part", "head")
        self.text = self._line("situation", "情况", 4)
        self.questions = [self._line(f"question_{n}", f"加问 {n + 1}", 1) for n in range(QUESTION_LIMIT)]
        self.answerer = self._line("answerer", "应答人", 1)
        self._labels: dict[QLineEdit, QLabel] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for line in (self.text, *self.questions, self.answerer):
            label = QLabel(line.accessibleName(), self)
            self._labels[line] = label
            row.addWidget(label)
            row.addWidget(line, 4 if line is self.text else 2)
        self.told = QLabel("Enter 下一格，末格 Enter 保存   Esc 不记", self)
        self.told.setProperty("part", "small")
        self.told.setObjectName("answer_told")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.head)
        column.addLayout(row)
        column.addWidget(self.told)

    def _line(self, name: str, title: str, _stretch: int) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(title)
        line.installEventFilter(self)
        return line

    def begin(
        self, target: TargetRow, result: Result, questions: tuple[SpecialQuestion, ...], text: str = ""
    ) -> None:
        """Write down a call.

        Args:
            target: who was called.
            result: what came of it.
            questions: put to this target.
            text: what was typed before, when it was refused.
        """
        self._target, self._result = target, result
        asks = result.is_answer
        self.head.setText(f"{target.name}  {result.symbol} {result.words}  {target.number}")
        self._show(self.text, result is not Result.NOTHING or bool(text))
        self._labels[self.text].setText("免调理由" if result is Result.EXEMPT else "情况")
        self.text.setText(text)
        for line, question in zip(
            self.questions, (*questions, *[None] * (QUESTION_LIMIT - len(questions))), strict=False
        ):
            self._show(line, asks and question is not None)
            line.clear()
            if question is not None:
                self._labels[line].setText(question.text)
                line.setAccessibleName(question.text)
                line.setPlaceholderText(_HINTS[question.answer])
        self._show(self.answerer, asks)
        self.answerer.setText(target.contact)
        self.answerer.selectAll()
        self.show()
        self._shown()[0].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field, from the last it saves; Esc leaves; not while an input method composes."""
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit)
        ):
            if self._composing:
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_on(watched)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _go_on(self, line: QLineEdit) -> None:
        shown = self._shown()
        at = shown.index(line)
        if at + 1 < len(shown):
            shown[at + 1].setFocus()
            shown[at + 1].selectAll()
            return
        answers = tuple(q.text() for q in self.questions if not q.isHidden())
        answerer = "" if self.answerer.isHidden() else self.answerer.text()
        self.hide()
        self.finished.emit((self._target, self._result, self.text.text(), answers, answerer))

    def _shown(self) -> list[QLineEdit]:
        return [line for line in (self.text, *self.questions, self.answerer) if not line.isHidden()]

    def _show(self, line: QLineEdit, visible: bool) -> None:
        line.setVisible(visible)
        self._labels[line].setVisible(visible)
