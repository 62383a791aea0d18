"""The window killed while somebody types: nothing shown as saved is lost, a draft comes back."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zbyj_duty.app.demo import build, finish
from zbyj_duty.core.access import Actor, Role
from zbyj_duty.core.clock import SystemClock
from zbyj_duty.journal.service import JournalService
from zbyj_duty.store.audit import audit
from zbyj_duty.store.engine import place_of
from zbyj_duty.store.opening import open_to_read
from zbyj_duty.widgets.drafts import read_drafts

ROOT = Path(__file__).resolve().parents[2]
KILLS = 50 if os.environ.get("ZBYJ_FAULTS") == "long" else 5
READER = Actor(None, "试验", frozenset({Role.READER}))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample store with a watch standing."""
    folder = tmp_path_factory.mktemp("kills") / "home"
    finish(build(folder, SystemClock().now()))
    return folder


def start(home: Path, what: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.typist", str(home), what],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill(process: subprocess.Popen[str]) -> str:
    os.kill(process.pid, signal.SIGKILL)
    out, _ = process.communicate(timeout=20)
    return out


def test_no_line_that_was_shown_as_saved_is_lost(home: Path) -> None:
    chance = random.Random(7)
    shown: dict[int, str] = {}
    for _ in range(KILLS):
        process = start(home, "lines")
        assert process.stdout is not None
        head = process.stdout.readline()
        assert head.startswith("begin"), process.stderr.read() if process.stderr else ""
        for _ in range(chance.randint(1, 12)):
            line = process.stdout.readline()
            number, _, text = line.removeprefix("saved ").strip().partition(" ")
            shown[int(number)] = text
        time.sleep(chance.random() * 0.03)
        for line in kill(process).splitlines():
            number, _, text = line.removeprefix("saved ").partition(" ")
            shown[int(number)] = text
    store = open_to_read(place_of(home), SystemClock())
    found = {row.number: row.text for row in JournalService(store).lines(READER, 0)}
    with store.reading() as session:
        checked = audit(session)
    store.close()
    assert len(shown) >= KILLS
    assert {n: found.get(n) for n in shown} == shown
    assert not checked.problems


def test_a_draft_being_typed_comes_back_after_a_kill(home: Path) -> None:
    process = start(home, "draft")
    assert process.stdout is not None and process.stdout.readline().startswith("begin")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if any(d.text == "half a sentence" for d in read_drafts(home / "drafts.json")):
            break
        time.sleep(0.05)
    kill(process)
    again = start(home, "lines")
    assert again.stdout is not None
    assert again.stdout.readline().strip() == "begin half a sentence"
    kill(again)
