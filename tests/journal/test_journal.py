"""The log is kept like ink."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from tests.support.people import Actors
from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.core.errors import InvalidInput, NotAllowed, RuleViolation, StoreTrouble
from zbyj_duty.duty.domain import TakeDraft
from zbyj_duty.duty.service import DutyService
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.service import JournalService
from zbyj_duty.store.work import Store

DAY = date(2026, 11, 23)
PLANNED = (at_beijing(DAY, 8, 30), at_beijing(date(2026, 11, 24), 8, 30))


@pytest.fixture
def journal(store: Store, actors: Actors) -> JournalService:
    DutyService(store).take(actors.officer, TakeDraft(actors.crew(actors.officer), "first"), DAY, PLANNED)
    return JournalService(store)


def draft(text: str = "园区氨气味", **more: object) -> LogDraft:
    return LogDraft(**{"kind": LineKind.INCOMING, "text": text, "key": uuid.uuid4().hex, **more})


def test_numbers_run_without_holes_over_failed_saves(journal: JournalService, actors: Actors) -> None:
    assert journal.write(actors.officer, draft("一")) == 1
    with pytest.raises(InvalidInput):
        journal.write(actors.officer, draft(" \n "))
    assert journal.write(actors.officer, draft("二")) == 2


def test_the_same_draft_saved_twice_is_one_line(journal: JournalService, actors: Actors) -> None:
    once = draft()
    assert journal.write(actors.officer, once) == journal.write(actors.officer, once)
    assert len(journal.lines(actors.officer, 0)) == 1


def test_a_correction_strikes_the_old_line_and_both_stay(journal: JournalService, actors: Actors) -> None:
    journal.write(actors.officer, draft("水位 12.14 m"))
    old = journal.lines(actors.officer, 0)[0]
    new = journal.correct(actors.second_officer, old.id, draft("水位 12.41 m"), "数字记反")
    lines = journal.lines(actors.officer, 0)
    assert [line.text for line in lines] == ["水位 12.14 m", "水位 12.41 m"]
    assert lines[0].strike.reason == "数字记反" and lines[0].strike.successor_number == new.number
    assert new.corrects_number == lines[0].number and new.kind is LineKind.CORRECTION


def test_a_correction_can_itself_be_corrected(journal: JournalService, actors: Actors) -> None:
    journal.write(actors.officer, draft("甲"))
    first = journal.lines(actors.officer, 0)[0]
    second = journal.correct(actors.officer, first.id, draft("乙"), "错字")
    third = journal.correct(actors.officer, second.id, draft("丙"), "又错")
    assert third.corrects_number == second.number
    with pytest.raises(RuleViolation) as caught:
        journal.void(actors.officer, first.id, "再划一次")
    assert caught.value.code == "journal.already_struck"


def test_a_voided_line_stays_struck_with_its_reason(journal: JournalService, actors: Actors) -> None:
    journal.write(actors.officer, draft("误记"))
    row = journal.void(actors.officer, journal.lines(actors.officer, 0)[0].id, "记到别的班")
    assert row.strike.reason == "记到别的班" and row.strike.successor_id is None


def test_a_strike_without_reason_changes_nothing(journal: JournalService, actors: Actors) -> None:
    journal.write(actors.officer, draft())
    with pytest.raises(InvalidInput) as caught:
        journal.void(actors.officer, journal.lines(actors.officer, 0)[0].id, "")
    assert caught.value.field == "reason"
    assert journal.lines(actors.officer, 0)[0].strike is None


def test_a_time_in_the_future_is_refused_and_two_minutes_are_not(
    journal: JournalService, actors: Actors, clock: SteppedClock
) -> None:
    journal.write(actors.officer, draft(occurred_at=clock.now() + timedelta(minutes=2)))
    with pytest.raises(InvalidInput) as caught:
        journal.write(actors.officer, draft("又", occurred_at=clock.now() + timedelta(minutes=3)))
    assert caught.value.field == "occurred_at"


def test_a_late_line_is_marked_and_before_the_watch_needs_a_reason(
    journal: JournalService, actors: Actors, clock: SteppedClock
) -> None:
    clock.step(hours=3)
    journal.write(actors.officer, draft(occurred_at=clock.now() - timedelta(minutes=31)))
    assert journal.lines(actors.officer, 0)[0].late_minutes == 31
    before = draft("昨夜", occurred_at=clock.now() - timedelta(hours=5))
    with pytest.raises(InvalidInput) as caught:
        journal.write(actors.officer, before)
    assert caught.value.field == "late_reason"


def test_older_than_a_week_is_for_the_leader(
    journal: JournalService, actors: Actors, clock: SteppedClock
) -> None:
    old = draft("旧事", occurred_at=clock.now() - timedelta(days=8), late_reason="补录纸面记录")
    with pytest.raises(InvalidInput) as caught:
        journal.write(actors.officer, old)
    assert caught.value.code == "journal.older_than_week"
    assert journal.write(actors.leader, old) == 1


def test_the_same_words_within_a_minute_are_asked_once(journal: JournalService, actors: Actors) -> None:
    journal.write(actors.officer, draft("同样的话"))
    with pytest.raises(RuleViolation) as caught:
        journal.write(actors.officer, draft("同样的话"))
    assert caught.value.code == "journal.same_again"
    assert journal.write(actors.officer, draft("同样的话", again=True)) == 2


def test_invisible_characters_are_taken_out(journal: JournalService, actors: Actors) -> None:
    journal.write(actors.officer, draft("氨\u200b气\u202e味\x07"))
    assert journal.lines(actors.officer, 0)[0].text == "氨气味"


@pytest.mark.parametrize("who", ["planner", "admin", "reader"])
def test_roles_that_keep_no_watch_write_nothing(who: str, journal: JournalService, actors: Actors) -> None:
    with pytest.raises(NotAllowed):
        journal.write(getattr(actors, who), draft())


@pytest.mark.parametrize(
    "statement",
    ["UPDATE log_line SET text = 'x'", "DELETE FROM log_line", "UPDATE log_strike SET reason = 'x'"],
)
def test_no_sql_of_the_application_changes_a_saved_line(
    statement: str, journal: JournalService, actors: Actors, store: Store
) -> None:
    journal.write(actors.officer, draft())
    journal.void(actors.officer, journal.lines(actors.officer, 0)[0].id, "试")
    with pytest.raises(StoreTrouble) as caught, store.writing(actors.admin) as unit:
        unit.session.execute(text(statement))
    assert caught.value.code == "store.ink"


def test_only_the_program_writes_system_lines(journal: JournalService, actors: Actors) -> None:
    with pytest.raises(NotAllowed):
        journal.tell(actors.officer, "值班程序启动", "k")
    journal.tell(system_actor(), "值班程序启动", "k")
    row = journal.lines(actors.officer, 0)[-1]
    assert row.is_system and row.author_name == "系统"
    with pytest.raises(RuleViolation) as caught:
        journal.void(actors.officer, row.id, "不要")
    assert caught.value.code == "journal.system_line"


def test_a_key_that_has_saved_other_words_does_not_swallow_new_ones(
    journal: JournalService, actors: Actors
) -> None:
    journal.write(actors.officer, draft("氨气味", key="same"))
    with pytest.raises(RuleViolation) as caught:
        journal.write(actors.officer, draft("氨气味，两人送医", key="same"))
    assert caught.value.code == "journal.saved_already"


@pytest.mark.parametrize("field", ["party_text", "late_reason"])
def test_words_longer_than_their_place_are_refused_on_both_engines(
    journal: JournalService, actors: Actors, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        journal.write(actors.officer, draft(**{field: "长" * 300}))
    assert caught.value.code == "input.too_long"
    journal.write(actors.officer, draft("甲"))
    with pytest.raises(InvalidInput):
        journal.void(actors.officer, journal.lines(actors.officer, 0)[0].id, "长" * 300)
