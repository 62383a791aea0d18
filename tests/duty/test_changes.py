"""Swaps, substitutions and take-overs through their states, on both engines; who was on at any instant."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from tests.support.people import Actors, seed_people
from tests.support.rosters import DECEMBER, more_people, plan, publish
from zbyj_duty.core.access import Actor, Role
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.core.errors import InvalidInput, NotAllowed, RuleViolation
from zbyj_duty.duty.absences.domain import AbsenceDraft, AbsenceKind
from zbyj_duty.duty.absences.posting import post_absence, post_absence_step
from zbyj_duty.duty.roster.change_posting import post_change, post_change_step
from zbyj_duty.duty.roster.changes import ChangeDraft, ChangeRow, ChangeState, LegDraft, StepKind
from zbyj_duty.duty.roster.domain import Basis, Layer, Place
from zbyj_duty.duty.roster.service import RosterQueries
from zbyj_duty.profiles.posting import post_defaults
from zbyj_duty.store.work import Store

THIRD, SIXTH = date(2026, 12, 3), date(2026, 12, 6)


class Office:
    """A store with December published."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.people: Actors = seed_people(store)
        with store.writing(self.people.admin) as unit:
            post_defaults(unit)
        self.keys = more_people(store)
        plan(store, self.people, self.keys, DECEMBER, 31)
        publish(store, self.people, DECEMBER)
        self.queries = RosterQueries(store)

    def holder(self, day: date, post: str) -> int:
        turns = self.queries.turns(self.people.reader, day, day)
        return next(t.person_id for t in turns if t.place.post == post)

    def as_officer(self, key: int) -> Actor:
        return Actor(key, "本人", frozenset({Role.OFFICER}))

    def propose(self, draft: ChangeDraft, actor: Actor | None = None) -> ChangeRow:
        with self.store.writing(actor or self.people.planner) as unit:
            return post_change(unit, draft)

    def step(self, row: ChangeRow, what: StepKind, actor: Actor, **more: object) -> ChangeRow:
        with self.store.writing(actor) as unit:
            return post_change_step(unit, row.id, what, **more)  # type: ignore[arg-type]


def seat(day: date, post: str = "防汛抗旱") -> Place:
    return Place(day, 1, post, 1)


def swap_of(office: Office, first: date, second: date, key: str = "s1") -> ChangeDraft:
    one, other = office.holder(first, "防汛抗旱"), office.holder(second, "防汛抗旱")
    legs = (LegDraft(seat(first), other), LegDraft(seat(second), one))
    return ChangeDraft(Layer.SWAP, legs, "家中有事", key)


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_a_swap_goes_from_draft_to_both_to_the_leader_and_every_view_follows(office: Office) -> None:
    # 18 people, six a day: the holder of 3 December stands again on 6 and 9 December.
    other_day = date(2026, 12, 8)
    one, other = office.holder(THIRD, "防汛抗旱"), office.holder(other_day, "防汛抗旱")
    row = office.propose(swap_of(office, THIRD, other_day))
    assert row.state is ChangeState.DRAFT
    row = office.step(row, StepKind.SUBMITTED, office.as_officer(one), for_id=one)
    assert row.state is ChangeState.ASKED and row.waits_for == (other,)
    with pytest.raises(NotAllowed):
        office.step(row, StepKind.AGREED, office.as_officer(one), for_id=other)
    row = office.step(row, StepKind.AGREED, office.as_officer(other), for_id=other)
    assert row.state is ChangeState.AGREED and row.wants_approval
    assert office.holder(THIRD, "防汛抗旱") == one
    with pytest.raises(InvalidInput) as caught:
        office.step(row, StepKind.APPROVED, office.people.leader)
    assert caught.value.code == "roster.needs_waiver" and "休息" in str(caught.value.facts["lines"])
    row = office.step(row, StepKind.APPROVED, office.people.leader, waiver="人手不足，已谈过")
    assert row.state is ChangeState.IN_FORCE and row.steps[-1].waiver == "人手不足，已谈过"
    assert office.holder(THIRD, "防汛抗旱") == other and office.holder(other_day, "防汛抗旱") == one
    at = office.queries.at(office.people.reader, at_beijing(THIRD + timedelta(days=1), 3, 12))
    turn = next(t for t in at.planned if t.place.post == "防汛抗旱")
    assert (turn.person_id, turn.source, at.day, at.version) == (other, "调班", THIRD, 1)
    assert office.queries.coverage(office.people.reader, THIRD, other_day).sound


def test_a_step_out_of_order_or_said_twice_is_refused_and_writes_nothing(office: Office) -> None:
    row = office.propose(swap_of(office, THIRD, date(2026, 12, 8)))
    for what in (StepKind.APPROVED, StepKind.AGREED, StepKind.REJECTED):
        with pytest.raises(RuleViolation):
            office.step(row, what, office.people.leader, words="不")
    row = office.step(row, StepKind.WITHDRAWN, office.people.planner, words="不换了")
    assert row.state is ChangeState.WITHDRAWN and len(row.steps) == 1
    with pytest.raises(RuleViolation):
        office.step(row, StepKind.SUBMITTED, office.people.planner, for_id=row.waits_for[0])


def test_rules_are_asked_again_at_each_step(office: Office) -> None:
    one, other = office.holder(THIRD, "防汛抗旱"), office.holder(date(2026, 12, 8), "防汛抗旱")
    row = office.propose(swap_of(office, THIRD, date(2026, 12, 8)))
    row = office.step(row, StepKind.SUBMITTED, office.people.planner, for_id=one)
    with office.store.writing(office.people.planner) as unit:
        start, end = at_beijing(THIRD, 0), at_beijing(SIXTH, 0)
        filed = post_absence(unit, AbsenceDraft(other, AbsenceKind.LEAVE, start, end, "看病", "a1"))
        post_absence_step(unit, filed.id, "approved")
    with pytest.raises(InvalidInput) as caught:
        office.step(row, StepKind.AGREED, office.people.planner, for_id=other)
    assert caught.value.code == "roster.forbidden" and "请假" in str(caught.value.facts["lines"])


def test_nobody_swaps_into_another_post_of_the_same_watch(office: Office) -> None:
    busy = office.holder(THIRD, "安全生产")
    with pytest.raises(InvalidInput) as caught:
        office.propose(ChangeDraft(Layer.SUBSTITUTE, (LegDraft(seat(THIRD), busy),), "替班", "x"))
    assert caught.value.code == "roster.forbidden" and "安全生产" in str(caught.value.facts["lines"])


def test_a_take_over_holds_at_once_from_its_minute_and_waits_for_its_approval(
    office: Office, clock: SteppedClock
) -> None:
    clock.move_to(at_beijing(THIRD, 22, 30))
    before = office.holder(THIRD, "森林防火")
    free = next(
        k
        for k in office.keys
        if all(
            k not in {t.person_id for t in office.queries.turns(office.people.reader, d, d)}
            for d in (THIRD, THIRD + timedelta(days=1))
        )
    )
    draft = ChangeDraft(
        Layer.TAKE_OVER, (LegDraft(seat(THIRD, "森林防火"), free, 14 * 60),), "突发急病", "t1"
    )
    row = office.propose(draft, office.as_officer(free))
    assert row.state is ChangeState.IN_FORCE and row.wants_approval
    early = office.queries.at(office.people.reader, at_beijing(THIRD, 22, 29))
    late = office.queries.at(office.people.reader, at_beijing(THIRD, 22, 30))
    assert [next(t for t in a.planned if t.place.post == "森林防火").person_id for a in (early, late)] == [
        before,
        free,
    ]
    row = office.step(row, StepKind.APPROVED, office.people.leader, waiver="同意")
    assert not row.wants_approval
    with pytest.raises(RuleViolation) as caught:
        office.propose(swap_of(office, THIRD, date(2026, 12, 8)))
    assert caught.value.code == "roster.watch_begun"


def test_a_new_version_that_names_somebody_else_makes_the_swap_lapse_in_sight(office: Office) -> None:
    one, other = office.holder(THIRD, "防汛抗旱"), office.holder(date(2026, 12, 8), "防汛抗旱")
    row = office.propose(swap_of(office, THIRD, date(2026, 12, 8)))
    row = office.step(row, StepKind.SUBMITTED, office.people.planner, for_id=one)
    row = office.step(row, StepKind.AGREED, office.people.planner, for_id=other)
    office.step(row, StepKind.APPROVED, office.people.leader, waiver="已谈过")
    third = office.keys[0]
    from zbyj_duty.duty.roster.posting import post_cell
    from zbyj_duty.duty.roster.reading import roster_span

    with office.store.writing(office.people.planner) as unit:
        post_cell(unit, seat(THIRD), third)
    with office.store.reading() as session:
        assert len(roster_span(session, THIRD, THIRD, Basis.WORKING).lapsed) == 1
        assert not roster_span(session, THIRD, THIRD, Basis.PUBLISHED).lapsed
    assert publish(office.store, office.people, DECEMBER, "v2") == 2
    assert office.holder(THIRD, "防汛抗旱") == third
    assert office.queries.at(office.people.reader, at_beijing(THIRD, 9)).version == 2


def test_nobody_ever_planned_is_an_answer_too(office: Office) -> None:
    found = office.queries.at(office.people.reader, at_beijing(date(2025, 3, 4), 3, 12))
    assert (found.day, found.planned, found.actual, found.version) == (date(2025, 3, 3), (), (), 0)


def test_who_is_on_costs_two_statements_in_any_store(office: Office) -> None:
    with office.store.reading() as session:
        seen: list[str] = []

        def note(_c: object, _k: object, statement: str, *_: object) -> None:
            seen.append(statement)

        from zbyj_duty.duty.roster.on_duty import on_duty_at

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        on_duty_at(session, at_beijing(THIRD, 12), at_beijing(THIRD, 12))
        event.remove(engine, "before_cursor_execute", note)
    assert len([s for s in seen if "SELECT" in s]) == 2
