"""Two seats on one PostgreSQL: what one writes, the other shows within seconds."""

from __future__ import annotations

import uuid
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.support.people import give_accounts, seed_people
from tests.support.servers import Server, new_postgres_store
from tests.support.watches import take_first
from tests.support.window import open_seat
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.service import JournalService
from zbyj_duty.store.engine import Place
from zbyj_duty.store.opening import found_store, open_store
from zbyj_duty.widgets.theme import Theme


def test_a_line_of_the_other_seat_appears(
    qtbot: QtBot, theme: Theme, clock: SteppedClock, postgres: Server, tmp_path: Path
) -> None:
    store, owner = new_postgres_store(postgres, tmp_path / "one", clock)
    found_store(store, "淄博市应急管理局", sample=False)
    people = seed_people(store)
    give_accounts(store, people)
    take_first(store, people)
    seat = open_seat(qtbot, theme, tmp_path / "one", clock, AppContext(store))
    seat.log_in(people.officer)
    page = seat.page("今日值班")
    other = open_store(Place(tmp_path / "two", store.place.url), clock, "二席")
    JournalService(other).write(people.second_officer, LogDraft(LineKind.NOTE, "二席记的", uuid.uuid4().hex))
    seat.wait(lambda: [row.text for row in page.log.rows] == ["二席记的"])
    seat.window.close()
    other.close()
    postgres.drop(owner)
