"""Several programs on one record: no hole, no fork, and one writer at a time on a file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

import zbyj_duty.app.schema  # noqa: F401
from tests.support.people import Actors, seed_people
from zbyj_duty.core.access import Actor, system_actor
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.core.errors import StoreTrouble
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.duty.domain import TakeDraft
from zbyj_duty.duty.service import DutyService
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.records import LogLineRecord
from zbyj_duty.journal.service import JournalService
from zbyj_duty.store.audit import audit
from zbyj_duty.store.engine import Place, place_of
from zbyj_duty.store.heads import HeadsLog
from zbyj_duty.store.ledger import GENESIS, LedgerEntryRecord
from zbyj_duty.store.opening import open_store, open_to_read
from zbyj_duty.store.work import Store

SEATS, WRITES, LINES = 4, 500, 125
DAY = date(2026, 11, 23)
_SPAWN = multiprocessing.get_context("spawn")


class GivenUp(Exception):
    """What a seat raises in the middle of a unit."""


def write_lines(home: str, url: str, actor: Actor, now: datetime, seat: str, told: Connection) -> None:
    """A seat's whole life: every fourth write is a line of the log, the others are bare entries; every tenth is
    tried once and given up before its commit. Tells the numbers its lines were given."""
    store = open_store(Place(Path(home), make_url(url)), SteppedClock(now), seat)
    journal = JournalService(store)
    numbers = []
    told.send("open")
    told.recv()
    for i in range(WRITES):
        if i % 10 == 0:
            try:
                with store.writing(actor) as unit:
                    unit.note("test.given_up", {"n": i})
                    raise GivenUp
            except GivenUp:
                pass
        if i % (WRITES // LINES) == 0:
            numbers.append(journal.write(actor, LogDraft(LineKind.NOTE, f"{seat}第{i}条", uuid.uuid4().hex)))
            continue
        with store.writing(actor) as unit:
            unit.note("test.note", {"seat": seat, "n": i})
    store.close()
    told.send(numbers)


def hold(home: str, now: datetime, told: Connection) -> None:
    """Open the store in ``home`` for writing and keep it until told to end."""
    store = open_store(place_of(Path(home)), SteppedClock(now), "二号席")
    told.send(os.getpid())
    told.recv()
    store.close()


@pytest.fixture
def watch(postgres_store: Store) -> Actors:
    actors = seed_people(postgres_store)
    planned = (at_beijing(DAY, 8, 30), at_beijing(DAY + timedelta(days=1), 8, 30))
    DutyService(postgres_store).take(
        actors.officer, TakeDraft(actors.crew(actors.officer), "first"), DAY, planned
    )
    return actors


def run_seats(store: Store, actors: Actors, tmp_path: Path) -> list[list[int]]:
    """Let the seats write at the same time, each with a clock of its own that is wrong; return their numbers."""
    writers = (actors.officer, actors.second_officer, actors.third_officer, actors.leader)
    url = store.place.url.render_as_string(hide_password=False)
    ends, seats = [], []
    for n, actor in enumerate(writers):
        home = tmp_path / f"seat{n}"
        home.mkdir()
        here, there = _SPAWN.Pipe()
        now = store.clock.now() + timedelta(minutes=7 * (n - 1))
        seat = _SPAWN.Process(target=write_lines, args=(str(home), url, actor, now, f"席位{n}", there))
        seat.start()
        there.close()
        ends.append(here)
        seats.append(seat)
    assert [end.recv() for end in ends] == ["open"] * SEATS
    for end in ends:
        end.send("go")
    numbers = [end.recv() for end in ends]
    for seat in seats:
        seat.join()
        assert seat.exitcode == 0
    return numbers


@pytest.mark.postgres
def test_four_seats_writing_at_once_leave_no_hole_and_no_fork(
    postgres_store: Store, watch: Actors, tmp_path: Path
) -> None:
    before = postgres_store.head().count
    told = run_seats(postgres_store, watch, tmp_path)
    with postgres_store.reading() as session:
        entries = session.execute(select(LedgerEntryRecord).order_by(LedgerEntryRecord.seq)).scalars().all()
        lines = session.execute(select(LogLineRecord).order_by(LogLineRecord.number)).scalars().all()
        anchors = [a for n in range(SEATS) for a in HeadsLog(tmp_path / f"seat{n}" / "heads.log").all()]
        found = audit(session, anchors)
    total = before + SEATS * WRITES
    assert [e.seq for e in entries] == list(range(1, total + 1))
    assert [e.previous for e in entries] == [GENESIS, *(e.hash for e in entries[:-1])]
    assert [line.number for line in lines] == list(range(1, SEATS * LINES + 1))
    by_subject = {e.subject: e.seq for e in entries}
    assert [line.seq for line in lines] == [by_subject[f"log_line:{line.id}"] for line in lines]
    assert sorted(n for numbers in told for n in numbers) == [line.number for line in lines]
    assert all(numbers == sorted(numbers) for numbers in told)
    assert len({line.author_id for line in lines}) == SEATS
    assert found.problems == () and found.anchors == SEATS * WRITES
    switches = sum(a.actor_id != b.actor_id for a, b in pairwise(entries[before:]))
    assert switches > SEATS, "the seats wrote one after the other: nothing was tried"


@contextmanager
def second_program(home: Path, now: datetime) -> Iterator[tuple[multiprocessing.process.BaseProcess, int]]:
    """Another program that has the store in ``home`` open for writing; ended at the end."""
    here, there = _SPAWN.Pipe()
    program = _SPAWN.Process(target=hold, args=(str(home), now, there))
    program.start()
    there.close()
    yield program, here.recv()
    if program.is_alive():
        here.send("end")
    program.join()


@pytest.fixture
def home(sqlite_store: Store) -> Path:
    """The folder of a founded store that nobody has open."""
    sqlite_store.close()
    return sqlite_store.place.home


def test_a_second_writing_program_is_refused_and_told_seat_and_process(
    home: Path, clock: SteppedClock
) -> None:
    with second_program(home, clock.now()) as (_, pid):
        with pytest.raises(StoreTrouble) as caught:
            open_store(place_of(home), clock, "一号席")
        assert caught.value.code == "store.held"
        words = sentence(caught.value)
        assert "二号席" in words and f"进程 {pid}" in words


def test_a_store_held_by_another_program_can_still_be_read(home: Path, clock: SteppedClock) -> None:
    with second_program(home, clock.now()):
        beside = open_to_read(place_of(home), clock)
        with beside.reading() as session:
            assert audit(session).problems == ()
        with pytest.raises(StoreTrouble) as caught, beside.writing(system_actor()):
            pass
        assert caught.value.code == "store.read_only"
        beside.close()


def test_a_killed_holder_leaves_the_lock_free_and_nothing_to_clean(home: Path, clock: SteppedClock) -> None:
    with second_program(home, clock.now()) as (program, pid):
        os.kill(pid, signal.SIGKILL)
        program.join()
        assert program.exitcode == -signal.SIGKILL
        again = open_store(place_of(home), clock, "一号席")
        with again.writing(system_actor()) as unit:
            unit.note("test.note", {})
        assert again.head().count == 2
        again.close()


def test_closing_gives_the_lock_back(home: Path, clock: SteppedClock) -> None:
    with second_program(home, clock.now()) as (program, _):
        pass
    assert program.exitcode == 0
    open_store(place_of(home), clock, "一号席").close()
