"""A PDF shown page by page inside the program."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget


class PaperPicture(Protocol):
    """One page as BGRX rows of ``stride`` bytes."""

    @property
    def width(self) -> int:
        """Pixels."""
        ...

    @property
    def height(self) -> int:
        """Pixels."""
        ...

    @property
    def stride(self) -> int:
        """Bytes of a row."""
        ...

    @property
    def pixels(self) -> bytes:
        """The rows."""
        ...


class PaperView(QWidget):
    """Shows pictures of pages; PageUp and PageDown turn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[PaperPicture, ...] = ()
        self._at = 0
        self._build()
        self._wire()

    def _build(self) -> None:
        self.picture = QLabel(self)
        self.picture.setObjectName("paper")
        self.picture.setProperty("part", "paper")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea(self)
        self.area.setObjectName("paper_area")
        self.area.setAccessibleName("报告预览")
        self.area.setWidget(self.picture)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.before = QPushButton("上一页 (PgUp)", self)
        self.after = QPushButton("下一页 (PgDn)", self)
        self.place = QLabel(self)
        self.place.setObjectName("paper_place")
        row = QHBoxLayout()
        row.addWidget(self.before)
        row.addWidget(self.place)
        row.addWidget(self.after)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.area, 1)
        self._show()

    def _wire(self) -> None:
        self.before.clicked.connect(self.turn_back)
        self.after.clicked.connect(self.turn_on)
        for key, slot in (("PgUp", self.turn_back), ("PgDown", self.turn_on)):
            shortcut = QShortcut(QKeySequence(key), self.window())
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setParent(self)
            shortcut.activated.connect(slot)

    def show_pages(self, pages: tuple[PaperPicture, ...]) -> None:
        """Show another paper from its first page."""
        self._pages, self._at = pages, 0
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the width anew."""
        super().resizeEvent(event)
        self._show()

    def turn_on(self) -> None:
        """Next page."""
        self._at = min(self._at + 1, max(len(self._pages) - 1, 0))
        self._show()

    def turn_back(self) -> None:
        """Page before."""
        self._at = max(self._at - 1, 0)
        self._show()

    def _show(self) -> None:
        count = len(self._pages)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at + 1 < count)
        self.place.setText(f"第 {self._at + 1} 页 共 {count} 页" if count else "")
        if not count:
            self.picture.clear()
            self.picture.resize(0, 0)
            return
        page = self._pages[self._at]
        image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
        width = min(page.width, max(self.area.viewport().width() - 4, 200))
        fitted = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        self.picture.setPixmap(QPixmap.fromImage(fitted))
        self.picture.adjustSize()
        self.area.verticalScrollBar().setValue(0)
