"""Open a store: refuse bad places, take the writer's lock, migrate, check the triggers."""

from __future__ import annotations

import os
import uuid

from sqlalchemy import select
from sqlalchemy.engine import URL

from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import Clock, instant_words
from zbyj_duty.core.errors import StoreTrouble
from zbyj_duty.store.engine import Place, reader_engine, writer_engine
from zbyj_duty.store.info import StoreInfoRecord
from zbyj_duty.store.ink import missing_triggers
from zbyj_duty.store.ledger import LedgerHeadRecord
from zbyj_duty.store.location import refuse_network_share
from zbyj_duty.store.lock import WriterLock
from zbyj_duty.store.migrate import migrate
from zbyj_duty.store.trouble import known_trouble
from zbyj_duty.store.work import Store


def open_store(place: Place, clock: Clock, seat: str = "值班席", owner: URL | None = None) -> Store:
    """Open for writing; makes or upgrades the schema first.

    Args:
        place: where it lies.
        clock: where instants come from.
        seat: this duty-room PC.
        owner: on PostgreSQL the login that owns the tables and migrates them.

    Raises:
        StoreTrouble: held by another program, on a network share, newer, corrupt, triggers missing …
    """
    lock = None
    if place.is_sqlite:
        refuse_network_share(place.home)
    place.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if place.is_sqlite:
        lock = WriterLock(place.file.with_suffix(".lock"))
        lock.take({"seat": seat, "pid": str(os.getpid()), "since": instant_words(clock.now())})
    try:
        migrate(place, clock.now(), owner)
        store = Store(place, writer_engine(place), reader_engine(place), clock, seat, lock)
        _check_triggers(store)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    return store


def open_to_read(place: Place, clock: Clock, seat: str = "值班席") -> Store:
    """Open without any right to write; works beside an open window.

    Raises:
        StoreTrouble: ``store.missing`` and the like.
    """
    if place.is_sqlite and not place.file.exists():
        raise StoreTrouble("store.missing", path=str(place.file))
    return Store(place, None, reader_engine(place), clock, seat)


def found_store(store: Store, bureau: str, sample: bool) -> None:
    """Write the first entry: the store's own name. A store is founded once.

    Args:
        store: freshly migrated.
        bureau: full name of the bureau, as printed.
        sample: the data will be invented.
    """
    with store.writing(system_actor(store.seat)) as unit:
        unit.add(
            StoreInfoRecord(
                id=1,
                store_uuid=uuid.uuid4().hex,
                kind="sample" if sample else "real",
                bureau=bureau,
                created_at=unit.instant,
            ),
            "store.founded",
        )


def _check_triggers(store: Store) -> None:
    with known_trouble(store.place.words), store.reading() as session:
        missing = missing_triggers(session.connection())
        session.execute(select(LedgerHeadRecord.count)).one()
    if missing:
        store.close()
        raise StoreTrouble("store.triggers_missing", names="、".join(missing))
