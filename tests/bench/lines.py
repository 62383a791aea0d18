"""A complete log line (rules, number, ledger entry, durable commit) against a bare ORM insert of such a row."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Index,
    MetaData,
    Table,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session

from tests.bench.measure import Figure, NotMeasured, in_turns
from tests.support.people import Actors, seed_people
from tests.support.servers import new_sqlite_store, sqlite_template
from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import SteppedClock, SystemClock, beijing
from zbyj_duty.duty.domain import TakeDraft
from zbyj_duty.duty.service import DutyService
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.records import LogLineRecord
from zbyj_duty.journal.service import JournalService
from zbyj_duty.profiles.domain import ProfileKind, interval_of
from zbyj_duty.profiles.posting import post_defaults
from zbyj_duty.profiles.service import ProfileService
from zbyj_duty.store.opening import found_store
from zbyj_duty.store.types import UtcInstant
from zbyj_duty.store.work import Store

LINES = 100
REPETITIONS = 15
TRACED = 400
_TEXT = "桓台县起凤镇一企业氨气泄漏，3人送医，消防已到场，空气监测 35 ppm，续报第 {} 次"
Writer = Callable[[int], None]


def measure() -> list[Figure | NotMeasured]:
    """Return the two figures of a saved line."""
    with tempfile.TemporaryDirectory(prefix="zbyj-bench-", dir=Path.cwd()) as folder:
        ours, store = service_writer(Path(folder) / "ours")
        reference, engine = orm_writer(Path(folder) / "reference.db")
        speed = in_turns(lambda: _many(ours), lambda: _many(reference), REPETITIONS)
        store.close()
        engine.dispose()
        syncs = _syncs_per_line(Path(folder))
    ours_ms, reference_ms = (total / LINES for total in speed)
    return [Figure("saving a log line / bare ORM insert", ours_ms, reference_ms, 1.5), syncs]


def _many(write: Writer) -> None:
    for n in range(LINES):
        write(n)


def service_writer(home: Path) -> tuple[Writer, Store]:
    """Return the product's way of saving a line, on a store with a watch standing."""
    clock = SteppedClock(SystemClock().now())
    template = sqlite_template(home.with_suffix(".template"), clock)
    store = new_sqlite_store(template, home, clock)
    found_store(store, "淄博市应急管理局", sample=True)
    with store.writing(system_actor()) as unit:
        post_defaults(unit)
    people = seed_people(store)
    _stand_watch(store, people, beijing(clock.now()).date())
    journal = JournalService(store)

    def write(n: int) -> None:
        clock.step(seconds=90)  # a busy night; nobody saves a hundred lines in the same minute
        draft = LogDraft(
            LineKind.INCOMING,
            _TEXT.format(uuid.uuid4().hex[:8]),
            uuid.uuid4().hex,
            clock.now(),
            party_text="桓台县",
            channel="电话",
        )
        journal.write(people.officer, draft)

    return write, store


def _stand_watch(store: Store, people: Actors, day: date) -> None:
    hours = ProfileService(store).current(people.officer, ProfileKind.WATCH_HOURS, day)
    draft = TakeDraft(people.crew(people.officer), "bench")
    DutyService(store).take(people.officer, draft, day, interval_of(day, 1, hours))


class _Base(DeclarativeBase):
    metadata = MetaData()


def _plain_table() -> Table:
    """The table of log lines as a plain program has it: same columns, unique keys and index, nothing else."""
    columns = [
        Column(
            column.name,
            DateTime() if isinstance(column.type, UtcInstant) else column.type,
            primary_key=column.primary_key,
            nullable=column.nullable,
            unique=column.unique,
        )
        for column in LogLineRecord.__table__.columns
    ]
    more = (UniqueConstraint("year", "number"), Index("ix_author", "author_id", "recorded_at"))
    return Table("log_line", _Base.metadata, *columns, *more)


class PlainLine(_Base):
    """The reference's row."""

    __table__ = _plain_table()


def orm_writer(file: Path) -> tuple[Writer, Engine]:
    """Return a plain program's way: one object, one session, one commit, on a WAL file with synchronous=FULL."""
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", _pragmas)
    _Base.metadata.create_all(engine)
    number = 0

    def write(n: int) -> None:
        nonlocal number
        number += 1
        now = datetime.now(UTC).replace(tzinfo=None)
        with Session(engine) as session:
            session.add(
                PlainLine(
                    seq=number,
                    year=2026,
                    number=number,
                    kind="incoming",
                    occurred_at=now,
                    recorded_at=now,
                    party_text="桓台县",
                    party_kind=None,
                    party_id=None,
                    channel="电话",
                    text=_TEXT.format(uuid.uuid4().hex[:8]),
                    late_reason="",
                    author_id=1,
                    author_name="王海燕",
                    seat="值班席",
                    about_kind=None,
                    about_id=None,
                    key=uuid.uuid4().hex,
                )
            )
            session.commit()

    return write, engine


def _pragmas(connection: object, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def _syncs_per_line(folder: Path) -> Figure | NotMeasured:
    what = "fdatasync and fsync per log line / one"
    if not shutil.which("strace"):
        return NotMeasured(what, "no strace on this machine")
    counts = [_traced(folder / f"traced-{lines}", lines) for lines in (0, TRACED)]
    if None in counts:
        return NotMeasured(what, "strace may not trace here")
    none, many = counts
    assert none is not None and many is not None
    return Figure(what, (many - none) / TRACED, 1.0, 1.10, "calls")


def _traced(home: Path, lines: int) -> int | None:
    """Return how many syncs a process makes that saves ``lines`` lines."""
    report = home.with_suffix(".strace")
    command = ["strace", "-f", "-c", "-e", "trace=fdatasync,fsync", "-o", str(report)]
    command += [sys.executable, "-m", "tests.bench.lines", str(home), str(lines)]
    if subprocess.run(command, capture_output=True, env=dict(os.environ)).returncode:
        return None
    rows = [row.split() for row in report.read_text().splitlines()]
    return sum(int(row[3]) for row in rows if row and row[-1] in ("fdatasync", "fsync"))


def main() -> None:
    """Save as many lines as told, for strace."""
    write, store = service_writer(Path(sys.argv[1]))
    for n in range(int(sys.argv[2])):
        write(n)
    store.close()


if __name__ == "__main__":
    main()
