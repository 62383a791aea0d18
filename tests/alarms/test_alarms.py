"""提醒: what calls whom and when, by name, across restarts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.people import Actors
from zbyj_duty.alarms.domain import AlarmDraft, AlarmRow, AlarmState
from zbyj_duty.alarms.posting import post_alarm, post_done
from zbyj_duty.alarms.service import AlarmService
from zbyj_duty.core.access import seat_actor, system_actor
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.core.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from zbyj_duty.core.links import Link
from zbyj_duty.store.audit import audit
from zbyj_duty.store.opening import open_to_read
from zbyj_duty.store.work import Store

SEAT = seat_actor()


class Bell:
    """The alarms of a store, and a hand to set them."""

    def __init__(self, store: Store, actors: Actors, clock: SteppedClock) -> None:
        self.store, self.actors, self.clock = store, actors, clock
        self.service = AlarmService(store)

    def set(self, key: str, due: int, warn: int | None = None, overdue: int | None = None) -> int:
        """Let something fall due ``due`` minutes from now; amber and red are minutes from now too."""
        now = self.clock.now()
        warn_at, overdue_at = (None if m is None else now + timedelta(minutes=m) for m in (warn, overdue))
        draft = AlarmDraft("test", f"催报{key}", now + timedelta(minutes=due), key, warn_at, overdue_at)
        with self.store.writing(self.actors.officer) as unit:
            return post_alarm(unit, draft)

    def done(self, key: str) -> bool:
        with self.store.writing(self.actors.officer) as unit:
            return post_done(unit, key, "已报")

    def row(self, key: str) -> AlarmRow:
        return next(r for r in self.service.open(SEAT) if r.key == key)

    def calls(self, key: str) -> bool:
        return self.row(key).calls(self.clock.now())


@pytest.fixture
def bell(store: Store, actors: Actors, clock: SteppedClock) -> Bell:
    return Bell(store, actors, clock)


def test_an_alarm_turns_from_upcoming_to_amber_to_due_to_red(bell: Bell) -> None:
    bell.set("a", due=30, warn=20, overdue=60)
    seen = {}
    for minute in range(62):
        state = bell.row("a").state(bell.clock.now())
        seen.setdefault(state, minute)
        assert bell.calls("a") == (state is not AlarmState.UPCOMING)
        bell.clock.step(minutes=1)
    assert seen == {
        AlarmState.UPCOMING: 0,
        AlarmState.WARN: 20,
        AlarmState.DUE: 30,
        AlarmState.OVERDUE: 60,
    }


def test_every_state_is_told_by_a_word_and_not_by_colour_alone() -> None:
    words = [state.words for state in AlarmState]
    assert len({w.split()[1] for w in words}) == len(words)


def test_the_most_pressing_stands_first_and_the_earlier_due_before_the_later(bell: Bell) -> None:
    for key, due, warn, overdue in (
        ("next-week", 60, None, None),
        ("soon", 9, 1, None),
        ("due-later", 4, None, None),
        ("red", 4, None, 5),
        ("due-early", 3, None, None),
        ("tomorrow", 50, None, None),
    ):
        bell.set(key, due, warn, overdue)
    bell.clock.step(minutes=6)
    order = [row.key for row in bell.service.open(SEAT)]
    assert order == ["red", "due-early", "due-later", "soon", "tomorrow", "next-week"]


def test_the_same_key_again_is_the_same_alarm(bell: Bell) -> None:
    assert bell.set("a", due=5) == bell.set("a", due=50)
    assert len(bell.service.open(SEAT)) == 1
    assert bell.row("a").due_at == bell.clock.now() + timedelta(minutes=5)


def test_acknowledging_silences_by_name_and_finishes_nothing(bell: Bell) -> None:
    alarm = bell.set("a", due=0)
    assert bell.calls("a")
    bell.service.acknowledge(bell.actors.second_officer, alarm)
    row = bell.row("a")
    assert (row.acknowledged_by, row.acknowledged_at) == ("曾堃", bell.clock.now())
    assert not bell.calls("a") and row.state(bell.clock.now()) is AlarmState.DUE


def test_an_acknowledged_alarm_calls_again_once_it_turns_red(bell: Bell) -> None:
    alarm = bell.set("a", due=0, overdue=30)
    bell.service.acknowledge(bell.actors.officer, alarm)
    bell.clock.step(minutes=29)
    assert not bell.calls("a")
    bell.clock.step(minutes=1)
    assert bell.calls("a")
    bell.service.acknowledge(bell.actors.leader, alarm)
    assert not bell.calls("a") and bell.row("a").acknowledged_by == "周立新"


def test_an_alarm_is_put_off_by_five_minutes_three_times_and_no_fourth(bell: Bell) -> None:
    alarm = bell.set("a", due=0)
    for n in (1, 2, 3):
        bell.service.snooze(bell.actors.officer, alarm)
        assert bell.row("a").snoozes == n and not bell.calls("a")
        bell.clock.step(minutes=4, seconds=59)
        assert not bell.calls("a")
        bell.clock.step(seconds=1)
        assert bell.calls("a")
    before = bell.store.head()
    with pytest.raises(RuleViolation) as caught:
        bell.service.snooze(bell.actors.second_officer, alarm)
    assert caught.value.code == "alarms.snoozed_out" and bell.store.head() == before
    assert bell.calls("a")


def test_three_times_are_three_times_for_each_alarm(bell: Bell) -> None:
    first, second = bell.set("a", due=0), bell.set("b", due=0)
    for _ in range(3):
        bell.service.snooze(bell.actors.officer, first)
    bell.service.snooze(bell.actors.officer, second)
    assert (bell.row("a").snoozes, bell.row("b").snoozes) == (3, 1)


def test_what_is_done_leaves_the_strip_and_can_no_longer_be_answered(bell: Bell) -> None:
    alarm = bell.set("a", due=0)
    bell.set("b", due=0)
    assert bell.done("a") and [row.key for row in bell.service.open(SEAT)] == ["b"]
    assert not bell.done("a") and not bell.done("never-set")
    for answer in (bell.service.acknowledge, bell.service.snooze):
        with pytest.raises(NotFound) as caught:
            answer(bell.actors.officer, alarm)
        assert caught.value.code == "alarms.no_such_alarm"


def test_the_seat_without_a_person_sees_alarms_and_answers_none(bell: Bell) -> None:
    alarm = bell.set("a", due=0)
    assert bell.service.open(SEAT)
    for answer in (bell.service.acknowledge, bell.service.snooze):
        with pytest.raises(NotAllowed):
            answer(SEAT, alarm)
        with pytest.raises(RuleViolation) as caught:
            answer(system_actor(), alarm)
        assert caught.value.code == "alarms.no_name"
    assert bell.row("a").acknowledged_by == "" and bell.row("a").snoozes == 0


def test_a_restart_forgets_nothing(bell: Bell) -> None:
    first, second = bell.set("a", due=0), bell.set("b", due=3, overdue=9)
    bell.service.snooze(bell.actors.officer, first)
    bell.service.acknowledge(bell.actors.officer, second)
    before = bell.service.open(SEAT)
    again = open_to_read(bell.store.place, bell.clock)
    assert AlarmService(again).open(SEAT) == before
    again.close()


def test_an_alarm_without_words_is_refused(bell: Bell) -> None:
    with pytest.raises(InvalidInput) as caught, bell.store.writing(bell.actors.officer) as unit:
        post_alarm(unit, AlarmDraft("test", "  ", bell.clock.now(), "a"))
    assert caught.value.field == "text" and bell.service.open(SEAT) == ()


def test_an_alarm_knows_what_it_is_about(bell: Bell) -> None:
    with bell.store.writing(bell.actors.officer) as unit:
        post_alarm(unit, AlarmDraft("test", "催报", bell.clock.now(), "a", about=Link("log_line", 7)))
    assert bell.row("a").about == Link("log_line", 7)


def test_every_answer_is_in_the_ledger(bell: Bell) -> None:
    alarm = bell.set("a", due=0)
    before = bell.store.head().count
    bell.service.snooze(bell.actors.officer, alarm)
    bell.service.acknowledge(bell.actors.officer, alarm)
    bell.done("a")
    assert bell.store.head().count == before + 3
    with bell.store.reading() as session:
        assert audit(session).problems == ()
