"""Tells the machine's trouble (full, busy, read-only, corrupt, away) from bugs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from zbyj_duty.core.errors import StoreTrouble

_SQLITE = {
    "SQLITE_BUSY": "store.busy",
    "SQLITE_LOCKED": "store.busy",
    "SQLITE_FULL": "store.full",
    "SQLITE_READONLY": "store.read_only",
    "SQLITE_CORRUPT": "store.corrupt",
    "SQLITE_NOTADB": "store.not_a_database",
    "SQLITE_IOERR": "store.io",
    "SQLITE_CANTOPEN": "store.missing",
    "SQLITE_AUTH": "store.ink",
}


@contextmanager
def known_trouble(path: str, backups: str = "") -> Iterator[None]:
    """Turn what is known to go wrong with machines into StoreTrouble; bugs pass through.

    Args:
        path: the store, as told to the person.
        backups: where the copies lie.
    """
    try:
        yield
    except DBAPIError as error:
        code = _code_of(error.orig)
        if code is None:
            raise
        raise StoreTrouble(code, path=path, backups=backups) from error
    except sqlite3.Error as error:
        code = _code_of(error)
        if code is None:
            raise
        raise StoreTrouble(code, path=path, backups=backups) from error


def _code_of(error: BaseException | None) -> str | None:
    if isinstance(error, sqlite3.Error):
        return _sqlite_code(error)
    module = type(error).__module__
    if module.startswith("psycopg"):
        return _postgres_code(error)
    return None


def _sqlite_code(error: sqlite3.Error) -> str | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_CONSTRAINT_TRIGGER") and str(error).startswith("ink"):
        return "store.ink"
    for prefix, code in _SQLITE.items():
        if name.startswith(prefix):
            return code
    return None


def _postgres_code(error: BaseException) -> str | None:
    state = getattr(error, "sqlstate", None)
    if state is None:
        return "store.unreachable" if type(error).__name__ == "OperationalError" else None
    if state == "42501" or (state == "P0001" and str(error).startswith("ink")):
        return "store.ink"
    if state.startswith("08") or state in ("57P01", "57P02", "57P03", "57014"):
        return "store.unreachable"
    if state in ("22001", "22003"):
        return "store.too_long"
    if state == "53100":
        return "store.full"
    if state in ("55P03", "40P01"):
        return "store.busy"
    if state == "25006":
        return "store.read_only"
    return None
