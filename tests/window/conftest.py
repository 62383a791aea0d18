"""A window for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.people import Actors, give_accounts, give_keys
from tests.support.window import Seat, open_seat
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.duty.domain import TakeDraft
from zbyj_duty.people.setup import post_official_units
from zbyj_duty.store.work import Store
from zbyj_duty.widgets.theme import Theme

DAY = date(2026, 11, 23)
PLANNED = (at_beijing(DAY, 8, 30), at_beijing(date(2026, 11, 24), 8, 30))


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
    with store.writing(system_actor()) as unit:
        post_official_units(unit)
    context.duty.take(actors.officer, TakeDraft(actors.crew(actors.officer), "first"), DAY, PLANNED)
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
