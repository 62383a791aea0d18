"""Connections: one that writes and checkpoints, others that only read; the same face on both engines."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool, StaticPool

from zbyj_duty.core.errors import StoreTrouble
from zbyj_duty.store.ink import authorizer, ink_tables, kept_tables

APPLICATION_ID = 0x5A42594A
APP_ROLE = "zbyj_app"
_WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store lies.

    Attributes:
        home: the duty room's folder, for the files beside the store (heads.log, drafts, tiles, lock).
        url: the database.
    """

    home: Path
    url: URL

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the store is a file of this machine."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(str(self.url.database))

    @property
    def words(self) -> str:
        """The store as told to people, without a password."""
        return str(self.file) if self.is_sqlite else self.url.render_as_string(hide_password=True)


def place_of(home: Path, store: str | None = None) -> Place:
    """Return the place for a folder, or for a database URL with the folder beside it.

    Raises:
        StoreTrouble: ``store.bad_url``.
    """
    if store is None:
        return Place(home, URL.create("sqlite", database=str(home / "watch.db")))
    try:
        url = make_url(store)
    except ArgumentError as error:
        raise StoreTrouble("store.bad_url", value=store) from error
    if url.get_backend_name() == "sqlite":
        return Place(Path(str(url.database)).parent, url)
    if url.get_backend_name() != "postgresql":
        raise StoreTrouble("store.bad_url", value=url.render_as_string(hide_password=True))
    return Place(home, url.set(drivername="postgresql+psycopg"))


def writer_engine(place: Place) -> Engine:
    """Return the engine whose connections write; on SQLite exactly one connection, BEGIN IMMEDIATE."""
    if place.is_sqlite:
        return _sqlite_engine(place, read_only=False)
    return _postgres_engine(place)


def reader_engine(place: Place) -> Engine:
    """Return the engine whose connections only read."""
    if place.is_sqlite:
        return _sqlite_engine(place, read_only=True)
    engine = _postgres_engine(place)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite_engine(place: Place, read_only: bool) -> Engine:
    ink, kept = ink_tables(), kept_tables()

    def connect() -> sqlite3.Connection:
        connection = _open_to_read(place.file) if read_only else open_to_write(place.file)
        connection.set_authorizer(authorizer(ink, kept))
        return connection

    if read_only:
        engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=8)
    else:
        engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def open_to_write(file: Path) -> sqlite3.Connection:
    """Open the file with every writing pragma; explicit transactions only.

    Raises:
        StoreTrouble: ``store.missing``.
    """
    if not file.exists():
        raise StoreTrouble("store.missing", path=str(file))
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, cached_statements=512)
    for pragma in _WRITER_PRAGMAS:
        connection.execute(pragma)
    return connection


def _open_to_read(file: Path) -> sqlite3.Connection:
    if not file.exists():
        raise StoreTrouble("store.missing", path=str(file))
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(
            f"{file.resolve().as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA busy_timeout = 10000")
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if (
                error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
                and "immutable" not in mode
            ):
                continue
            raise
        return connection
    raise StoreTrouble("store.missing", path=str(file))


def _begin_immediate(connection: Connection) -> None:
    connection.connection.driver_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]


def _postgres_engine(place: Place) -> Engine:
    engine = create_engine(
        place.url,
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=4,
        pool_timeout=5,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=5000 -c TimeZone=UTC -c lock_timeout=5000",
            "tcp_user_timeout": 5000,
        },
    )
    event.listen(engine, "connect", _act_as_application)
    return engine


def _act_as_application(connection: object, _record: object) -> None:
    """Give up every right the login has beyond those of the application role."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (APP_ROLE,))
        if cursor.fetchone():
            cursor.execute(f"SET ROLE {APP_ROLE}")
    connection.commit()  # type: ignore[attr-defined]
