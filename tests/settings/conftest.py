"""The settings window, opened by F12 over a store in which a watch stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.people import Actors
from tests.support.window import Seat, open_seat
from tests.window.conftest import on_watch, store, theme  # noqa: F401
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.settings.window import SettingsWindow
from zbyj_duty.widgets.theme import Theme

Opened = Callable[[Actor, int], SettingsWindow]


@pytest.fixture
def seat(
    qtbot: QtBot,
    theme: Theme,  # noqa: F811
    clock: SteppedClock,
    on_watch: AppContext,  # noqa: F811
    actors: Actors,
) -> Iterator[Seat]:
    """The window, with nobody at the seat yet."""
    opened = open_seat(qtbot, theme, on_watch.store.place.home, clock, on_watch)
    yield opened
    opened.window.close()


@pytest.fixture
def settings(seat: Seat) -> Opened:
    """Log somebody in, press F12, turn to a page by its key."""

    def opening(actor: Actor, page: int = 0) -> SettingsWindow:
        seat.log_in(actor)
        seat.window.activateWindow()
        seat.wait(seat.window.isActiveWindow)
        seat.qtbot.keyClick(seat.window, Qt.Key.Key_F12)
        window = seat.program.settings
        assert window is not None and window.isVisible()
        seat.wait(window.isActiveWindow)
        seat.qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1.value + page), Qt.KeyboardModifier.ControlModifier)
        seat.settle()
        return window

    return opening
