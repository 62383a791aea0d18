"""The store: reading, and the one way to write."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Insert, Row, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from zbyj_duty.core.access import Actor
from zbyj_duty.core.changes import Change, Hub
from zbyj_duty.core.clock import Clock
from zbyj_duty.core.errors import StoreTrouble
from zbyj_duty.store.base import Record
from zbyj_duty.store.engine import Place
from zbyj_duty.store.heads import HeadsLog
from zbyj_duty.store.ledger import VERSION, Entry, Head, LedgerEntryRecord, LedgerHeadRecord, entry_hash
from zbyj_duty.store.lock import WriterLock
from zbyj_duty.store.trouble import known_trouble
from zbyj_duty.store.types import canonical_json

_ENTRIES = LedgerEntryRecord.__table__
_HEAD = LedgerHeadRecord.__table__

# Statements are made once: building one costs more than running it.
_LOCK_HEAD = select(_HEAD.c.count, _HEAD.c.hash, _HEAD.c.recorded_at).where(_HEAD.c.id == 1).with_for_update()
_ADD_ENTRIES = insert(_ENTRIES)
_MOVE_HEAD = update(_HEAD).where(_HEAD.c.id == 1)


@cache
def _columns_of(record: type[Record]) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in record.__mapper__.column_attrs)


@cache
def _insert_into(record: type[Record]) -> Insert:
    return insert(record.__table__)


class Unit:
    """One writing transaction: rows, their ledger entries, one commit, one announcement."""

    def __init__(self, connection: Connection, actor: Actor, now: datetime, topics: set[str]) -> None:
        self._connection = connection
        self._session: Session | None = None
        count, digest, recorded_at = connection.execute(_LOCK_HEAD).one()
        self._head = Head(count, digest)
        self._entries: list[dict[str, Any]] = []
        self.actor = actor
        self.instant = max(now, recorded_at)
        self.topics = topics

    @property
    def session(self) -> Session:
        """A session for reading inside this transaction."""
        if self._session is None:
            self._session = Session(bind=self._connection, autoflush=False, expire_on_commit=False)
        return self._session

    @property
    def next_seq(self) -> int:
        """The ledger sequence that the next ``add``, ``change`` or ``note`` gets."""
        return self._head.count + 1

    @property
    def head(self) -> Head:
        """The head as it stands after what this unit has written so far."""
        return self._head

    def ask(self, statement: Executable, values: dict[str, Any]) -> Row[Any]:
        """Read the one row of a prepared statement inside this transaction, without a session."""
        return self._connection.execute(statement, values).one()

    def touch(self, topic: str) -> None:
        """Tell the screens of ``topic`` too."""
        self.topics.add(topic)

    def add(self, record: Record, kind: str) -> int:
        """Insert ``record`` and chain its facts; ``record.id`` is set. Returns the ledger sequence."""
        given = record.__dict__
        values = {name: given.get(name) for name in _columns_of(type(record))}
        if values.get("id") is None:
            values.pop("id", None)
        result = self._connection.execute(_insert_into(type(record)), values)
        if "id" not in values:
            set_committed_value(record, "id", result.inserted_primary_key[0])
        return self._chain(kind, f"{record.__tablename__}:{record.id}", record.facts())  # type: ignore[attr-defined]

    def change(self, record: Record, kind: str, /, **values: object) -> int:
        """Update the columns named in ``values`` and chain the new facts. Returns the ledger sequence."""
        table = type(record).__table__
        key: int = record.id  # type: ignore[attr-defined]
        self._connection.execute(update(table).where(table.c.id == key).values(**values))
        for name, value in values.items():
            set_committed_value(record, name, value)
        return self._chain(kind, f"{table.name}:{key}", record.facts())

    def note(self, kind: str, payload: dict[str, Any]) -> int:
        """Chain something that has no row of its own. Returns the ledger sequence."""
        return self._chain(kind, f"note:{self.next_seq}", payload)

    def _chain(self, kind: str, subject: str, payload: dict[str, Any]) -> int:
        entry = Entry(
            seq=self._head.count + 1,
            recorded_at=self.instant,
            actor_id=self.actor.person_id,
            actor_name=self.actor.name,
            seat=self.actor.seat,
            kind=kind,
            subject=subject,
            payload=canonical_json(payload),
            previous=self._head.hash,
        )
        digest = entry_hash(entry)
        self._entries.append(
            {
                "seq": entry.seq,
                "version": VERSION,
                "recorded_at": entry.recorded_at,
                "actor_id": entry.actor_id,
                "actor_name": entry.actor_name,
                "seat": entry.seat,
                "kind": kind,
                "subject": subject,
                "payload": entry.payload,
                "previous": entry.previous,
                "hash": digest,
            }
        )
        self._head = Head(entry.seq, digest)
        return entry.seq

    def finish(self) -> bool:
        """Write the entries and the head; tells whether there was anything to write."""
        if not self._entries:
            return False
        self._connection.execute(_ADD_ENTRIES, self._entries)
        head = {"count": self._head.count, "hash": self._head.hash, "recorded_at": self.instant}
        self._connection.execute(_MOVE_HEAD, head)
        return True

    def close(self) -> None:
        """Give up the reading session."""
        if self._session is not None:
            self._session.close()


class Store:
    """A duty room's record on one engine.

    Args:
        place: where it lies.
        writer: engine that writes, or None for a store opened to read only.
        reader: engine that reads.
        clock: where instants come from.
        seat: name of this duty-room PC.
        lock: the writer's lock, released at closing.
    """

    def __init__(
        self,
        place: Place,
        writer: Engine | None,
        reader: Engine,
        clock: Clock,
        seat: str = "值班席",
        lock: WriterLock | None = None,
    ) -> None:
        self.place = place
        self.clock = clock
        self.seat = seat
        self.hub = Hub()
        self.heads = HeadsLog(place.home / "heads.log")
        self._words, self._backups = place.words, str(place.home / "backups")
        self._writer = writer
        self._reader = reader
        self._lock = lock
        self._gate = threading.Lock()
        self._held_by: int | None = None

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the store is a SQLite file."""
        return self.place.is_sqlite

    @property
    def read_only(self) -> bool:
        """Tell whether nothing can be written through this object."""
        return self._writer is None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one moment and never commits."""
        with (
            known_trouble(self._words, self._backups),
            Session(self._reader, autoflush=False) as session,
        ):
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN")
            yield session

    @contextmanager
    def writing(self, actor: Actor, *topics: str) -> Iterator[Unit]:
        """Open the one writing transaction; commits at the end, rolls back on any error.

        Args:
            actor: who writes.
            topics: the slices whose screens are told.

        Raises:
            StoreTrouble: the machine refuses; nothing was saved.
            RuntimeError: a writing unit is open in this thread already.
        """
        if self._writer is None:
            raise StoreTrouble("store.read_only", path=self.place.words)
        if self._held_by == threading.get_ident():
            raise RuntimeError("a nested writing unit")
        with self._gate:
            self._held_by = threading.get_ident()
            try:
                unit = yield from self._one_transaction(actor, set(topics))
            finally:
                self._held_by = None
        if unit is not None:
            self.hub.publish(Change(frozenset(unit.topics), self.seat, unit.head.count))

    def _one_transaction(self, actor: Actor, topics: set[str]) -> Generator[Unit, None, Unit | None]:
        assert self._writer is not None
        with known_trouble(self._words, self._backups), self._writer.begin() as connection:
            unit = Unit(connection, actor, self.clock.now(), topics)
            try:
                yield unit
                wrote = unit.finish()
            finally:
                unit.close()
        if not wrote:
            return None
        self.heads.append(unit.head, unit.instant)
        return unit

    def head(self) -> Head:
        """Return how far the chain reaches now."""
        with self.reading() as session:
            count, digest = session.execute(select(_HEAD.c.count, _HEAD.c.hash).where(_HEAD.c.id == 1)).one()
        return Head(count, digest)

    def close(self) -> None:
        """Checkpoint, close every connection, give the lock back.

        The writer closes last: only then does SQLite take the files beside the store away.
        """
        self._reader.dispose()
        if self._writer is not None:
            if self.is_sqlite:
                with known_trouble(self.place.words), self._writer.connect() as connection:
                    raw = connection.connection.driver_connection
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._writer.dispose()
        if self._lock is not None:
            self._lock.release()


def seq_of(session: Session, table: str, row_id: int) -> int:
    """Return the ledger sequence of the first entry about a row.

    Raises:
        LookupError: the row has no entry.
    """
    subject = f"{table}:{row_id}"
    seq = session.execute(
        select(_ENTRIES.c.seq).where(_ENTRIES.c.subject == subject).order_by(_ENTRIES.c.seq).limit(1)
    ).scalar()
    if seq is None:
        raise LookupError(subject)
    return int(seq)
