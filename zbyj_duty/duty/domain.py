"""当班: who holds the watch, from when, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from zbyj_duty.core.clock import BEIJING, date_words, weekday_words
from zbyj_duty.core.errors import InvalidInput


class Part(StrEnum):
    """What somebody is on the watch."""

    HEAD = "head"
    CREW = "crew"
    STANDBY = "standby"
    LEADER = "leader"
    DEPUTY = "deputy"

    @property
    def words(self) -> str:
        """值班长, 值班员, 备勤, 带班领导, 副带班."""
        return _PARTS[self]


_PARTS = {
    Part.HEAD: "值班长",
    Part.CREW: "值班员",
    Part.STANDBY: "备勤",
    Part.LEADER: "带班领导",
    Part.DEPUTY: "副带班",
}


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """One person to stand a watch.

    Attributes:
        person_id: the person's row.
        post: e.g. 指挥调度; from the posts template in force.
        part: head, crew, standby, leader.
        reason: why, when the roster names somebody else.
    """

    person_id: int
    post: str
    part: Part
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person on a watch, as named then."""

    id: int
    person_id: int | None
    name: str
    title: str
    number: str
    post: str
    part: Part
    joined_at: datetime
    left_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WatchDetail:
    """One watch and its crew.

    Attributes:
        business_date: the date it starts on.
        ordinal: 1 for the first watch of the date.
        planned_start, planned_end: by the watch-hours profile of its day, UTC.
        started_at: when it was really taken over, UTC.
        low_seq: entries with a greater sequence belong to it …
        high_seq: … up to this one; None while it is the current watch.
    """

    id: int
    business_date: date
    ordinal: int
    planned_start: datetime
    planned_end: datetime
    started_at: datetime
    low_seq: int
    high_seq: int | None
    how: str
    members: tuple[MemberRow, ...]

    @property
    def head(self) -> MemberRow | None:
        """The 值班长, who signs for the crew."""
        return next((m for m in self.members if m.part is Part.HEAD and m.left_at is None), None)

    @property
    def leader(self) -> MemberRow | None:
        """The 带班领导."""
        return next((m for m in self.members if m.part is Part.LEADER and m.left_at is None), None)

    @property
    def crew(self) -> tuple[MemberRow, ...]:
        """Those at the desk: 值班长 first, then 值班员."""
        order = (Part.HEAD, Part.CREW)
        here = [m for m in self.members if m.part in order and m.left_at is None]
        return tuple(sorted(here, key=lambda m: order.index(m.part)))

    @property
    def reference(self) -> str:
        """``2026-11-23``, or ``2026-11-23/2`` for a second watch of the date."""
        day = self.business_date.isoformat()
        return day if self.ordinal == 1 else f"{day}/{self.ordinal}"

    @property
    def words(self) -> str:
        """2026年11月23日 星期一（8:30—次日8:30）."""
        start, end = self.planned_start.astimezone(BEIJING), self.planned_end.astimezone(BEIJING)
        tomorrow = "次日" if end.date() > start.date() else ""
        hours = f"{start.hour}:{start.minute:02d}—{tomorrow}{end.hour}:{end.minute:02d}"
        return f"{date_words(self.business_date)} {weekday_words(self.business_date)}（{hours}）"

    def overtime_minutes(self, now: datetime) -> int:
        """Minutes past the planned end while nobody has taken over; 0 before."""
        return 0 if self.high_seq is not None else max(0, int((now - self.planned_end).total_seconds() // 60))

    def is_on_watch(self, person_id: int | None) -> bool:
        """Tell whether the person stands this watch now."""
        return any(m.person_id == person_id and m.left_at is None for m in self.members if m.person_id)


@dataclass(frozen=True, slots=True)
class TakeDraft:
    """Taking over a watch: who stands it.

    Attributes:
        members: crew, standby and leader; exactly one head.
        key: idempotency key of the dialog.
    """

    members: tuple[MemberDraft, ...]
    key: str


def check_members(members: tuple[MemberDraft, ...]) -> None:
    """Refuse a crew without a head, with two, without a leader, or with a person at two desks.

    Raises:
        InvalidInput: field ``members``.
    """
    heads = [m for m in members if m.part is Part.HEAD]
    if len(heads) != 1:
        raise InvalidInput("members", "duty.one_head", found=len(heads))
    if not any(m.part is Part.LEADER for m in members):
        raise InvalidInput("members", "duty.no_leader")
    people = [m.person_id for m in members]
    if len(set(people)) != len(people):
        raise InvalidInput("members", "duty.person_twice")


@dataclass(frozen=True, slots=True)
class TypedMember:
    """A desk of the crew as typed: the person found, or None with the words that found nobody."""

    post: str
    part: Part
    person_id: int | None
    typed: str
    needed: bool


def members_of(typed: tuple[TypedMember, ...]) -> tuple[MemberDraft, ...]:
    """Return the crew that was typed; blank desks are left out.

    Raises:
        InvalidInput: field ``members``: a name that nobody bears, a desk that must be manned.
    """
    for member in typed:
        if member.person_id is None and member.typed.strip():
            raise InvalidInput("members", "duty.unknown_name", post=member.post, value=member.typed.strip())
        if member.person_id is None and member.needed:
            raise InvalidInput("members", "duty.post_empty", post=member.post)
    return tuple(MemberDraft(m.person_id, m.post, m.part) for m in typed if m.person_id is not None)


def read_reference(text: str) -> tuple[date, int]:
    """Read ``2026-11-23`` or ``2026-11-23/2``.

    Raises:
        InvalidInput: field ``watch``.
    """
    day, _, ordinal = text.strip().partition("/")
    try:
        return date.fromisoformat(day), int(ordinal or 1)
    except ValueError:
        raise InvalidInput("watch", "duty.bad_reference", value=text) from None
