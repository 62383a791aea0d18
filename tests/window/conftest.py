"""A window for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.people import Actors, give_accounts, give_keys
from tests.support.watches import add_units, take_first
from tests.support.window import Seat, open_seat
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.store.work import Store
from zbyj_duty.widgets.theme import Theme


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    """The look, set once."""
    made = Theme(qapp)
    made.choose(False)
    return made


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """The window's tests run on SQLite; the services' run on both engines."""
    return sqlite_store


@pytest.fixture
def on_watch(store: Store, actors: Actors) -> AppContext:
    """A store in which a watch stands and everybody has passphrase and key."""
    give_accounts(store, actors)
    for key in give_keys(store, actors).values():
        key.wipe()
    context = AppContext(store)
    add_units(store, actors)
    take_first(store, actors)
    return context


@pytest.fixture
def seat(
    qtbot: QtBot, theme: Theme, clock: SteppedClock, on_watch: AppContext, actors: Actors
) -> Iterator[Seat]:
    """The officer at the seat, the watch standing."""
    opened = open_seat(qtbot, theme, on_watch.store.place.home, clock, on_watch)
    opened.log_in(actors.officer)
    yield opened
    opened.window.close()
