"""已接: the ceremony's one transaction. The snapshot is frozen, both sign its hash, the new watch begins."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from zbyj_duty.core.access import WATCH, Actor, Role, allowed
from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import RuleViolation
from zbyj_duty.core.sources import Source
from zbyj_duty.duty.domain import Part, TakeDraft, WatchDetail
from zbyj_duty.duty.posting import post_watch
from zbyj_duty.duty.records import WatchRecord
from zbyj_duty.duty.service import watch_detail
from zbyj_duty.handover.change_over import finish_change_over, post_change_over
from zbyj_duty.handover.domain import AcceptDraft, HandoverDetail, blockers, check_words, unwaived
from zbyj_duty.handover.records import HandoverAcceptanceRecord, HandoverOfferRecord
from zbyj_duty.handover.service import add_offer, add_waiver, detail
from zbyj_duty.handover.snapshot import compose
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.posting import post_line
from zbyj_duty.pdf.keys import OpenedKey
from zbyj_duty.profiles.domain import ProfileKind, interval_of, place_of
from zbyj_duty.profiles.reading import in_force
from zbyj_duty.store.types import canonical_json
from zbyj_duty.store.work import Store, Unit

EARLY_AT_MOST = timedelta(hours=2)
"""A handover earlier than that before the planned end does not end the planned watch; it changes its people."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who has just given the passphrase: the person, and the opened key or None without one."""

    actor: Actor
    key: OpenedKey | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the ceremony made.

    Attributes:
        acceptance_id: the row.
        watch: the watch handed over, now closed.
        next_watch: the watch that has begun.
        snapshot_sha256: hash that both signed, hex.
    """

    acceptance_id: int
    watch: WatchDetail
    next_watch: WatchDetail
    snapshot_sha256: str


class AcceptanceService:
    """The handover's end.

    Args:
        store: the record.
        sources: slices that freeze their part of the watch.
    """

    def __init__(self, store: Store, sources: Sequence[Source]) -> None:
        self._store = store
        self._sources = tuple(sources)

    @allowed(WATCH)
    def accept(self, actor: Actor, draft: AcceptDraft, outgoing: Signer | None, incoming: Signer) -> Accepted:
        """Take over: freeze, sign, begin the new watch; all of it or nothing.

        Args:
            actor: who takes over; the same person as ``incoming``.
            draft: the offer and the new crew.
            outgoing: who hands over; None only under the leader's waiver.
            incoming: who takes over.

        Raises:
            RuleViolation: ``handover.no_offer``, ``handover.not_on_watch``, ``handover.blocked`` …
        """
        if incoming.actor.person_id != actor.person_id or actor.person_id is None:
            raise RuleViolation("handover.wrong_signer")
        _check_head(actor, draft)
        with self._store.writing(actor, "handover", "duty", "journal") as unit:
            if (done := self._done(unit, draft)) is not None:
                return done
            now = detail(unit.session, self._sources)
            if now.offer is None or now.offer.id != draft.offer_id or now.watch is None:
                raise RuleViolation("handover.no_offer")
            if outgoing is not None and not now.watch.is_on_watch(outgoing.actor.person_id):
                raise RuleViolation("handover.not_on_watch", name=outgoing.actor.name)
            keys = (bool(outgoing and outgoing.key), incoming.key is not None)
            outgoing_id = outgoing.actor.person_id if outgoing else None
            left = unwaived(blockers(now, outgoing_id, actor.person_id, keys), now.waiver)
            if left:
                raise RuleViolation("handover.blocked", blockers="；".join(left))
            return self._finish(unit, now, draft, outgoing, incoming, "normal")

    @allowed(WATCH)
    def take_over(
        self, actor: Actor, draft: AcceptDraft, incoming: Signer, leader: Actor, reason: str
    ) -> Accepted:
        """紧急接管: the outgoing officer cannot sign; the leader, who has given the passphrase, authorises it.

        Raises:
            RuleViolation: ``handover.leader_needed``, ``handover.own_waiver``.
        """
        text = check_words("reason", reason)
        if Role.LEADER not in leader.roles:
            raise RuleViolation("handover.leader_needed")
        if leader.person_id == actor.person_id:
            raise RuleViolation("handover.own_waiver")
        if incoming.actor.person_id != actor.person_id or actor.person_id is None:
            raise RuleViolation("handover.wrong_signer")
        with self._store.writing(actor, "handover", "duty", "journal") as unit:
            if (done := self._done(unit, draft)) is not None:
                return done
            now = detail(unit.session, self._sources)
            if now.watch is None:
                raise RuleViolation("handover.nobody")
            if now.offer is None:
                add_offer(unit, now, draft.key + "-offer")
                now = detail(unit.session, self._sources)
            assert now.offer is not None
            found = ("紧急接管", *blockers(now, None, actor.person_id, (False, incoming.key is not None)))
            add_waiver(unit, now.offer.id, found, text, leader)
            now = detail(unit.session, self._sources)
            return self._finish(unit, now, draft, None, incoming, "emergency")

    def _done(self, unit: Unit, draft: AcceptDraft) -> Accepted | None:
        """Return the acceptance of the same dialog when it is there already (double click, replay)."""
        begun = unit.session.execute(
            select(WatchRecord).where(WatchRecord.key == draft.key)
        ).scalar_one_or_none()
        if begun is None:
            return None
        row = unit.session.execute(
            select(HandoverAcceptanceRecord).where(HandoverAcceptanceRecord.next_watch_id == begun.id)
        ).scalar_one()
        return self._accepted(unit, row)

    def _finish(
        self,
        unit: Unit,
        now: HandoverDetail,
        draft: AcceptDraft,
        outgoing: Signer | None,
        incoming: Signer,
        how: str,
    ) -> Accepted:
        assert now.watch is not None and now.offer is not None
        offer = unit.session.get(HandoverOfferRecord, now.offer.id)
        assert offer is not None
        following = next_interval(unit, now.watch)
        next_watch = post_watch(
            unit,
            TakeDraft(draft.members, draft.key),
            following[0],
            following[1],
            offer.cutoff_seq,
            "handover" if how == "normal" else "emergency",
        )
        number = _next_paper_number(unit)
        snapshot = compose(
            unit,
            self._sources,
            now,
            watch_detail(unit.session, next_watch),
            number,
            _person(outgoing),
            _person(incoming),
            how,
        )
        text = canonical_json(snapshot)
        digest = hashlib.sha256(text.encode()).digest()
        row = HandoverAcceptanceRecord(
            offer_id=offer.id,
            watch_id=now.watch.id,
            next_watch_id=next_watch.id,
            how=how,
            accepted_at=unit.instant,
            year=beijing(unit.instant).year,
            paper_number=number,
            snapshot=text,
            snapshot_sha256=digest.hex(),
            outgoing_id=outgoing.actor.person_id if outgoing else None,
            incoming_id=incoming.actor.person_id,
            outgoing_signature=_signature(outgoing, digest),
            outgoing_certificate=_certificate(outgoing),
            incoming_signature=_signature(incoming, digest),
            incoming_certificate=_certificate(incoming),
        )
        unit.add(row, "handover.accepted")
        finish_change_over(unit, now.watch.id)
        post_change_over(unit, next_watch.id, following[1][1])
        post_line(unit, _line(now, incoming.actor.name, len(draft.members), row, how))
        return self._accepted(unit, row)

    def _accepted(self, unit: Unit, row: HandoverAcceptanceRecord) -> Accepted:
        unit.session.expire_all()
        watch = unit.session.get(WatchRecord, row.watch_id)
        following = unit.session.get(WatchRecord, row.next_watch_id)
        assert watch is not None and following is not None
        return Accepted(
            row.id,
            watch_detail(unit.session, watch),
            watch_detail(unit.session, following),
            row.snapshot_sha256,
        )


def _check_head(actor: Actor, draft: AcceptDraft) -> None:
    """The one who signs as 接班人 heads the new watch."""
    heads = [member.person_id for member in draft.members if member.part is Part.HEAD]
    if heads and actor.person_id not in heads:
        raise RuleViolation("handover.not_head", name=actor.name)


def next_interval(unit: Unit, watch: WatchDetail) -> tuple[date, tuple[datetime, datetime]]:
    """Return business date and planned interval of the watch that follows.

    In mid-watch it is what is left of the same one (``2026-11-23/2``); else the one planned after ``watch``; when relief came so late that even that has ended, the one of now.
    """
    if unit.instant < watch.planned_end - EARLY_AT_MOST:
        return watch.business_date, (watch.planned_start, watch.planned_end)
    for moment in (watch.planned_end, unit.instant):
        hours = in_force(unit.session, ProfileKind.WATCH_HOURS, beijing(moment).date())
        day, ordinal = place_of(moment, hours)
        interval = interval_of(day, ordinal, hours)
        if interval[1] > unit.instant:
            break
    return day, interval


def _next_paper_number(unit: Unit) -> int:
    year = beijing(unit.instant).year
    newest = select(func.max(HandoverAcceptanceRecord.paper_number)).where(
        HandoverAcceptanceRecord.year == year
    )
    return (unit.session.execute(newest).scalar() or 0) + 1


def _person(signer: Signer | None) -> dict[str, Any] | None:
    if signer is None:
        return None
    return {"id": signer.actor.person_id, "name": signer.actor.name, "signs": signer.key is not None}


def _signature(signer: Signer | None, digest: bytes) -> bytes | None:
    return signer.key.sign_detached(digest) if signer and signer.key else None


def _certificate(signer: Signer | None) -> bytes | None:
    return signer.key.certificate if signer and signer.key else None


def _line(now: HandoverDetail, name: str, people: int, row: HandoverAcceptanceRecord, how: str) -> LogDraft:
    matters = sum(1 for item in now.items if item.kind.value == "matter")
    things = [
        f"{i.title} {i.quantity}" for i in now.items if i.kind.value == "thing" and i.quantity is not None
    ]
    words = "紧急接管" if how == "emergency" else "接班"
    text = f"{words}：{name}等{people}人；移交未办结{matters}项" + (
        f"；{'、'.join(things)}" if things else ""
    )
    return LogDraft(LineKind.HANDOVER, text, f"acceptance-{row.offer_id}")
