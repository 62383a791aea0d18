"""The board: one key is one result."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from zbyj_duty.modules.dispatch import columns
from zbyj_duty.modules.dispatch.domain import Result, TargetRow
from zbyj_duty.widgets.row_table import RowTable, TableColumn

RESULT_KEYS = {
    Qt.Key.Key_1: Result.NOTHING,
    Qt.Key.Key_2: Result.SOMETHING,
    Qt.Key.Key_3: Result.NO_ANSWER,
    Qt.Key.Key_4: Result.BUSY,
    Qt.Key.Key_5: Result.OFF_POST,
    Qt.Key.Key_6: Result.LATE,
    Qt.Key.Key_7: Result.EXEMPT,
}
BOARD_COLUMNS = (
    TableColumn("单位", columns.name_text, 208),
    TableColumn("值班电话", columns.number_text, 128),
    TableColumn("时间", columns.time_text, 64),
    TableColumn("结果", columns.result_text, 124, columns.result_tone),
    TableColumn("应答人", columns.answerer_text, 108, columns.answerer_tone),
    TableColumn("加问", columns.answers_text, 180),
    TableColumn("情况", columns.text_text, 0, columns.text_tone),
)
QUESTION_COLUMN = 5


def target_key(row: TargetRow) -> int:
    """A row's own key."""
    return row.id


class BoardTable(RowTable):
    """Rows of a round.

    Signals:
        called: (TargetRow, Result).
    """

    called = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("board", "调度表", BOARD_COLUMNS, target_key, None, parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 … 7 record a result for the current row."""
        result = RESULT_KEYS.get(Qt.Key(event.key()))
        row = self.current_row()
        if result is not None and row is not None and not event.isAutoRepeat():
            self.called.emit(row, result)
            return
        super().keyPressEvent(event)

    def go_to_next_open(self, after: int) -> None:
        """Go to the next row after ``after`` that was not asked yet, then to any that is open."""
        start = self.rows_model.number_of(after) or 0
        order = [*self.rows[start + 1 :], *self.rows[: start + 1]]
        unasked = next((row for row in order if not row.attempts and row.id != after), None)
        if unasked is not None:
            self.go_to(unasked.id)
