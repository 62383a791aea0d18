"""kill -9 in the middle of writing: what was acknowledged is there, the chain is whole, the next start needs no hand."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

import zbyj_duty.app.schema  # noqa: F401
from tests.conftest import start
from tests.support.people import PASSPHRASE, give_accounts, seed_people
from tests.support.servers import new_sqlite_store
from tests.support.signed_watch import DAY, PLANNED
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.duty.domain import TakeDraft
from zbyj_duty.duty.service import DutyService
from zbyj_duty.journal.records import LogLineRecord
from zbyj_duty.store.audit import Audit, audit
from zbyj_duty.store.engine import place_of
from zbyj_duty.store.heads import HeadsLog
from zbyj_duty.store.opening import found_store, open_to_read

RUNS = 200 if os.environ.get("ZBYJ_FAULTS") == "long" else 20
LINES = 120
ROOT = Path(__file__).resolve().parents[2]
_SAVED = re.compile(r"已保存 (\d+)\n")


@dataclass(frozen=True)
class Room:
    """A duty room on disk whose program is killed again and again."""

    home: Path
    secrets: Path

    def program(self) -> subprocess.Popen[str]:
        """Start the command that saves one line of its input after the other."""
        files = ("--home", str(self.home), "--passphrase-file", str(self.secrets))
        return subprocess.Popen(
            (sys.executable, "-m", "zbyj_duty", *files, "log", "add", "--as", "101"),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def lines(self) -> dict[int, str]:
        """The log as it stands on disk, by number."""
        store = open_to_read(place_of(self.home), SteppedClock(start().now()))
        with store.reading() as session:
            rows = session.execute(select(LogLineRecord.number, LogLineRecord.text)).all()
        store.close()
        return {number: text for number, text in rows}

    def proof(self) -> Audit:
        store = open_to_read(place_of(self.home), SteppedClock(start().now()))
        with store.reading() as session:
            found = audit(session, HeadsLog(self.home / "heads.log").all())
        store.close()
        return found


@pytest.fixture
def room(template: Path, tmp_path: Path) -> Room:
    """A founded room where 101 stands the first watch."""
    store = new_sqlite_store(template, tmp_path / "home", start())
    found_store(store, "淄博市应急管理局", sample=False)
    people = seed_people(store)
    give_accounts(store, people)
    DutyService(store).take(people.officer, TakeDraft(people.crew(people.officer), "first"), DAY, PLANNED)
    store.close()
    secrets = tmp_path / "secrets.txt"
    secrets.write_text(f"101 {PASSPHRASE}\n", "utf-8")
    return Room(store.place.home, secrets)


def spin(seconds: float) -> None:
    """Let a moment pass without giving the processor away."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


def write_and_kill(room: Room, run: int, chance: random.Random) -> dict[int, str]:
    """Feed lines, kill at a random moment after some acknowledgements; returns what was acknowledged."""
    texts = [f"第{run}次 第{i}条 氨气䶮𬭎" for i in range(LINES)]
    wanted = chance.randrange(1, 40)
    with room.program() as program:
        assert program.stdin and program.stdout and program.stderr
        program.stdin.write("".join(f"{text}\n" for text in texts))
        program.stdin.flush()
        told = []
        while len(told) < wanted:
            line = program.stdout.readline()
            assert line, f"run {run} could not start or write: {program.stderr.read()}"
            told.append(line)
        spin(chance.random() * 0.012)
        program.kill()
        told += program.stdout.readlines()
        assert program.wait() == -9, "the program had ended before it was killed"
    numbers = [int(found[1]) for line in told if (found := _SAVED.fullmatch(line))]
    return dict(zip(numbers, texts, strict=False))


@pytest.mark.timeout(60 + 10 * RUNS)
def test_a_killed_program_loses_no_acknowledged_line_and_starts_again_by_itself(room: Room) -> None:
    chance = random.Random(20261123)
    acknowledged: dict[int, str] = {}
    unannounced = 0
    for run in range(RUNS):
        told = write_and_kill(room, run, chance)
        assert told and not told.keys() & acknowledged.keys(), "a number was given twice"
        acknowledged |= told
        there = room.lines()
        lost = {n: text for n, text in acknowledged.items() if there.get(n) != text}
        assert lost == {}, f"after kill {run}"
        assert sorted(there) == list(range(1, len(there) + 1))
        unannounced += len(there) - len(acknowledged) - unannounced
        assert unannounced <= run + 1, "at most the one line under way may be saved and not acknowledged"
        found = room.proof()
        assert found.problems == () and found.anchors > 0, f"after kill {run}"
    with room.program() as program:
        out, err = program.communicate("末条\n")
    assert program.returncode == 0 and _SAVED.fullmatch(out) and not err
    left = {path.name for path in room.home.iterdir() if path.stat().st_size}
    assert left == {"watch.db", "watch.lock", "heads.log"}, "something was left to clean up"
    assert room.lines()[max(room.lines())] == "末条" and room.proof().problems == ()
    assert len(acknowledged) > 5 * RUNS
