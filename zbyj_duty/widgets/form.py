"""A dialog made of fields: errors appear beside the field, and it stays open until the thing is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from zbyj_duty.core.errors import AppError, InvalidInput
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.widgets.notice import Notice

LINE, SECRET, TEXT, CHOICE = "line", "secret", "text", "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        name: as the draft and its errors call it.
        label: for people.
        kind: line, secret, text or choice.
        value: at the beginning.
        choices: (value, words) of a choice.
        hint: shown while it is empty.
    """

    name: str
    label: str
    kind: str = LINE
    value: Any = ""
    choices: tuple[tuple[Any, str], ...] = ()
    hint: str = ""


class FormDialog(QDialog):
    """Asks for a few things.

    Signals:
        submitted: dict of field name → value; the dialog waits until ``accept`` or ``show_error``.
    """

    submitted = Signal(object)

    def __init__(
        self, title: str, fields: tuple[Field, ...], act: str, parent: QWidget, words: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("form_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._inputs: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        self._build(title, fields, act, words)
        self._wire()

    def _build(self, title: str, fields: tuple[Field, ...], act: str, words: str) -> None:
        self.notice = Notice(self)
        head = QLabel(title, self)
        head.setProperty("part", "head")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(head)
        if words:
            told = QLabel(words, self)
            told.setWordWrap(True)
            told.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(told)
        column.addWidget(self.notice)
        self.rows = QFormLayout()
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.rows.setHorizontalSpacing(12)
        column.addLayout(self.rows)
        for field in fields:
            self.add_field(field)
        buttons = QHBoxLayout()
        self.act_button = QPushButton(f"{act} (Ctrl+Enter)", self)
        self.act_button.setObjectName("act")
        self.act_button.setProperty("part", "main")
        self.act_button.setDefault(True)
        self.cancel_button = QPushButton("取消 (Esc)", self)
        self.cancel_button.setObjectName("cancel")
        self.cancel_button.setAutoDefault(False)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.act_button)
        column.addLayout(buttons)

    def _wire(self) -> None:
        self.act_button.clicked.connect(self._submit)
        self.cancel_button.clicked.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.act_button.click)

    def add_field(self, field: Field) -> None:
        """Add a field at the end."""
        self.add_input(field.name, field.label, _input(field, self))

    def add_input(self, name: str, label: str, widget: QWidget) -> None:
        """Add a field made elsewhere; ``value_of`` knows line, text, choice, or a widget with ``value()``."""
        error = QLabel(self)
        error.setProperty("part", "error")
        error.setObjectName(f"{name}_error")
        error.setWordWrap(True)
        error.hide()
        widget.setObjectName(name)
        widget.setAccessibleName(label)
        holder = QWidget(self)
        stack = QVBoxLayout(holder)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(2)
        stack.addWidget(widget)
        stack.addWidget(error)
        self.rows.addRow(label, holder)
        self._inputs[name] = widget
        self._errors[name] = error

    def values(self) -> dict[str, Any]:
        """Return what the fields hold."""
        return {name: value_of(widget) for name, widget in self._inputs.items()}

    def show_error(self, error: AppError) -> None:
        """Tell of an error beside its field, or in the bar; what was typed stays."""
        self.act_button.setEnabled(True)
        label = self._errors.get(error.field) if isinstance(error, InvalidInput) else None
        if label is None:
            self.notice.bad(error)
            return
        label.setText(sentence(error))
        label.show()
        widget = self._inputs[error.field]  # type: ignore[attr-defined]
        widget.setFocus()
        if isinstance(widget, QLineEdit):
            widget.selectAll()

    def done_well(self, _result: object = None) -> None:
        """Close: the thing is done."""
        self.accept()

    def reject(self) -> None:
        """Close without doing anything; not while the work is under way."""
        if self.act_button.isEnabled():
            super().reject()

    def _submit(self) -> None:
        self.notice.clear()
        for label in self._errors.values():
            label.hide()
        self.act_button.setEnabled(False)
        self.submitted.emit(self.values())


def value_of(widget: QWidget) -> Any:
    """Return what a field holds."""
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentData()
    return widget.value()  # type: ignore[attr-defined]


def _input(field: Field, parent: QWidget) -> QWidget:
    if field.kind == TEXT:
        text = QPlainTextEdit(str(field.value), parent)
        text.setTabChangesFocus(True)
        text.setFixedHeight(96)
        text.setPlaceholderText(field.hint)
        return text
    if field.kind == CHOICE:
        box = QComboBox(parent)
        for value, words in field.choices:
            box.addItem(words, value)
        place = box.findData(field.value)
        box.setCurrentIndex(max(place, 0))
        return box
    line = QLineEdit(str(field.value), parent)
    line.setPlaceholderText(field.hint)
    if field.kind == SECRET:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
