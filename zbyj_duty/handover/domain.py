"""交接班: the states of a handover, what stands on its sheet, what blocks it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import clean_text, half_width
from zbyj_duty.duty.domain import MemberDraft, WatchDetail
from zbyj_duty.journal.domain import LogRow


class State(StrEnum):
    """Where the handover of the current watch stands."""

    NOBODY = "nobody"
    PREPARING = "preparing"
    OFFERED = "offered"

    @property
    def words(self) -> str:
        """无人值班, 准备, 已提交（审阅中）."""
        return {State.NOBODY: "无人值班", State.PREPARING: "准备", State.OFFERED: "已提交，待接班"}[self]


class ItemKind(StrEnum):
    """What an item of the sheet is."""

    MATTER = "matter"
    THING = "thing"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One item the relief must open.

    Attributes:
        key: stable within the offer.
        kind: open matter, thing to count, or line added after the offer.
        title: what it is.
        expected: quantity that should be there, None when nothing is counted.
        since: when an open matter arose.
        source: slice that names it.
    """

    key: str
    kind: ItemKind
    title: str
    source: str = ""
    expected: int | None = None
    since: datetime | None = None
    due_at: datetime | None = None
    ticked_at: datetime | None = None
    ticked_by: str = ""
    quantity: int | None = None
    note: str = ""

    @property
    def mismatch(self) -> bool:
        """Tell whether another quantity was found than is expected."""
        return self.ticked_at is not None and self.expected is not None and self.quantity != self.expected


@dataclass(frozen=True, slots=True)
class Waiver:
    """The leader's one waiver and the blockers it names."""

    leader_id: int
    leader_name: str
    reason: str
    at: datetime
    blockers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that stands."""

    id: int
    cutoff_seq: int
    offered_at: datetime
    by_id: int
    by_name: str


@dataclass(frozen=True, slots=True)
class HandoverDetail:
    """The handover of the current watch as the page shows it.

    Attributes:
        items: open matters, things, and lines added after the offer.
        reservations: (text, who).
        earlier: what became of offers before: (退回/撤回, reason, who).
        waiver: the newest, or None.
    """

    state: State
    watch: WatchDetail | None
    offer: Offer | None
    items: tuple[SheetItem, ...]
    reservations: tuple[tuple[str, str], ...]
    earlier: tuple[tuple[str, str, str], ...]
    waiver: Waiver | None
    added: tuple[LogRow, ...] = ()

    def item_blockers(self) -> tuple[str, ...]:
        """Name what the items still hinder, in Chinese."""
        unopened = [f"未逐项查看：{item.title}" for item in self.items if item.ticked_at is None]
        wrong = [
            f"数量不符：{item.title}，应有 {item.expected}，实有 {item.quantity}"
            for item in self.items
            if item.mismatch
        ]
        return (*unopened, *wrong)


@dataclass(frozen=True, slots=True)
class AcceptDraft:
    """Taking over: the offer, and who stands the new watch.

    Attributes:
        how_signed_out: waiver words for a side that cannot sign; "" when it signs.
    """

    offer_id: int
    members: tuple[MemberDraft, ...]
    key: str


def blockers(
    detail: HandoverDetail, outgoing_id: int | None, incoming_id: int, keys: tuple[bool, bool]
) -> tuple[str, ...]:
    """Return every reason, by name, why the acceptance may not go on without the waiver.

    Args:
        detail: the handover.
        outgoing_id: who hands over, None when that person cannot sign at all.
        incoming_id: who takes over.
        keys: whether (outgoing, incoming) can sign electronically.
    """
    found = list(detail.item_blockers())
    if outgoing_id is None:
        found.append("交班人不能到场签字")
    elif outgoing_id == incoming_id:
        found.append("交班人与接班人是同一人")
    if outgoing_id is not None and not keys[0]:
        found.append("交班人没有可用的签名密钥")
    if not keys[1]:
        found.append("接班人没有可用的签名密钥")
    return tuple(found)


def unwaived(found: tuple[str, ...], waiver: Waiver | None) -> tuple[str, ...]:
    """Return the blockers that the waiver does not name."""
    named = Counter(waiver.blockers if waiver else ())
    left = []
    for blocker in found:
        if named[blocker]:
            named[blocker] -= 1
        else:
            left.append(blocker)
    return tuple(left)


def read_quantity(typed: str) -> int:
    """Return a count as typed, full-width digits too.

    Raises:
        InvalidInput: field ``quantity``.
    """
    digits = half_width(typed).strip()
    if not digits:
        raise InvalidInput("quantity", "input.blank")
    if not digits.isdigit():
        raise InvalidInput("quantity", "input.not_a_number", value=typed.strip())
    return int(digits)


def check_words(field: str, words: str, limit: int = 500) -> str:
    """Return a reason or reservation cleaned; blank or too long is refused beside ``field``."""
    cleaned = clean_text(words).text
    if not cleaned:
        raise InvalidInput(field, "handover.no_words")
    if len(cleaned) > limit:
        raise InvalidInput(field, "input.too_long", limit=limit, length=len(cleaned))
    return cleaned
