"""节假日历: every day that is not what its weekday says, and the years that have no notice yet."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from zbyj_duty.profiles.service import CalendarRow
from zbyj_duty.settings import columns
from zbyj_duty.widgets.row_table import RowTable, TableColumn
from zbyj_duty.widgets.theme import Theme

_COLUMNS = (
    TableColumn("日期", columns.day_text, 210),
    TableColumn("安排", columns.day_kind_text, 130, columns.day_kind_tone),
    TableColumn("名称", columns.day_name_text, 220),
    TableColumn("依据", columns.day_source_text),
)


def _key(row: CalendarRow) -> date:
    return row.day


class CalendarView(QWidget):
    """The calendar.

    Args:
        theme: the look.
        parent: the page.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.warning = QLabel(self)
        self.warning.setObjectName("calendar_warning")
        self.warning.setProperty("part", "chip")
        self.warning.setProperty("tone", "overdue")
        self.warning.setWordWrap(True)
        self.days = RowTable("calendar_days", "节假日历", _COLUMNS, _key, None, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.warning)
        column.addWidget(self.days, 1)
        theme.changed.connect(self.days.use)
        self.days.use(theme.tokens)

    def show_days(self, days: tuple[CalendarRow, ...], warnings: tuple[str, ...], today: date) -> None:
        """Show the days, those to come first in sight."""
        told = "；".join(warnings)
        words = f"▲ {told}。放假通知公布后，请用“录入放假通知”(F7) 录入"
        self.warning.setText(words)
        self.warning.setAccessibleName(words)
        self.warning.setVisible(bool(warnings))
        self.days.set_rows(days)
        if self.days.current_row() is None and days:
            self.days.go_to(next((row.day for row in days if row.day >= today), days[-1].day))
