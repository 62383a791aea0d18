"""人员与账号: the register with roles, accounts and keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from zbyj_duty.core.access import ADMINS, PLANNERS
from zbyj_duty.people.admission import AccountRow
from zbyj_duty.people.pinyin import matches, search_keys
from zbyj_duty.settings import columns
from zbyj_duty.settings.people_dialogs import PeopleDialogs
from zbyj_duty.settings.reading import SettingsServices
from zbyj_duty.settings.settings_page import PageAct, SettingsPage
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.row_table import RowTable, TableColumn


def _key(row: AccountRow) -> int:
    return row.person_id


def _retired(row: AccountRow) -> bool:
    return row.retired_on is not None


class PeoplePage(SettingsPage):
    """The register.

    Args:
        desk: the place.
        services: people, accounts, keys.
    """

    title = "人员与账号"
    topics = frozenset({"people"})
    rights = "增加、调离人员：排班管理员、系统管理员；权限、口令、密钥：系统管理员"
    keys = (
        ("Ctrl+F", "找人（姓名、拼音首字母、编号）"),
        ("Ctrl+N", "增加人员"),
        ("F5", "给予权限"),
        ("F6", "结束权限"),
        ("F7", "设置或重置口令，同时签发密钥"),
        ("F8", "调离"),
    )

    def __init__(self, desk: Desk, services: SettingsServices, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._services = services
        self._rows: tuple[AccountRow, ...] = ()
        self._search: dict[int, frozenset[str]] = {}
        self._dialogs = PeopleDialogs(desk, services, self)
        self._build()
        self._wire()

    def _build(self) -> None:
        self.add_head()
        words = columns.AccountWords(self.desk.clock.now())
        self.filter = QLineEdit(self)
        self.filter.setObjectName("people_filter")
        self.filter.setAccessibleName("找人")
        self.filter.setPlaceholderText("找人：姓名、拼音首字母或编号 (Ctrl+F)")
        self.table = RowTable("accounts", "人员与账号", _columns(words), _key, _retired, self)
        self.summary = QLabel(self)
        self.summary.setObjectName("accounts_summary")
        self.summary.setProperty("part", "small")
        self.body.addWidget(self.filter)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.summary)
        self.add_acts(
            (
                PageAct("add_person", "Ctrl+N", "增加人员", self._add, PLANNERS, True),
                PageAct("give_role", "F5", "给予权限", self._give_role, ADMINS),
                PageAct("end_role", "F6", "结束权限", self._end_role, ADMINS),
                PageAct("passphrase", "F7", "设置口令", self._passphrase, ADMINS),
                PageAct("retire", "F8", "调离", self._retire, PLANNERS),
            )
        )

    def _wire(self) -> None:
        self.filter.textChanged.connect(self._narrow)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.setFocus)
        self.table.current_changed.connect(self._current_changed)
        self.desk.theme.changed.connect(self.table.use)
        self.table.use(self.desk.theme.tokens)

    def query(self) -> Callable[[], Any]:
        """Return the call that reads the register."""
        return partial(self._services.admission.accounts, self.desk.actor)

    def show_data(self, data: tuple[AccountRow, ...]) -> None:
        """Show it; the words know what the time is."""
        self._rows = data
        self._search = {row.person_id: search_keys(row.name, True, row.pinyin) for row in data}
        self.table.rows_model.columns = _columns(columns.AccountWords(self.desk.clock.now()))
        self._narrow(self.filter.text())
        here = [row for row in data if row.retired_on is None]
        without = sum(not row.has_account for row in here)
        no_key = sum(row.signs and row.key is None for row in here)
        self.summary.setText(f"在册 {len(here)} 人；未设口令 {without} 人；应有密钥而没有 {no_key} 人")
        if self.table.current_row() is None and self.table.rows:
            self.table.go_to(self.table.rows[0].person_id)

    def first_focus(self) -> QWidget:
        """The table."""
        return self.table

    def _narrow(self, text: str) -> None:
        wanted = text.strip()
        self.table.set_rows(tuple(row for row in self._rows if not wanted or self._answers(row, wanted)))

    def _answers(self, row: AccountRow, wanted: str) -> bool:
        return row.staff_no.startswith(wanted) or matches(wanted, row.name, self._search[row.person_id])

    def _current_changed(self, row: AccountRow | None) -> None:
        words = "重置口令" if row is not None and row.has_account else "设置口令并发密钥"
        self.buttons["passphrase"].setText(f"{words} (F7)")
        self.buttons["passphrase"].setAccessibleName(words)

    def _add(self) -> None:
        self._dialogs.add(self._added)

    def _added(self, person_id: int) -> None:
        self.filter.clear()
        self.notice.good("已增加。还要设置口令（F7），本人才能登录")
        self.desk.attempt.read(self.query(), self._show_and_go, self.show_error, person_id)

    def _show_and_go(self, rows: tuple[AccountRow, ...], person_id: int) -> None:
        self.show_data(rows)
        self.table.go_to(person_id)

    def _give_role(self) -> None:
        if (row := self._chosen()) is not None:
            self._dialogs.give_role(row, self._done)

    def _end_role(self) -> None:
        if (row := self._chosen()) is None:
            return
        if row.grants:
            self._dialogs.end_role(row, self._done)
        else:
            self.notice.tell(f"{row.name} 没有在效的权限，无可结束")

    def _passphrase(self) -> None:
        if (row := self._chosen()) is None:
            return
        if row.has_account:
            self._dialogs.reset(row, self._given)
        else:
            self._dialogs.admit(row, self._given)

    def _retire(self) -> None:
        if (row := self._chosen()) is not None:
            self._dialogs.retire(row, self._done)

    def _chosen(self) -> AccountRow | None:
        row = self.table.current_row()
        if row is None:
            self.notice.tell("请先在表里选一个人")
        return row

    def _given(self, name: str) -> None:
        self.notice.good(f"{name} 的口令已设好。请当面告诉本人，首次登录时必须改成自己的口令")
        self.reload()

    def _done(self, words: str) -> None:
        self.notice.good(words)
        self.reload()


def _columns(words: columns.AccountWords) -> tuple[TableColumn, ...]:
    return (
        TableColumn("编号", columns.staff_no_text, 62),
        TableColumn("姓名", columns.name_text, 84),
        TableColumn("科室", columns.department_text, 150),
        TableColumn("职务", columns.title_text, 132),
        TableColumn("角色", words.roles),
        TableColumn("账号", words.account, 136, words.account_tone),
        TableColumn("签名密钥", words.key, 160, words.key_tone),
        TableColumn("状态", words.state, 166),
    )
