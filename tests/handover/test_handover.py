"""交接班 from the offer to the acceptance."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import date

import pytest

from tests.support.people import Actors, give_keys
from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.core.errors import InvalidInput, RuleViolation
from zbyj_duty.duty.domain import TakeDraft
from zbyj_duty.duty.service import DutyService
from zbyj_duty.handover.acceptance import AcceptanceService, Accepted, Signer
from zbyj_duty.handover.domain import AcceptDraft, State
from zbyj_duty.handover.records import HandoverAcceptanceRecord
from zbyj_duty.handover.service import HandoverService
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.service import JournalService
from zbyj_duty.journal.source import JournalSource
from zbyj_duty.pdf.keys import verify_detached
from zbyj_duty.store.audit import audit
from zbyj_duty.store.work import Store

DAY = date(2026, 11, 23)
PLANNED = (at_beijing(DAY, 8, 30), at_beijing(date(2026, 11, 24), 8, 30))


class Desk:
    """The duty desk: services and the people at it."""

    def __init__(self, store: Store, actors: Actors, clock: SteppedClock) -> None:
        self.store, self.actors, self.clock = store, actors, clock
        sources = (JournalSource(),)
        self.duty = DutyService(store)
        self.journal = JournalService(store)
        self.handover = HandoverService(store, sources)
        self.acceptance = AcceptanceService(store, sources)

    def take(self) -> None:
        self.duty.take(
            self.actors.officer, TakeDraft(self.actors.crew(self.actors.officer), "first"), DAY, PLANNED
        )

    def write(self, text: str, actor: Actor | None = None) -> int:
        self.clock.step(minutes=2)
        draft = LogDraft(LineKind.INCOMING, text, uuid.uuid4().hex)
        return self.journal.write(actor or self.actors.officer, draft)

    def tick_all(self, relief: Actor) -> None:
        detail = self.handover.current(relief)
        assert detail.offer
        for item in detail.items:
            if item.ticked_at is None:
                self.handover.tick(relief, detail.offer.id, item.key, item.expected)

    def accept(self, outgoing: Actor, incoming: Actor, keys: dict | None = None, key: str = "") -> Accepted:
        offer = self.handover.current(incoming).offer
        assert offer
        keys = keys or {}
        return self.acceptance.accept(
            incoming,
            AcceptDraft(offer.id, self.actors.crew(incoming), key or uuid.uuid4().hex),
            Signer(outgoing, keys.get(outgoing.person_id)),
            Signer(incoming, keys.get(incoming.person_id)),
        )


@pytest.fixture
def desk(store: Store, actors: Actors, clock: SteppedClock) -> Desk:
    desk = Desk(store, actors, clock)
    desk.take()
    return desk


@pytest.fixture
def keys(store: Store, actors: Actors) -> dict:
    return give_keys(store, actors)


def test_an_empty_watch_can_be_handed_over(desk: Desk, keys: dict) -> None:
    a = desk.actors
    desk.clock.move_to(at_beijing(date(2026, 11, 24), 8, 25))
    desk.handover.offer(a.officer, "o1")
    desk.tick_all(a.second_officer)
    done = desk.accept(a.officer, a.second_officer, keys)
    assert done.next_watch.business_date == date(2026, 11, 24)
    assert done.watch.high_seq is not None
    now = desk.handover.current(a.second_officer)
    assert now.state is State.PREPARING and now.watch and now.watch.id == done.next_watch.id


def test_a_handover_in_mid_watch_changes_the_people_and_keeps_the_date(desk: Desk, keys: dict) -> None:
    a = desk.actors
    desk.clock.move_to(at_beijing(DAY, 14, 0))
    desk.handover.offer(a.officer, "o1")
    desk.tick_all(a.second_officer)
    done = desk.accept(a.officer, a.second_officer, keys)
    assert done.next_watch.reference == "2026-11-23/2"
    assert done.next_watch.planned_end == done.watch.planned_end


def test_a_line_struck_after_the_offer_stands_as_it_stood_and_the_relief_sees_the_strike(
    desk: Desk, keys: dict
) -> None:
    a = desk.actors
    desk.write("园区氨气味")
    desk.handover.offer(a.officer, "o1")
    desk.tick_all(a.second_officer)
    desk.journal.void(a.officer, desk.journal.lines(a.officer, 0)[0].id, "听错")
    with pytest.raises(RuleViolation) as caught:
        desk.accept(a.officer, a.second_officer, keys)
    assert "被划去：听错" in caught.value.facts["blockers"]
    desk.tick_all(a.second_officer)
    done = desk.accept(a.officer, a.second_officer, keys)
    with desk.store.reading() as session:
        row = session.get(HandoverAcceptanceRecord, done.acceptance_id)
        assert json.loads(row.snapshot)["lines"][0]["strike"] is None


def test_only_the_leader_strikes_a_line_of_a_watch_that_was_handed_over(desk: Desk, keys: dict) -> None:
    a = desk.actors
    desk.write("园区氨气味")
    line = desk.journal.lines(a.officer, 0)[0].id
    desk.handover.offer(a.officer, "o1")
    desk.tick_all(a.second_officer)
    desk.accept(a.officer, a.second_officer, keys)
    with pytest.raises(RuleViolation) as caught:
        desk.journal.void(a.officer, line, "听错")
    assert caught.value.code == "journal.closed_watch"
    assert desk.journal.void(a.leader, line, "听错").strike


def test_both_signatures_hold_over_the_hash_of_the_snapshot(desk: Desk, keys: dict) -> None:
    a = desk.actors
    desk.write("园区氨气味䶮𬭎")
    desk.handover.offer(a.officer, "o1")
    desk.tick_all(a.second_officer)
    done = desk.accept(a.officer, a.second_officer, keys)
    with desk.store.reading() as session:
        row = session.get(HandoverAcceptanceRecord, done.acceptance_id)
        digest = hashlib.sha256(row.snapshot.encode()).digest()
        assert verify_detached(row.outgoing_certificate, digest, row.outgoing_signature)
        assert verify_detached(row.incoming_certificate, digest, row.incoming_signature)
        assert not verify_detached(row.incoming_certificate, digest, row.outgoing_signature)
        assert audit(session).problems == ()


def test_a_line_saved_after_the_offer_belongs_to_the_new_watch_and_must_be_opened(
    desk: Desk, keys: dict
) -> None:
    a = desk.actors
    desk.write("交班前")
    desk.handover.offer(a.officer, "o1")
    desk.tick_all(a.second_officer)
    desk.write("提交后来电")
    with pytest.raises(RuleViolation) as caught:
        desk.accept(a.officer, a.second_officer, keys)
    assert "提交后来电" in str(caught.value.facts["blockers"])
    desk.tick_all(a.second_officer)
    done = desk.accept(a.officer, a.second_officer, keys)
    before = desk.journal.lines(a.officer, done.watch.low_seq, done.watch.high_seq)
    after = desk.journal.lines(a.officer, done.next_watch.low_seq, None)
    assert [line.text for line in before] == ["交班前"]
    assert after[0].text == "提交后来电" and after[1].text.startswith("接班：曾堃等3人")


def test_a_second_offer_of_the_same_watch_is_refused(desk: Desk) -> None:
    a = desk.actors
    desk.handover.offer(a.officer, "o1")
    with pytest.raises(RuleViolation) as caught:
        desk.handover.offer(a.third_officer, "o2")
    assert caught.value.code == "handover.offered_already"


def test_a_double_click_on_offer_is_one_offer(desk: Desk) -> None:
    first = desk.handover.offer(desk.actors.officer, "o1")
    again = desk.handover.offer(desk.actors.officer, "o1")
    assert first.offer == again.offer


def test_a_double_click_on_accept_is_one_acceptance(desk: Desk, keys: dict) -> None:
    a = desk.actors
    offer = desk.handover.offer(a.officer, "o1").offer
    desk.tick_all(a.second_officer)
    draft = AcceptDraft(offer.id, a.crew(a.second_officer), "k")
    signers = (
        Signer(a.officer, keys[a.officer.person_id]),
        Signer(a.second_officer, keys[a.second_officer.person_id]),
    )
    first = desk.acceptance.accept(a.second_officer, draft, *signers)
    again = desk.acceptance.accept(a.second_officer, draft, *signers)
    assert first == again


def test_somebody_not_on_the_watch_cannot_hand_it_over(desk: Desk) -> None:
    with pytest.raises(RuleViolation) as caught:
        desk.handover.offer(desk.actors.second_officer, "o1")
    assert caught.value.code == "handover.not_on_watch"


def test_a_returned_offer_moves_nothing_and_its_reason_is_kept(desk: Desk) -> None:
    a = desk.actors
    offer = desk.handover.offer(a.officer, "o1").offer
    desk.write("退回前新增")
    now = desk.handover.give_back(a.second_officer, offer.id, "钥匙少一把，请先核对")
    assert now.state is State.PREPARING
    assert now.earlier == (("退回", "钥匙少一把，请先核对", "曾堃"),)
    watch = desk.duty.current(a.officer)
    assert [line.text for line in desk.journal.lines(a.officer, watch.low_seq, None)] == ["退回前新增"]


def test_a_return_without_a_reason_is_refused_beside_its_field(desk: Desk) -> None:
    offer = desk.handover.offer(desk.actors.officer, "o1").offer
    with pytest.raises(InvalidInput) as caught:
        desk.handover.give_back(desk.actors.second_officer, offer.id, "  ")
    assert caught.value.field == "reason"


def test_the_one_waiver_clears_every_blocker_it_names_and_no_later_one(desk: Desk, keys: dict) -> None:
    a = desk.actors
    offer = desk.handover.offer(a.officer, "o1").offer
    out, inn = a.officer.person_id, a.second_officer.person_id
    desk.handover.waive(a.leader, offer.id, "突发事件处置中，先接班后补点", out, inn, (True, True))
    desk.write("放行之后的新来电")
    with pytest.raises(RuleViolation) as caught:
        desk.accept(a.officer, a.second_officer, keys)
    assert caught.value.facts["blockers"].count("；") == 0
    desk.tick_all(a.second_officer)
    assert desk.accept(a.officer, a.second_officer, keys)


def test_the_leader_who_waives_is_not_one_of_the_two(desk: Desk) -> None:
    a = desk.actors
    offer = desk.handover.offer(a.officer, "o1").offer
    with pytest.raises(RuleViolation) as caught:
        desk.handover.waive(
            a.leader, offer.id, "x", a.leader.person_id, a.second_officer.person_id, (True, True)
        )
    assert caught.value.code == "handover.own_waiver"


def test_a_wrong_count_blocks_by_name(desk: Desk, keys: dict) -> None:
    a = desk.actors
    offer = desk.handover.offer(a.officer, "o1").offer
    desk.tick_all(a.second_officer)
    desk.handover.tick(a.second_officer, offer.id, "thing:钥匙", 2)
    with pytest.raises(RuleViolation) as caught:
        desk.accept(a.officer, a.second_officer, keys)
    assert caught.value.facts["blockers"] == "数量不符：钥匙，应有 3，实有 2"


def test_the_same_person_on_both_sides_needs_the_leader(desk: Desk, keys: dict) -> None:
    a = desk.actors
    desk.handover.offer(a.officer, "o1")
    with pytest.raises(RuleViolation) as caught:
        desk.tick_all(a.officer)
    assert caught.value.code == "handover.relief_looks"
    desk.tick_all(a.second_officer)
    with pytest.raises(RuleViolation) as caught:
        desk.accept(a.officer, a.officer, keys)
    assert "同一人" in caught.value.facts["blockers"]


def test_an_emergency_takeover_needs_a_leader_and_stands_in_the_snapshot(desk: Desk, keys: dict) -> None:
    a = desk.actors
    desk.write("交班人突发疾病送医")
    draft = AcceptDraft(0, a.crew(a.second_officer, a.second_leader), "t1")
    signer = Signer(a.second_officer, keys[a.second_officer.person_id])
    with pytest.raises(RuleViolation) as caught:
        desk.acceptance.take_over(a.second_officer, draft, signer, a.third_officer, "交班人送医")
    assert caught.value.code == "handover.leader_needed"
    done = desk.acceptance.take_over(a.second_officer, draft, signer, a.leader, "交班人送医")
    assert done.next_watch.how == "emergency"
    with desk.store.reading() as session:
        row = session.get(HandoverAcceptanceRecord, done.acceptance_id)
        assert row.outgoing_signature is None and "紧急接管" in row.snapshot and "周立新" in row.snapshot


def test_late_relief_changes_no_watch_by_itself_and_shows_overtime(desk: Desk) -> None:
    desk.clock.move_to(at_beijing(date(2026, 11, 24), 9, 10))
    watch = desk.duty.current(desk.actors.officer)
    assert watch.business_date == DAY and watch.overtime_minutes(desk.clock.now()) == 40


def test_open_matters_return_until_somebody_closes_them(desk: Desk, keys: dict) -> None:
    a = desk.actors
    desk.write("请桓台回报伤情")
    line = desk.journal.lines(a.officer, 0)[-1]
    flag = desk.journal.flag(a.officer, line.id)
    desk.handover.offer(a.officer, "o1")
    desk.tick_all(a.second_officer)
    desk.accept(a.officer, a.second_officer, keys)
    titles = [i.title for i in desk.handover.current(a.second_officer).items if i.kind.value == "matter"]
    assert len(titles) == 1 and "请桓台回报伤情" in titles[0]
    desk.journal.finish(a.second_officer, flag.id, "已回报，3人轻伤")
    assert not [i for i in desk.handover.current(a.second_officer).items if i.kind.value == "matter"]
