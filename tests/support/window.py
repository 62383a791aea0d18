"""A real window over a real store, driven by keys; offscreen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from zbyj_duty.app.context import AppContext
from zbyj_duty.app.program import Program
from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import Clock
from zbyj_duty.widgets.module_page import ModulePage
from zbyj_duty.widgets.theme import Theme

WAIT = 15_000


class Seat:
    """One seat: the program, and the hands and eyes of a person."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot = qtbot
        self.program = program

    @property
    def window(self) -> QWidget:
        return self.program.window

    def wait(self, what: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(what, timeout=WAIT)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        QApplication.processEvents()
        self.wait(self._quiet)
        QTest.qWait(80)
        self.wait(self._quiet)

    def _quiet(self) -> bool:
        return self.program.attempt.is_quiet

    def log_in(self, actor: Actor) -> None:
        """Be somebody, as after the passphrase."""
        self.program.let_in(actor)
        self.settle()

    def page(self, title: str) -> ModulePage:
        """Turn to a tab and wait until it is filled."""
        assert self.program.desk_view
        self.program.desk_view.turn_to(title)
        self.settle()
        return self.program.desk_view.page(title)

    def find(self, kind: type, name: str) -> QWidget:
        """Return a visible widget by its name."""
        found = [w for w in QApplication.allWidgets() if isinstance(w, kind) and w.objectName() == name]
        shown = [w for w in found if w.isVisible()]
        assert shown, f"{name} is not on the screen"
        self.wait(shown[0].window().isActiveWindow)
        return shown[0]

    def type(self, widget: QWidget, text: str) -> None:
        """Type text into a widget: keys for ASCII, an input method's commits for Chinese."""
        for character in text:
            if character.isascii():
                self.qtbot.keyClicks(widget, character)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QApplication.sendEvent(widget, event)

    def activate(self, widget: QWidget) -> None:
        """Bring a widget's window to the front, as a window manager does when a dialog closes."""
        if not widget.window().isActiveWindow():
            widget.window().activateWindow()
            self.wait(widget.window().isActiveWindow)

    def press(self, widget: QWidget, key: Qt.Key, control: bool = False) -> None:
        """Press one key."""
        self.activate(widget)
        widget.setFocus()
        modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(widget, key, modifier)


def open_seat(qtbot: QtBot, theme: Theme, home: Path, clock: Clock, context: AppContext) -> Seat:
    """Open the window over an open store."""

    def opening() -> AppContext:
        return context

    program = Program(theme, home, clock, "值班席", opening)
    qtbot.addWidget(program.window)
    seat = Seat(qtbot, program)
    with qtbot.waitSignal(program.ready, timeout=WAIT):
        program.start()
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow, timeout=WAIT)
    seat.settle()
    return seat
