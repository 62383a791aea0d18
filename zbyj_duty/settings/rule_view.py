"""One rule: its versions, what is in force, and what the selected version alters of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.settings import columns
from zbyj_duty.settings.domain import Standing, VersionRow, body_lines, differences
from zbyj_duty.widgets.row_table import RowTable, TableColumn
from zbyj_duty.widgets.theme import Theme

_COLUMNS = (
    TableColumn("状态", columns.standing_text, 150, columns.standing_tone),
    TableColumn("执行日期", columns.span_text),
    TableColumn("提出", columns.author_text, 72),
    TableColumn("核准", columns.approved_text, 72),
    TableColumn("依据", columns.source_text),
)


def _key(row: VersionRow) -> int:
    return row.id


class RuleView(QWidget):
    """Shows one kind of rule at a time.

    Args:
        theme: the look.
        parent: the page.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = ProfileKind.WATCH_HOURS
        self._now: Any = None
        self.versions = RowTable("rule_versions", "各版规则", _COLUMNS, _key, None, self)
        self.now = _text("rule_now", self)
        self.alters = _text("rule_alters", self)
        self.alters_head = QLabel(self)
        self.alters_head.setProperty("part", "head")
        self.alters_head.setWordWrap(True)
        head = QLabel("现在执行", self)
        head.setProperty("part", "head")
        card = QFrame(self)
        card.setProperty("part", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(head)
        column.addWidget(self.now)
        column.addSpacing(10)
        column.addWidget(self.alters_head)
        column.addWidget(self.alters)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(card)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.versions, 8)
        row.addWidget(area, 5)
        self.versions.current_changed.connect(self._show_version)
        theme.changed.connect(self.versions.use)
        self.versions.use(theme.tokens)

    def show_rule(self, kind: ProfileKind, now: Any, versions: tuple[VersionRow, ...]) -> None:
        """Show a rule; the selected version stays selected, else the newest that waits, else the one in force."""
        self._kind, self._now = kind, now
        self.now.setText("\n".join(body_lines(kind, now)))
        self.versions.set_rows(versions)
        if self.versions.current_row() is None and versions:
            waiting = [row for row in versions if row.standing is Standing.WAITING]
            standing = [row for row in versions if row.standing is Standing.NOW]
            self.versions.go_to((waiting or standing or list(versions))[0].id)
        self._show_version(self.versions.current_row())

    def chosen(self) -> VersionRow | None:
        """Return the selected version."""
        return self.versions.current_row()

    def _show_version(self, row: VersionRow | None) -> None:
        if row is None or row.standing is Standing.NOW:
            self.alters_head.setText("")
            self.alters.setText("")
            return
        lines = differences(self._kind, self._now, row.version.body)
        self.alters_head.setText("选中的版本与现在相比")
        self.alters.setText("\n".join(lines) or "内容相同，没有改动")


def _text(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
