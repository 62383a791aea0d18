"""First run: a new duty room gets its bureau, its first 系统管理员 and its signing authority."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.people.setup import Founded, Founding
from zbyj_duty.profiles.setup import found_duty_room
from zbyj_duty.store.work import Store
from zbyj_duty.widgets.attempt import Attempt
from zbyj_duty.widgets.form import SECRET, Field, FormDialog
from zbyj_duty.widgets.form_action import open_form
from zbyj_duty.widgets.sheet_dialog import SheetDialog


class _Founder:
    """Shows the recovery sheet once, then tells."""

    def __init__(self, window: QWidget, done: Callable[[Founded], None]) -> None:
        self._window = window
        self._done = done

    def show(self, founded: Founded) -> None:
        """Show the sheet; it is not kept anywhere."""
        SheetDialog("恢复单：请打印并密封保管，只显示这一次", founded.recovery_sheet, self._window).open()
        self._done(founded)


def open_founding(attempt: Attempt, store: Store, window: QWidget, done: Callable[[Founded], None]) -> None:
    """Ask for what set-up needs; everything else (units, calendar, rules) is official and ships with the program."""
    fields = (
        Field("bureau", "单位名称", value="淄博市应急管理局"),
        Field("staff_no", "系统管理员编号"),
        Field("name", "系统管理员姓名"),
        Field("passphrase", "口令", SECRET, hint="至少 8 个字，可以是一句话"),
        Field("again", "口令再输一次", SECRET),
    )
    words = "将建立：11 个区县和功能区、88 个镇办、节假日历、值班规则、签名机构。不建立任何人员。"
    dialog = FormDialog("首次设置", fields, "建立", window, words)
    founder = _Founder(window, done)
    open_form(attempt, dialog, partial(_found, store), founder.show)


def _found(store: Store, values: dict[str, Any]) -> Founded:
    if values["passphrase"] != values["again"]:
        raise InvalidInput("again", "people.not_same")
    draft = Founding(values["bureau"], False, values["staff_no"], values["name"], values["passphrase"])
    return found_duty_room(store, draft)
