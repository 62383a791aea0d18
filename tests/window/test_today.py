"""今日值班 by keyboard: a line typed is a line in the record, and no word is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from tests.support.people import Actors
from tests.support.window import Seat
from zbyj_duty.core.changes import Change
from zbyj_duty.journal.domain import LineKind
from zbyj_duty.journal.service import JournalService
from zbyj_duty.store.work import Store
from zbyj_duty.widgets.drafts import read_drafts


def lines(store: Store, actors: Actors) -> list[str]:
    return [row.text for row in JournalService(store).lines(actors.officer, 0)]


def entry(seat: Seat) -> QPlainTextEdit:
    return seat.find(QPlainTextEdit, "entry")


def shown(seat: Seat) -> list[list[str]]:
    table = seat.page("今日值班").log
    model = table.rows_model
    return [
        [model.data(model.index(r, c), Qt.ItemDataRole.DisplayRole) for c in range(model.columnCount())]
        for r in range(model.rowCount())
    ]


def test_a_typed_line_is_saved_and_shown(seat: Seat, store: Store, actors: Actors) -> None:
    seat.type(entry(seat), "0830 htx 园区氨气味")
    assert seat.find(QLabel, "chip_time").text() == "8:30"
    assert seat.find(QLabel, "chip_party").text() == "桓台县"
    seat.press(entry(seat), Qt.Key.Key_Return)
    seat.settle()
    assert entry(seat).toPlainText() == ""
    assert shown(seat) == [["001", "8:30", "来电", "桓台县", "园区氨气味", "王海燕"]]
    row = JournalService(store).lines(actors.officer, 0)[0]
    assert (row.kind, row.party_text, row.text) == (LineKind.INCOMING, "桓台县", "园区氨气味")


def test_enter_twice_makes_one_line(seat: Seat, store: Store, actors: Actors) -> None:
    seat.type(entry(seat), "巡查机房正常")
    seat.press(entry(seat), Qt.Key.Key_Return)
    seat.press(entry(seat), Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == ["巡查机房正常"]


def test_the_same_text_again_asks_and_a_second_enter_saves_it(
    seat: Seat, store: Store, actors: Actors
) -> None:
    for _ in range(2):
        seat.type(entry(seat), "巡查")
        seat.press(entry(seat), Qt.Key.Key_Return)
        seat.settle()
    assert lines(store, actors) == ["巡查"]
    assert entry(seat).toPlainText() == "巡查"
    assert "再按一次 Enter" in seat.page("今日值班").notice.words
    seat.press(entry(seat), Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == ["巡查", "巡查"]


def test_control_enter_breaks_the_line(seat: Seat, store: Store, actors: Actors) -> None:
    seat.type(entry(seat), "第一行")
    seat.press(entry(seat), Qt.Key.Key_Return, control=True)
    seat.type(entry(seat), "第二行")
    seat.press(entry(seat), Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == ["第一行\n第二行"]


def test_enter_while_the_input_method_composes_does_nothing(seat: Seat, store: Store, actors: Actors) -> None:
    line = entry(seat)
    seat.type(line, "氨气")
    QApplication.sendEvent(line, QInputMethodEvent("wei", []))
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == [] and line.toPlainText() == "氨气"
    done = QInputMethodEvent("", [])
    done.setCommitString("味")
    QApplication.sendEvent(line, done)
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == ["氨气味"]


def test_backspace_turns_a_chip_back_into_text(seat: Seat, store: Store, actors: Actors) -> None:
    line = entry(seat)
    seat.type(line, "htx 有雾")
    for _ in range(2):
        seat.press(line, Qt.Key.Key_Left)
    seat.press(line, Qt.Key.Key_Backspace)
    assert line.toPlainText() == "htx 有雾"
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == ["htx 有雾"]


def test_2000_refreshes_while_typing_lose_no_character_and_move_nothing(
    seat: Seat, store: Store, actors: Actors
) -> None:
    page = seat.page("今日值班")
    line = entry(seat)
    line.setFocus()
    text = "起凤镇一企业氨气泄漏三人送医消防已到场阀门关闭" * 4
    hub = store.hub
    for number in range(2000):
        hub.publish(Change(frozenset({"journal", "alarms"}), "值班席", number))
        if number % 20 == 0:
            seat.type(line, text[number // 20 % len(text)])
    expected = "".join(text[n % len(text)] for n in range(100))
    cursor = line.textCursor().position()
    seat.settle()
    assert line.toPlainText() == expected
    assert line.textCursor().position() == cursor == len(expected)
    assert QApplication.focusWidget() is line
    assert page.log.rows == ()


def test_selection_and_scroll_stay_through_a_reload(seat: Seat, store: Store, actors: Actors) -> None:
    context = seat.program.context
    assert context
    from tests.journal.test_journal import draft

    for number in range(60):
        context.journal.write(actors.officer, draft(f"第{number}条"))
    page = seat.page("今日值班")
    seat.settle()
    page.log.go_to(page.log.rows[20].id)
    page.log.verticalScrollBar().setValue(300)
    context.journal.write(actors.officer, draft("新来的"))
    seat.wait(lambda: len(page.log.rows) == 61)
    assert page.log.current_row().text == "第20条"
    assert page.log.verticalScrollBar().value() == 300


def test_a_correction_by_key_strikes_the_line(seat: Seat, store: Store, actors: Actors) -> None:
    seat.type(entry(seat), "水位 12.14 m")
    seat.press(entry(seat), Qt.Key.Key_Return)
    seat.settle()
    seat.press(entry(seat), Qt.Key.Key_F6)
    text = seat.find(QPlainTextEdit, "text")
    text.setPlainText("水位 12.41 m")
    seat.press(text, Qt.Key.Key_Return, control=True)
    seat.settle()
    assert "请写明原因" in seat.find(QLabel, "reason_error").text()
    reason = seat.find(QLineEdit, "reason")
    seat.type(reason, "数字记反")
    seat.press(reason, Qt.Key.Key_Return, control=True)
    seat.settle()
    rows = JournalService(store).lines(actors.officer, 0)
    assert [r.text for r in rows] == ["水位 12.14 m", "水位 12.41 m"] and rows[0].strike
    assert "划去：数字记反" in shown(seat)[0][4] and shown(seat)[1][4].startswith("更正 1：")


def test_a_draft_is_on_disk_while_it_is_typed_and_gone_when_saved(
    seat: Seat, store: Store, actors: Actors
) -> None:
    path = store.place.home / "drafts.json"
    seat.type(entry(seat), "半句话")
    seat.wait(lambda: [d.text for d in read_drafts(path)] == ["半句话"])
    assert path.stat().st_mode & 0o777 == 0o600
    seat.press(entry(seat), Qt.Key.Key_Return)
    seat.settle()
    seat.wait(lambda: read_drafts(path) == [])
    assert lines(store, actors) == ["半句话"]


def test_typing_without_a_name_asks_for_it_and_keeps_the_words(
    seat: Seat, store: Store, actors: Actors
) -> None:
    seat.program.leave()
    seat.settle()
    line = entry(seat)
    seat.type(line, "有人来电")
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == [] and line.toPlainText() == "有人来电"
    assert seat.program.window.login.isVisible()
    seat.log_in(actors.second_officer)
    assert line.toPlainText() == "有人来电"
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert JournalService(store).lines(actors.officer, 0)[0].author_name == "曾堃"


def test_a_pasted_text_loses_only_what_nobody_sees_and_is_told_so(seat: Seat) -> None:
    line = entry(seat)
    QApplication.clipboard().setText("张店区\t无情况\n淄川区\u200b\t有\u202e雾")
    seat.activate(line)
    line.paste()
    assert line.toPlainText() == "张店区  无情况\n淄川区  有雾"
    assert "2 个不可见字符" in seat.find(QLabel, "entry_told").text()


def test_a_second_call_comes_while_the_first_is_being_written(
    seat: Seat, store: Store, actors: Actors
) -> None:
    line = entry(seat)
    seat.type(line, "第一个电话还没说完")
    seat.qtbot.keyClick(line, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert line.toPlainText() == ""
    assert "第一个电话还没说完" in seat.find(QLabel, "entry_waiting").text()
    seat.type(line, "第二个电话")
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    seat.press(line, Qt.Key.Key_F7)
    assert line.toPlainText() == "第一个电话还没说完"
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == ["第二个电话", "第一个电话还没说完"]


def test_words_of_secrecy_are_warned_about_while_typing(seat: Seat) -> None:
    seat.type(entry(seat), "收到机密文件")
    assert "严禁录入国家秘密" in seat.find(QLabel, "entry_told").text()


def test_a_line_that_cannot_be_saved_comes_back_with_its_reason(
    seat: Seat, store: Store, actors: Actors
) -> None:
    line = entry(seat)
    line.put("字" * 20_001)
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert line.toPlainText() == "字" * 20_001
    assert "超过 20000 个字" in seat.page("今日值班").notice.words
    assert lines(store, actors) == []


def test_a_refused_line_waits_while_the_next_is_typed(seat: Seat, store: Store, actors: Actors) -> None:
    line = entry(seat)
    line.put("长" * 20_001)
    seat.press(line, Qt.Key.Key_Return)
    seat.type(line, "下一条")
    seat.settle()
    assert line.toPlainText() == "下一条"
    assert seat.find(QLabel, "entry_waiting").text().startswith("另有 1 份未保存的草稿")
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()
    assert lines(store, actors) == ["下一条"]
    seat.press(line, Qt.Key.Key_F7)
    assert line.toPlainText() == "长" * 20_001
