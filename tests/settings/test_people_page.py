"""人员与账号 by keyboard: from a new name to a login, a lost passphrase, and who may not."""

from __future__ import annotations

import json
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit

from tests.settings.conftest import Opened
from tests.support.people import PASSPHRASE, Actors
from tests.support.window import Seat
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import Role, seat_actor
from zbyj_duty.core.errors import RuleViolation

GIVEN = "临时口令八个字以上"


def fill(seat: Seat, **fields: str) -> None:
    for name, text in fields.items():
        line = seat.find(QLineEdit, name)
        line.clear()
        seat.type(line, text)


def submit(seat: Seat) -> None:
    seat.press(seat.find(QDialog, "form_dialog"), Qt.Key.Key_Return, control=True)
    seat.settle()


def open_dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if w.objectName() == "form_dialog" and w.isVisible()]


def test_a_new_person_gets_account_and_key_and_must_change_at_the_first_login(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    page = settings(actors.admin).page
    seat.press(page.table, Qt.Key.Key_N, control=True)
    fill(seat, staff_no="118", name="谌立新", department="指挥科", number="13800000118")
    submit(seat)
    row = page.table.current_row()
    assert (row.name, row.has_account, row.signs) == ("谌立新", False, True)
    seat.press(page.table, Qt.Key.Key_F7)
    fill(seat, passphrase=GIVEN, again=GIVEN, ca="不是这个口令")
    submit(seat)
    assert "没有打开签名机构" in seat.find(QLabel, "ca_error").text()
    assert seat.find(QLineEdit, "passphrase").text() == GIVEN
    fill(seat, ca=PASSPHRASE)
    submit(seat)
    assert not open_dialogs() and "当面告诉本人" in page.notice.words
    assert on_watch.keys.may_sign(actors.admin, row.person_id)
    tiles = json.loads((on_watch.store.place.home / "tiles.json").read_text("utf-8"))
    assert "谌立新" in [tile["name"] for tile in tiles]
    seat.program.leave()
    seat.settle()
    assert not seat.program.settings.isVisible()
    login = seat.program.window.login
    login.choose(row.person_id)
    seat.type(login.passphrase, GIVEN)
    seat.press(login.passphrase, Qt.Key.Key_Return)
    seat.settle()
    fill(seat, passphrase=GIVEN, new="自己的一句话口令", again="自己的一句话口令")
    submit(seat)
    assert not open_dialogs()
    own = on_watch.accounts.login(seat_actor(), row.person_id, "自己的一句话口令")
    assert on_watch.keys.open_own(own, "自己的一句话口令") is not None
    assert not on_watch.accounts.must_change(own, row.person_id)


def test_a_taken_number_is_told_beside_its_field_and_nothing_typed_is_lost(
    seat: Seat, settings: Opened, actors: Actors
) -> None:
    page = settings(actors.admin).page
    seat.press(page.table, Qt.Key.Key_N, control=True)
    fill(seat, staff_no="101", name="重号人")
    submit(seat)
    assert "已经是 王海燕 的" in seat.find(QLabel, "staff_no_error").text()
    assert seat.find(QLineEdit, "name").text() == "重号人"
    fill(seat, staff_no="119", number="电话abc")
    submit(seat)
    assert "不是电话号码" in seat.find(QLabel, "number_error").text()
    seat.press(seat.find(QDialog, "form_dialog"), Qt.Key.Key_Escape)


def test_a_reset_revokes_the_old_key_with_its_reason(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    page = settings(actors.admin).page
    person_id = actors.second_officer.person_id
    before = next(k for k in on_watch.keys.keys(actors.admin) if k.person_id == person_id)
    page.table.go_to(person_id)
    seat.press(page.table, Qt.Key.Key_F7)
    fill(seat, passphrase=GIVEN, again=GIVEN, ca=PASSPHRASE)
    submit(seat)
    assert "请写明原因" in seat.find(QLabel, "reason_error").text()
    fill(seat, reason="忘记口令，已当面核对")
    submit(seat)
    keys = [k for k in on_watch.keys.keys(actors.admin) if k.person_id == person_id]
    assert [(k.id == before.id, k.revoked_at is not None, k.reason) for k in keys] == [
        (True, True, "忘记口令，已当面核对"),
        (False, False, ""),
    ]
    with pytest.raises(Exception, match="people.wrong_passphrase"):
        on_watch.accounts.login(seat_actor(), person_id, PASSPHRASE)
    own = on_watch.accounts.login(seat_actor(), person_id, GIVEN)
    assert on_watch.accounts.must_change(own, person_id)
    key = on_watch.keys.open_own(own, GIVEN)
    assert key is not None and key.fingerprint == keys[1].fingerprint


def test_roles_are_given_from_a_date_and_ended(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    page = settings(actors.admin).page
    person_id = actors.reader.person_id
    page.table.go_to(person_id)
    seat.press(page.table, Qt.Key.Key_F5)
    fill(seat, from_on="2026-13-01")
    submit(seat)
    assert "不是日期" in seat.find(QLabel, "from_on_error").text()
    fill(seat, from_on="2026年12月1日", until_on="2026-11-30")
    submit(seat)
    assert "早于" in seat.find(QLabel, "until_on_error").text()
    fill(seat, until_on="")
    submit(seat)
    shown = page.table.rows_model.columns[4].text(page.table.current_row())
    assert shown == "只读、值班员（2026年12月1日起）"
    seat.press(page.table, Qt.Key.Key_F6)
    seat.find(QComboBox, "role").setCurrentIndex(0)
    fill(seat, until_on="2026-11-22")
    submit(seat)
    shown = page.table.rows_model.columns[4].text(page.table.current_row())
    assert shown == "值班员（2026年12月1日起）"
    rows = {row.person_id: row for row in on_watch.admission.accounts(actors.admin)}
    assert [(g.role, g.from_on) for g in rows[person_id].grants] == [(Role.OFFICER, date(2026, 12, 1))]


def test_the_last_admin_cannot_be_lost(seat: Seat, settings: Opened, actors: Actors) -> None:
    page = settings(actors.admin).page
    page.table.go_to(actors.admin.person_id)
    seat.press(page.table, Qt.Key.Key_F8)
    submit(seat)
    assert open_dialogs() and "最后一位" in open_dialogs()[0].notice.words
    seat.press(open_dialogs()[0], Qt.Key.Key_Escape)
    seat.settle()
    page.table.go_to(actors.reader.person_id)
    seat.press(page.table, Qt.Key.Key_F8)
    submit(seat)
    row = page.table.rows[-1]
    assert row.person_id == actors.reader.person_id and row.retired_on == date(2026, 11, 23)


def test_a_planner_adds_people_and_gives_no_administrator(
    seat: Seat, settings: Opened, actors: Actors
) -> None:
    page = settings(actors.planner).page
    seat.press(page.table, Qt.Key.Key_F5)
    assert not open_dialogs() and "没有这项权限" in page.notice.words
    seat.press(page.table, Qt.Key.Key_N, control=True)
    box = seat.find(QComboBox, "role")
    assert [box.itemText(n) for n in range(box.count())] == ["值班员", "带班领导", "暂不给"]
    seat.press(open_dialogs()[0], Qt.Key.Key_Escape)


def test_a_reader_sees_it_read_only_and_is_told_who_may(seat: Seat, settings: Opened, actors: Actors) -> None:
    window = settings(actors.reader)
    for number in range(3):
        seat.qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1.value + number), Qt.KeyboardModifier.ControlModifier)
        seat.settle()
        assert seat.find(QLabel, "rights").text() == f"您只能查看。{window.page.rights}"
        assert not any(b.isEnabled() for b in window.page.buttons.values() if b.isVisible())
    page = window.pages[0]
    assert len(page.table.rows) == 8
    window.turn_to(0)
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8):
        seat.press(page.table, key)
        assert not open_dialogs() and "没有这项权限" in page.notice.words


def test_initials_find_a_person(seat: Seat, settings: Opened, actors: Actors) -> None:
    page = settings(actors.reader).page
    seat.press(page.table, Qt.Key.Key_F, control=True)
    line = seat.find(QLineEdit, "people_filter")
    assert QApplication.focusWidget() is line
    seat.type(line, "cyg")
    assert [row.name for row in page.table.rows] in (["查永刚"], [])
    line.clear()
    seat.type(line, "zyg")
    assert [row.name for row in page.table.rows] == ["查永刚"]


def test_five_wrong_tries_show_as_locked(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    person_id = actors.second_leader.person_id
    for _ in range(5):
        with pytest.raises((RuleViolation, Exception)):
            on_watch.accounts.login(seat_actor(), person_id, "错的")
    page = settings(actors.admin).page
    page.table.go_to(person_id)
    words = page.table.rows_model.columns[5].text(page.table.current_row())
    assert words == "■ 锁定到 8:35"
