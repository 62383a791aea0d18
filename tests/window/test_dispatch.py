"""每日调度 by keyboard: 2 keystrokes a district when all is well."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from tests.support.people import Actors
from tests.support.watches import DAY
from tests.support.window import Seat
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.modules.dispatch.domain import Result, RoundDetail


class KeyCounter(QObject):
    """Counts the keys that go down."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and _watched is QApplication.focusWidget():
            self.count += 1
        return False


def board(seat: Seat, actors: Actors) -> RoundDetail:
    dispatch = seat.program.context.dispatch
    round_id = next(p.round_id for p in dispatch.planned(actors.officer) if p.round_id)
    return dispatch.board(actors.officer, round_id)


def focus(seat: Seat) -> QObject:
    if QApplication.activeModalWidget() is None:
        seat.activate(seat.window)
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def page(seat: Seat, clock: SteppedClock) -> object:
    clock.move_to(at_beijing(DAY, 9, 2))
    made = seat.page("每日调度")
    seat.press(made.board, Qt.Key.Key_F5)
    seat.settle()
    assert len(made.board.rows) == 15
    return made


def test_eleven_districts_take_at_most_three_keys_each(page: object, seat: Seat, actors: Actors) -> None:
    counter = KeyCounter()
    QApplication.instance().installEventFilter(counter)
    for _ in range(11):
        seat.qtbot.keyClick(focus(seat), Qt.Key.Key_1)
        seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Return)
    QApplication.instance().removeEventFilter(counter)
    seat.settle()
    districts = board(seat, actors).targets[:11]
    assert [t.last.result for t in districts] == [Result.NOTHING] * 11
    assert [t.last.answerer for t in districts] == [f"值班{n}" for n in range(1, 12)]
    assert 11 < counter.count <= 33
    assert seat.find(QLabel, "count_answered").text() == "应答 11 / 18"


def test_another_name_is_typed_over_and_an_emptied_one_is_stored_empty(
    page: object, seat: Seat, actors: Actors
) -> None:
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_1)
    seat.type(focus(seat), "王芳")
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Return)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_1)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Delete)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Return)
    seat.settle()
    assert [t.last.answerer for t in board(seat, actors).targets[:2]] == ["王芳", ""]


def test_three_is_not_reached_and_goes_on(page: object, seat: Seat, actors: Actors) -> None:
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_3)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_4)
    seat.settle()
    assert [t.last.result for t in board(seat, actors).targets[:2]] == [Result.NO_ANSWER, Result.BUSY]
    assert page.board.current_row().name == "博山区"


def test_what_is_missing_is_said_beside_the_call_and_nothing_is_lost(
    page: object, seat: Seat, actors: Actors
) -> None:
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_2)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Return)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Return)
    seat.settle()
    assert "有情况要写明是什么情况" in page.notice.words
    line = seat.find(QLineEdit, "situation")
    seat.type(line, "大雾，G22封闭")
    seat.press(line, Qt.Key.Key_Return)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Return)
    seat.settle()
    last = board(seat, actors).targets[0].last
    assert (last.result, last.text, last.answerer) == (Result.SOMETHING, "大雾，G22封闭", "值班1")


def test_esc_records_nothing(page: object, seat: Seat, actors: Actors) -> None:
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_1)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Escape)
    seat.settle()
    assert board(seat, actors).targets[0].attempts == ()
    assert focus(seat) is page.board


def test_closing_asks_the_reasons_and_shows_the_sentence(page: object, seat: Seat, actors: Actors) -> None:
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_1)
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Return)
    seat.settle()
    seat.press(page.board, Qt.Key.Key_F8)
    common = seat.find(QLineEdit, "common_reason")
    seat.press(common, Qt.Key.Key_Return, control=True)
    seat.settle()
    assert "收轮前请说明原因" in seat.find(QLabel, "notice_text").text()
    seat.type(common, "全市通信演练")
    seat.press(common, Qt.Key.Key_Return, control=True)
    seat.settle()
    closed = board(seat, actors)
    assert not closed.is_running and "（全市通信演练）" in closed.summary
    assert closed.summary in page.summary.text()


def test_questions_set_beforehand_are_asked_with_each_call(
    seat: Seat, actors: Actors, clock: SteppedClock
) -> None:
    clock.move_to(at_beijing(DAY, 9, 2))
    page = seat.page("每日调度")
    seat.press(page.board, Qt.Key.Key_F6)
    seat.settle()
    lines = seat.find(QPlainTextEdit, "questions")
    lines.setPlainText("大雾管控是否解除（是否）\n动火作业数（数）")
    seat.press(lines, Qt.Key.Key_Return, control=True)
    seat.settle()
    seat.press(page.board, Qt.Key.Key_F5)
    seat.settle()
    seat.qtbot.keyClick(focus(seat), Qt.Key.Key_1)
    for typed in ("y", "3", ""):
        seat.type(focus(seat), typed)
        seat.qtbot.keyClick(focus(seat), Qt.Key.Key_Return)
    seat.settle()
    last = board(seat, actors).targets[0].last
    assert [(a.question, a.text) for a in last.answers] == [("大雾管控是否解除", "是"), ("动火作业数", "3")]


def test_rows_not_asked_turn_amber_then_red_with_symbol_and_word(
    page: object, seat: Seat, clock: SteppedClock
) -> None:
    def first() -> str:
        return page.board.rows_model.data(page.board.rows_model.index(0, 3), Qt.ItemDataRole.DisplayRole)

    seen = [first()]
    for minutes in (30, 30):
        clock.step(minutes=minutes)
        page.reload()
        seat.settle()
        seen.append(first())
    assert seen == ["○ 未问", "◆ 未问", "▲ 未问"]
    assert "已开始 60 分钟" in seat.find(QLabel, "count_unasked").text()
