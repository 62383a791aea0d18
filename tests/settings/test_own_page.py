"""我的口令, and how the window comes and goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.settings.conftest import Opened
from tests.settings.test_people_page import fill, open_dialogs, submit
from tests.support.people import PASSPHRASE, Actors
from tests.support.window import Seat
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import seat_actor

_NAMED = ("QPushButton", "QLineEdit", "QComboBox", "RowTable", "QListWidget", "QTabBar")


def test_one_changes_ones_own_passphrase_and_sees_how_long_the_key_is_good(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    page = settings(actors.officer, 3).page
    assert seat.find(QLabel, "own_key").text() == "2026年11月23日签发，有效期至2036年11月20日"
    seat.press(page.first_focus(), Qt.Key.Key_F5)
    fill(seat, passphrase=PASSPHRASE, new="另一句记得住的话", again="不一样")
    submit(seat)
    assert "不一样" in seat.find(QLabel, "again_error").text()
    fill(seat, new="12345678", again="12345678")
    submit(seat)
    assert "纯数字" in seat.find(QLabel, "new_error").text()
    fill(seat, new="另一句记得住的话", again="另一句记得住的话")
    submit(seat)
    assert not open_dialogs()
    own = on_watch.accounts.login(seat_actor(), actors.officer.person_id, "另一句记得住的话")
    assert on_watch.keys.open_own(own, "另一句记得住的话") is not None


def test_the_bare_seat_is_asked_for_a_name_first(seat: Seat, settings: Opened, actors: Actors) -> None:
    settings(actors.admin)
    seat.press(seat.program.settings.pages[0].table, Qt.Key.Key_N, control=True)
    assert open_dialogs()
    seat.program.leave()
    seat.settle()
    assert not open_dialogs() and not seat.program.settings.isVisible()
    seat.window.activateWindow()
    seat.wait(seat.window.isActiveWindow)
    seat.qtbot.keyClick(seat.window, Qt.Key.Key_F12)
    assert not seat.program.settings.isVisible()
    assert "请先登录" in seat.program.window.login.told.text()


def test_every_control_has_a_name_and_can_be_reached(seat: Seat, settings: Opened, actors: Actors) -> None:
    window = settings(actors.admin)
    for page in (window, *window.pages):
        for widget in page.findChildren(QWidget):
            if type(widget).__name__ in _NAMED and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert widget.objectName(), widget
                if type(widget).__name__ != "QPushButton":
                    assert widget.accessibleName(), widget.objectName()


def test_escape_closes_the_window_and_f12_brings_it_back(
    seat: Seat, settings: Opened, actors: Actors
) -> None:
    window = settings(actors.admin, 1)
    seat.type(window.page.file, "C:/x")
    seat.press(window.page.file, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert settings(actors.admin, 1) is window and window.page.file.text() == "C:/x"
