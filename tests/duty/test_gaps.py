"""The one gap function: the empty month first, then half-filled posts, midnight, absences, modes, two places at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zbyj_duty.core.clock import at_beijing
from zbyj_duty.duty.absences.domain import AbsenceKind, AbsenceRow, AbsenceState
from zbyj_duty.duty.domain import Part
from zbyj_duty.duty.modes.domain import Mode, ModeOrder
from zbyj_duty.duty.roster.domain import Layer, Leg, Need, Place, Slot
from zbyj_duty.duty.roster.gaps import coverage
from zbyj_duty.duty.roster.layers import lapsed, turns_of
from zbyj_duty.duty.roster.needs import needs_between
from zbyj_duty.profiles.domain import (
    DEFAULTS,
    ModeEffect,
    ModeRule,
    Post,
    ProfileKind,
    WatchHours,
    interval_of,
)

DAY = date(2026, 12, 31)
NAMES = {1: "王试", 2: "李试", 3: "张试"}
TWO = (Post("防汛抗旱", "crew", 2, 2),)


def hours_of(day: date, ordinal: int) -> tuple[datetime, datetime]:
    return interval_of(day, ordinal, WatchHours(((8, 30),)))


def one_watch(_: date) -> int:
    return 1


def needs(first: date, last: date, posts: tuple[Post, ...], *orders: ModeOrder) -> tuple[Need, ...]:
    return needs_between(first, last, lambda _: posts, hours_of, one_watch, orders)


def slot(person: int, day: date = DAY, post: str = "防汛抗旱", seat: int = 1) -> Slot:
    return Slot(Place(day, 1, post, seat), Part.CREW, person, NAMES[person])


def away(
    person: int, start: datetime, end: datetime, state: AbsenceState = AbsenceState.APPROVED
) -> AbsenceRow:
    return AbsenceRow(
        1,
        person,
        NAMES[person],
        AbsenceKind.LEAVE,
        start,
        end,
        end,
        "探亲",
        "",
        "",
        "",
        None,
        "",
        state,
        "办公室",
        start,
    )


def order(mode: Mode, start: datetime, end: datetime | None, people: str) -> ModeOrder:
    rule = ModeRule(mode.value, ModeEffect.EXTRA_POST, "防汛抗旱", people)
    return ModeOrder(1, mode, start, end, "市防指", "电话通知", start, "", (rule,), start, "王试")


def test_an_empty_month_lacks_every_post_of_every_day() -> None:
    posts = DEFAULTS[ProfileKind.POSTS]
    found = coverage(needs(date(2026, 12, 1), date(2026, 12, 31), posts), ())
    assert len(found.gaps) == 31 * 6
    assert {g.post for g in found.gaps} == {p.name for p in posts} - {"备勤"}
    assert not found.sound


def test_a_two_person_post_half_filled_lacks_one() -> None:
    found = coverage(needs(DAY, DAY, TWO), turns_of([slot(1)], (), hours_of, "草稿"))
    (gap,) = found.gaps
    assert (gap.present, gap.needed) == (1, 2)
    assert gap.words == "2026年12月31日 防汛抗旱 缺1人（2026年12月31日 8:30 至 2027年1月1日 8:30）"


def test_a_part_of_a_watch_over_midnight_and_the_year_is_named_to_the_minute() -> None:
    leg = Leg(7, Layer.SUBSTITUTE, slot(1).place, 1, 2, NAMES[2], 15 * 60 + 29, 15 * 60 + 31)
    turns = turns_of([slot(1)], [leg], hours_of, "第1版")
    assert [(t.person_id, t.layer) for t in turns] == [
        (1, Layer.PLAN),
        (2, Layer.SUBSTITUTE),
        (1, Layer.PLAN),
    ]
    midnight = at_beijing(date(2027, 1, 1), 0)
    hole = away(2, midnight - timedelta(minutes=1), midnight + timedelta(minutes=1))
    (gap,) = coverage(needs(DAY, DAY, (Post("防汛抗旱", "crew", 1, 1),)), turns, [hole]).gaps
    assert (gap.from_at, gap.until_at) == (hole.from_at, hole.until_at)
    assert gap.reasons == (hole.line,)


def test_a_filing_that_only_waits_takes_nobody_away_and_half_a_day_takes_half() -> None:
    one = needs(DAY, DAY, (Post("防汛抗旱", "crew", 1, 1),))
    turns = turns_of([slot(1)], (), hours_of, "草稿")
    noon = at_beijing(DAY, 12)
    half = away(1, at_beijing(DAY, 8), noon)
    assert coverage(one, turns, [away(1, at_beijing(DAY, 8), noon, AbsenceState.WAITING)]).sound
    (gap,) = coverage(one, turns, [half]).gaps
    assert (gap.from_at, gap.until_at) == (at_beijing(DAY, 8, 30), noon)


def test_who_stands_in_two_places_counts_in_one_and_is_named() -> None:
    posts = (Post("指挥调度", "head", 1, 1), Post("防汛抗旱", "crew", 1, 1))
    found = coverage(
        needs(DAY, DAY, posts), turns_of([slot(1), slot(1, post="指挥调度")], (), hours_of, "草稿")
    )
    (clash,) = found.clashes
    assert (clash.first.post, clash.second.post) == ("指挥调度", "防汛抗旱")
    assert [g.post for g in found.gaps] == ["防汛抗旱"]


def test_who_has_left_the_service_counts_until_the_day_before() -> None:
    one = needs(DAY, DAY, (Post("防汛抗旱", "crew", 1, 1),))
    turns = turns_of([slot(1)], (), hours_of, "草稿")
    assert coverage(one, turns, (), {1: DAY + timedelta(days=1)}).sound
    assert "离岗" in coverage(one, turns, (), {1: DAY}).gaps[0].words


def test_a_mode_from_the_middle_of_a_watch_asks_for_more_from_then_on_and_falls_away() -> None:
    start, end = at_beijing(DAY, 14), at_beijing(DAY, 20)
    asked = needs(DAY, DAY, (Post("防汛抗旱", "crew", 1, 1),), order(Mode.WARTIME, start, end, "3"))
    assert [(n.minimum, n.maximum) for n in asked] == [(1, 1), (3, 3), (1, 1)]
    (gap,) = coverage(asked, turns_of([slot(1)], (), hours_of, "草稿")).gaps
    assert (gap.from_at, gap.until_at, gap.present, gap.needed) == (start, end, 1, 3)
    assert gap.reasons == ("战时要求3人",)


def test_a_mode_that_asks_for_fewer_than_the_template_changes_nothing() -> None:
    asked = needs(DAY, DAY, TWO, order(Mode.HEIGHTENED, at_beijing(DAY, 9), None, "1"))
    assert [n.minimum for n in asked] == [2]


def test_a_chain_of_swaps_and_the_moved_watch_keep_their_place() -> None:
    place = slot(1).place
    legs = [
        Leg(1, Layer.SWAP, place, 1, 2, NAMES[2]),
        Leg(2, Layer.SUBSTITUTE, place, 2, 3, NAMES[3], 60, None),
    ]
    turns = turns_of([slot(1)], legs, hours_of, "第1版")
    assert [t.person_id for t in turns] == [2, 3]

    def later(day: date, ordinal: int) -> tuple[datetime, datetime]:
        return interval_of(day, ordinal, WatchHours(((9, 0),)))

    moved = turns_of([slot(1)], legs, later, "第1版")
    assert moved[1].from_at - turns[1].from_at == timedelta(minutes=30)


def test_a_swap_whose_place_the_plan_gives_to_somebody_else_does_not_apply_and_is_told() -> None:
    leg = Leg(1, Layer.SWAP, slot(1).place, 1, 2, NAMES[2])
    assert [t.person_id for t in turns_of([slot(3)], [leg], hours_of, "第2版")] == [3]
    assert lapsed([slot(3)], [leg]) == (leg,)
    assert lapsed([slot(1)], [leg]) == ()
