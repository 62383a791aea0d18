"""规则: the dated rules and the calendar; a change is proposed by one and approved by another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTabBar, QWidget

from zbyj_duty.core.access import PLANNERS, Role
from zbyj_duty.core.clock import beijing
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.settings.calendar_view import CalendarView
from zbyj_duty.settings.domain import Standing
from zbyj_duty.settings.reading import Rules, SettingsServices, read_notice, read_rules
from zbyj_duty.settings.rule_dialogs import RuleDialogs
from zbyj_duty.settings.rule_view import RuleView
from zbyj_duty.settings.settings_page import PageAct, SettingsPage
from zbyj_duty.widgets.desk import Desk

_KINDS = tuple(ProfileKind)
_APPROVERS = frozenset({Role.LEADER, Role.ADMIN})
_NOTICE_FILES = "表格文本 (*.csv *.txt)"


class RulesPage(SettingsPage):
    """The rules.

    Args:
        desk: the place.
        services: profiles.
    """

    title = "规则"
    topics = frozenset({"profiles"})
    rights = "提出修改：排班管理员、系统管理员；核准：带班领导、系统管理员中的另一人"
    keys = (
        ("Alt+← →", "换一种规则"),
        ("F5", "提出修改"),
        ("F6", "核准选中的版本"),
        ("F7", "录入放假通知"),
        ("F8", "从文件录入放假通知"),
    )

    def __init__(self, desk: Desk, services: SettingsServices, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._services = services
        self._rules: Rules | None = None
        self._dialogs = RuleDialogs(desk, services, self)
        self._build()
        self._wire()

    def _build(self) -> None:
        self.add_head()
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("rule_kinds")
        self.tabs.setAccessibleName("哪种规则")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for kind in _KINDS:
            self.tabs.addTab(kind.words)
        self.tabs.addTab("节假日历")
        self.view = RuleView(self.desk.theme, self)
        self.calendar = CalendarView(self.desk.theme, self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.calendar)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        self.add_acts(
            (
                PageAct("propose", "F5", "提出修改", self._propose, PLANNERS, True),
                PageAct("approve", "F6", "核准选中的版本", self._approve, _APPROVERS),
                PageAct("notice_days", "F7", "录入放假通知", self._notice, PLANNERS, True),
                PageAct("notice_file", "F8", "从文件录入", self._notice_file, PLANNERS),
            )
        )

    def _wire(self) -> None:
        self.tabs.currentChanged.connect(self._turn_to)
        for key, step in (("Alt+Left", -1), ("Alt+Right", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._step, step))
        self._turn_to(0)

    def query(self) -> Callable[[], Any]:
        """Return the call that reads every rule."""
        today = beijing(self.desk.clock.now()).date()
        return partial(read_rules, self._services, self.desk.actor, today)

    def show_data(self, data: Rules) -> None:
        """Show them; a rule with something to approve is marked."""
        self._rules = data
        for number, kind in enumerate(_KINDS):
            waits = any(row.standing is Standing.WAITING for row in data.versions[kind])
            self.tabs.setTabText(number, f"{kind.words} ○" if waits else kind.words)
        self.tabs.setTabText(len(_KINDS), "节假日历 ▲" if data.warnings else "节假日历")
        self.calendar.show_days(data.days, data.warnings, data.today)
        self._show_rule()

    def first_focus(self) -> QWidget:
        """The versions, or the days."""
        return self.calendar.days if self._on_calendar else self.view.versions

    @property
    def _on_calendar(self) -> bool:
        return self.tabs.currentIndex() == len(_KINDS)

    @property
    def _kind(self) -> ProfileKind:
        return _KINDS[self.tabs.currentIndex()]

    def _step(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _turn_to(self, _number: int) -> None:
        self.stack.setCurrentWidget(self.calendar if self._on_calendar else self.view)
        for name in ("propose", "approve"):
            self.buttons[name].setVisible(not self._on_calendar)
        for name in ("notice_days", "notice_file"):
            self.buttons[name].setVisible(self._on_calendar)
        self._show_rule()

    def _show_rule(self) -> None:
        if self._rules is not None and not self._on_calendar:
            kind = self._kind
            self.view.show_rule(kind, self._rules.now[kind], self._rules.versions[kind])

    def _propose(self) -> None:
        if self._rules is None or self._on_calendar:
            return
        self._dialogs.propose(self._kind, self._rules.now[self._kind], self._done)

    def _approve(self) -> None:
        row = None if self._on_calendar else self.view.chosen()
        if self._rules is None or row is None:
            return
        if row.standing is not Standing.WAITING:
            self.notice.tell("选中的版本不在等待核准，请选一个“待核准”的版本")
            return
        self._dialogs.approve(row, self._rules.now[self._kind], self._done)

    def _notice(self) -> None:
        self.tabs.setCurrentIndex(len(_KINDS))
        self._dialogs.notice("", self._done)

    def _notice_file(self) -> None:
        self.tabs.setCurrentIndex(len(_KINDS))
        path, _ = QFileDialog.getOpenFileName(self, "放假通知", "", _NOTICE_FILES)
        if path:
            self.desk.attempt.read(partial(read_notice, Path(path)), self._notice_read, self.show_error)

    def _notice_read(self, text: str) -> None:
        self._dialogs.notice(text, self._done)

    def _done(self, words: str) -> None:
        self.notice.good(words)
        self.reload()
