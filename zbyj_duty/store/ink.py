"""The database itself keeps the ink: triggers on both engines, an authorizer on the product's SQLite connections."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sqlalchemy import Connection, text

from zbyj_duty.store.base import Record

_PROTECTED_ACTIONS = {
    sqlite3.SQLITE_DROP_TRIGGER,
    sqlite3.SQLITE_CREATE_TRIGGER,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
    sqlite3.SQLITE_DROP_TEMP_TRIGGER,
    sqlite3.SQLITE_DROP_TABLE,
    sqlite3.SQLITE_ALTER_TABLE,
}


def ink_tables() -> frozenset[str]:
    """Tables that refuse UPDATE and DELETE."""
    return frozenset(m.class_.__tablename__ for m in Record.registry.mappers if m.class_.__ink__)


def kept_tables() -> frozenset[str]:
    """Tables that refuse DELETE: every fact, ink or not."""
    return ink_tables() | frozenset(
        m.class_.__tablename__ for m in Record.registry.mappers if m.class_.__fact__
    )


def expected_triggers(dialect: str) -> frozenset[str]:
    """Names of the triggers a sound store carries."""
    names = {f"ink_{t}_update" for t in ink_tables()} | {f"ink_{t}_delete" for t in kept_tables()}
    if dialect == "postgresql":
        names |= {f"ink_{t}_truncate" for t in kept_tables()}
    return frozenset(names)


def missing_triggers(connection: Connection) -> tuple[str, ...]:
    """Names of protecting triggers that are not in the store, sorted."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        query = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
    found = {row[0] for row in connection.execute(query)}
    return tuple(sorted(expected_triggers(connection.dialect.name) - found))


def authorizer(ink: frozenset[str], kept: frozenset[str]) -> Callable[..., int]:
    """Return the callback for ``sqlite3.Connection.set_authorizer`` of a product connection.

    It refuses UPDATE on ink, DELETE on facts, changes of triggers and tables, ATTACH, and the pragmas
    that would open the schema or switch triggers off.
    """
    shut_pragmas = {"writable_schema", "recursive_triggers", "ignore_check_constraints"}

    def judge(
        action: int, first: str | None, second: str | None, _db: str | None, _trigger: str | None
    ) -> int:
        if action == sqlite3.SQLITE_UPDATE and first in ink:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_DELETE and first in kept:
            return sqlite3.SQLITE_DENY
        if action in _PROTECTED_ACTIONS or action == sqlite3.SQLITE_ATTACH:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_PRAGMA and first in shut_pragmas and second is not None:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return judge
