"""Ink rules of the watch log: what a line must be before it may be saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from zbyj_duty.core.clock import at_beijing, beijing, time_words
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.links import Link
from zbyj_duty.core.validate import clean_text, half_width, limited

TEXT_LIMIT = 20_000
REASON_LIMIT = 200
PARTY_LIMIT = 80
FUTURE_TOLERANCE = timedelta(minutes=2)
LATE_AFTER = timedelta(minutes=30)
LEADER_ONLY_AFTER = timedelta(days=7)
SAME_AGAIN_WITHIN = timedelta(seconds=60)


class LineKind(StrEnum):
    """类别 of a line."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    PAPER = "paper"
    INSTRUCTION = "instruction"
    DISPATCH = "dispatch"
    INCIDENT = "incident"
    HANDOVER = "handover"
    SYSTEM = "system"
    NOTE = "note"
    CORRECTION = "correction"

    @property
    def words(self) -> str:
        """来电, 去电, 来文, 指示, 调度, 事件, 交接, 系统, 记事, 更正."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    LineKind.INCOMING: "来电",
    LineKind.OUTGOING: "去电",
    LineKind.PAPER: "来文",
    LineKind.INSTRUCTION: "指示",
    LineKind.DISPATCH: "调度",
    LineKind.INCIDENT: "事件",
    LineKind.HANDOVER: "交接",
    LineKind.SYSTEM: "系统",
    LineKind.NOTE: "记事",
    LineKind.CORRECTION: "更正",
}
TYPED_KINDS = (LineKind.INCOMING, LineKind.OUTGOING, LineKind.PAPER, LineKind.INSTRUCTION, LineKind.NOTE)


@dataclass(frozen=True, slots=True)
class LogDraft:
    """A line before it is saved.

    Attributes:
        kind: 类别.
        text: what happened.
        key: idempotency key of the draft: the same key saves once.
        occurred_at: when it happened, aware; the moment of saving when None.
        party_text: who called or was called, as printed.
        party: the unit or person behind it, when resolved.
        channel: 电话, 传真 …
        about: what the line is about (round, handover …).
        late_reason: why it is entered only now; needed when it happened before this watch began.
        again: the author has said that the same text is meant a second time.
    """

    kind: LineKind
    text: str
    key: str
    occurred_at: datetime | None = None
    party_text: str = ""
    party: Link | None = None
    channel: str = ""
    about: Link | None = None
    late_reason: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Strike:
    """A line through a line."""

    reason: str
    struck_at: datetime
    by_name: str
    successor_id: int | None
    successor_number: int | None


@dataclass(frozen=True, slots=True)
class LogRow:
    """One saved line as screens, search and paper see it.

    Attributes:
        seq: ledger sequence, which decides the watch.
        year, number: the year's series, without holes.
        late_minutes: recorded minus occurred, when it is marked 补记; else 0.
        strike: the line through it, or None.
        corrects_number: number of the line it corrects, or None.
        follow_up: 待办 state: "", "open" or "closed".
    """

    id: int
    seq: int
    year: int
    number: int
    kind: LineKind
    occurred_at: datetime
    recorded_at: datetime
    party_text: str
    party: Link | None
    channel: str
    text: str
    author_id: int | None
    author_name: str
    late_minutes: int
    late_reason: str
    strike: Strike | None = None
    corrects_number: int | None = None
    follow_up: str = ""

    @property
    def is_system(self) -> bool:
        """Tell lines that the program wrote from those that people wrote."""
        return self.kind is LineKind.SYSTEM


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """An open 待办."""

    id: int
    line: LogRow
    due_at: datetime | None
    made_at: datetime
    by_name: str


def check(draft: LogDraft, now: datetime, watch_started_at: datetime | None, is_leader: bool) -> LogDraft:
    """Return the draft cleaned and with its time, or refuse it.

    Args:
        draft: as typed.
        now: the instant of saving.
        watch_started_at: start of the watch now standing, None when nobody is on watch.
        is_leader: the author carries the role 带班领导.

    Raises:
        InvalidInput: fields ``text``, ``occurred_at``, ``late_reason``.
    """
    text = clean_text(draft.text).text
    if not text:
        raise InvalidInput("text", "journal.blank_text")
    if len(text) > TEXT_LIMIT:
        raise InvalidInput("text", "journal.too_long", limit=TEXT_LIMIT, length=len(text))
    occurred = draft.occurred_at or now
    if occurred - now > FUTURE_TOLERANCE:
        raise InvalidInput("occurred_at", "journal.in_future")
    reason = limited("late_reason", draft.late_reason, REASON_LIMIT)
    if watch_started_at is not None and occurred < watch_started_at - FUTURE_TOLERANCE:
        if not reason:
            raise InvalidInput("late_reason", "journal.before_watch")
        if now - occurred > LEADER_ONLY_AFTER and not is_leader:
            raise InvalidInput("occurred_at", "journal.older_than_week")
    party = limited("party", draft.party_text, PARTY_LIMIT)
    return replace(draft, text=text, occurred_at=occurred, late_reason=reason, party_text=party)


def read_due(typed: str, now: datetime) -> datetime | None:
    """Return the next instant of a typed time (18:00, 1800), None for blank.

    Raises:
        InvalidInput: field ``due``.
    """
    bare = half_width(typed).strip().replace(":", "")
    if not bare:
        return None
    if not (bare.isdigit() and 3 <= len(bare) <= 4 and int(bare[:-2]) < 24 and int(bare[-2:]) < 60):
        raise InvalidInput("due", "journal.bad_due", value=typed)
    today = beijing(now).date()
    due = at_beijing(today, int(bare[:-2]), int(bare[-2:]))
    return due if due > now else at_beijing(today + timedelta(days=1), int(bare[:-2]), int(bare[-2:]))


def read_time(typed: str, before: datetime) -> datetime:
    """Return ``before`` moved to a typed time (14:32) of the same day; unchanged when it says the same.

    Raises:
        InvalidInput: field ``time``.
    """
    if not typed.strip() or half_width(typed).strip() == time_words(before):
        return before
    bare = half_width(typed).strip().replace(":", "")
    if not (bare.isdigit() and 3 <= len(bare) <= 4 and int(bare[:-2]) < 24 and int(bare[-2:]) < 60):
        raise InvalidInput("time", "journal.bad_due", value=typed)
    return at_beijing(beijing(before).date(), int(bare[:-2]), int(bare[-2:]))


def late_minutes(occurred_at: datetime, recorded_at: datetime) -> int:
    """Minutes between the fact and its entry when the line counts as 补记 (over 30), else 0."""
    delay = recorded_at - occurred_at
    return int(delay.total_seconds() // 60) if delay > LATE_AFTER else 0


def check_reason(reason: str) -> str:
    """Return the reason of a strike, cleaned.

    Raises:
        InvalidInput: field ``reason``.
    """
    cleaned = limited("reason", reason, REASON_LIMIT)
    if not cleaned:
        raise InvalidInput("reason", "journal.no_reason")
    return cleaned
