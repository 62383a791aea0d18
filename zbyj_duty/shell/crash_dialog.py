"""A bug: the program says so with a number, keeps a trace without anybody's words, and stays open if it can."""

from __future__ import annotations

import sys
import traceback
import uuid
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout


class CrashDialog(QDialog):
    """Says that it is the program's fault, and what to copy.

    Args:
        number: of the entry in the trace file.
        trace: frames only, no text that a person typed.
    """

    def __init__(self, number: str, trace: str) -> None:
        super().__init__()
        self.setWindowTitle("程序出错")
        self.setObjectName("crash_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(640, 360)
        words = QLabel(
            f"程序出错，编号 {number}。已保存的记录不受影响；正在写的文字存有草稿。\n"
            "可以继续使用。请把编号和下面的内容告诉技术支持。",
            self,
        )
        words.setWordWrap(True)
        self._trace = QPlainTextEdit(trace, self)
        self._trace.setReadOnly(True)
        copy = QPushButton("复制", self)
        close = QPushButton("继续使用", self)
        close.setProperty("part", "main")
        column = QVBoxLayout(self)
        for widget in (words, self._trace, copy, close):
            column.addWidget(widget)
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.accept)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._trace.toPlainText())


class CrashWatch:
    """Takes the excepthook while the window runs.

    Args:
        path: the trace file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = sys.excepthook
        sys.excepthook = self.caught

    def stop(self) -> None:
        """Give the excepthook back."""
        sys.excepthook = self._before

    def caught(self, kind: type[BaseException], error: BaseException, frames: TracebackType | None) -> None:
        """Write frames and kind of the error, never its message, and say so."""
        number = uuid.uuid4().hex[:8]
        trace = "".join(traceback.format_tb(frames)) + kind.__name__
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{number}\n{trace}\n\n")
        except OSError:
            pass
        CrashDialog(number, trace).show()
