"""Use cases of 交接班: offer, look at each item, reserve, return, waive. Acceptance is in acceptance.py."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.alarms.posting import is_set
from zbyj_duty.core.access import EVERYONE, LEADERS, WATCH, Actor, allowed
from zbyj_duty.core.clock import time_words
from zbyj_duty.core.errors import InvalidInput, RuleViolation
from zbyj_duty.core.sources import OpenMatter, Source
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.boundaries import current_watch
from zbyj_duty.duty.service import watch_detail
from zbyj_duty.handover.change_over import change_over_key, post_change_over
from zbyj_duty.handover.domain import HandoverDetail, Offer, State, Waiver, blockers, check_words, unwaived
from zbyj_duty.handover.records import (
    HandoverAcceptanceRecord,
    HandoverEndRecord,
    HandoverOfferRecord,
    HandoverReservationRecord,
    HandoverTickRecord,
    HandoverWaiverRecord,
)
from zbyj_duty.handover.sheet_items import (
    added_items,
    as_json,
    fresh_items,
    from_json,
    struck_items,
    with_ticks,
)
from zbyj_duty.journal.reading import lines_between, struck_between
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.profiles.reading import in_force
from zbyj_duty.store.work import Store, Unit

NOTE_LIMIT = 200
QUANTITY_LIMIT = 99_999
_END_WORDS = {"returned": "退回", "withdrawn": "撤回"}


class HandoverService:
    """The handover of the watch now standing.

    Args:
        store: the record.
        sources: slices whose open matters go onto the sheet.
    """

    def __init__(self, store: Store, sources: Sequence[Source]) -> None:
        self._store = store
        self._sources = tuple(sources)

    @allowed(EVERYONE)
    def current(self, actor: Actor) -> HandoverDetail:
        """Return the handover of the current watch, with the sheet as it stands."""
        with self._store.reading() as session:
            return detail(session, self._sources)

    @allowed(EVERYONE)
    def open_matters(self, actor: Actor) -> tuple[OpenMatter, ...]:
        """未办结: what every slice has unfinished now, oldest first."""
        with self._store.reading() as session:
            found = [m for source in self._sources for m in source.open_matters(session)]
        return tuple(sorted(found, key=lambda m: m.since))

    @allowed(WATCH)
    def remind(self, actor: Actor) -> None:
        """Let the change-over of the watch now standing fall due; once, however often it is called."""
        with self._store.reading() as session:
            watch = current_watch(session)
            if watch is None or is_set(session, change_over_key(watch.id)):
                return
        with self._store.writing(actor, "alarms") as unit:
            post_change_over(unit, watch.id, watch.planned_end)

    @allowed(WATCH)
    def offer(self, actor: Actor, key: str) -> HandoverDetail:
        """提交交班: fix the cut-off at this entry's sequence and freeze the sheet.

        Raises:
            RuleViolation: ``handover.nobody``, ``handover.not_on_watch``, ``handover.offered_already``.
        """
        with self._store.writing(actor, "handover") as unit:
            now = detail(unit.session, self._sources)
            if now.watch is None or actor.person_id is None:
                raise RuleViolation("handover.nobody")
            if now.offer is not None:
                if not self._same_offer(unit.session, key):
                    time = time_words(now.offer.offered_at)
                    raise RuleViolation("handover.offered_already", name=now.offer.by_name, time=time)
                return now
            if not now.watch.is_on_watch(actor.person_id):
                raise RuleViolation("handover.not_on_watch", name=actor.name)
            add_offer(unit, now, key)
            return detail(unit.session, self._sources)

    @allowed(WATCH)
    def withdraw(self, actor: Actor, offer_id: int, reason: str) -> HandoverDetail:
        """撤回: the watch takes the offer back; nothing else moves."""
        return self._end(actor, offer_id, "withdrawn", reason)

    @allowed(WATCH)
    def give_back(self, actor: Actor, offer_id: int, reason: str) -> HandoverDetail:
        """退回: the relief does not take it as it is, with the reason."""
        return self._end(actor, offer_id, "returned", reason)

    @allowed(WATCH)
    def tick(
        self, actor: Actor, offer_id: int, item_key: str, quantity: int | None = None, note: str = ""
    ) -> HandoverDetail:
        """逐项查看: the relief has opened the item and found this quantity.

        Raises:
            InvalidInput: field ``quantity``; RuleViolation: ``handover.no_such_item``.
        """
        with self._store.writing(actor, "handover") as unit:
            now = self._open(unit, offer_id)
            assert now.offer
            if actor.person_id == now.offer.by_id:
                raise RuleViolation("handover.relief_looks", name=actor.name)
            item = next((i for i in now.items if i.key == item_key), None)
            if item is None:
                raise RuleViolation("handover.no_such_item")
            if item.expected is not None and quantity is None:
                raise InvalidInput("quantity", "handover.need_quantity", title=item.title)
            if quantity is not None and not 0 <= quantity <= QUANTITY_LIMIT:
                raise InvalidInput("quantity", "handover.bad_quantity")
            tick = HandoverTickRecord(
                offer_id=offer_id,
                item_key=item_key,
                quantity=quantity,
                note=limited("note", note, NOTE_LIMIT),
                ticked_at=unit.instant,
                by_id=actor.person_id,
                by_name=actor.name,
            )
            unit.add(tick, "handover.item_opened")
            return detail(unit.session, self._sources)

    @allowed(WATCH)
    def reserve(self, actor: Actor, offer_id: int, words: str) -> HandoverDetail:
        """保留意见: printed with the sheet, hinders nothing."""
        text = check_words("words", words)
        with self._store.writing(actor, "handover") as unit:
            self._open(unit, offer_id)
            reservation = HandoverReservationRecord(
                offer_id=offer_id, text=text, made_at=unit.instant, by_name=actor.name
            )
            unit.add(reservation, "handover.reserved")
            return detail(unit.session, self._sources)

    @allowed(LEADERS)
    def waive(
        self,
        actor: Actor,
        offer_id: int,
        reason: str,
        outgoing_id: int | None,
        incoming_id: int,
        keys: tuple[bool, bool],
    ) -> HandoverDetail:
        """放行: the one waiver. It names every blocker that stands now, and no other.

        Args:
            actor: the leader.
            offer_id: the offer.
            reason: why.
            outgoing_id: who will sign as 交班人, None when nobody can.
            incoming_id: who will sign as 接班人.
            keys: whether (outgoing, incoming) can sign electronically.

        Raises:
            RuleViolation: ``handover.own_waiver``, ``handover.nothing_to_waive``.
        """
        text = check_words("reason", reason)
        if actor.person_id in (outgoing_id, incoming_id):
            raise RuleViolation("handover.own_waiver")
        with self._store.writing(actor, "handover") as unit:
            now = self._open(unit, offer_id)
            found = blockers(now, outgoing_id, incoming_id, keys)
            if not unwaived(found, now.waiver):
                raise RuleViolation("handover.nothing_to_waive")
            add_waiver(unit, offer_id, found, text, actor)
            return detail(unit.session, self._sources)

    def _end(self, actor: Actor, offer_id: int, how: str, reason: str) -> HandoverDetail:
        text = check_words("reason", reason)
        with self._store.writing(actor, "handover") as unit:
            now = self._open(unit, offer_id)
            assert now.watch and now.offer
            if how == "withdrawn" and not now.watch.is_on_watch(actor.person_id):
                raise RuleViolation("handover.not_on_watch", name=actor.name)
            if how == "returned" and actor.person_id == now.offer.by_id:
                raise RuleViolation("handover.relief_looks", name=actor.name)
            end = HandoverEndRecord(
                offer_id=offer_id, how=how, reason=text, at=unit.instant, by_name=actor.name
            )
            unit.add(end, f"handover.{how}")
            return detail(unit.session, self._sources)

    def _open(self, unit: Unit, offer_id: int) -> HandoverDetail:
        now = detail(unit.session, self._sources)
        if now.offer is None or now.offer.id != offer_id:
            raise RuleViolation("handover.no_offer")
        return now

    def _same_offer(self, session: Session, key: str) -> bool:
        found = select(HandoverOfferRecord.id).where(HandoverOfferRecord.key == key)
        return session.execute(found).scalar() is not None


def add_offer(unit: Unit, now: HandoverDetail, key: str) -> HandoverOfferRecord:
    """Write the offer whose own ledger sequence is the cut-off."""
    assert now.watch is not None
    offer = HandoverOfferRecord(
        watch_id=now.watch.id,
        cutoff_seq=unit.next_seq,
        offered_at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
        sheet=as_json(now.items),
        key=key,
    )
    unit.add(offer, "handover.offered")
    return offer


def add_waiver(unit: Unit, offer_id: int, found: tuple[str, ...], reason: str, leader: Actor) -> None:
    """Write the waiver of the blockers in ``found``."""
    waiver = HandoverWaiverRecord(
        offer_id=offer_id,
        blockers=list(found),
        reason=reason,
        at=unit.instant,
        leader_id=leader.person_id,
        leader_name=leader.name,
    )
    unit.add(waiver, "handover.waived")


def detail(session: Session, sources: Sequence[Source]) -> HandoverDetail:
    """Return the handover of the current watch inside an open session."""
    record = current_watch(session)
    if record is None:
        return HandoverDetail(State.NOBODY, None, None, (), (), (), None)
    watch = watch_detail(session, record)
    earlier = _earlier(session, record.id)
    offer = _standing_offer(session, record.id)
    if offer is None:
        things = in_force(session, ProfileKind.HANDOVER_ITEMS, watch.business_date)
        items = fresh_items(session, sources, things)
        return HandoverDetail(State.PREPARING, watch, None, items, (), earlier, None)
    added = tuple(line for line in lines_between(session, offer.cutoff_seq, None) if not line.is_system)
    struck = struck_between(session, watch.low_seq, None, offer.cutoff_seq)
    sheet = (*from_json(offer.sheet), *added_items(added), *struck_items(struck))
    items = with_ticks(session, offer.id, sheet)
    return HandoverDetail(
        State.OFFERED,
        watch,
        Offer(offer.id, offer.cutoff_seq, offer.offered_at, offer.by_id, offer.by_name),
        items,
        _reservations(session, offer.id),
        earlier,
        _waiver(session, offer.id),
        added,
    )


def _standing_offer(session: Session, watch_id: int) -> HandoverOfferRecord | None:
    return session.execute(
        select(HandoverOfferRecord)
        .outerjoin(HandoverEndRecord, HandoverEndRecord.offer_id == HandoverOfferRecord.id)
        .outerjoin(HandoverAcceptanceRecord, HandoverAcceptanceRecord.offer_id == HandoverOfferRecord.id)
        .where(
            HandoverOfferRecord.watch_id == watch_id,
            HandoverEndRecord.id.is_(None),
            HandoverAcceptanceRecord.id.is_(None),
        )
    ).scalar_one_or_none()


def _reservations(session: Session, offer_id: int) -> tuple[tuple[str, str], ...]:
    rows = session.execute(
        select(HandoverReservationRecord.text, HandoverReservationRecord.by_name)
        .where(HandoverReservationRecord.offer_id == offer_id)
        .order_by(HandoverReservationRecord.id)
    )
    return tuple((text, name) for text, name in rows)


def _earlier(session: Session, watch_id: int) -> tuple[tuple[str, str, str], ...]:
    rows = session.execute(
        select(HandoverEndRecord.how, HandoverEndRecord.reason, HandoverEndRecord.by_name)
        .join(HandoverOfferRecord, HandoverOfferRecord.id == HandoverEndRecord.offer_id)
        .where(HandoverOfferRecord.watch_id == watch_id)
        .order_by(HandoverEndRecord.id)
    )
    return tuple((_END_WORDS[how], reason, name) for how, reason, name in rows)


def _waiver(session: Session, offer_id: int) -> Waiver | None:
    row = session.execute(
        select(HandoverWaiverRecord)
        .where(HandoverWaiverRecord.offer_id == offer_id)
        .order_by(HandoverWaiverRecord.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if row is None:
        return None
    return Waiver(row.leader_id, row.leader_name, row.reason, row.at, tuple(row.blockers))
