"""What stands under the login: front strip, alarm strip, tabs with their pages, the foot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from zbyj_duty.core.links import Link
from zbyj_duty.shell.alarm_strip import AlarmStrip
from zbyj_duty.shell.front_strip import FrontStrip
from zbyj_duty.shell.overview import Overview, OverviewServices, read_overview
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.keys_help import KeysHelp
from zbyj_duty.widgets.module_page import ModulePage
from zbyj_duty.widgets.notice import Notice

BANNER = "非涉密系统，严禁录入国家秘密"
WINDOW_KEYS = (
    ("Ctrl+1 … 9", "换页"),
    ("F2", "到今日值班记一条"),
    ("Ctrl+Shift+1 / 2 / 3", "提醒：去办理 / 知道了 / 5 分钟后"),
    ("F12", "设置：人员与账号、导入、规则、我的口令"),
    ("Ctrl+D", "浅色、深色"),
    ("Ctrl+L", "离开席位（回到姓名）"),
    ("F1", "按键一览"),
)
_TICK_MILLISECONDS = 1000


class DeskView(QWidget):
    """The tabs and what surrounds them.

    Args:
        desk: the place.
        services: duty, alarms, handover, for strip and alarms.
        pages: the tabs, in order.
        links: kind of link → (tab, method name) that shows it.
        sample: the store holds sample data.

    Signals:
        leave_requested: the person goes.
        settings_requested: the settings are wanted.
    """

    leave_requested = Signal()
    settings_requested = Signal()

    def __init__(
        self,
        desk: Desk,
        services: OverviewServices,
        pages: tuple[ModulePage, ...],
        links: Mapping[str, tuple[str, str]],
        sample: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._services = services
        self.pages = pages
        self._links = links
        self._looking = False
        self._look_again = False
        self._build(sample)
        self._wire(parent)
        self._look()

    def _build(self, sample: bool) -> None:
        self.front = FrontStrip(self._desk, self)
        self.alarm = AlarmStrip(self._desk, self._services.alarms, self)
        self.notice = Notice(self)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName("页")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.stack = QStackedWidget(self)
        for page in self.pages:
            self.tabs.addTab(page.title)
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if sample:
            column.addWidget(_sample_band(self))
        column.addWidget(self.front)
        column.addWidget(self.alarm)
        column.addWidget(self.notice)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        column.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setProperty("part", "footer")
        banner = QLabel(BANNER, foot)
        banner.setProperty("part", "foot")
        banner.setObjectName("banner")
        self.key_words = QLabel(foot)
        self.key_words.setProperty("part", "foot")
        self.key_words.setObjectName("key_words")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 4, 20, 4)
        row.addWidget(banner)
        row.addStretch(1)
        row.addWidget(self.key_words)
        return foot

    def _wire(self, window: QWidget) -> None:
        self.tabs.currentChanged.connect(self._turn_to)
        self.alarm.opened.connect(self.show_link)
        for page in self.pages:
            page.link_requested.connect(self.show_link)
        self._desk.relay.changed.connect(self._heard)
        self._desk.session.changed.connect(self._person_changed)
        self._desk.attempt.trouble.connect(self._troubled)
        for number in range(len(self.pages)):
            self._key(window, f"Ctrl+{number + 1}", partial(self.tabs.setCurrentIndex, number))
        self._key(window, "F1", self.show_keys)
        self._key(window, "F2", self._to_entry)
        self._key(window, "Ctrl+D", self._desk.theme.toggle)
        self._key(window, "Ctrl+L", self.leave_requested.emit)
        self._key(window, "F12", self.settings_requested.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._turn_to(0)

    def _key(self, window: QWidget, key: str, slot: Any) -> None:
        QShortcut(QKeySequence(key), window).activated.connect(slot)

    def _to_entry(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.focus_page()

    def page(self, title: str) -> ModulePage:
        """Return a page by the word on its tab."""
        return next(page for page in self.pages if page.title == title)

    def turn_to(self, title: str) -> None:
        """Show a tab."""
        self.tabs.setCurrentIndex([page.title for page in self.pages].index(title))

    def show_link(self, link: Link) -> None:
        """Show the thing a link points at, on the tab it belongs to."""
        if link.kind in self._links:
            title, method = self._links[link.kind]
            self.turn_to(title)
            if method:
                getattr(self.page(title), method)(link.id)

    def show_keys(self) -> None:
        """F1."""
        page = self.pages[self.tabs.currentIndex()]
        KeysHelp(((page.title, page.keys), ("整个窗口", WINDOW_KEYS)), self).open()

    def focus_page(self) -> None:
        """Put the keyboard where the page on top wants it."""
        self.pages[self.tabs.currentIndex()].first_focus().setFocus()

    def dim(self, dimmed: bool) -> None:
        """Leave only the front tab to the bare seat."""
        if dimmed:
            self.tabs.setCurrentIndex(0)
        for number in range(1, len(self.pages)):
            self.tabs.setTabEnabled(number, not dimmed)

    def _turn_to(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        page = self.pages[number]
        self.key_words.setText(
            "   ".join(f"{key} {words}" for key, words in page.keys[:5]) + "   F1 本页按键"
        )

        page.first_focus().setFocus()

    def _tick(self) -> None:
        self.front.tick()
        self.alarm.tick()

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & {"duty", "handover", "alarms", "people", "profiles", "dispatch"}:
            self._look()
        self.front.show_trouble("")

    def _look(self) -> None:
        if self._looking:
            self._look_again = True
            return
        self._looking, self._look_again = True, False
        work = partial(read_overview, self._services, self._desk.actor)
        self._desk.attempt.read(work, self._seen, self._not_seen)

    def _seen(self, overview: Overview) -> None:
        self._looking = False
        self.front.show_watch(overview.watch, overview.leader_number)
        self.front.show_seat()
        self.alarm.show_alarms(overview.alarms)
        if self._look_again:
            self._look()

    def _not_seen(self, error: Any) -> None:
        self._looking = False
        self.notice.bad(error)

    def _person_changed(self, _actor: object) -> None:
        self.front.show_seat()
        self._look()

    def _troubled(self, _error: Any) -> None:
        self.front.show_trouble("▲ 没有保存")


def _sample_band(parent: QWidget) -> QFrame:
    band = QFrame(parent)
    band.setProperty("part", "sample")
    label = QLabel("示例数据：人名、号码都是虚构的，不能转为正式记录", band)
    row = QHBoxLayout(band)
    row.setContentsMargins(20, 2, 20, 2)
    row.addWidget(label)
    return band
