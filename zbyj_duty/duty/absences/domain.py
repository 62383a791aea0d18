"""请假 and 外出报备: drafts in, rows out, and what may not be filed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from zbyj_duty.core.clock import instant_words
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import limited

WORDS_LIMIT = 200
LONGEST = timedelta(days=366)


class AbsenceKind(StrEnum):
    """Why somebody is not there."""

    LEAVE = "leave"
    OUT_OF_TOWN = "out_of_town"

    @property
    def words(self) -> str:
        """请假, 外出报备."""
        return {"leave": "请假", "out_of_town": "外出报备"}[self.value]


class AbsenceState(StrEnum):
    """Where a filing stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"

    @property
    def words(self) -> str:
        """待批, 已批, 不批, 已撤回, 已销假."""
        return _STATES[self]


_STATES = {
    AbsenceState.WAITING: "待批",
    AbsenceState.APPROVED: "已批",
    AbsenceState.REJECTED: "不批",
    AbsenceState.WITHDRAWN: "已撤回",
    AbsenceState.RETURNED: "已销假",
}


@dataclass(frozen=True, slots=True)
class AbsenceDraft:
    """A filing as the practice asks for it (外出报备): who, why, from when to when, where, who stands in.

    Attributes:
        from_at, until_at: departure and return, UTC; half days are noon.
        place: where exactly; needed for 外出报备.
        arrangement: how the work goes on meanwhile.
        contact: where the person is reached.
        cover_id: who stands in, None when nobody is needed.
    """

    person_id: int
    kind: AbsenceKind
    from_at: datetime
    until_at: datetime
    reason: str
    key: str
    place: str = ""
    arrangement: str = ""
    contact: str = ""
    cover_id: int | None = None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A filing on record.

    Attributes:
        ends_at: the real end: earlier than ``until_at`` after 销假.
        decided_by: who approved or rejected it, "" while it waits.
        by_chief: approved by the chief by name, as 战时 asks.
    """

    id: int
    person_id: int
    name: str
    kind: AbsenceKind
    from_at: datetime
    until_at: datetime
    ends_at: datetime
    reason: str
    place: str
    arrangement: str
    contact: str
    cover_id: int | None
    cover_name: str
    state: AbsenceState
    filed_by: str
    filed_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    by_chief: bool = False
    words: str = ""

    @property
    def counts(self) -> bool:
        """Tell whether the person is away by it: approved, or back from it since."""
        return self.state in (AbsenceState.APPROVED, AbsenceState.RETURNED)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Tell whether the person is away at some instant of [start, end)."""
        return self.counts and self.from_at < end and start < self.ends_at

    @property
    def line(self) -> str:
        """王芳 外出报备 2026年12月3日 8:00 至 2026年12月5日 18:00（济南）."""
        place = f"（{self.place}）" if self.place else ""
        span = f"{instant_words(self.from_at)} 至 {instant_words(self.ends_at)}"
        return f"{self.name} {self.kind.words} {span}{place}"


def check_absence(draft: AbsenceDraft) -> AbsenceDraft:
    """Return the draft cleaned.

    Raises:
        InvalidInput: ``until_at``, ``cover_id``, ``reason``, ``place``.
    """
    if draft.until_at <= draft.from_at:
        raise InvalidInput("until_at", "absences.return_before_departure")
    if draft.until_at - draft.from_at > LONGEST:
        raise InvalidInput("until_at", "absences.too_long", days=LONGEST.days)
    if draft.cover_id == draft.person_id:
        raise InvalidInput("cover_id", "absences.covers_himself")
    reason = limited("reason", draft.reason, WORDS_LIMIT)
    if not reason:
        raise InvalidInput("reason", "input.blank")
    place = limited("place", draft.place, WORDS_LIMIT)
    if draft.kind is AbsenceKind.OUT_OF_TOWN and not place:
        raise InvalidInput("place", "absences.no_place")
    return replace(
        draft,
        reason=reason,
        place=place,
        arrangement=limited("arrangement", draft.arrangement, WORDS_LIMIT),
        contact=limited("contact", draft.contact, WORDS_LIMIT),
    )
