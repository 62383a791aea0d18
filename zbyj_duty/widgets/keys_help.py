"""F1: the keys of the page and of the whole window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

Keys = tuple[tuple[str, str], ...]


class KeysHelp(QDialog):
    """Lists keys in two columns.

    Args:
        parts: (heading, keys).
    """

    def __init__(self, parts: tuple[tuple[str, Keys], ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("按键一览")
        self.setObjectName("keys_help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(6)
        line = 0
        for heading, keys in parts:
            head = QLabel(heading, self)
            head.setProperty("part", "head")
            grid.addWidget(head, line, 0, 1, 2)
            line += 1
            for key, words in keys:
                label = QLabel(key, self)
                label.setProperty("part", "chip")
                grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(QLabel(words, self), line, 1)
                line += 1
        column.addLayout(grid)
        close = QPushButton("关闭 (Esc)", self)
        close.setObjectName("close")
        close.clicked.connect(self.reject)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
