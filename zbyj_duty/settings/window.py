"""设置: a window beside the desk, four pages, all by keyboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from zbyj_duty.core.access import Actor
from zbyj_duty.settings.import_page import ImportPage
from zbyj_duty.settings.own_page import OwnPage
from zbyj_duty.settings.people_page import PeoplePage
from zbyj_duty.settings.reading import SettingsServices
from zbyj_duty.settings.rules_page import RulesPage
from zbyj_duty.settings.settings_page import SettingsPage
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.keys_help import KeysHelp

WINDOW_KEYS = (
    ("Ctrl+1 … 4", "换页"),
    ("Ctrl+D", "浅色、深色"),
    ("F1", "按键一览"),
    ("Esc", "关闭设置"),
)
_LIST_WIDTH = 168


class SettingsWindow(QDialog):
    """The settings.

    It does not hold up the desk, and closes, with every form in it, when the person leaves the seat.

    Args:
        desk: the place.
        services: what the pages read and write through.
        parent: the main window.

    Signals:
        passphrase_requested: the person wants another passphrase of their own.
    """

    passphrase_requested = Signal()

    def __init__(self, desk: Desk, services: SettingsServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("settings")
        self.setWindowTitle("设置")
        self.resize(1280, 720)
        self.setMinimumSize(1000, 600)
        own = OwnPage(desk, services, self)
        own.passphrase_requested.connect(self.passphrase_requested)
        self.pages: tuple[SettingsPage, ...] = (
            PeoplePage(desk, services, self),
            ImportPage(desk, services, self),
            RulesPage(desk, services, self),
            own,
        )
        self._build()
        self._wire()

    def _build(self) -> None:
        self.list = QListWidget(self)
        self.list.setObjectName("settings_pages")
        self.list.setAccessibleName("设置的各页")
        self.list.setProperty("part", "side")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.stack = QStackedWidget(self)
        for page in self.pages:
            self.list.addItem(page.title)
            self.stack.addWidget(page)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        foot = QFrame(self)
        foot.setProperty("part", "footer")
        self.key_words = QLabel(foot)
        self.key_words.setObjectName("settings_key_words")
        self.key_words.setProperty("part", "foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(20, 4, 20, 4)
        line.addStretch(1)
        line.addWidget(self.key_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(foot)

    def _wire(self) -> None:
        self.list.currentRowChanged.connect(self._turn_to)
        for number in range(len(self.pages)):
            self._key(f"Ctrl+{number + 1}", partial(self.turn_to, number))
        self._key("F1", self.show_keys)
        self._key("Ctrl+D", self._desk.theme.toggle)
        self._desk.session.changed.connect(self._person_changed)
        self.list.setCurrentRow(0)

    def _key(self, key: str, slot: object) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(slot)

    @property
    def page(self) -> SettingsPage:
        """The page on top."""
        return self.pages[self.stack.currentIndex()]

    def come(self) -> None:
        """Show the window, in front, with the keyboard on its page."""
        self.show()
        self.activateWindow()
        self.page.first_focus().setFocus()

    def turn_to(self, number: int) -> None:
        """Show a page and put the keyboard on it."""
        self.list.setCurrentRow(number)
        self.page.first_focus().setFocus()

    def show_keys(self) -> None:
        """F1."""
        KeysHelp(((self.page.title, self.page.keys), ("设置", WINDOW_KEYS)), self).open()

    def _turn_to(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        words = "   ".join(f"{key} {what}" for key, what in self.page.keys)
        self.key_words.setText(f"{words}   Ctrl+1…4 换页   F1 按键   Esc 关闭")

    def _person_changed(self, actor: Actor) -> None:
        if actor.person_id is None:
            for dialog in self.findChildren(QDialog):
                dialog.reject()
            self.reject()
