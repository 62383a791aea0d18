"""Dated rules: versions that begin on a day, a second person's approval, past days that keep their rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.support.people import Actors
from zbyj_duty.core.access import seat_actor
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.core.duty_calendar import DayKind, SpecialDay
from zbyj_duty.core.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from zbyj_duty.profiles.domain import (
    DEFAULTS,
    AnswerKind,
    HandoverItem,
    Post,
    ProfileKind,
    SpecialQuestion,
    WatchHours,
    interval_of,
    place_of,
)
from zbyj_duty.profiles.service import ProfileDraft, ProfileService
from zbyj_duty.store.audit import audit
from zbyj_duty.store.work import Store

SEAT = seat_actor()
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
SOURCE = "局办〔2026〕7号"
HOURS = ProfileKind.WATCH_HOURS
TWO, THREE = WatchHours(((8, 0), (20, 0))), WatchHours(((0, 0), (8, 0), (16, 0)))


@pytest.fixture
def rules(store: Store, actors: Actors) -> ProfileService:
    return ProfileService(store)


def change(
    rules: ProfileService, actors: Actors, body: object, begin: date, until: date | None = None
) -> int:
    """Propose watch hours and let the leader approve them."""
    version = rules.propose(actors.planner, ProfileDraft(HOURS, body, begin, until, SOURCE))
    rules.approve(actors.leader, version)
    return version


@pytest.mark.parametrize("kind", list(ProfileKind))
def test_a_new_store_has_every_shipped_rule(kind: ProfileKind, rules: ProfileService) -> None:
    assert rules.current(SEAT, kind, TODAY) == DEFAULTS[kind]
    assert [v.approved_by for v in rules.versions(SEAT, kind)] == ["系统"]


def test_a_change_waits_for_a_second_person(rules: ProfileService, actors: Actors) -> None:
    version = rules.propose(actors.admin, ProfileDraft(HOURS, TWO, TODAY + DAY, source=SOURCE))
    assert rules.current(SEAT, HOURS, TODAY + DAY) == DEFAULTS[HOURS]
    with pytest.raises(RuleViolation) as caught:
        rules.approve(actors.admin, version)
    assert caught.value.code == "profiles.needs_second"
    assert rules.current(SEAT, HOURS, TODAY + DAY) == DEFAULTS[HOURS]
    rules.approve(actors.leader, version)
    assert rules.current(SEAT, HOURS, TODAY + DAY) == TWO
    newest = rules.versions(SEAT, HOURS)[0]
    assert (newest.author_name, newest.approved_by) == ("仇思远", "周立新")


def test_who_only_plans_cannot_approve(rules: ProfileService, actors: Actors) -> None:
    version = rules.propose(actors.admin, ProfileDraft(HOURS, TWO, TODAY + DAY, source=SOURCE))
    with pytest.raises(NotAllowed):
        rules.approve(actors.planner, version)


def test_a_change_is_approved_once(rules: ProfileService, actors: Actors) -> None:
    version = change(rules, actors, TWO, TODAY + DAY)
    with pytest.raises(RuleViolation) as caught:
        rules.approve(actors.second_leader, version)
    assert caught.value.code == "profiles.approved_already"
    with pytest.raises(NotFound):
        rules.approve(actors.leader, version + 1)


@pytest.mark.parametrize("begin", [TODAY, TODAY - DAY, date(2020, 1, 1)])
def test_no_change_reaches_today_or_the_past(begin: date, rules: ProfileService, actors: Actors) -> None:
    with pytest.raises(InvalidInput) as caught:
        rules.propose(actors.planner, ProfileDraft(HOURS, TWO, begin, source=SOURCE))
    assert (caught.value.field, caught.value.facts["earliest"]) == ("effective_on", "2026-11-24")


def test_past_days_keep_their_rule(rules: ProfileService, actors: Actors, clock: SteppedClock) -> None:
    change(rules, actors, TWO, TODAY + 10 * DAY)
    clock.move_to(at_beijing(TODAY + 20 * DAY, 9))
    change(rules, actors, THREE, TODAY + 30 * DAY)
    clock.move_to(at_beijing(TODAY + 400 * DAY, 9))
    told = [rules.current(SEAT, HOURS, TODAY + n * DAY) for n in (-300, 0, 9, 10, 29, 30, 399)]
    assert told == [DEFAULTS[HOURS], DEFAULTS[HOURS], DEFAULTS[HOURS], TWO, TWO, THREE, THREE]


def test_a_change_with_an_end_gives_way_to_the_rule_before(rules: ProfileService, actors: Actors) -> None:
    change(rules, actors, TWO, TODAY + 2 * DAY, TODAY + 4 * DAY)
    told = [rules.current(SEAT, HOURS, TODAY + n * DAY) == TWO for n in range(7)]
    assert told == [False, False, True, True, True, False, False]


def test_of_two_that_begin_on_one_day_the_later_counts(rules: ProfileService, actors: Actors) -> None:
    change(rules, actors, TWO, TODAY + DAY)
    change(rules, actors, THREE, TODAY + DAY)
    assert rules.current(SEAT, HOURS, TODAY + DAY) == THREE


def test_an_end_before_the_beginning_is_refused(rules: ProfileService, actors: Actors) -> None:
    with pytest.raises(InvalidInput) as caught:
        rules.propose(actors.planner, ProfileDraft(HOURS, TWO, TODAY + 3 * DAY, TODAY + 2 * DAY, SOURCE))
    assert caught.value.field == "until_on"


BAD = {
    "no time": (HOURS, WatchHours(()), "profiles.bad_hours"),
    "late to early": (HOURS, WatchHours(((20, 0), (8, 0))), "profiles.bad_hours"),
    "twice": (HOURS, WatchHours(((8, 0), (8, 0))), "profiles.bad_hours"),
    "24:00": (HOURS, WatchHours(((24, 0),)), "profiles.bad_hours"),
    "8:60": (HOURS, WatchHours(((8, 60),)), "profiles.bad_hours"),
    "negative crew": (ProfileKind.POSTS, (Post("安全生产", "crew", -1, 1),), "profiles.bad_post"),
    "fewer than least": (ProfileKind.POSTS, (Post("安全生产", "crew", 2, 1),), "profiles.bad_post"),
    "name twice": (
        ProfileKind.HANDOVER_ITEMS,
        (HandoverItem("钥匙", 1), HandoverItem("钥匙", 2)),
        "profiles.name_twice",
    ),
    "negative keys": (ProfileKind.HANDOVER_ITEMS, (HandoverItem("钥匙", -1),), "profiles.bad_quantity"),
    "no name": (ProfileKind.HANDOVER_ITEMS, (HandoverItem("  ", 1),), "input.blank"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_rule_that_no_watch_could_follow_is_refused(
    case: str, rules: ProfileService, actors: Actors, store: Store
) -> None:
    kind, body, code = BAD[case]
    before = store.head()
    with pytest.raises(InvalidInput) as caught:
        rules.propose(actors.planner, ProfileDraft(kind, body, TODAY + DAY, source=SOURCE))
    assert (caught.value.field, caught.value.code) == ("body", code)
    assert store.head() == before


def test_todays_questions_hold_for_their_day_alone_and_at_once(rules: ProfileService, actors: Actors) -> None:
    questions = (SpecialQuestion("大棚是否受损", AnswerKind.YES_NO, ("区县",)),)
    rules.set_questions(actors.officer, TODAY, questions)
    told = [rules.current(SEAT, ProfileKind.QUESTIONS, TODAY + n * DAY) for n in (-1, 0, 1)]
    assert told == [(), questions, ()]
    again = (*questions, SpecialQuestion("转移多少人", AnswerKind.NUMBER))
    rules.set_questions(actors.officer, TODAY, again)
    assert rules.current(SEAT, ProfileKind.QUESTIONS, TODAY) == again


def test_the_calendar_knows_moved_working_days_and_a_notice_may_change_them(
    rules: ProfileService, actors: Actors, store: Store
) -> None:
    assert rules.calendar(SEAT).kind(date(2026, 10, 1)) is DayKind.HOLIDAY
    assert rules.calendar(SEAT).warning(date(2027, 1, 1)) == "2027年放假安排未导入，按周末推算"
    rest = SpecialDay(date(2027, 1, 1), "holiday", "元旦")
    work = SpecialDay(date(2027, 1, 3), "workday", "元旦")
    assert rules.set_days(actors.planner, (rest, work), "国办发明电〔2026〕1号") == 2
    assert rules.set_days(actors.planner, (rest, work), "国办发明电〔2026〕1号") == 0
    calendar = rules.calendar(SEAT)
    assert calendar.kind(date(2027, 1, 3)) is DayKind.MOVED_WORKDAY
    assert calendar.kind(date(2027, 1, 2)) is DayKind.REST and not calendar.warning(date(2027, 1, 1))
    changed = SpecialDay(date(2027, 1, 3), "holiday", "元旦")
    assert rules.set_days(actors.planner, (changed,), "更正") == 1
    assert rules.calendar(SEAT).kind(date(2027, 1, 3)) is DayKind.HOLIDAY
    with store.reading() as session:
        assert audit(session).problems == ()


def test_a_calendar_row_of_an_unknown_kind_is_named_and_nothing_is_written(
    rules: ProfileService, actors: Actors, store: Store
) -> None:
    before = store.head()
    days = (
        SpecialDay(date(2027, 1, 1), "holiday", "元旦"),
        SpecialDay(date(2027, 1, 2), "half", "元旦"),
    )
    with pytest.raises(InvalidInput) as caught:
        rules.set_days(actors.planner, days, "x")
    assert caught.value.facts["row"] == 2 and store.head() == before


@pytest.mark.parametrize("hours", [DEFAULTS[HOURS], TWO, THREE], ids=["one", "two", "three"])
def test_the_watches_of_a_rule_cover_every_moment_once(hours: WatchHours) -> None:
    moment = at_beijing(TODAY, 0)
    for _ in range(48 * 4):
        day, ordinal = place_of(moment, hours)
        start, end = interval_of(day, ordinal, hours)
        assert start <= moment < end
        assert place_of(end, hours) != (day, ordinal)
        moment += timedelta(minutes=15)
