"""The base of every table, and how a row becomes the facts that the ledger chains."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Column, MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


class Record(DeclarativeBase):
    """A row of the store. Records never leave a service.

    Attributes:
        __fact__: a business fact: every state of the row is an entry of the ledger. False for derived
            and technical rows, which say so in their docstring.
        __ink__: append-only: the database refuses UPDATE and DELETE.
    """

    metadata = MetaData(naming_convention=NAMING)
    __fact__: ClassVar[bool] = True
    __ink__: ClassVar[bool] = False

    def facts(self) -> dict[str, Any]:
        """Return every column that counts, as JSON values in canonical form."""
        loaded = self.__dict__
        return {
            name: as_fact(loaded[name] if name in loaded else getattr(self, name))
            for name in fact_columns(type(self))
        }


@cache
def fact_columns(record: type[Record]) -> tuple[str, ...]:
    """The attribute names whose values are chained; columns marked ``derived`` are not."""
    return tuple(
        attribute.key
        for attribute in record.__mapper__.column_attrs
        if isinstance(attribute.columns[0], Column) and not attribute.columns[0].info.get("derived")
    )


def as_fact(value: Any) -> Any:
    """Return a column's value as the ledger spells it.

    Instants are ISO 8601 in UTC with microseconds, dates ISO, bytes their SHA-256; floats are refused later.
    """
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return "sha256:" + hashlib.sha256(value).hexdigest()
    if isinstance(value, tuple):
        return list(value)
    return value


def fact_tables() -> dict[str, type[Record]]:
    """Table name to class, for every business fact that the schema knows."""
    return {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Record.registry.mappers
        if mapper.class_.__fact__
    }
