"""Fixtures that every test may use. Real parts: SQLite files, a PostgreSQL server, offscreen Qt."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.support.people import Actors, seed_people
from tests.support.servers import (
    Server,
    new_postgres_store,
    new_sqlite_store,
    sqlite_template,
    start_server,
)
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.store.opening import found_store
from zbyj_duty.store.work import Store

BUREAU = "淄博市应急管理局"


def start() -> SteppedClock:
    """A clock that stands at 2026-11-23 08:30, Beijing."""
    from datetime import date

    return SteppedClock(at_beijing(date(2026, 11, 23), 8, 30))


@pytest.fixture
def clock() -> SteppedClock:
    """The clock that the test moves."""
    return start()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The PostgreSQL server of this run.

    Its folder is its own: pytest shuts the folder that its runs share, and a server of another run may stand there.
    """
    with tempfile.TemporaryDirectory(prefix="zbyj-pg-", ignore_cleanup_errors=True) as folder:
        server = start_server(Path(folder), start())
        yield server
        server.stop()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    return sqlite_template(tmp_path_factory.mktemp("template"), start())


@pytest.fixture
def sqlite_store(template: Path, tmp_path: Path, clock: SteppedClock) -> Iterator[Store]:
    """A founded store on SQLite."""
    store = new_sqlite_store(template, tmp_path / "home", clock)
    found_store(store, BUREAU, sample=False)
    yield store
    store.close()


@pytest.fixture
def postgres_store(postgres: Server, tmp_path: Path, clock: SteppedClock) -> Iterator[Store]:
    """A founded store on PostgreSQL, through the application's login."""
    store, owner = new_postgres_store(postgres, tmp_path / "home", clock)
    found_store(store, BUREAU, sample=False)
    yield store
    store.close()
    postgres.drop(owner)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """A founded store, once on each engine."""
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture
def actors(store: Store) -> Actors:
    """The people of the office, in the store of the test."""
    from zbyj_duty.core.access import system_actor
    from zbyj_duty.profiles.posting import post_defaults

    with store.writing(system_actor()) as unit:
        post_defaults(unit)
    return seed_people(store)
