"""Change one's own passphrase; the signing key is encrypted anew in the same act."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from zbyj_duty.core.access import Actor
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.widgets.attempt import Attempt
from zbyj_duty.widgets.form import SECRET, Field, FormDialog
from zbyj_duty.widgets.form_action import open_form


def open_passphrase(
    attempt: Attempt, accounts: AccountService, actor: Actor, parent: QWidget, given: bool = False
) -> None:
    """Ask for the old and the new passphrase.

    Args:
        attempt: where the work is done.
        accounts: judges and stores.
        actor: whose passphrase.
        parent: the window.
        given: the present one was given by somebody else and is to be changed.
    """
    fields = (
        Field("passphrase", "现在的口令", SECRET),
        Field("new", "新口令", SECRET, hint="至少 8 个字，可以是一句话"),
        Field("again", "新口令再输一次", SECRET),
    )
    words = "这个口令是系统管理员给的，请换成自己的。签名密钥随新口令重新加密。" if given else ""
    dialog = FormDialog(f"{actor.name}：修改口令", fields, "修改", parent, words)
    open_form(attempt, dialog, partial(_change, accounts, actor))


def _change(accounts: AccountService, actor: Actor, values: dict[str, Any]) -> None:
    if values["new"] != values["again"]:
        raise InvalidInput("again", "people.not_same")
    accounts.change_passphrase(actor, values["passphrase"], values["new"])
