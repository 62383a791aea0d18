"""今日值班: the log with its entry line, what comes next, what is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from zbyj_duty.core.errors import AppError, RuleViolation
from zbyj_duty.journal import columns
from zbyj_duty.journal.domain import LineKind, LogDraft, LogRow
from zbyj_duty.today.entry_bar import EntryBar
from zbyj_duty.today.line_dialogs import LineDialogs
from zbyj_duty.today.reading import (
    NextStep,
    OpenLine,
    TodayData,
    TodayServices,
    read_party_book,
    read_today,
)
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.module_page import ModulePage
from zbyj_duty.widgets.row_table import RowTable, TableColumn

_SIDE_WIDTH = 400


def _number(row: LogRow) -> str:
    return columns.number_text(row) if row.number else "…"


def _author(row: LogRow) -> str:
    return columns.author_text(row) if row.number else "保存中"


def _soft(row: LogRow) -> str:
    return "soft" if not row.number or row.is_system else ""


def _body_tone(row: LogRow) -> str:
    return _soft(row) or columns.body_tone(row)


LOG_COLUMNS = (
    TableColumn("编号", _number, 62, _soft),
    TableColumn("时间", columns.time_text, 66, _soft),
    TableColumn("类别", columns.kind_text, 64, _soft),
    TableColumn("对方", columns.party_text, 128, _soft),
    TableColumn("内容", columns.body_text, 0, _body_tone),
    TableColumn("记录人", _author, 84, _soft),
)


def _when(step: NextStep) -> str:
    return step.when


def _age(line: OpenLine) -> str:
    return line.age


def _text(item: NextStep | OpenLine) -> str:
    return item.text


def _tone(item: NextStep | OpenLine) -> str:
    return item.tone


def _row_key(row: LogRow) -> int:
    return row.id


def _key(item: NextStep | OpenLine) -> str:
    return item.key


class TodayPage(ModulePage):
    """The front tab.

    Args:
        desk: the place.
        services: duty, journal, handover, alarms, people.
    """

    title = "今日值班"
    topics = frozenset({"journal", "duty", "handover", "alarms", "reports", "dispatch"})
    keys = (
        ("F2", "记一条"),
        ("F6", "更正选中的（没有选中时为本人上一条）"),
        ("Shift+F6", "作废选中的"),
        ("F8", "选中的列为待办，或办结待办"),
        ("F7", "取回未保存的草稿"),
        ("Shift+F7", "搁置这一条，先记另一个电话"),
        ("Alt+←  Alt+→", "前一班、后一班"),
        ("Ctrl+Enter", "换行"),
    )

    def __init__(self, desk: Desk, services: TodayServices, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._services = services
        self._back = 0
        self._pending: dict[str, LogRow] = {}
        self._grey_rows = 0
        self._data = TodayData(None, True, (), (), ())
        self._build()
        self._wire()
        self._load_book()

    def _build(self) -> None:
        self.head = QLabel("本班日志", self)
        self.head.setProperty("part", "head")
        self.head.setObjectName("log_head")
        self.before = QPushButton("◀ 前一班", self)
        self.after = QPushButton("后一班 ▶", self)
        for button in (self.before, self.after):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.before)
        top.addWidget(self.after)
        self.log = RowTable("log", "值班日志", LOG_COLUMNS, _row_key, columns.is_struck, self)
        self.entry_bar = EntryBar(self.desk, self)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(top)
        left.addWidget(self.log, 1)
        left.addWidget(self.entry_bar)
        self.steps = self._card_table(
            "steps", "下一步", (TableColumn("时间", _when, 116, _tone), TableColumn("事项", _text))
        )
        self.open_list = self._card_table(
            "open", "未办结", (TableColumn("已过", _age, 62, _tone), TableColumn("事项", _text))
        )
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._card("steps_head", "下一步", self.steps), 1)
        right.addWidget(self._card("open_head", "未办结", self.open_list), 1)
        side = QWidget(self)
        side.setFixedWidth(_SIDE_WIDTH)
        side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(side)
        self.body.addLayout(row, 1)
        QWidget.setTabOrder(self.entry_bar.entry, self.log)
        QWidget.setTabOrder(self.log, self.steps)
        QWidget.setTabOrder(self.steps, self.open_list)

    def _card_table(self, name: str, title: str, shown: tuple[TableColumn, ...]) -> RowTable:
        table = RowTable(name, title, shown, _key, None, self)
        table.horizontalHeader().hide()
        table.setProperty("part", "plain")
        table.setAlternatingRowColors(False)
        return table

    def _card(self, name: str, title: str, table: RowTable) -> QFrame:
        card = QFrame(self)
        card.setProperty("part", "card")
        head = QLabel(title, card)
        head.setObjectName(name)
        head.setProperty("part", "head")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 6, 6)
        column.addWidget(head)
        column.addWidget(table, 1)
        return card

    def _wire(self) -> None:
        self.entry_bar.line_ready.connect(self._save_line)
        self.before.clicked.connect(self._go_before)
        self.after.clicked.connect(self._go_after)
        self.open_list.chosen.connect(self._open_matter)
        self.dialogs = LineDialogs(self.desk, self._services.journal, self)
        for key, slot in (
            ("F6", self._correct),
            ("Shift+F6", self._void),
            ("F8", self._flag),
            ("F7", self.entry_bar.fetch_waiting),
            ("Shift+F7", self.entry_bar.put_aside),
            ("Alt+Left", self._go_before),
            ("Alt+Right", self._go_after),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.desk.theme.changed.connect(self._take_colours)
        self._take_colours(self.desk.theme.tokens)

    def query(self) -> Callable[[], Any]:
        """Return the call that reads the watch, its log, what is due and open."""
        return partial(read_today, self._services, self.desk.actor, self.desk.clock, self._back)

    def show_data(self, data: TodayData) -> None:
        """Show the watch."""
        self._data = data
        where = "本班日志" if data.is_current else "往班日志（只读）"
        words = data.watch.words if data.watch else "现在无人值班，请到“交接班”接班"
        self.head.setText(f"{where}  {words}")
        self.after.setEnabled(not data.is_current)
        self._show_lines()
        self.steps.set_rows(data.steps)
        self.open_list.set_rows(data.open_lines)
        self._card_head("open_head", f"未办结 {len(data.open_lines)}")

    def first_focus(self) -> QWidget:
        """The entry line."""
        return self.entry_bar.entry

    def go_to_line(self, line_id: int) -> None:
        """Show one line of the log."""
        self.log.go_to(line_id)
        self.log.setFocus()

    def _card_head(self, name: str, words: str) -> None:
        label = self.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        label.setText(words)

    def _show_lines(self) -> None:
        pending = tuple(self._pending.values()) if self._data.is_current else ()
        self.log.set_rows(self._data.lines + pending)

    def _save_line(self, ready: tuple[LogDraft, str]) -> None:
        draft, raw = ready
        if self._back:
            self._back = 0
            self.reload()
        self._pending[draft.key] = self._grey(draft)
        self._show_lines()
        self.log.scrollToBottom()
        work = partial(self._services.journal.write, self.desk.actor, draft)
        self.desk.attempt.write(work, self._line_saved, self._line_refused, draft, raw)

    def _line_saved(self, _number: int, draft: LogDraft, _raw: str) -> None:
        self._pending.pop(draft.key, None)
        self.entry_bar.saved(draft)
        self.notice.clear()
        self.reload()

    def _line_refused(self, error: AppError, draft: LogDraft, raw: str) -> None:
        self._pending.pop(draft.key, None)
        self._show_lines()
        again = isinstance(error, RuleViolation) and error.code == "journal.same_again"
        self.entry_bar.refused(draft, raw, again, error.code != "journal.saved_already")
        if error.code == "journal.before_watch" and self.entry_bar.holds(draft.key):
            self.dialogs.ask_late_reason(draft, self._late_line_saved)
            return
        self.show_error(error)

    def _late_line_saved(self, _number: int) -> None:
        self.entry_bar.clear_saved()
        self.reload()

    def _grey(self, draft: LogDraft) -> LogRow:
        now = self.desk.clock.now()
        when = draft.occurred_at or now
        name = self.desk.actor.name
        self._grey_rows += 1
        number = -self._grey_rows
        return LogRow(
            number, 0, 0, 0, draft.kind, when, now, draft.party_text, None, "", draft.text, None, name, 0, ""
        )

    def _load_book(self) -> None:
        self.desk.attempt.read(
            partial(read_party_book, self._services.people, self.desk.actor),
            self.entry_bar.use_book,
            self.show_error,
        )

    def _heard(self, topics: frozenset[str]) -> None:
        super()._heard(topics)
        if "people" in topics:
            self._load_book()

    def _correct(self) -> None:
        row = self._chosen() or (self._own_last() if self._data.is_current else None)
        if row is not None and self._may_write():
            self.dialogs.correct(row)

    def _void(self) -> None:
        row = self._chosen()
        if row is None and not self._data.is_current:
            return
        if row is None:
            self.notice.tell("请先在日志里选中要作废的一条（Tab 到列表，用 ↑ ↓ 选）")
        elif self._may_write():
            self.dialogs.void(row)

    def _flag(self) -> None:
        row = self._chosen()
        if row is None and not self._data.is_current:
            return
        if row is None:
            self.notice.tell("请先在日志里选中一条，再按 F8 列为待办")
        elif not self._may_write():
            return
        elif row.follow_up == "open":
            self.dialogs.finish_line(row.id)
        else:
            self.dialogs.flag(row)

    def _open_matter(self, line: OpenLine) -> None:
        link = line.matter.link
        if link is None:
            return
        if link.kind == "log_line":
            if not self._may_write():
                return
            self.dialogs.finish_line(link.id)
        else:
            self.link_requested.emit(link)

    def _chosen(self) -> LogRow | None:
        if not self._data.is_current:
            self.notice.tell("往班日志只读。请回到本班（Alt+→），写明补充；或请带班领导更正")
            return None
        row = self.log.current_row()
        return row if row is not None and row.number else None

    def _own_last(self) -> LogRow | None:
        mine = [r for r in self._data.lines if r.author_id == self.desk.actor.person_id and not r.strike]
        return next((r for r in reversed(mine) if r.kind is not LineKind.SYSTEM), None)

    def _may_write(self) -> bool:
        if not self.desk.session.named:
            self.desk.session.ask_login()
            return False
        return True

    def _go_before(self) -> None:
        self._back += 1
        self.reload()

    def _go_after(self) -> None:
        self._back = max(0, self._back - 1)
        self.reload()

    def _take_colours(self, tokens: Any) -> None:
        for table in (self.log, self.steps, self.open_list):
            table.use(tokens)
