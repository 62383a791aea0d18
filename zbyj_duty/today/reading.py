"""What 今日值班 shows, fetched in one go on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zbyj_duty.alarms.domain import AlarmRow, AlarmState
from zbyj_duty.alarms.service import AlarmService
from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import Clock, beijing, time_words
from zbyj_duty.core.sources import OpenMatter
from zbyj_duty.duty.domain import WatchDetail
from zbyj_duty.duty.service import DutyService
from zbyj_duty.handover.service import HandoverService
from zbyj_duty.journal.domain import LogRow
from zbyj_duty.journal.service import JournalService
from zbyj_duty.people.party_book import PartyBook
from zbyj_duty.people.service import PeopleService

STEPS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class NextStep:
    """下一步: something that falls due.

    Attributes:
        when: its time, with the symbol of its state.
        tone: done, due, overdue or soft.
    """

    key: str
    when: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """未办结: a matter and its age in watches."""

    key: str
    age: str
    text: str
    tone: str
    matter: OpenMatter


@dataclass(frozen=True, slots=True)
class TodayData:
    """A watch and its log; what comes next; what is open."""

    watch: WatchDetail | None
    is_current: bool
    lines: tuple[LogRow, ...]
    steps: tuple[NextStep, ...]
    open_lines: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True)
class TodayServices:
    """The services behind the front tab."""

    duty: DutyService
    journal: JournalService
    handover: HandoverService
    alarms: AlarmService
    people: PeopleService


def read_today(services: TodayServices, actor: Actor, clock: Clock, back: int) -> TodayData:
    """Return the watch ``back`` watches ago (0 is the one now standing), with what is due and open now."""
    now = clock.now()
    watches = services.duty.watches(actor, limit=40)
    shown = watches[min(back, len(watches) - 1)] if watches else None
    lines = services.journal.lines(actor, shown.low_seq, shown.high_seq) if shown else ()
    steps = tuple(_step(alarm, now) for alarm in _by_time(services.alarms.open(actor))[:STEPS_SHOWN])
    matters = services.handover.open_matters(actor)
    return TodayData(
        shown, not back, lines, steps, tuple(_open_line(matter, watches, now) for matter in matters)
    )


def read_party_book(people: PeopleService, actor: Actor) -> PartyBook:
    """Return the book in which typed parties are looked up."""
    return PartyBook(people.units(actor), people.persons(actor))


def _by_time(alarms: tuple[AlarmRow, ...]) -> list[AlarmRow]:
    return sorted(alarms, key=lambda alarm: (alarm.due_at, alarm.id))


def _step(alarm: AlarmRow, now: datetime) -> NextStep:
    state = alarm.state(now)
    tone = {AlarmState.OVERDUE: "overdue", AlarmState.DUE: "overdue", AlarmState.WARN: "due"}.get(
        state, "soft"
    )
    late = int((now - alarm.due_at).total_seconds() // 60)
    behind = f"（已过 {late} 分钟）" if late > 0 else ""
    local, today = beijing(alarm.due_at), beijing(now).date()
    day = "" if local.date() == today else f"{local.day}日 "
    return NextStep(alarm.key, f"{state.words[0]} {day}{time_words(alarm.due_at)}", alarm.text + behind, tone)


def _open_line(matter: OpenMatter, watches: tuple[WatchDetail, ...], now: datetime) -> OpenLine:
    age = sum(1 for watch in watches if watch.started_at > matter.since)
    late = matter.due_at is not None and matter.due_at < now
    due = ""
    if matter.due_at is not None:
        local = beijing(matter.due_at)
        due = f"（{'已过' if late else '限'} {local.month}月{local.day}日 {time_words(matter.due_at)}）"
    tone = "overdue" if late or age >= 5 else "due" if age else "soft"
    return OpenLine(matter.key, f"{age} 班", f"{matter.source}：{matter.text}{due}", tone, matter)
