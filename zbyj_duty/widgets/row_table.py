"""A table over a tuple of rows: what is selected, and where one is reading, survive every reload."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from zbyj_duty.widgets.tokens import LIGHT, ROW, Tokens

_INVALID = QModelIndex()
_PADDING = 18


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a screen table.

    Attributes:
        title: heading.
        text: row → cell.
        width: in pixels; 0 takes what is left and wraps.
        tone: row → done, due, overdue, soft or "" (ink).
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    tone: Callable[[Any], str] | None = None


class RowModel(QAbstractTableModel):
    """A view over a tuple of frozen rows.

    Args:
        columns: what is shown of a row.
        key: row → what makes it the same row after a reload.
        struck: row → whether it is struck through.
    """

    def __init__(
        self,
        columns: Sequence[TableColumn],
        key: Callable[[Any], Any],
        struck: Callable[[Any], bool] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Any, ...] = ()
        self._key = key
        self._struck = struck
        self._tokens = LIGHT
        self._strike_font = QFont(parent.font())
        self._strike_font.setStrikeOut(True)

    def rowCount(self, parent: QModelIndex = _INVALID) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = _INVALID) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return a column's title."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        """Return text, colour and font of a cell."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, column)
        if role == Qt.ItemDataRole.FontRole and self._struck is not None and self._struck(row):
            return self._strike_font
        return None

    def use(self, tokens: Tokens) -> None:
        """Take the colours of a look."""
        self._tokens = tokens
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    def replace(self, rows: tuple[Any, ...]) -> None:
        """Show other rows: what stayed is left alone, what was added at the end is inserted."""
        old = self.rows
        keys, old_keys = [self._key(r) for r in rows], [self._key(r) for r in old]
        common = len(old)
        if keys[:common] != old_keys:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        changed = [i for i in range(common) if old[i] != rows[i]]
        if len(rows) > common:
            self.beginInsertRows(_INVALID, common, len(rows) - 1)
            self.rows = rows
            self.endInsertRows()
        else:
            self.rows = rows
        if changed:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], last))

    def key_at(self, number: int) -> Any:
        """Return the key of a row by its number."""
        return self._key(self.rows[number])

    def number_of(self, key: Any) -> int | None:
        """Return where a row stands, None when it is gone."""
        return next((i for i, row in enumerate(self.rows) if self._key(row) == key), None)

    def _colour(self, row: Any, column: TableColumn) -> QColor | None:
        if self._struck is not None and self._struck(row):
            return QColor(self._tokens.soft)
        tone = column.tone(row) if column.tone else ""
        return QColor(getattr(self._tokens, tone)) if tone else None


class RowTable(QTableView):
    """The table widget.

    Signals:
        chosen: the row on which Enter was pressed or which was clicked twice.
        current_changed: the current row, or None.
    """

    chosen = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self,
        name: str,
        title: str,
        columns: Sequence[TableColumn],
        key: Callable[[Any], Any],
        struck: Callable[[Any], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.rows_model = RowModel(columns, key, struck, self)
        self._heights: dict[tuple[str, int], int] = {}
        self._build()
        self.setModel(self.rows_model)
        self._size_columns()
        self.doubleClicked.connect(self._choose_index)
        self.selectionModel().currentRowChanged.connect(self._tell_current)

    def _build(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        for number, column in enumerate(self.rows_model.columns):
            if column.width:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    @property
    def rows(self) -> tuple[Any, ...]:
        """What is shown."""
        return self.rows_model.rows

    def current_row(self) -> Any:
        """Return the current row, None without one."""
        index = self.currentIndex()
        return self.rows[index.row()] if index.isValid() else None

    def go_to(self, key: Any) -> bool:
        """Make the row with ``key`` the current one; tells whether it is there."""
        number = self.rows_model.number_of(key)
        if number is None:
            return False
        self.setCurrentIndex(self.rows_model.index(number, 0))
        return True

    def set_rows(self, rows: tuple[Any, ...]) -> None:
        """Show ``rows``; a view that stood at the bottom stays there, any other stays where it is."""
        if rows == self.rows:
            return
        bar = self.verticalScrollBar()
        at_bottom = bar.value() >= bar.maximum()
        position = bar.value()
        index = self.currentIndex()
        key = self.rows_model.key_at(index.row()) if index.isValid() else None
        self.rows_model.replace(rows)
        if index.isValid() and not self.currentIndex().isValid():
            self.go_to(key)
        self._fit_heights()
        self.updateGeometries()
        bar.setValue(bar.maximum() if at_bottom else position)

    def use(self, tokens: Tokens) -> None:
        """Take the colours of a look."""
        self.rows_model.use(tokens)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew when the width changes; a view that stood at the bottom stays there."""
        bar = self.verticalScrollBar()
        at_bottom = bar.value() >= bar.maximum()
        super().resizeEvent(event)
        self._fit_heights()
        self.updateGeometries()
        if at_bottom:
            bar.setValue(bar.maximum())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if (row := self.current_row()) is not None:
                self.chosen.emit(row)
            return
        super().keyPressEvent(event)

    def _fit_heights(self) -> None:
        wrapped = [i for i, c in enumerate(self.rows_model.columns) if not c.width]
        metrics = QFontMetrics(self.font())
        for number, row in enumerate(self.rows):
            height = ROW
            for column in wrapped:
                text = self.rows_model.columns[column].text(row)
                height = max(height, self._height(text, self.columnWidth(column) - _PADDING, metrics))
            if self.rowHeight(number) != height:
                self.setRowHeight(number, height)

    def _height(self, text: str, width: int, metrics: QFontMetrics) -> int:
        found = self._heights.get((text, width))
        if found is None:
            flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            box = metrics.boundingRect(0, 0, max(width, 40), 100_000, flags, text)
            found = max(ROW, box.height() + 16)
            if len(self._heights) > 4000:
                self._heights.clear()
            self._heights[text, width] = found
        return found

    def _choose_index(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows[index.row()])

    def _tell_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.current_changed.emit(self.rows[current.row()] if current.isValid() else None)
