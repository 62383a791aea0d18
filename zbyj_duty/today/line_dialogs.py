"""The dialogs of one log line: 更正, 作废, 待办, 办结, 补记 reason."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import time_words
from zbyj_duty.core.errors import InvalidInput, NotFound
from zbyj_duty.journal.domain import LineKind, LogDraft, LogRow, read_due, read_time
from zbyj_duty.journal.service import JournalService
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.form import TEXT, Field, FormDialog
from zbyj_duty.widgets.form_action import open_form


class LineDialogs(QObject):
    """Opens them; each writes through the journal and closes when it is done.

    Args:
        desk: the place.
        journal: the log.
        page: their parent.
    """

    def __init__(self, desk: Desk, journal: JournalService, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._journal = journal
        self._page = page

    def correct(self, row: LogRow) -> None:
        """更正: the old line is struck, the right one follows."""
        fields = (
            Field("text", "改为", TEXT, row.text),
            Field("time", "时间", value=time_words(row.occurred_at)),
            Field("party", "对方", value=row.party_text),
            Field("reason", "更正原因", hint="如：数字记反、听错单位"),
        )
        dialog = FormDialog(f"更正第 {row.number} 号", fields, "更正", self._page, _said(row))
        open_form(
            self._desk.attempt,
            dialog,
            partial(_correct, self._journal, self._desk.actor, row, uuid.uuid4().hex),
        )

    def void(self, row: LogRow) -> None:
        """作废: the line is struck and stays."""
        fields = (Field("reason", "作废原因", hint="如：重复记录"),)
        dialog = FormDialog(f"作废第 {row.number} 号", fields, "作废", self._page, _said(row))
        open_form(self._desk.attempt, dialog, partial(_void, self._journal, self._desk.actor, row))

    def flag(self, row: LogRow) -> None:
        """待办: the line comes back in each handover until it is closed."""
        fields = (Field("due", "办结时限", hint="如 18:00；没有时限不用填"),)
        dialog = FormDialog(f"第 {row.number} 号列为待办", fields, "列为待办", self._page, _said(row))
        open_form(self._desk.attempt, dialog, partial(_flag, self._journal, self._desk, row))

    def finish_line(self, line_id: int) -> None:
        """办结: close the 待办 of a line with its result."""
        fields = (Field("how", "办理结果", TEXT),)
        dialog = FormDialog("办结待办", fields, "办结", self._page)
        open_form(self._desk.attempt, dialog, partial(_finish, self._journal, self._desk.actor, line_id))

    def ask_late_reason(self, draft: LogDraft, done: Callable[[Any], None]) -> None:
        """补记: a line from before this watch needs a reason."""
        fields = (Field("late_reason", "补记原因", hint="如：当时在接听另一电话"),)
        dialog = FormDialog("补记：发生在本班以前", fields, "补记", self._page, draft.text)
        open_form(
            self._desk.attempt, dialog, partial(_write_late, self._journal, self._desk.actor, draft), done
        )


def _correct(journal: JournalService, actor: Actor, row: LogRow, key: str, values: dict[str, Any]) -> LogRow:
    same = values["party"].strip() == row.party_text
    draft = LogDraft(
        LineKind.CORRECTION,
        values["text"],
        key,
        read_time(values["time"], row.occurred_at),
        values["party"],
        row.party if same else None,
        row.channel,
    )
    return journal.correct(actor, row.id, draft, values["reason"])


def _void(journal: JournalService, actor: Actor, row: LogRow, values: dict[str, Any]) -> LogRow:
    return journal.void(actor, row.id, values["reason"])


def _flag(journal: JournalService, desk: Desk, row: LogRow, values: dict[str, Any]) -> object:
    due: datetime | None = read_due(values["due"], desk.clock.now())
    return journal.flag(desk.actor, row.id, due)


def _finish(journal: JournalService, actor: Actor, line_id: int, values: dict[str, Any]) -> None:
    found = next((f for f in journal.follow_ups(actor) if f.line.id == line_id), None)
    if found is None:
        raise NotFound("journal.follow_up_closed")
    journal.finish(actor, found.id, values["how"])


def _write_late(journal: JournalService, actor: Actor, draft: LogDraft, values: dict[str, Any]) -> int:
    if not values["late_reason"].strip():
        raise InvalidInput("late_reason", "journal.no_reason")
    return journal.write(actor, replace(draft, late_reason=values["late_reason"]))


def _said(row: LogRow) -> str:
    return f"{time_words(row.occurred_at)}  {row.party_text or '—'}  {row.text}"
