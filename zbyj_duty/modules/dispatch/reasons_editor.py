"""Reasons for the rows that did not answer: one for each, or one for all."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from zbyj_duty.modules.dispatch import columns
from zbyj_duty.modules.dispatch.domain import TargetRow


class ReasonsEditor(QWidget):
    """A line for each open row; what is left blank takes the common reason."""

    def __init__(self, targets: tuple[TargetRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[int, QLineEdit] = {}
        self.common = QLineEdit(self)
        self.common.setObjectName("common_reason")
        self.common.setAccessibleName("统一原因")
        self.common.setPlaceholderText("统一原因：下面没有写的都用这一条")
        holder = QWidget(self)
        form = QFormLayout(holder)
        for target in targets:
            line = QLineEdit(holder)
            line.setObjectName(f"reason_{target.id}")
            line.setAccessibleName(target.name)
            self._lines[target.id] = line
            form.addRow(QLabel(f"{target.name}  {columns.result_text(target)}", holder), line)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(holder)
        area.setMinimumHeight(min(60 + 44 * len(targets), 360))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.common)
        column.addWidget(area)

    def value(self) -> dict[int, str]:
        """Return the reason of each row."""
        common = self.common.text()
        return {target: line.text().strip() or common for target, line in self._lines.items()}
