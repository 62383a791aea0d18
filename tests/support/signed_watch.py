"""A whole watch for tests of proof: stood, handed over, signed by all three; every fact table that can has rows."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.support.people import PASSPHRASE, Actors, give_accounts, give_keys, seed_people
from tests.support.servers import new_sqlite_store
from zbyj_duty.alarms.domain import AlarmDraft
from zbyj_duty.alarms.posting import post_alarm
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.links import Link
from zbyj_duty.duty.absences.domain import AbsenceDraft, AbsenceKind
from zbyj_duty.duty.absences.posting import post_absence, post_absence_step
from zbyj_duty.duty.domain import MemberDraft, Part, TakeDraft
from zbyj_duty.duty.modes.domain import Mode, ModeOrderDraft
from zbyj_duty.duty.modes.posting import post_confirmed, post_order
from zbyj_duty.duty.roster.change_posting import post_change, post_change_step
from zbyj_duty.duty.roster.changes import ChangeDraft, LegDraft, StepKind
from zbyj_duty.duty.roster.domain import Layer, Place
from zbyj_duty.duty.roster.posting import post_cell, post_remark, post_version
from zbyj_duty.handover.ceremony import Ceremony
from zbyj_duty.handover.domain import AcceptDraft
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.posting import post_link
from zbyj_duty.modules.dispatch.domain import AttemptDraft, Result
from zbyj_duty.people.domain import UnitDraft, UnitKind
from zbyj_duty.people.records import ImportBatchRecord
from zbyj_duty.profiles.posting import post_defaults
from zbyj_duty.store.opening import found_store

DAY = date(2026, 11, 23)
PLANNED = (at_beijing(DAY, 8, 30), at_beijing(DAY + timedelta(days=1), 8, 30))


@dataclass(frozen=True)
class SignedWatch:
    """What was made, as files; the store itself is closed.

    Attributes:
        home: the duty room's folder.
        older: a copy of the store file from before the handover.
        revisions: the report's bytes, unsigned first, signed by all three last.
        printed: the copy that went to the printer.
        head: count:head after the leader's signature, as somebody wrote it down.
        instant: when it was done.
    """

    home: Path
    older: Path
    revisions: tuple[bytes, ...]
    printed: bytes
    head: str
    instant: datetime

    @property
    def newest(self) -> bytes:
        """The report with all three signatures."""
        return self.revisions[-1]

    def copy(self, home: Path) -> Path:
        """Copy the duty room's folder and return where it lies."""
        shutil.copytree(self.home, home)
        return home


def signed_watch(template: Path, folder: Path, clock: SteppedClock) -> SignedWatch:
    """Play the watch in ``folder``."""
    store = new_sqlite_store(template, folder / "home", clock)
    found_store(store, "淄博市应急管理局", sample=False)
    context = AppContext(store)
    with store.writing(system_actor()) as unit:
        post_defaults(unit)
    people = seed_people(store)
    give_accounts(store, people)
    give_keys(store, people)
    _stand(context, people, clock)
    older = folder / "older.db"
    _copy(store.place.file, older)
    acceptance_id, head = _hand_over(context, people, clock)
    printed = context.reports.printed_copy(people.reader, acceptance_id)
    _afterwards(context, people, clock)
    instant = clock.now()
    store.close()
    return SignedWatch(store.place.home, older, _revisions(store.place.file), printed, head, instant)


def _stand(context: AppContext, people: Actors, clock: SteppedClock) -> None:
    duty, journal, a = context.duty, context.journal, people
    context.people.add_unit(a.planner, UnitDraft(UnitKind.DEPARTMENT, "市气象局", "气象局"))
    taken = duty.take(a.officer, TakeDraft(a.crew(a.officer), "first"), DAY, PLANNED)
    for n, text in enumerate(("园区氨气味䶮𬭎", "询问水位，答 12.14 m", "请桓台回报伤情", "夜间巡查")):
        clock.step(minutes=7)
        journal.write(a.officer, LogDraft(LineKind.INCOMING, text, f"line{n}", party_text="桓台县"))
    lines = journal.lines(a.officer, taken.low_seq)
    journal.correct(
        a.officer, lines[1].id, LogDraft(LineKind.CORRECTION, "询问水位，答 12.41 m", "c1"), "数字记反"
    )
    journal.void(a.officer, lines[3].id, "重复")
    flag = journal.flag(a.officer, lines[2].id, clock.now() + timedelta(hours=2))
    journal.finish(a.officer, flag.id, "已回报，3人轻伤")
    journal.flag(a.officer, lines[0].id)
    assert a.second_officer.person_id
    duty.join(a.officer, MemberDraft(a.second_officer.person_id, "防汛抗旱", Part.CREW, "加强值班"))
    member = next(m for m in duty.watch(a.officer, DAY).members if m.reason)
    duty.leave(a.officer, member.id, "身体不适")
    with context.store.writing(a.officer) as unit:
        post_link(unit, Link("log_line", lines[0].id), Link("log_line", lines[2].id))
        alarm = post_alarm(unit, AlarmDraft("test", "催报伤情", clock.now(), "alarm1"))
    context.alarms.acknowledge(a.officer, alarm)
    board = context.dispatch.open(a.officer, "上午调度", "round1")
    context.dispatch.record(a.officer, AttemptDraft(board.targets[0].id, Result.NOTHING, "attempt1", "王芳"))
    context.dispatch.close(a.officer, board.id, {})
    with contextlib.suppress(InvalidInput):
        context.accounts.login(a.officer, a.officer.person_id, "不是这个口令")
    with context.store.writing(a.admin) as unit:
        unit.add(
            ImportBatchRecord(
                kind="people",
                file_name="人员名册.xlsx",
                file_sha256="0" * 64,
                mapping={"姓名": "name"},
                totals={"new": 0},
                by_name=a.admin.name,
                made_at=unit.instant,
            ),
            "import.done",
        )


def _hand_over(context: AppContext, people: Actors, clock: SteppedClock) -> tuple[int, str]:
    handover, relief = context.handover, people.second_officer
    clock.move_to(PLANNED[1] - timedelta(minutes=20))
    first = handover.offer(people.officer, "o1").offer
    assert first is not None
    handover.give_back(relief, first.id, "钥匙少一把，请先核对")
    clock.step(minutes=3)
    offer = handover.offer(people.officer, "o2").offer
    assert offer is not None
    handover.reserve(relief, offer.id, "2 号对讲机电池续航不足")
    outgoing, incoming = people.officer.person_id, relief.person_id
    assert outgoing and incoming
    handover.waive(people.leader, offer.id, "先接班后补点", outgoing, incoming, (True, True))
    for item in handover.current(relief).items:
        handover.tick(relief, offer.id, item.key, item.expected)
    ceremony = Ceremony(context.accounts, context.keys, context.acceptance, context.reports)
    draft = AcceptDraft(offer.id, people.crew(relief), "next")
    done = ceremony.hold(relief, draft, (outgoing, PASSPHRASE), PASSPHRASE).accepted
    clock.step(minutes=10)
    key = context.keys.open_own(people.leader, PASSPHRASE)
    context.reports.sign(people.leader, done.acceptance_id, key)
    return done.acceptance_id, context.store.head().words


def _afterwards(context: AppContext, people: Actors, clock: SteppedClock) -> None:
    clock.step(minutes=1)
    context.journal.write(people.second_officer, LogDraft(LineKind.NOTE, "电话试通正常", "after"))
    _plan(context, people)
    spare = next(k for k in context.keys.keys(people.admin) if k.person_id == people.second_leader.person_id)
    context.keys.revoke(people.admin, spare.id, "调离")


def _plan(context: AppContext, people: Actors) -> None:
    """A published day with a swap on it, a filing, an order of 加强 that was confirmed."""
    day = DAY + timedelta(days=9)
    assert people.third_officer.person_id and people.officer.person_id
    place = Place(day, 1, "防汛抗旱", 1)
    with context.store.writing(people.planner) as unit:
        post_cell(unit, place, people.officer.person_id)
        post_remark(unit, day, "调")
        post_version(unit, day, "roster1")
    with context.store.writing(people.planner) as unit:
        legs = (LegDraft(place, people.third_officer.person_id),)
        change = post_change(unit, ChangeDraft(Layer.SUBSTITUTE, legs, "家中有事", "change1"))
        post_change_step(unit, change.id, StepKind.SUBMITTED, people.officer.person_id)
        away = (at_beijing(day, 8), at_beijing(day, 18))
        absence = AbsenceDraft(people.officer.person_id, AbsenceKind.LEAVE, *away, "探亲", "absence1")
        post_absence_step(unit, post_absence(unit, absence).id, "approved")
    with context.store.writing(people.leader) as unit:
        heard = context.store.clock.now()
        order = post_order(unit, ModeOrderDraft(Mode.HEIGHTENED, heard, heard, "order1"))
        post_confirmed(unit, order.id, "市政府总值班室", "电话通知")


def _copy(source: Path, target: Path) -> None:
    live, copy = sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True), sqlite3.connect(target)
    live.backup(copy)
    copy.close()
    live.close()


def _revisions(file: Path) -> tuple[bytes, ...]:
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT pdf FROM report_revision ORDER BY revision").fetchall()
    connection.close()
    return tuple(row[0] for row in rows)
