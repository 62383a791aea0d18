"""Whatever is written, offered, taken back and accepted, and however the clock stands: each line of the log lies in
exactly one watch, and none is missing."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import zbyj_duty.app.schema  # noqa: F401
from tests.conftest import start
from tests.support.people import Actors, give_keys, seed_people
from tests.support.servers import new_sqlite_store
from tests.support.signed_watch import DAY, PLANNED
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import Actor, system_actor
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.duty.boundaries import watch_of
from zbyj_duty.duty.domain import TakeDraft
from zbyj_duty.handover.acceptance import Signer
from zbyj_duty.handover.domain import AcceptDraft
from zbyj_duty.handover.records import HandoverAcceptanceRecord
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.records import LogLineRecord
from zbyj_duty.pdf.keys import OpenedKey
from zbyj_duty.profiles.posting import post_defaults
from zbyj_duty.store.audit import audit
from zbyj_duty.store.engine import place_of
from zbyj_duty.store.opening import found_store, open_store
from zbyj_duty.store.work import Store

STEPS = (
    "write",
    "write",
    "write",
    "offer",
    "withdraw",
    "give back",
    "accept",
    "accept",
    "take over",
    "correct",
)
SECONDS = (0, 0, 0, 0, 1, 59, 3600, 30 * 3600, -30)


@dataclass(frozen=True)
class Office:
    """A founded store on disk, its people and their open keys."""

    file: Path
    people: Actors
    keys: dict[int, OpenedKey]


@pytest.fixture(scope="module")
def office(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    store = new_sqlite_store(template, tmp_path_factory.mktemp("office"), start())
    found_store(store, "淄博市应急管理局", sample=False)
    with store.writing(system_actor()) as unit:
        post_defaults(unit)
    people = seed_people(store)
    keys = give_keys(store, people)
    store.close()
    return Office(store.place.file, people, keys)


@dataclass
class Play:
    """The office at work beside a model of it: which watch each line must lie in."""

    store: Store
    clock: SteppedClock
    office: Office
    watch_of_line: list[int] = field(default_factory=list)
    watch: int = 0
    offered_after: int | None = None
    offer_id: int = 0
    serial: int = 0

    def __post_init__(self) -> None:
        self.context = AppContext(self.store)
        people = self.office.people
        self.holder, self.relief = people.officer, people.second_officer
        self.context.duty.take(self.holder, TakeDraft(people.crew(self.holder), self.key()), DAY, PLANNED)

    def key(self) -> str:
        self.serial += 1
        return f"k{self.serial}"

    def write(self) -> None:
        draft = LogDraft(LineKind.NOTE, f"第{self.serial}件", self.key())
        number = self.context.journal.write(self.holder, draft)
        assert number == len(self.watch_of_line) + 1
        self.watch_of_line.append(self.watch)

    def correct(self) -> None:
        lines = [r for r in self.context.journal.lines(self.holder, 0) if r.strike is None]
        if lines:
            draft = LogDraft(LineKind.CORRECTION, f"更正{self.serial}", self.key())
            self.context.journal.correct(self.holder, lines[0].id, draft, "笔误")
            self.watch_of_line.append(self.watch)

    def offer(self) -> None:
        if self.offered_after is None:
            offer = self.context.handover.offer(self.holder, self.key()).offer
            assert offer
            self.offer_id, self.offered_after = offer.id, len(self.watch_of_line)

    def withdraw(self) -> None:
        if self.offered_after is not None:
            self.context.handover.withdraw(self.holder, self.offer_id, "还有一事未记")
            self.offered_after = None

    def give_back(self) -> None:
        if self.offered_after is not None:
            self.context.handover.give_back(self.relief, self.offer_id, "钥匙少一把")
            self.offered_after = None

    def accept(self) -> None:
        if self.offered_after is None:
            return
        out, inn = self.holder.person_id or 0, self.relief.person_id or 0
        leader = self.office.people.leader
        self.context.handover.waive(leader, self.offer_id, "先接班后补点", out, inn, (True, True))
        draft = AcceptDraft(self.offer_id, self.crew(), self.key())
        self.context.acceptance.accept(self.relief, draft, self.signer(self.holder), self.signer(self.relief))
        self._changed()

    def take_over(self) -> None:
        if self.offered_after is None:
            self.offered_after = len(self.watch_of_line)
        leader, draft = self.office.people.leader, AcceptDraft(0, self.crew(), self.key())
        self.context.acceptance.take_over(self.relief, draft, self.signer(self.relief), leader, "交班人送医")
        self._changed()

    def crew(self) -> tuple:
        return self.office.people.crew(self.relief)

    def signer(self, actor: Actor) -> Signer:
        return Signer(actor, self.office.keys[actor.person_id or 0])

    def _changed(self) -> None:
        """What came after the offer belongs to the new watch, the line of the acceptance too."""
        assert self.offered_after is not None
        self.watch += 1
        late = len(self.watch_of_line) - self.offered_after
        self.watch_of_line[self.offered_after :] = [self.watch] * (late + 1)
        self.offered_after = None
        self.holder, self.relief = self.relief, self.holder


def check(play: Play) -> None:
    """Compare the record with the model."""
    watches = sorted(play.context.duty.watches(play.holder, limit=1000), key=lambda w: w.id)
    assert len(watches) == play.watch + 1
    assert [w.low_seq for w in watches[1:]] == [w.high_seq for w in watches[:-1]]
    assert watches[0].low_seq == 0 and watches[-1].high_seq is None
    found = {
        line.number: n
        for n, w in enumerate(watches)
        for line in play.context.journal.lines(play.holder, w.low_seq, w.high_seq)
    }
    times = sum(len(play.context.journal.lines(play.holder, w.low_seq, w.high_seq)) for w in watches)
    assert found == dict(enumerate(play.watch_of_line, 1)) and times == len(found)
    ids = [w.id for w in watches]
    with play.store.reading() as session:
        for line in session.execute(select(LogLineRecord)).scalars():
            owner = watch_of(session, line.seq)
            assert owner is not None and ids.index(owner.id) == found[line.number]
        for row in session.execute(select(HandoverAcceptanceRecord)).scalars():
            frozen = [line["number"] for line in json.loads(row.snapshot)["lines"]]
            assert frozen == [n for n, owner in found.items() if ids[owner] == row.watch_id]
        assert audit(session).problems == ()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(SECONDS)), min_size=1, max_size=30))
def test_every_line_lies_in_exactly_one_watch(office: Office, steps: list[tuple[str, int]]) -> None:
    play_through(office, steps)


def test_several_handovers_within_one_second_keep_lines_apart(office: Office) -> None:
    names = ("write", "offer", "write", "accept", "write", "offer", "accept", "take over", "write", "offer")
    play = play_through(office, [(name, 0) for name in (*names, "write", "withdraw", "write", "accept")])
    assert play.watch == 3 and play.watch_of_line == [0, 1, 1, 1, 2, 3, 3, 3, 3]


def play_through(office: Office, steps: list[tuple[str, int]]) -> Play:
    clock = start()
    with tempfile.TemporaryDirectory(prefix="zbyj-") as folder:
        place = place_of(Path(folder))
        shutil.copy(office.file, place.file)
        store = open_store(place, clock)
        try:
            play = Play(store, clock, office)
            for name, seconds in steps:
                clock.step(seconds=seconds)
                getattr(play, name.replace(" ", "_"))()
            check(play)
        finally:
            store.close()
    return play
