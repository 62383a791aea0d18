"""每日调度: the board of a round, by one key a result."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from zbyj_duty.core.clock import time_words
from zbyj_duty.core.errors import AppError, InvalidInput
from zbyj_duty.modules.dispatch.answer_bar import AnswerBar
from zbyj_duty.modules.dispatch.board_table import QUESTION_COLUMN, BoardTable
from zbyj_duty.modules.dispatch.dialogs import RoundDialogs
from zbyj_duty.modules.dispatch.domain import (
    AttemptDraft,
    PlannedRound,
    Result,
    RoundDetail,
    TargetRow,
    count,
    questions_for,
)
from zbyj_duty.modules.dispatch.page_reading import BoardData, read_board, read_day_questions
from zbyj_duty.modules.dispatch.service import DispatchService
from zbyj_duty.profiles.service import ProfileService
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.module_page import ModulePage

_CIRCLED = "①②③④⑤"


class DispatchPage(ModulePage):
    """The rounds.

    Args:
        desk: the place.
        dispatch: the rounds.
        profiles: today's questions.
    """

    title = "每日调度"
    topics = frozenset({"dispatch", "duty", "profiles", "people"})
    keys = (
        ("1", "无情况"),
        ("2", "有情况"),
        ("3", "未接通"),
        ("4", "占线"),
        ("5", "不在岗"),
        ("6", "补报"),
        ("7", "免调"),
        ("F5", "开始下一轮"),
        ("F6", "今日加问"),
        ("F7", "这一轮不举行"),
        ("F8", "收轮"),
    )

    def __init__(
        self, desk: Desk, dispatch: DispatchService, profiles: ProfileService, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._dispatch = dispatch
        self._profiles = profiles
        self._wanted: int | None = None
        self._data = BoardData((), None)
        self._sure: tuple[int, str] | None = None
        self._unsaved: list[tuple[AppError, AttemptDraft, TargetRow]] = []
        self._dialogs = RoundDialogs(desk, dispatch, profiles, self)
        self._build()
        self._wire()

    def _build(self) -> None:
        self.choice = QComboBox(self)
        self.choice.setObjectName("round_choice")
        self.choice.setAccessibleName("轮次")
        self.choice.setMinimumWidth(230)
        self.chips = {name: self._chip(name) for name in ("answered", "missed", "something", "unasked")}
        self.asked = QLabel(self)
        self.asked.setObjectName("questions")
        self.asked.setProperty("part", "small")
        top = QHBoxLayout()
        top.addWidget(self.choice)
        for chip in self.chips.values():
            top.addWidget(chip)
        top.addStretch(1)
        top.addWidget(self.asked)
        self.board = BoardTable(self)
        self.bar = AnswerBar(self)
        self.summary = QLabel(self)
        self.summary.setObjectName("summary")
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addLayout(top)
        self.body.addWidget(self.board, 1)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.summary)
        row = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for name, words in (
            ("open", "开始调度 (F5)"),
            ("close", "收轮 (F8)"),
            ("ask", "今日加问 (F6)"),
            ("skip", "不举行 (F7)"),
        ):
            button = QPushButton(words, self)
            button.setObjectName(f"round_{name}")
            button.setProperty("part", "main" if name == "open" else "")
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _chip(self, name: str) -> QLabel:
        chip = QLabel(self)
        chip.setObjectName(f"count_{name}")
        chip.setProperty("part", "chip")
        tones = {"answered": "done", "missed": "overdue", "something": "due"}
        chip.setProperty("tone", tones.get(name, "plain"))
        return chip

    def _wire(self) -> None:
        self.board.called.connect(self._called)
        self.bar.finished.connect(self._finished)
        self.bar.left.connect(self._bar_left)
        self.choice.activated.connect(self._choose)
        acts = {
            "open": ("F5", self._open),
            "close": ("F8", self._close),
            "ask": ("F6", self._ask),
            "skip": ("F7", self._skip),
        }
        for name, (key, slot) in acts.items():
            self.buttons[name].clicked.connect(slot)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.desk.theme.changed.connect(self.board.use)
        self.board.use(self.desk.theme.tokens)
        self._timer = QTimer(self)
        self._timer.setInterval(30_000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def first_focus(self) -> QWidget:
        """The board."""
        return self.board

    def query(self) -> Callable[[], Any]:
        """Return the call that reads the rounds and the board."""
        return partial(read_board, self._dispatch, self.desk.actor, self._wanted)

    def show_data(self, data: BoardData) -> None:
        """Show a round."""
        before = self._data.shown.id if self._data.shown else None
        self._data = data = self._at_present(data)
        self._show_choice()
        shown = data.shown
        self.board.setColumnHidden(QUESTION_COLUMN, not (shown and shown.questions))
        self.board.set_rows(shown.targets if shown else ())
        if shown is not None and (shown.id != before or self.board.current_row() is None):
            first = next(
                (t for t in shown.targets if not t.attempts), shown.targets[0] if shown.targets else None
            )
            if first is not None:
                self.board.go_to(first.id)
        self._show_counts()
        nexts = self._next_planned()
        self.buttons["open"].setText(f"开始{nexts.name} (F5)" if nexts else "本班各轮已开始")
        self.buttons["open"].setEnabled(nexts is not None)
        self.buttons["skip"].setEnabled(nexts is not None)
        self.buttons["close"].setEnabled(shown is not None and shown.is_running)

    def show_round(self, round_id: int) -> None:
        """Show one round."""
        self._wanted = round_id
        self.reload()

    def _show_choice(self) -> None:
        self.choice.blockSignals(True)
        self.choice.clear()
        for planned in self._data.planned:
            words = f"{planned.name} {time_words(planned.planned_at)}  {planned.state}"
            self.choice.addItem(words, planned.round_id)
        if self._data.shown is not None:
            self.choice.setCurrentIndex(max(self.choice.findData(self._data.shown.id), 0))
        self.choice.blockSignals(False)

    def _at_present(self, data: BoardData) -> BoardData:
        shown = data.shown
        return BoardData(data.planned, shown.at(self.desk.clock.now()) if shown else None)

    def _tick(self) -> None:
        self._data = self._at_present(self._data)
        self.board.set_rows(self._data.shown.targets if self._data.shown else ())
        self._show_counts()

    def _show_counts(self) -> None:
        shown = self._data.shown
        for chip in self.chips.values():
            chip.setVisible(shown is not None)
        if shown is None:
            self.summary.setText("本班还没有开始调度。F5 开始；有加问先按 F6 设好。")
            self.asked.setText("")
            return
        counts = count(shown.targets)
        self.chips["answered"].setText(f"应答 {counts.answered} / {counts.total}")
        self.chips["missed"].setText(f"▲ 未联系上 {counts.missed}")
        self.chips["missed"].setVisible(bool(counts.missed))
        self.chips["something"].setText(f"◆ 有情况 {counts.something}")
        self.chips["something"].setVisible(bool(counts.something))
        self.chips["unasked"].setText(f"○ 未问 {counts.unasked}" + self._late_words(shown))
        asked = "  ".join(f"{_CIRCLED[n]} {q.text}" for n, q in enumerate(shown.questions))
        self.asked.setText(f"今日加问：{asked}" if asked else "")
        self.summary.setText(shown.summary or (f"未举行：{shown.reason}" if shown.how == "skipped" else ""))

    def _late_words(self, shown: RoundDetail) -> str:
        now = self.desk.clock.now()
        late = [target.late for target in shown.targets]
        minutes = int((now - shown.opened_at).total_seconds() // 60)
        if "overdue" in late:
            return f"   ▲ 已开始 {minutes} 分钟，超过 {shown.plan.red_minutes} 分钟"
        return f"   ◆ 已开始 {minutes} 分钟" if "due" in late else ""

    def _next_planned(self) -> PlannedRound | None:
        return next((p for p in self._data.planned if p.state == "未开始"), None)

    def _choose(self, number: int) -> None:
        planned = self._data.planned[number]
        if planned.round_id is not None:
            self.show_round(planned.round_id)

    def _open(self) -> None:
        planned = self._next_planned()
        if planned is not None and self._named():
            work = partial(self._dispatch.open, self.desk.actor, planned.name, uuid.uuid4().hex)
            self.do(work, self._opened)

    def _opened(self, detail: RoundDetail) -> None:
        self._wanted = detail.id
        self.board.setFocus()
        self.reload()

    def _called(self, target: TargetRow, result: Result) -> None:
        shown = self._data.shown
        if shown is None or not self._named():
            return
        if result.is_miss:
            self._record(AttemptDraft(target.id, result, uuid.uuid4().hex), target)
            return
        self.bar.begin(target, result, questions_for(target, shown.questions))

    def _finished(self, said: tuple[TargetRow, Result, str, tuple[str, ...], str]) -> None:
        target, result, text, answers, answerer = said
        draft = AttemptDraft(target.id, result, uuid.uuid4().hex, answerer, text, answers)
        self._record(replace(draft, sure=self._sure == (target.id, text)), target)
        self._write_again()

    def _record(self, draft: AttemptDraft, target: TargetRow) -> None:
        self.board.setFocus()
        self.board.go_to_next_open(target.id)
        work = partial(self._dispatch.record, self.desk.actor, draft)
        self.desk.attempt.write(work, self._recorded, self._refused, draft, target)

    def _recorded(self, row: TargetRow, _draft: AttemptDraft, _target: TargetRow) -> None:
        self._sure = None
        self.notice.clear()
        shown = self._data.shown
        if shown is not None and any(t.id == row.id for t in shown.targets):
            rows = tuple(replace(row, before=t.before) if t.id == row.id else t for t in shown.targets)
            self._data = BoardData(self._data.planned, replace(shown, targets=rows))
            self.board.set_rows(rows)
            self._show_counts()

    def _refused(self, error: AppError, draft: AttemptDraft, target: TargetRow) -> None:
        self.notice.bad(error)
        if error.code == "dispatch.casualty_words":
            self._sure = (target.id, draft.text)
        if self._data.shown is None or draft.result.is_miss or error.code == "dispatch.not_running":
            return
        self._unsaved.append((error, draft, target))
        if self.bar.isHidden():
            self._write_again()

    def _write_again(self) -> None:
        """Bring the oldest refused call back with its words; never over one that is being written."""
        shown = self._data.shown
        if not self._unsaved or shown is None:
            return
        error, draft, target = self._unsaved.pop(0)
        self.board.go_to(target.id)
        self.bar.begin(target, draft.result, questions_for(target, shown.questions), draft.text)
        for line, typed in zip(self.bar.questions, draft.answers, strict=False):
            line.setText(typed)
        self.bar.answerer.setText(draft.answerer)
        if isinstance(error, InvalidInput) and error.field.startswith("answer_"):
            self.bar.questions[int(error.field.removeprefix("answer_"))].setFocus()

    def _bar_left(self) -> None:
        self.board.setFocus()
        self._write_again()

    def _close(self) -> None:
        shown = self._data.shown
        if shown is not None and shown.is_running and self._named():
            self._dialogs.close_round(shown, self._closed)

    def _closed(self, summary: str) -> None:
        self.notice.tell(f"已收轮。汇总语（可照此电话报告）：{summary}")
        self.reload()

    def _ask(self) -> None:
        if self._named():
            read = partial(read_day_questions, self._dispatch, self._profiles, self.desk)
            self.desk.attempt.read(read, self._ask_with, self.show_error)

    def _ask_with(self, questions: Any) -> None:
        self._dialogs.ask(questions, self._asked)

    def _asked(self, _result: object) -> None:
        self.notice.good("今日加问已设定，下一轮开始时生效")

    def _skip(self) -> None:
        planned = self._next_planned()
        if planned is not None and self._named():
            self._dialogs.skip(planned, self._skipped)

    def _skipped(self, _result: object) -> None:
        self.reload()

    def _named(self) -> bool:
        if not self.desk.session.named:
            self.desk.session.ask_login()
        return self.desk.session.named
