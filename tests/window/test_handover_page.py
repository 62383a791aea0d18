"""The walking skeleton by keys: a line typed → offered → looked at → both passphrases → signed PDF → verified."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton

from tests.support.people import PASSPHRASE, Actors
from tests.support.window import Seat
from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.handover.domain import State
from zbyj_duty.handover.page import HandoverPage
from zbyj_duty.reports.verify import Verdict
from zbyj_duty.store.work import Store


def look_at_everything(seat: Seat, page: HandoverPage) -> None:
    for item in tuple(page.sheet.rows):
        page.sheet.go_to(item.key)
        seat.press(page.sheet, Qt.Key.Key_Return)
        if item.expected is not None:
            quantity = seat.find(QLineEdit, "quantity")
            assert quantity.text() == ""
            seat.type(quantity, str(item.expected))
            seat.press(quantity, Qt.Key.Key_Return, control=True)
        seat.settle()


def fill_crew(seat: Seat, names: list[str]) -> None:
    for number, name in enumerate(names):
        seat.type(seat.find(QLineEdit, f"desk_{number}"), name)


def offered(seat: Seat) -> HandoverPage:
    page = seat.page("交接班")
    seat.press(page.sheet, Qt.Key.Key_F5)
    seat.settle()
    assert page.head.text().startswith("交接班：已提交")
    return page


CREW = ["周立新", "曾堃", "李振宇", "仇思远", "查永刚", "单雪梅"]


def test_the_whole_watch_by_keys(seat: Seat, store: Store, actors: Actors, clock: SteppedClock) -> None:
    line = seat.find(QPlainTextEdit, "entry")
    seat.type(line, "0830 htx 园区氨气味")
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    clock.step(hours=23, minutes=50)
    page = offered(seat)
    seat.log_in(actors.second_officer)
    page = seat.page("交接班")
    look_at_everything(seat, page)
    assert "各项都已查看" in page.told.text()
    seat.press(page.sheet, Qt.Key.Key_F5)
    seat.find(QLineEdit, "outgoing_secret")
    head = seat.find(QLineEdit, "desk_1")
    assert head.text() == "曾堃"
    head.clear()
    fill_crew(seat, CREW)
    seat.type(seat.find(QLineEdit, "outgoing_secret"), "不是这个口令")
    incoming = seat.find(QLineEdit, "incoming_secret")
    seat.type(incoming, PASSPHRASE)
    seat.press(incoming, Qt.Key.Key_Return, control=True)
    seat.settle()
    assert "口令不对" in seat.find(QLabel, "outgoing_secret_error").text()
    secret = seat.find(QLineEdit, "outgoing_secret")
    secret.clear()
    seat.type(secret, PASSPHRASE)
    seat.press(secret, Qt.Key.Key_Return, control=True)
    seat.settle()
    context = seat.program.context
    row = context.reports.reports(actors.second_officer)[0]
    assert [s.words for s in row.signed] == ["交班人 王海燕", "接班人 曾堃"] and row.missing == ("带班领导",)
    pdf = context.reports.newest_file(actors.second_officer, row.acceptance_id)
    assert context.verify.file(actors.second_officer, pdf).verdict is Verdict.ORIGINAL
    assert context.handover.current(actors.second_officer).state is State.PREPARING
    assert not seat.program.session.named, "after the acceptance the names are shown"


def test_the_leader_signs_on_the_report_tab(
    seat: Seat, store: Store, actors: Actors, clock: SteppedClock
) -> None:
    test_the_whole_watch_by_keys(seat, store, actors, clock)
    seat.log_in(actors.leader)
    page = seat.page("值班报告")
    seat.settle()
    assert page.paper.place.text().startswith("第 1 页 共 ")
    seat.press(page.list, Qt.Key.Key_F6)
    secret = seat.find(QLineEdit, "passphrase")
    seat.type(secret, PASSPHRASE)
    seat.press(secret, Qt.Key.Key_Return, control=True)
    seat.settle()
    row = seat.program.context.reports.reports(actors.leader)[0]
    assert [s.field for s in row.signed] == ["outgoing", "incoming", "leader"]


def test_an_unseen_item_blocks_by_name_and_the_leader_may_let_it_pass(
    seat: Seat, actors: Actors, clock: SteppedClock
) -> None:
    clock.step(hours=23)
    page = offered(seat)
    seat.log_in(actors.second_officer)
    seat.press(page.sheet, Qt.Key.Key_F5)
    head = seat.find(QLineEdit, "desk_1")
    head.clear()
    fill_crew(seat, CREW)
    for name in ("outgoing_secret", "incoming_secret"):
        seat.type(seat.find(QLineEdit, name), PASSPHRASE)
    seat.press(seat.find(QLineEdit, "incoming_secret"), Qt.Key.Key_Return, control=True)
    seat.settle()
    notice = [w for w in seat.window.findChildren(QLabel, "notice_text") if w.isVisible()]
    assert any("未逐项查看：值班手机" in w.text() for w in notice)
    seat.find(QPushButton, "cancel").click()
    seat.press(page.sheet, Qt.Key.Key_F9)
    secret = seat.find(QLineEdit, "leader_secret")
    seat.type(secret, PASSPHRASE)
    reason = seat.find(QPlainTextEdit, "reason")
    reason.setPlainText("物品由下一班清点")
    seat.press(reason, Qt.Key.Key_Return, control=True)
    seat.settle()
    waiver = seat.program.context.handover.current(actors.officer).waiver
    assert waiver is not None and waiver.leader_name == "周立新" and len(waiver.blockers) == 9


def test_the_relief_returns_it_with_a_reason(seat: Seat, actors: Actors) -> None:
    page = offered(seat)
    seat.log_in(actors.second_officer)
    page = seat.page("交接班")
    seat.press(page.sheet, Qt.Key.Key_F6)
    reason = seat.find(QPlainTextEdit, "reason")
    seat.press(reason, Qt.Key.Key_Return, control=True)
    seat.settle()
    assert "请写明理由" in seat.find(QLabel, "reason_error").text()
    reason.setPlainText("日志缺 14 时续报")
    seat.press(reason, Qt.Key.Key_Return, control=True)
    seat.settle()
    assert "此前退回：日志缺 14 时续报" in page.told.text()
    assert page.head.text().startswith("交接班：准备")


def test_a_fresh_room_takes_its_first_watch_in_the_window(seat: Seat, actors: Actors) -> None:
    assert isinstance(actors.officer, Actor)
    page = seat.page("交接班")
    shown = {b.text() for b in page.buttons if b.isVisible()}
    assert shown == {"提交交班 (F5)", "紧急接管 (Ctrl+F9)"}
