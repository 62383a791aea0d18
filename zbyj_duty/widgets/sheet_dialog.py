"""Some lines shown once, to be printed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget


class SheetDialog(QDialog):
    """Shows lines and prints them through the system's dialog."""

    def __init__(self, title: str, lines: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(760, 380)
        head = QLabel(title, self)
        head.setProperty("part", "head")
        self._text = QPlainTextEdit("\n\n".join(lines), self)
        self._text.setReadOnly(True)
        self._text.setObjectName("sheet_text")
        self._print = QPushButton("打印", self)
        self._print.setProperty("part", "main")
        close = QPushButton("已保管，关闭", self)
        close.setObjectName("close")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._print)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(head)
        column.addWidget(self._text, 1)
        column.addLayout(row)
        self._print.clicked.connect(self._print_text)
        close.clicked.connect(self.accept)

    def _print_text(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            document = QTextDocument(self._text.toPlainText())
            document.setDefaultFont(self.font())
            document.print_(printer)
