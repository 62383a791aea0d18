"""规则 by keyboard: proposed by one, approved by another; the calendar's notice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit

from tests.settings.conftest import Opened
from tests.settings.test_people_page import fill, open_dialogs, submit
from tests.support.people import Actors
from tests.support.window import Seat
from zbyj_duty.app.context import AppContext
from zbyj_duty.profiles.domain import ProfileKind, WatchHours
from zbyj_duty.profiles.service import ProfileDraft
from zbyj_duty.settings.cell_table import CellsView


def type_cell(seat: Seat, row: int, column: int, text: str) -> None:
    table = seat.find(CellsView, "cells")
    table.setFocus()
    table.setCurrentCell(row, column)
    seat.qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    seat.qtbot.keyClick(editor, Qt.Key.Key_Delete)
    seat.type(editor, text)


def test_a_rule_is_proposed_by_one_and_approved_by_another(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    page = settings(actors.admin, 2).page
    assert seat.find(QLabel, "rule_now").text() == "8:30 交接班（24 小时一班）"
    seat.press(page.view.versions, Qt.Key.Key_F5)
    type_cell(seat, 0, 0, "08：00")
    seat.press(seat.find(CellsView, "cells"), Qt.Key.Key_Insert, control=True)
    type_cell(seat, 1, 0, "2000")
    submit(seat)
    assert "写明依据" in seat.find(QLabel, "source_error").text()
    seat.settle()
    told = seat.find(QLabel, "alters").text()
    assert told == "～ 8:30 交接班（24 小时一班） → 8:00、20:00 交接班（每天 2 班）"
    fill(seat, effective_on="2026-11-23", source="局办〔2026〕12号")
    submit(seat)
    assert "2026-11-24 起才能生效" in seat.find(QLabel, "effective_on_error").text()
    fill(seat, effective_on="2026-12-01")
    submit(seat)
    assert not open_dialogs() and "另一人核准" in page.notice.words
    assert page.view.chosen().standing.value == "● 执行中"
    page.view.versions.go_to(page.view.versions.rows[0].id)
    assert "→ 8:00、20:00" in seat.find(QLabel, "rule_alters").text()
    seat.press(page.view.versions, Qt.Key.Key_F6)
    submit(seat)
    assert "不能核准自己的修改" in open_dialogs()[0].notice.words
    seat.press(open_dialogs()[0], Qt.Key.Key_Escape)
    page = settings(actors.leader, 2).page
    seat.press(page.view.versions, Qt.Key.Key_F6)
    submit(seat)
    row = page.view.chosen()
    assert (row.standing.value, row.version.author_name, row.version.approved_by) == (
        "◆ 已核准，未到期",
        "仇思远",
        "周立新",
    )
    kind = ProfileKind.WATCH_HOURS
    assert on_watch.profiles.current(actors.admin, kind, date(2026, 11, 30)) == WatchHours(((8, 30),))
    assert on_watch.profiles.current(actors.admin, kind, date(2026, 12, 1)) == WatchHours(((8, 0), (20, 0)))


def test_every_rule_comes_back_as_it_was_typed(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    page = settings(actors.planner, 2).page
    for number, kind in enumerate(ProfileKind):
        page.tabs.setCurrentIndex(number)
        seat.press(page.view.versions, Qt.Key.Key_F5)
        fill(seat, source="原样")
        submit(seat)
        assert not open_dialogs(), kind
        newest = on_watch.profiles.versions(actors.planner, kind)[0]
        assert newest.source == "原样"
        assert newest.body == on_watch.profiles.current(actors.planner, kind, date(2026, 11, 23))


def test_a_bad_cell_is_told_with_its_row_and_the_table_keeps_it(
    seat: Seat, settings: Opened, actors: Actors
) -> None:
    page = settings(actors.planner, 2).page
    seat.press(page.view.versions, Qt.Key.Key_Right)
    seat.qtbot.keyClick(page.view.versions, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.tabs.currentIndex() == 1
    seat.press(page.view.versions, Qt.Key.Key_F5)
    type_cell(seat, 2, 2, "两")
    submit(seat)
    assert "第 3 行“至少几人”里的“两”不是数字" in seat.find(QLabel, "body_error").text()
    assert seat.find(CellsView, "cells").item(2, 2).text() == "两"
    type_cell(seat, 2, 2, "１")
    type_cell(seat, 1, 0, "")
    submit(seat)
    assert "值班长岗位" in seat.find(QLabel, "body_error").text()
    seat.press(open_dialogs()[0], Qt.Key.Key_Escape)


def test_a_change_approved_too_late_is_refused(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext, clock: object
) -> None:
    draft = ProfileDraft(
        ProfileKind.WATCH_HOURS, WatchHours(((9, 0),)), date(2026, 11, 24), source="局办通知"
    )
    on_watch.profiles.propose(actors.planner, draft)
    page = settings(actors.leader, 2).page
    seat.press(page.view.versions, Qt.Key.Key_F6)
    clock.step(days=1)
    submit(seat)
    assert "已经失效" in open_dialogs()[0].notice.words
    seat.press(open_dialogs()[0], Qt.Key.Key_Escape)


def test_the_year_without_notice_is_said_loudly_until_it_is_pasted(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    page = settings(actors.planner, 2).page
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    assert "2027年放假安排未导入" in seat.find(QLabel, "calendar_warning").text()
    seat.press(page.calendar.days, Qt.Key.Key_F7)
    text = seat.find(QPlainTextEdit, "days")
    text.setPlainText("2027-01-01至2027-01-03 放假 元旦\n2027年2月6日\t上班\t春节调休\n2027-01-02 放假 元旦")
    submit(seat)
    assert "第 3 行：2027年1月2日 已经写过" in seat.find(QLabel, "days_error").text()
    text.setPlainText("2027-01-01至2027-01-03 放假 元旦\n2027年2月6日\t上班\t春节调休")
    seat.settle()
    assert seat.find(QLabel, "days_read").text() == "2027年：共 4 天，放假 3 天，调休上班 1 天"
    fill(seat, source="国办发明电〔2026〕7号")
    submit(seat)
    assert not open_dialogs() and "写入 4 天" in page.notice.words
    assert not page.calendar.warning.isVisible()
    kinds = [on_watch.profiles.calendar(actors.admin).kind(date(2027, 2, day)) for day in (6, 7)]
    assert kinds == ["调休上班", "休息日"]


def test_the_shipped_calendar_file_is_read_back_without_a_change(
    seat: Seat, settings: Opened, actors: Actors, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(__file__).parents[2] / "resources" / "seed" / "holidays-2026.csv"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(path), "")))
    page = settings(actors.planner, 2).page
    seat.press(page.view.versions, Qt.Key.Key_F8)
    seat.settle()
    fill(seat, source="再录一次")
    submit(seat)
    assert "写入 0 天" in page.notice.words
