"""Bring a store up to this program's schema: verified copy first, all steps in one transaction, counts compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import StoreTrouble
from zbyj_duty.core.paths import shipped
from zbyj_duty.store.engine import APP_ROLE, APPLICATION_ID, Place
from zbyj_duty.store.trouble import known_trouble


def newest_revision(scripts: Path | None = None) -> str:
    """Return the revision this program knows: the number of the last migration file."""
    folder = (scripts or shipped("migrations")) / "versions"
    return max(file.name[:4] for file in folder.glob("[0-9][0-9][0-9][0-9]_*.py"))


def migrate(place: Place, now: datetime, owner: URL | None = None, scripts: Path | None = None) -> str:
    """Upgrade the store when it is older; does nothing when it is up to date.

    Args:
        place: the store; a missing SQLite file is made.
        now: the instant, for the copy's name.
        owner: on PostgreSQL the login that owns the tables; the store's own login when None.
        scripts: folder of the migrations; the shipped one when None.

    Returns:
        The revision the store had before ("" when it was new).

    Raises:
        StoreTrouble: ``store.newer``, ``store.corrupt``, ``store.migration_failed`` (old file untouched).
    """
    known = newest_revision(scripts)
    with known_trouble(place.words):
        if place.is_sqlite:
            return _migrate_sqlite(place, now, known, scripts)
        return _migrate_postgres(owner or place.url, known, scripts)


def _migrate_sqlite(place: Place, now: datetime, known: str, scripts: Path | None) -> str:
    new = not place.file.exists()
    if new:
        place.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.file.touch(0o600)
    connection = sqlite3.connect(place.file, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout = 10000")
        found = _revision_of(connection, place)
        if found == known:
            return found
        if found > known:
            raise StoreTrouble("store.newer", found=found, known=known)
        if found:
            _quick_check(connection, place.file)
        copy = verified_copy(connection, place.home / "backups", f"before-{known}", now) if found else None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA foreign_keys = OFF")
        engine = create_engine("sqlite://", creator=lambda: connection, poolclass=NullPool)
        event.listen(engine, "begin", _begin_immediate)
        with engine.connect() as bound:
            _upgrade(bound, scripts, copy, _check_sqlite_keys)
    finally:
        connection.close()
    return found


def _migrate_postgres(owner: URL, known: str, scripts: Path | None) -> str:
    engine = create_engine(owner, poolclass=NullPool, connect_args={"connect_timeout": 5})
    with engine.connect() as bound:
        with bound.begin():
            bound.execute(text("SELECT pg_advisory_xact_lock(1514817866)"))
            found = _postgres_revision(bound)
        if found == known:
            return found
        if found > known:
            raise StoreTrouble("store.newer", found=found, known=known)
        _upgrade(bound, scripts, None, None)
    engine.dispose()
    return found


def _postgres_revision(bound: Connection) -> str:
    """Return the schema's revision, "" when there is none.

    A seat's login may hold its rights only through the application role, without inheriting them.
    """
    readable = text("SELECT has_table_privilege(to_regclass('alembic_version'), 'SELECT')")
    member = text("SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = :role")
    if not bound.execute(readable).scalar() and bound.execute(member, {"role": APP_ROLE}).scalar():
        bound.execute(text(f"SET LOCAL ROLE {APP_ROLE}"))
    if bound.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return ""
    return str(bound.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(
    bound: Connection, scripts: Path | None, copy: Path | None, check: Callable[[Connection], None] | None
) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts or shipped("migrations")).replace("%", "%%"))
    config.attributes["connection"] = bound
    try:
        with bound.begin():
            before = _counts(bound)
            command.upgrade(config, "head")
            if check is not None:
                check(bound)
            after = _counts(bound)
            lost = {t: n for t, n in before.items() if after.get(t, 0) < n}
            if lost:
                raise RuntimeError(f"rows lost by the migration: {lost}")
    except Exception as error:
        raise StoreTrouble("store.migration_failed", copy=str(copy or "—")) from error


def _counts(bound: Connection) -> dict[str, int]:
    if bound.dialect.name == "sqlite":
        names = bound.execute(
            text("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
        )
    else:
        names = bound.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"))
    quote = bound.dialect.identifier_preparer.quote
    return {
        name: int(bound.exec_driver_sql("SELECT count(*) FROM " + quote(name)).scalar_one())
        for name in [row[0] for row in names]
        if name != "alembic_version"
    }


def _check_sqlite_keys(bound: Connection) -> None:
    broken = bound.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"foreign keys broken by the migration: {broken[:5]}")


def _revision_of(connection: sqlite3.Connection, place: Place) -> str:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return ""
    if "alembic_version" not in tables or "ledger_entry" not in tables:
        raise StoreTrouble("store.not_a_database", path=str(place.file))
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def _quick_check(connection: sqlite3.Connection, file: Path) -> None:
    verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
    if verdict != "ok":
        raise StoreTrouble("store.corrupt", path=str(file))


def verified_copy(source: sqlite3.Connection, folder: Path, name: str, now: datetime) -> Path:
    """Copy a live store by the online backup API, open the copy and check it.

    Raises:
        StoreTrouble: ``store.corrupt`` when the copy does not check out.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{name}-{beijing(now):%Y%m%d-%H%M%S}.db"
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(0o600)
    copy = sqlite3.connect(partial, isolation_level=None)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        query = "SELECT count(*), max(seq) FROM ledger_entry"
        same = copy.execute(query).fetchone() == source.execute(query).fetchone()
        _quick_check(copy, partial)
    finally:
        copy.close()
    if not same:
        raise StoreTrouble("store.corrupt", path=str(partial))
    partial.replace(target)
    return target


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
