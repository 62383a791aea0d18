"""The first seconds: names at once, the store behind them, the passphrase judged, a new room set up."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.people import PASSPHRASE, Actors
from tests.support.window import WAIT, Seat, open_seat
from zbyj_duty.app.context import AppContext
from zbyj_duty.app.program import Program
from zbyj_duty.app.startup import open_context
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.store.work import Store
from zbyj_duty.widgets.theme import Theme

ROOT = Path(__file__).resolve().parents[2]
FIRST_PAINT = """
import sys
from pathlib import Path
from zbyj_duty.app.startup import application
from zbyj_duty.shell.login import read_tiles
from zbyj_duty.shell.main_window import MainWindow
made, theme = application()
window = MainWindow(read_tiles(Path(".")))
window.show()
made.processEvents()
print(" ".join(sorted(m.split(".")[0] for m in sys.modules)))
"""


def test_the_first_paint_needs_no_database_and_no_paper() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    heavy = {"sqlalchemy", "alembic", "psycopg", "reportlab", "pyhanko", "pikepdf", "numpy", "pyqtgraph"}
    assert not loaded & (heavy | {"openpyxl", "pypinyin", "argon2", "cryptography"})


class Speaker(QObject):
    """Says things with None and True in them."""

    said = Signal(object, bool)


class Listener(QObject):
    """Hears them."""

    heard = 0

    def hear(self, _thing: object, _flag: bool) -> None:
        self.heard += 1


def test_2000_signals_cost_no_reference_of_none_or_true(qapp: object) -> None:
    speaker, listener = Speaker(), Listener()
    speaker.said.connect(listener.hear)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(2000):
        speaker.said.emit(None, True)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert listener.heard == 2000
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 200


@pytest.fixture
def empty_seat(qtbot: QtBot, theme: Theme, clock: SteppedClock, on_watch: AppContext, actors: Actors) -> Seat:
    """The window with nobody at it."""
    opened = open_seat(qtbot, theme, on_watch.store.place.home, clock, on_watch)
    yield opened
    opened.window.close()


def choose(seat: Seat, name: str) -> QLineEdit:
    tiles = [b for b in seat.window.findChildren(QPushButton) if b.accessibleName() == name]
    seat.qtbot.mouseClick(tiles[0], Qt.MouseButton.LeftButton)
    return seat.find(QLineEdit, "login_passphrase")


def test_a_name_and_a_passphrase_open_the_desk(empty_seat: Seat) -> None:
    secret = choose(empty_seat, "王海燕")
    empty_seat.type(secret, PASSPHRASE)
    empty_seat.press(secret, Qt.Key.Key_Return)
    empty_seat.settle()
    assert empty_seat.program.session.actor.name == "王海燕"
    assert empty_seat.find(QPlainTextEdit, "entry").hasFocus()
    assert empty_seat.find(QLabel, "banner").text() == "非涉密系统，严禁录入国家秘密"


def test_a_name_is_found_by_its_initials(empty_seat: Seat) -> None:
    line = empty_seat.find(QLineEdit, "login_filter")
    empty_seat.type(line, "zk")
    shown = [b.accessibleName() for b in empty_seat.window.findChildren(QPushButton) if b.isCheckable()]
    visible = [
        b.accessibleName()
        for b in empty_seat.window.findChildren(QPushButton)
        if b.isCheckable() and b.isVisible()
    ]
    assert visible == ["曾堃"] and len(shown) > 1


def test_five_wrong_passphrases_lock_that_person_only(empty_seat: Seat) -> None:
    for _ in range(5):
        secret = choose(empty_seat, "王海燕")
        secret.clear()
        empty_seat.type(secret, "wrong words here")
        empty_seat.press(secret, Qt.Key.Key_Return)
        empty_seat.settle()
    assert "已锁定" in empty_seat.find(QLabel, "login_told").text()
    secret = choose(empty_seat, "曾堃")
    secret.clear()
    empty_seat.type(secret, PASSPHRASE)
    empty_seat.press(secret, Qt.Key.Key_Return)
    empty_seat.settle()
    assert empty_seat.program.session.actor.name == "曾堃"


def test_the_idle_seat_shows_names_log_and_alarms_and_writes_nothing(seat: Seat) -> None:
    seat.program.window.idle.emit()
    seat.settle()
    assert seat.program.window.login.isVisible() and seat.page("今日值班").isVisible()
    assert not seat.program.session.named
    assert [seat.program.desk_view.tabs.isTabEnabled(n) for n in range(4)] == [True, False, False, False]
    assert "120000" not in seat.find(QLabel, "leader").text()


def test_a_new_room_is_set_up_in_the_window(
    qtbot: QtBot, theme: Theme, clock: SteppedClock, tmp_path: Path
) -> None:
    home = tmp_path / "new"
    home.mkdir()
    program = Program(theme, home, clock, "席", partial(open_context, home, None, None, clock, "席"))
    qtbot.addWidget(program.window)
    seat = Seat(qtbot, program)
    with qtbot.waitSignal(program.ready, timeout=WAIT):
        program.start()
    for name, text in (("staff_no", "900"), ("name", "沈晓东"), ("passphrase", PASSPHRASE)):
        seat.type(seat.find(QLineEdit, name), text)
    again = seat.find(QLineEdit, "again")
    seat.type(again, "另一个口令")
    seat.press(again, Qt.Key.Key_Return, control=True)
    seat.settle()
    assert "两次输入的口令不一样" in seat.find(QLabel, "again_error").text()
    again.clear()
    seat.type(again, PASSPHRASE)
    seat.press(again, Qt.Key.Key_Return, control=True)
    seat.settle()
    sheet = seat.find(QPlainTextEdit, "sheet_text").toPlainText()
    assert "签名机构指纹" in sheet and PASSPHRASE not in sheet
    seat.find(QPushButton, "close").click()
    seat.settle()
    assert program.context.info.bureau == "淄博市应急管理局" and not program.context.info.sample
    assert program.context.profiles.calendar(program.session.actor).warning(clock.now().date()) == ""
    assert [t.name for t in program.context.accounts.tiles(program.session.actor)] == ["沈晓东"]
    program.window.close()


def test_a_second_program_on_the_store_is_told_who_has_it(
    qtbot: QtBot, theme: Theme, clock: SteppedClock, seat: Seat, store: Store
) -> None:
    home = store.place.home
    program = Program(theme, home, clock, "二席", partial(open_context, home, None, None, clock, "二席"))
    qtbot.addWidget(program.window)
    program.start()
    told = program.window.login.told
    qtbot.waitUntil(lambda: "记录库正由" in told.text(), timeout=WAIT)
    assert f"进程 {os.getpid()}" in told.text()
    program.window.close()


def test_a_wrong_new_passphrase_is_said_beside_its_field(seat: Seat, actors: Actors) -> None:
    with pytest.raises(InvalidInput) as caught:
        seat.program.context.accounts.change_passphrase(actors.officer, PASSPHRASE, "12345678")
    assert caught.value.field == "new"
