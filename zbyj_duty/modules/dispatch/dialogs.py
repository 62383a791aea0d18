"""The dialogs of the rounds: 收轮 with its reasons, 今日加问, 不举行."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from zbyj_duty.core.access import Actor
from zbyj_duty.core.errors import RuleViolation
from zbyj_duty.modules.dispatch.domain import PlannedRound, RoundDetail, question_words, read_questions
from zbyj_duty.modules.dispatch.reasons_editor import ReasonsEditor
from zbyj_duty.modules.dispatch.service import DispatchService
from zbyj_duty.profiles.domain import SpecialQuestion
from zbyj_duty.profiles.service import ProfileService
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.form import TEXT, Field, FormDialog
from zbyj_duty.widgets.form_action import open_form

Told = Callable[[Any], None]


class RoundDialogs(QObject):
    """Opens them.

    Args:
        desk: the place.
        dispatch: the rounds.
        profiles: where the day's questions are kept.
        page: their parent.
    """

    def __init__(
        self, desk: Desk, dispatch: DispatchService, profiles: ProfileService, page: QWidget
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._dispatch = dispatch
        self._profiles = profiles
        self._page = page

    def close_round(self, shown: RoundDetail, done: Told) -> None:
        """收轮: a reason for each row that did not answer."""
        left = shown.open_targets()
        words = f"还有 {len(left)} 个单位没有应答，请说明原因。" if left else "各单位都已应答。"
        dialog = FormDialog(f"收轮：{shown.name}", (), "收轮并生成汇总语", self._page, words)
        if left:
            dialog.add_input("reasons", "原因", ReasonsEditor(left, dialog))
        work = partial(_close_round, self._dispatch, self._desk.actor, shown.id)
        open_form(self._desk.attempt, dialog, work, done)

    def ask(self, questions: tuple[SpecialQuestion, ...], done: Told) -> None:
        """今日加问: one question a line."""
        typed = "\n".join(question_words(q) for q in questions)
        hint = "大雾管控是否解除（是否）\n动火作业数（数）"
        words = "最多 5 问。行末写（是否）或（数），不写为文字。对以后开始的轮次生效，已开始的不变。"
        fields = (Field("questions", "每行一问", TEXT, typed, hint=hint),)
        dialog = FormDialog("今日加问", fields, "设定", self._page, words)
        open_form(
            self._desk.attempt,
            dialog,
            partial(_set_questions, self._profiles, self._dispatch, self._desk),
            done,
        )

    def skip(self, planned: PlannedRound, done: Told) -> None:
        """不举行, with the reason."""
        dialog = FormDialog(f"{planned.name}不举行", (Field("reason", "原因"),), "记下", self._page)
        work = partial(_skip_round, self._dispatch, self._desk.actor, planned.name)
        open_form(self._desk.attempt, dialog, work, done)


def _close_round(dispatch: DispatchService, actor: Actor, round_id: int, values: dict[str, Any]) -> str:
    return dispatch.close(actor, round_id, values.get("reasons", {}))


def _skip_round(dispatch: DispatchService, actor: Actor, name: str, values: dict[str, Any]) -> None:
    dispatch.skip(actor, name, values["reason"])


def _set_questions(
    profiles: ProfileService, dispatch: DispatchService, desk: Desk, values: dict[str, Any]
) -> None:
    day = dispatch.day(desk.actor)
    if day is None:
        raise RuleViolation("dispatch.no_watch")
    profiles.set_questions(desk.actor, day, read_questions(values["questions"]))
