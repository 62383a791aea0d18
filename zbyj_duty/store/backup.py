"""Backups that are known to work: online copy, opened and proven; restore as an acknowledged fork."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import Clock, beijing
from zbyj_duty.core.errors import StoreTrouble
from zbyj_duty.store.audit import audit
from zbyj_duty.store.engine import Place
from zbyj_duty.store.ledger import Head
from zbyj_duty.store.lock import WriterLock
from zbyj_duty.store.migrate import verified_copy
from zbyj_duty.store.opening import open_store, open_to_read
from zbyj_duty.store.work import Store


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was opened and whose chain was recomputed."""

    path: Path
    head: Head


def back_up(store: Store, folder: Path) -> Backup:
    """Copy a live SQLite store into ``folder`` and prove the copy.

    Raises:
        StoreTrouble: ``store.backup_postgres``, or the copy does not check out.
    """
    if not store.is_sqlite:
        raise StoreTrouble("store.backup_postgres")
    source = sqlite3.connect(f"{store.place.file.resolve().as_uri()}?mode=ro", uri=True)
    try:
        path = verified_copy(source, folder, "watch", store.clock.now())
    finally:
        source.close()
    return Backup(path, _prove(path, store.clock))


def _prove(path: Path, clock: Clock) -> Head:
    copy = open_to_read(Place(path.parent, _url(path)), clock)
    try:
        with copy.reading() as session:
            found = audit(session)
    finally:
        copy.close()
    if found.problems:
        raise StoreTrouble("store.bad_backup", path=str(path), reason=found.problems[0])
    return found.head


def restore(place: Place, source: Path, clock: Clock, seat: str) -> list[str]:
    """Put a proven backup in place of the store.

    The present store is moved aside, never overwritten; the restored one gets an entry that says from which head
    to which it forked, so that later proofs know of it.

    Raises:
        StoreTrouble: the backup is not sound, or the store is open elsewhere.
    """
    if not place.is_sqlite:
        raise StoreTrouble("store.backup_postgres")
    if not source.is_file():
        raise StoreTrouble("store.missing", path=str(source))
    head = _prove(source, clock)
    place.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = WriterLock(place.file.with_suffix(".lock"))
    lock.take({"seat": seat, "pid": "restore", "since": ""})
    stamp = f"{beijing(clock.now()):%Y%m%d-%H%M%S}"
    kept, lost = _move_aside(place, stamp)
    original = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    place.file.touch(0o600)
    target = sqlite3.connect(place.file, isolation_level=None)
    try:
        original.backup(target)
        target.execute("PRAGMA journal_mode = WAL")
    finally:
        target.close()
        original.close()
    lock.release()
    _write_fork(place, clock, seat, head, stamp, lost)
    return [f"已从 {source} 恢复（{head.words}）", f"原记录库保留在：{kept}" if kept else "原先没有记录库"]


def _move_aside(place: Place, stamp: str) -> tuple[Path | None, str]:
    heads = place.home / "heads.log"
    lost = ""
    if heads.exists():
        lines = heads.read_text("utf-8", "replace").splitlines()
        lost = lines[-1] if lines else ""
        heads.rename(place.home / f"heads-before-restore-{stamp}.log")
    if not place.file.exists():
        return None, lost
    kept = place.home / f"before-restore-{stamp}.db"
    for suffix in ("", "-wal", "-shm"):
        part = Path(str(place.file) + suffix)
        if part.exists():
            part.rename(str(kept) + suffix)
    return kept, lost


def _write_fork(place: Place, clock: Clock, seat: str, head: Head, stamp: str, lost: str) -> None:
    store = open_store(place, clock, seat)
    try:
        with store.writing(system_actor(seat)) as unit:
            unit.note("store.restored", {"from": head.words, "at": stamp, "before": lost})
    finally:
        store.close()


def _url(path: Path):
    from sqlalchemy.engine import URL

    return URL.create("sqlite", database=str(path))
