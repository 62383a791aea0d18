"""Filling the month, publishing it, and what stands in the way; on both engines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.people import Actors, seed_people
from tests.support.rosters import DECEMBER, POSTS, more_people, plan
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.core.errors import InvalidInput, NotAllowed, NotFound, RuleViolation, Stale
from zbyj_duty.duty.roster.domain import Basis, Place
from zbyj_duty.duty.roster.service import RosterQueries
from zbyj_duty.journal.records import LogLineRecord
from zbyj_duty.modules.roster.domain import CellDraft
from zbyj_duty.modules.roster.service import RosterService
from zbyj_duty.profiles.posting import post_defaults
from zbyj_duty.store.work import Store

FIFTH = date(2026, 12, 5)


@pytest.fixture
def people(store: Store) -> Actors:
    found = seed_people(store)
    with store.writing(found.admin) as unit:
        post_defaults(unit)
    return found


def seat(day: date, post: str = "防汛抗旱", n: int = 1) -> Place:
    return Place(day, 1, post, n)


def test_the_empty_month_is_all_gaps_and_publishing_it_is_refused(store: Store, people: Actors) -> None:
    roster = RosterService(store)
    month = roster.month(people.reader, DECEMBER)
    assert len(month.coverage.gaps) == 31 * 6 and month.version is None
    assert [c.name for c in month.columns] == [*POSTS, "备勤"]
    assert month.columns[-1].open_ended
    with pytest.raises(RuleViolation) as caught:
        roster.publish(people.planner, DECEMBER, "p1")
    assert caught.value.code == "roster.nothing_planned"


def test_january_says_loudly_that_its_notice_is_missing_and_october_knows_its_days(
    store: Store, people: Actors
) -> None:
    roster = RosterService(store)
    assert "2027年放假安排未导入" in roster.month(people.reader, date(2027, 1, 1)).warning
    october = roster.month(people.reader, date(2026, 10, 1))
    assert october.warning == ""
    assert [(d.kind.value, d.name) for d in october.days[6:10]] == [
        ("法定节假日", "国庆节"),
        ("工作日", ""),
        ("工作日", ""),
        ("调休上班", october.days[9].name),
    ]


def test_a_cell_is_filled_emptied_and_never_overwritten_unseen(store: Store, people: Actors) -> None:
    roster = RosterService(store)
    key, other = people.officer.person_id, people.second_officer.person_id
    assert roster.assign(people.planner, [CellDraft(seat(FIFTH), key, None)]) == ()
    with pytest.raises(Stale):
        roster.assign(people.planner, [CellDraft(seat(FIFTH), other, None)])
    roster.assign(people.planner, [CellDraft(seat(FIFTH), None, key)])
    assert roster.month(people.reader, FIFTH).slots == ()
    with pytest.raises(NotAllowed):
        roster.assign(people.officer, [CellDraft(seat(FIFTH), key, None)])


def test_two_places_at_once_are_refused_whole_and_a_short_rest_is_told(store: Store, people: Actors) -> None:
    roster, key = RosterService(store), people.officer.person_id
    with pytest.raises(InvalidInput) as caught:
        roster.assign(
            people.planner,
            [CellDraft(seat(FIFTH), key, None), CellDraft(seat(FIFTH, "安全生产"), key, None)],
        )
    assert "同一时间" in str(caught.value.facts["line"])
    assert roster.month(people.reader, FIFTH).slots == ()
    roster.assign(people.planner, [CellDraft(seat(FIFTH), key, None)])
    told = roster.assign(people.planner, [CellDraft(seat(date(2026, 12, 6)), key, None)])
    assert told == ("王海燕 与 2026年12月5日 防汛抗旱 之间只休息0小时，规定至少24小时",)
    assert roster.month(people.reader, FIFTH).short_rests


def test_publishing_freezes_a_version_lists_differences_and_leaves_a_line(
    store: Store, people: Actors
) -> None:
    roster = RosterService(store)
    keys = more_people(store)
    plan(store, people, keys, DECEMBER, 31)
    first = roster.publish(people.planner, DECEMBER, "p1")
    assert (first.number, first.accepted) == (1, ())
    assert roster.publication(people.planner, DECEMBER).differences == ()
    with pytest.raises(RuleViolation) as caught:
        roster.publish(people.planner, DECEMBER, "p2")
    assert caught.value.code == "roster.nothing_changed"
    was = roster.month(people.reader, DECEMBER).cells[seat(FIFTH)]
    roster.assign(people.planner, [CellDraft(seat(FIFTH), None, was.person_id)])
    coming = roster.publication(people.planner, DECEMBER)
    assert [d.words for d in coming.differences] == [f"2026年12月5日 防汛抗旱：{was.name} → 空"]
    with pytest.raises(InvalidInput) as refused:
        roster.publish(people.planner, DECEMBER, "p2")
    assert refused.value.field == "waiver"
    second = roster.publish(people.planner, DECEMBER, "p2", "人手不足，另行补位")
    assert second.number == 2 and len(second.accepted) == 1
    assert roster.publish(people.planner, DECEMBER, "p2", "再按一次").number == 2
    roster.remark(people.planner, FIFTH, "调")
    assert roster.publish(people.planner, DECEMBER, "p3", "只改了备注").remarks == {"2026-12-05": "调"}
    queries = RosterQueries(store)
    assert len(queries.coverage(people.reader, DECEMBER, date(2026, 12, 31)).gaps) == 1
    assert [d.after for d in roster.changed_since(people.reader, DECEMBER, 2)] == [""]
    with pytest.raises(NotFound):
        roster.version(people.reader, DECEMBER, 4)
    with store.reading() as session:
        texts = [line.text for line in session.query(LogLineRecord).all()]
    assert any("发布2026年12月值班表第2版，改动1处；放行1项，原因：人手不足，另行补位" in t for t in texts)


def test_a_watch_that_is_over_is_no_longer_edited_once_published(
    store: Store, people: Actors, clock: SteppedClock
) -> None:
    roster = RosterService(store)
    keys = more_people(store)
    plan(store, people, keys, DECEMBER, 31)
    roster.publish(people.planner, DECEMBER, "p1")
    clock.move_to(at_beijing(date(2026, 12, 6), 8, 31))
    was = roster.month(people.reader, DECEMBER).cells[seat(FIFTH)].person_id
    with pytest.raises(RuleViolation) as caught:
        roster.assign(people.planner, [CellDraft(seat(FIFTH), None, was)])
    assert caught.value.code == "roster.past"
    roster.assign(people.planner, [CellDraft(seat(date(2026, 12, 6)), None, _at(roster, people, 6))])
    assert len(RosterQueries(store).coverage(people.reader, DECEMBER, FIFTH, Basis.WORKING).gaps) == 0


def _at(roster: RosterService, people: Actors, day: int) -> int:
    return roster.month(people.reader, DECEMBER).cells[seat(date(2026, 12, day))].person_id
