"""The dialogs of 规则: propose a change, approve somebody else's, take in a year's notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import beijing, date_words
from zbyj_duty.core.errors import AppError
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.profiles.checks import check_body
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.profiles.service import ProfileDraft
from zbyj_duty.settings.cell_table import CellTable
from zbyj_duty.settings.columns import span_text
from zbyj_duty.settings.domain import VersionRow, days_of, days_words, differences, read_date
from zbyj_duty.settings.reading import SettingsServices
from zbyj_duty.settings.rule_cells import body_of, cells_of, columns_of, new_row
from zbyj_duty.settings.settings_page import SettingsPage
from zbyj_duty.widgets.attempt import Attempt
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.form import Field, FormDialog

Told = Callable[[Any], None]
_NOTICE_HINT = "每行一天或连续几天，例如：\n2027-01-01至2027-01-03 放假 元旦\n2027-02-14 上班 春节调休"


class RuleDialogs(QObject):
    """Opens them.

    Args:
        desk: the place.
        services: what they write through.
        page: their parent.
    """

    def __init__(self, desk: Desk, services: SettingsServices, page: SettingsPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._services = services
        self._page = page

    def propose(self, kind: ProfileKind, now: Any, done: Told) -> None:
        """提出修改: an editable table, and under it what it would alter."""
        tomorrow = beijing(self._desk.clock.now()).date() + timedelta(days=1)
        words = "从明天起才能执行；由带班领导或系统管理员中的另一人核准后生效。过去的记录不变。"
        dialog = FormDialog(f"提出修改：{kind.words}", (), "提出", self._page, words)
        dialog.setMinimumWidth(900)
        editor = RuleEditor(self._desk.attempt, kind, now, dialog)
        dialog.add_input("body", "内容", editor)
        dialog.rows.addRow("改动", editor.alters)
        dialog.add_field(Field("effective_on", "从哪天起执行", value=tomorrow.isoformat()))
        dialog.add_field(Field("until_on", "到哪天止（含）", hint="长期执行就空着"))
        dialog.add_field(Field("source", "依据", hint="文件名和文号，或谁的批示"))
        editor.table.setFocus()
        work = partial(_propose, self._services, self._desk.actor, kind, now)
        self._page.open_form(dialog, work, done)

    def approve(self, row: VersionRow, now: Any, done: Told) -> None:
        """核准: what it alters is read once more."""
        version = row.version
        lines = differences(version.kind, now, version.body) or ("内容与现在相同",)
        head = f"{version.author_name} 提出，{span_text(row)}执行。依据：{version.source}"
        words = "\n".join((head, "", *lines))
        dialog = FormDialog(f"核准：{version.kind.words}", (), "核准", self._page, words)
        dialog.setMinimumWidth(700)
        work = partial(_approve, self._services, self._desk.actor, row)
        self._page.open_form(dialog, work, done)

    def notice(self, text: str, done: Told) -> None:
        """录入放假通知: pasted, or read from a file; what was understood is counted while it is typed."""
        words = "粘贴国务院办公厅通知里的各天。逢周末而未列出的照常休息，不必写。"
        dialog = FormDialog("录入放假通知", (), "录入", self._page, words)
        dialog.setMinimumWidth(720)
        editor = NoticeEditor(self._desk.attempt, text, dialog)
        dialog.add_input("days", "各天", editor)
        dialog.rows.addRow("读出", editor.read)
        dialog.add_field(Field("source", "依据", hint="国务院办公厅通知的文号和日期"))
        editor.setFocus()
        work = partial(_set_days, self._services, self._desk.actor)
        self._page.open_form(dialog, work, done)


class RuleEditor(CellTable):
    """The rule as a table, which tells at once what it alters.

    Args:
        attempt: where it is worked out.
        kind: the rule.
        now: body in force.
    """

    def __init__(self, attempt: Attempt, kind: ProfileKind, now: Any, parent: QWidget) -> None:
        super().__init__(columns_of(kind, now), cells_of(kind, now, now), new_row(kind, now), parent)
        self._attempt = attempt
        self._kind = kind
        self._now = now
        self.alters = QLabel(parent)
        self.alters.setObjectName("alters")
        self.alters.setWordWrap(True)
        self.alters.setTextFormat(Qt.TextFormat.PlainText)
        self.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        work = partial(_altered, self._kind, self._now, self.cells())
        self._attempt.read(work, self._told, self._not_yet)

    def _told(self, words: str) -> None:
        self.alters.setText(words)
        self.alters.setAccessibleName(words)

    def _not_yet(self, error: AppError) -> None:
        self._told(f"▲ {sentence(error)}")


class NoticeEditor(QPlainTextEdit):
    """The notice's days as text, counted while they are typed.

    Args:
        attempt: where it is worked out.
        text: at the beginning.
    """

    def __init__(self, attempt: Attempt, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._attempt = attempt
        self.setTabChangesFocus(True)
        self.setPlaceholderText(_NOTICE_HINT)
        self.setFixedHeight(240)
        self.read = QLabel(parent)
        self.read.setObjectName("days_read")
        self.read.setWordWrap(True)
        self.textChanged.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        self._attempt.read(partial(_read, self.toPlainText()), self._told, self._not_yet)

    def _told(self, words: str) -> None:
        self.read.setText(words)
        self.read.setAccessibleName(words)

    def _not_yet(self, error: AppError) -> None:
        self._told(f"▲ {sentence(error)}")


def _altered(kind: ProfileKind, now: Any, cells: Any) -> str:
    body = body_of(kind, cells, now)
    check_body(kind, body)
    return "\n".join(differences(kind, now, body)) or "还没有改动"


def _read(text: str) -> str:
    return days_words(days_of(text)) if text.strip() else "—"


def _propose(
    services: SettingsServices, actor: Actor, kind: ProfileKind, now: Any, values: dict[str, Any]
) -> str:
    effective_on = read_date("effective_on", values["effective_on"])
    until_on = read_date("until_on", values["until_on"], needed=False)
    assert effective_on is not None
    body = body_of(kind, values["body"], now)
    draft = ProfileDraft(kind, body, effective_on, until_on, values["source"])
    services.profiles.propose(actor, draft)
    return f"已提出：{kind.words}从{date_words(effective_on)}起修改。由另一人核准后生效"


def _approve(services: SettingsServices, actor: Actor, row: VersionRow, _values: dict[str, Any]) -> str:
    services.profiles.approve(actor, row.id)
    return f"已核准：{row.version.kind.words}，{span_text(row)}执行"


def _set_days(services: SettingsServices, actor: Actor, values: dict[str, Any]) -> str:
    days = days_of(values["days"])
    written = services.profiles.set_days(actor, days, values["source"])
    return f"{days_words(days)}；写入 {written} 天"
