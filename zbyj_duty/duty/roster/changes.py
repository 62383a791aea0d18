"""调班, 替班 and 顶班: what is proposed, where it stands, who is asked next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.roster.domain import Layer, Leg, Place

WORDS_LIMIT = 200


class ChangeState(StrEnum):
    """Where a change stands; it follows from its steps and is stored nowhere."""

    DRAFT = "draft"
    ASKED = "asked"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """草稿, 待对方确认, 待带班领导审批, 已生效, 已驳回, 已撤销."""
        return _STATES[self]

    @property
    def open(self) -> bool:
        """Tell whether somebody still has to do something about it."""
        return self in (ChangeState.DRAFT, ChangeState.ASKED, ChangeState.AGREED)


_STATES = {
    ChangeState.DRAFT: "草稿",
    ChangeState.ASKED: "待对方确认",
    ChangeState.AGREED: "待带班领导审批",
    ChangeState.IN_FORCE: "已生效",
    ChangeState.REJECTED: "已驳回",
    ChangeState.WITHDRAWN: "已撤销",
}


class StepKind(StrEnum):
    """What can be done about a change."""

    SUBMITTED = "submitted"
    AGREED = "agreed"
    REFUSED = "refused"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    TAKEN = "taken"

    @property
    def words(self) -> str:
        """提出, 同意, 不同意, 批准, 驳回, 撤销, 顶班."""
        return _STEPS[self]


_STEPS = {
    StepKind.SUBMITTED: "提出",
    StepKind.AGREED: "同意",
    StepKind.REFUSED: "不同意",
    StepKind.APPROVED: "批准",
    StepKind.REJECTED: "驳回",
    StepKind.WITHDRAWN: "撤销",
    StepKind.TAKEN: "顶班",
}


@dataclass(frozen=True, slots=True)
class LegDraft:
    """A place and who shall stand there; minutes from the start of the watch for a part of it."""

    place: Place
    in_id: int
    from_minute: int | None = None
    until_minute: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """A change to propose.

    Attributes:
        kind: SWAP, SUBSTITUTE or TAKE_OVER.
        legs: two places for a swap, each to the other's person.
        reason: needed.
        key: idempotency key of the dialog.
    """

    kind: Layer
    legs: tuple[LegDraft, ...]
    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: who did it, for whom, what spoke against it and why it was let through."""

    what: StepKind
    at: datetime
    by_id: int | None
    by_name: str
    for_id: int | None
    for_name: str
    words: str
    waiver: str
    objections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change on record.

    Attributes:
        names: the names of everybody in it, as they were then.
        steps: oldest first.
    """

    id: int
    kind: Layer
    reason: str
    made_at: datetime
    by_name: str
    legs: tuple[Leg, ...]
    names: dict[int, str]
    steps: tuple[StepRow, ...]

    @property
    def parties(self) -> frozenset[int]:
        """Everybody who gives up or takes over a place."""
        outs = {leg.out_id for leg in self.legs if leg.out_id is not None}
        return frozenset(outs | {leg.in_id for leg in self.legs})

    @property
    def waits_for(self) -> tuple[int, ...]:
        """Those of the parties who have not agreed yet."""
        agreed = {s.for_id for s in self.steps if s.what in (StepKind.SUBMITTED, StepKind.AGREED)}
        return tuple(sorted(self.parties - agreed))

    @property
    def state(self) -> ChangeState:
        """Where it stands."""
        done = {s.what for s in self.steps}
        if StepKind.WITHDRAWN in done:
            return ChangeState.WITHDRAWN
        if done & {StepKind.REFUSED, StepKind.REJECTED}:
            return ChangeState.REJECTED
        if done & {StepKind.APPROVED, StepKind.TAKEN}:
            return ChangeState.IN_FORCE
        if StepKind.SUBMITTED not in done:
            return ChangeState.DRAFT
        return ChangeState.ASKED if self.waits_for else ChangeState.AGREED

    @property
    def wants_approval(self) -> bool:
        """Tell whether a leader still has to say yes: before it applies, or after a 顶班 (追认)."""
        approved = any(s.what is StepKind.APPROVED for s in self.steps)
        return self.state is ChangeState.AGREED or (self.state is ChangeState.IN_FORCE and not approved)

    @property
    def words(self) -> str:
        """调班：2026年12月3日 防汛抗旱 王芳→李明；…（已生效）."""
        legs = "；".join(f"{leg.place.words} {self._name(leg.out_id)}→{leg.in_name}" for leg in self.legs)
        return f"{self.kind.words}：{legs}（{self.state.words}）"

    def _name(self, key: int | None) -> str:
        return "空岗" if key is None else self.names.get(key, "—")


def check_change(draft: ChangeDraft) -> ChangeDraft:
    """Return the draft cleaned.

    Raises:
        InvalidInput: ``reason`` blank; ``legs``: none, a swap without two places, one place twice, an empty span.
    """
    reason = limited("reason", draft.reason, WORDS_LIMIT)
    if not reason:
        raise InvalidInput("reason", "input.blank")
    if draft.kind is Layer.SWAP and len(draft.legs) != 2:
        raise InvalidInput("legs", "roster.swap_two_places")
    if not draft.legs:
        raise InvalidInput("legs", "roster.no_place")
    if len({leg.place for leg in draft.legs}) != len(draft.legs):
        raise InvalidInput("legs", "roster.place_twice")
    for leg in draft.legs:
        if (leg.from_minute or 0) >= (leg.until_minute if leg.until_minute is not None else 10**6):
            raise InvalidInput("legs", "roster.empty_span")
    return ChangeDraft(draft.kind, draft.legs, reason, draft.key)
