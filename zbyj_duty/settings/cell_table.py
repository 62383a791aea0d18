"""A small table that is typed into: rows are added, moved and taken away by keys."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from zbyj_duty.settings.rule_cells import CellColumn, Cells
from zbyj_duty.widgets.tokens import ROW

_SHOWN_ROWS = 7
_HEADER = 52
_Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(QStyledItemDelegate):
    """Edits a cell by choosing; ``free`` lets other words be typed."""

    def __init__(self, column: CellColumn, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = column

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: _Index) -> QWidget:
        """Return the list of choices."""
        box = QComboBox(parent)
        box.setEditable(self._column.free)
        box.addItems(list(self._column.choices))
        box.setAccessibleName(self._column.title)
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Choose what the cell says."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentText(index.data())

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Write the choice into the cell."""
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentText())


class CellsView(QTableWidget):
    """The table; Enter begins to edit, Tab leaves it for the next field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits the current cell, as F2 does; Ctrl+Enter is the dialog's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentItem() is not None and self.state() != QTableWidget.State.EditingState:
                self.editItem(self.currentItem())
            return
        super().keyPressEvent(event)

    def finish_editing(self) -> None:
        """Take over what is being typed, before the cells are read."""
        editor = QApplication.focusWidget()
        if editor is None or not self.viewport().isAncestorOf(editor):
            return
        while editor.parentWidget() is not self.viewport():
            editor = editor.parentWidget()
        self.commitData(editor)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)


class CellTable(QWidget):
    """The table with its buttons.

    Args:
        columns: what is typed.
        cells: at the beginning.
        new: what a row that was just added holds.

    Signals:
        changed: some cell, or the number of rows.
    """

    changed = Signal()

    def __init__(
        self, columns: tuple[CellColumn, ...], cells: Cells, new: tuple[str, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._new = new
        self._build()
        for row in cells:
            self._insert(self.table.rowCount(), row)
        self._wire()
        if cells:
            self.table.setCurrentCell(0, 0)

    def _build(self) -> None:
        self.table = CellsView(0, len(self._columns), self)
        self.table.setObjectName("cells")
        self.table.setAccessibleName("内容")
        self.table.setHorizontalHeaderLabels([column.title for column in self._columns])
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(True)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        for number, column in enumerate(self._columns):
            if column.width:
                self.table.setColumnWidth(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            if column.choices:
                self.table.setItemDelegateForColumn(number, ChoiceDelegate(column, self.table))
        self.table.setFixedHeight(ROW * _SHOWN_ROWS + _HEADER)
        row = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for name, words in (
            ("row_add", "加一行 (Ctrl+Insert)"),
            ("row_remove", "删一行 (Ctrl+Delete)"),
            ("row_up", "上移 (Alt+↑)"),
            ("row_down", "下移 (Alt+↓)"),
        ):
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setAutoDefault(False)
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addLayout(row)
        self.setFocusProxy(self.table)

    def _wire(self) -> None:
        self.table.cellChanged.connect(self._cell_changed)
        acts = {
            "row_add": ("Ctrl+Insert", self.add_row),
            "row_remove": ("Ctrl+Delete", self.remove_row),
            "row_up": ("Alt+Up", self.move_up),
            "row_down": ("Alt+Down", self.move_down),
        }
        for name, (key, slot) in acts.items():
            self.buttons[name].clicked.connect(slot)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def value(self) -> Cells:
        """Return what stands in the cells, the one being typed too."""
        self.table.finish_editing()
        return tuple(self._row(number) for number in range(self.table.rowCount()))

    def add_row(self) -> None:
        """Add a row under the current one and go to it."""
        number = self.table.currentRow() + 1
        self._insert(number, self._new)
        self.table.setCurrentCell(number, 0)
        self.table.setFocus()
        self.changed.emit()

    def remove_row(self) -> None:
        """Take the current row away."""
        number = self.table.currentRow()
        if number >= 0:
            self.table.removeRow(number)
            self.changed.emit()

    def move_up(self) -> None:
        """Move the current row one up."""
        self._move(-1)

    def move_down(self) -> None:
        """Move the current row one down."""
        self._move(1)

    def _move(self, step: int) -> None:
        number, column = self.table.currentRow(), self.table.currentColumn()
        if number < 0 or not 0 <= number + step < self.table.rowCount():
            return
        row = self._row(number)
        self.table.removeRow(number)
        self._insert(number + step, row)
        self.table.setCurrentCell(number + step, column)
        self.changed.emit()

    def _insert(self, number: int, row: tuple[str, ...]) -> None:
        blocked = self.table.blockSignals(True)
        self.table.insertRow(number)
        for column, text in enumerate(row):
            self.table.setItem(number, column, QTableWidgetItem(text))
        self.table.blockSignals(blocked)

    def cells(self) -> Cells:
        """Return what stands in the cells, without ending an edit."""
        return tuple(self._row(number) for number in range(self.table.rowCount()))

    def _row(self, number: int) -> tuple[str, ...]:
        cells = []
        for column in range(self.table.columnCount()):
            item = self.table.item(number, column)
            cells.append(item.text() if item is not None else "")
        return tuple(cells)

    def _cell_changed(self, _row: int, _column: int) -> None:
        self.changed.emit()
