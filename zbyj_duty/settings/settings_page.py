"""The base of the window's pages: buttons with keys, and the sentence that says who may press them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from zbyj_duty.core.access import Role
from zbyj_duty.core.errors import NotAllowed
from zbyj_duty.widgets.form import FormDialog
from zbyj_duty.widgets.form_action import Work, open_form
from zbyj_duty.widgets.module_page import ModulePage


@dataclass(frozen=True, slots=True)
class PageAct:
    """A button of a page: its object name, key, words, what it does and who may."""

    name: str
    key: str
    words: str
    slot: Callable[[], None]
    roles: frozenset[Role]
    main: bool = False


class SettingsPage(ModulePage):
    """A page of the settings.

    Attributes:
        rights: the sentence for those who may not change everything here.
    """

    rights: ClassVar[str] = ""

    def add_head(self) -> None:
        """Put the heading and the sentence about rights on top."""
        head = QLabel(self.title, self)
        head.setProperty("part", "head")
        self.rights_label = QLabel(self.rights, self)
        self.rights_label.setObjectName("rights")
        self.rights_label.setProperty("part", "chip")
        self.rights_label.setProperty("tone", "due")
        row = QHBoxLayout()
        row.addWidget(head)
        row.addStretch(1)
        row.addWidget(self.rights_label)
        self.body.insertLayout(0, row)

    def add_acts(self, acts: tuple[PageAct, ...]) -> None:
        """Put the buttons at the foot, each with its key."""
        self._acts = acts
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        for act in acts:
            button = QPushButton(f"{act.words} ({act.key})", self)
            button.setObjectName(act.name)
            button.setAccessibleName(act.words)
            button.setProperty("part", "main" if act.main else "")
            button.setAutoDefault(False)
            slot = partial(self._press, act)
            button.clicked.connect(slot)
            shortcut = QShortcut(QKeySequence(act.key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
            self.buttons[act.name] = button
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.show_rights()

    def show_rights(self) -> None:
        """Enable what the person may do; say who may do the rest."""
        actor = self.desk.actor
        for act in self._acts:
            self.buttons[act.name].setEnabled(actor.may(act.roles))
        may = [actor.may(act.roles) for act in self._acts]
        self.rights_label.setText(self.rights if any(may) else f"您只能查看。{self.rights}")
        self.rights_label.setVisible(not all(may))

    def open_form(self, dialog: FormDialog, work: Work, done: Callable[[Any], None]) -> None:
        """Open a form over the page; when it closes, the keyboard is back where it was."""
        dialog.finished.connect(self._form_closed)
        open_form(self.desk.attempt, dialog, work, done)

    def _form_closed(self, _result: int) -> None:
        if self.window().isVisible():
            self.window().activateWindow()

    def _press(self, act: PageAct, _checked: bool = False) -> None:
        actor = self.desk.actor
        if not actor.may(act.roles):
            may = "、".join(role for role in Role if role in act.roles)
            self.notice.bad(NotAllowed("access.role", name=actor.name, roles=may))
            return
        act.slot()

    def _person_changed(self, actor: object) -> None:
        self.show_rights()
        super()._person_changed(actor)
