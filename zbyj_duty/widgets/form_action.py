"""A form and the work behind its button: it closes when the work is done, and stays with its words when it is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from zbyj_duty.widgets.attempt import Attempt
from zbyj_duty.widgets.form import FormDialog

Work = Callable[[dict[str, Any]], Any]


class FormAction(QObject):
    """Lives as long as its dialog."""

    def __init__(
        self, attempt: Attempt, dialog: FormDialog, work: Work, done: Callable[[Any], None] | None
    ) -> None:
        super().__init__(dialog)
        self._attempt = attempt
        self._dialog = dialog
        self._work = work
        self._told = done
        dialog.submitted.connect(self._submit)

    def _submit(self, values: dict[str, Any]) -> None:
        self._attempt.write(partial(self._work, values), self._done, self._dialog.show_error)

    def _done(self, result: Any) -> None:
        self._dialog.accept()
        if self._told is not None:
            self._told(result)


def open_form(
    attempt: Attempt, dialog: FormDialog, work: Work, done: Callable[[Any], None] | None = None
) -> None:
    """Show ``dialog``; its button does ``work(values)`` on the writing thread, then tells ``done``."""
    FormAction(attempt, dialog, work, done)
    dialog.open()
