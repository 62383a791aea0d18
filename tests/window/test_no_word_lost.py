"""Refusals, dialogs and people come in between; no typed word is lost or signed by another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.support.people import Actors
from tests.support.window import Seat
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.store.work import Store
from zbyj_duty.today.reading import TodayServices
from zbyj_duty.widgets.drafts import read_drafts


def entry(seat: Seat) -> QPlainTextEdit:
    return seat.find(QPlainTextEdit, "entry")


def kept(store: Store) -> list[str]:
    return [d.text for d in read_drafts(Path(store.place.home) / "drafts.json")]


def test_a_late_reason_saved_leaves_the_next_line_alone(
    seat: Seat, store: Store, actors: Actors, clock: SteppedClock
) -> None:
    line = entry(seat)
    seat.type(line, "0700 昨夜有人来电")
    seat.press(line, Qt.Key.Key_Return)
    seat.type(line, "正在写的下一条")
    seat.settle()
    assert line.toPlainText() == "正在写的下一条"
    assert "昨夜有人来电" in seat.find(QLabel, "entry_waiting").text()
    line.setPlainText("")
    seat.press(line, Qt.Key.Key_F7)
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    reason = seat.find(QLineEdit, "late_reason")
    seat.type(reason, "当时在接另一个电话")
    seat.press(reason, Qt.Key.Key_Return, control=True)
    seat.settle()
    rows = seat.program.context.journal.lines(actors.officer, 0)
    assert [r.text for r in rows] == ["昨夜有人来电"] and line.toPlainText() == ""


def test_words_typed_at_the_idle_seat_do_not_push_out_a_persons_own_draft(
    seat: Seat, store: Store, actors: Actors
) -> None:
    line = entry(seat)
    seat.type(line, "重要，写到一半")
    seat.program.leave()
    seat.settle()
    seat.type(line, "新来电")
    seat.log_in(actors.officer)
    assert line.toPlainText() == "新来电"
    assert "重要，写到一半" in seat.find(QLabel, "entry_waiting").text()
    seat.wait(lambda: sorted(kept(store)) == ["新来电", "重要，写到一半"])


def test_chips_taken_back_stay_text_after_a_refusal(seat: Seat, store: Store, actors: Actors) -> None:
    line = entry(seat)
    seat.type(line, "0815 x")
    for _ in range(2):
        seat.press(line, Qt.Key.Key_Left)
    seat.press(line, Qt.Key.Key_Backspace)
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    seat.type(line, "0815 x")
    for _ in range(2):
        seat.press(line, Qt.Key.Key_Left)
    seat.press(line, Qt.Key.Key_Backspace)
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert "再按一次 Enter" in seat.page("今日值班").notice.words
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert [r.text for r in seat.program.context.journal.lines(actors.officer, 0)] == ["0815 x", "0815 x"]


def test_an_unexpected_error_leaves_the_page_alive(seat: Seat, actors: Actors, qtbot: QtBot) -> None:
    page = seat.page("今日值班")

    good = page._services
    assert isinstance(good, TodayServices)
    page._services = None
    with qtbot.capture_exceptions() as caught:
        page.reload()
        seat.settle()
    assert caught and "程序出错" in page.notice.words
    page._services = good
    seat.type(entry(seat), "还能记")
    seat.press(entry(seat), Qt.Key.Key_Return)
    seat.settle()
    assert [r.text for r in page.log.rows] == ["还能记"]
