"""每日调度: results are different facts, closing wants a reason for each open row."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from tests.support.people import Actors
from tests.support.watches import DAY, add_units, take_first
from zbyj_duty.alarms.service import AlarmService
from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import SteppedClock, at_beijing
from zbyj_duty.core.errors import InvalidInput, NotAllowed, RuleViolation
from zbyj_duty.journal.service import JournalService
from zbyj_duty.modules.dispatch.domain import AttemptDraft, Result, RoundDetail, count
from zbyj_duty.modules.dispatch.service import DispatchService
from zbyj_duty.profiles.domain import AnswerKind, SpecialQuestion
from zbyj_duty.profiles.service import ProfileService
from zbyj_duty.store.audit import audit
from zbyj_duty.store.work import Store


@pytest.fixture
def dispatch(store: Store, actors: Actors, clock: SteppedClock) -> DispatchService:
    take_first(store, actors)
    add_units(store, actors)
    clock.move_to(at_beijing(DAY, 9, 0))
    return DispatchService(store)


def opened(dispatch: DispatchService, actors: Actors, name: str = "上午调度") -> RoundDetail:
    return dispatch.open(actors.officer, name, uuid.uuid4().hex)


def call(
    dispatch: DispatchService, actors: Actors, target: int, result: Result, text: str = "", **more: object
) -> None:
    dispatch.record(actors.officer, AttemptDraft(target, result, uuid.uuid4().hex, text=text, **more))


def test_a_round_has_the_districts_in_order_departments_and_relays(
    dispatch: DispatchService, actors: Actors
) -> None:
    board = opened(dispatch, actors)
    assert [t.name for t in board.targets[:3]] == ["张店区", "淄川区", "博山区"]
    assert [t.group for t in board.targets] == ["区县"] * 11 + ["部门"] * 2 + ["重点企业"] * 2
    assert [t.covers for t in board.targets[-2:]] == [3, 2] and "代报 3 家" in board.targets[-2].name
    assert count(board.targets).total == 18 and count(board.targets).unasked == 18


def test_each_result_is_a_fact_of_its_own(dispatch: DispatchService, actors: Actors) -> None:
    board = opened(dispatch, actors)
    results = [Result.NOTHING, Result.SOMETHING, Result.NO_ANSWER, Result.BUSY, Result.OFF_POST]
    for target, result in zip(board.targets, results, strict=False):
        call(dispatch, actors, target.id, result, "有雾" if result is Result.SOMETHING else "")
    call(dispatch, actors, board.targets[5].id, Result.EXEMPT, "防汛演练")
    counts = count(dispatch.board(actors.officer, board.id).targets)
    assert (counts.nothing, counts.something, counts.missed, counts.exempt) == (1, 1, 3, 1)
    assert counts.unasked == 18 - 6


def test_an_attempt_in_vain_stays_beside_the_answer_that_follows(
    dispatch: DispatchService, actors: Actors
) -> None:
    board = opened(dispatch, actors)
    target = board.targets[0].id
    call(dispatch, actors, target, Result.NO_ANSWER)
    call(dispatch, actors, target, Result.NOTHING, answerer="值班1")
    row = dispatch.board(actors.officer, board.id).targets[0]
    assert [a.result for a in row.attempts] == [Result.NO_ANSWER, Result.NOTHING]
    assert row.last and row.last.answerer == "值班1" and not row.is_open


def test_an_unconfirmed_name_is_stored_empty(dispatch: DispatchService, actors: Actors) -> None:
    board = opened(dispatch, actors)
    assert board.targets[0].contact == "值班1"
    call(dispatch, actors, board.targets[0].id, Result.NOTHING)
    assert dispatch.board(actors.officer, board.id).targets[0].last.answerer == ""


def test_closing_wants_a_reason_for_each_open_row_and_composes_the_sentence(
    dispatch: DispatchService, actors: Actors, store: Store, clock: SteppedClock
) -> None:
    board = opened(dispatch, actors)
    for target in board.targets[1:]:
        call(dispatch, actors, target.id, Result.NOTHING)
    call(dispatch, actors, board.targets[3].id, Result.SOMETHING, "大雾，G22封闭")
    call(dispatch, actors, board.targets[0].id, Result.NO_ANSWER)
    clock.step(minutes=38)
    with pytest.raises(RuleViolation) as caught:
        dispatch.close(actors.officer, board.id, {})
    assert "张店区" in str(caught.value.facts)
    summary = dispatch.close(actors.officer, board.id, {board.targets[0].id: "线路故障"})
    assert summary.startswith("上午调度（9:00—9:38）：区县11，应答10，无情况9，有情况1，未联系上1；部门2")
    assert "重点企业5，应答5，其中区县代报5" in summary
    assert "周村区：大雾，G22封闭" in summary and "张店区未接通1次（线路故障）" in summary
    lines = [line.text for line in JournalService(store).lines(actors.officer, 0)]
    assert lines == ["上午调度有情况：大雾，G22封闭", summary]
    with store.reading() as session:
        assert not audit(session).problems


def test_nothing_is_recorded_after_closing(dispatch: DispatchService, actors: Actors) -> None:
    board = opened(dispatch, actors)
    dispatch.close(actors.officer, board.id, {t.id: "演练" for t in board.targets})
    with pytest.raises(RuleViolation) as caught:
        call(dispatch, actors, board.targets[0].id, Result.NOTHING)
    assert caught.value.code == "dispatch.not_running"


def test_nothing_with_words_of_casualties_is_asked_once(dispatch: DispatchService, actors: Actors) -> None:
    target = opened(dispatch, actors).targets[0].id
    with pytest.raises(RuleViolation) as caught:
        call(dispatch, actors, target, Result.NOTHING, "一人受伤送医")
    assert caught.value.code == "dispatch.casualty_words"
    call(dispatch, actors, target, Result.NOTHING, "一人受伤送医", sure=True)


@pytest.mark.parametrize("result", [Result.SOMETHING, Result.LATE, Result.EXEMPT])
def test_some_results_want_words(dispatch: DispatchService, actors: Actors, result: Result) -> None:
    target = opened(dispatch, actors).targets[0].id
    with pytest.raises(InvalidInput) as caught:
        call(dispatch, actors, target, result)
    assert caught.value.field == "text"


def test_yesterdays_answer_is_shown_and_never_copied(
    dispatch: DispatchService, actors: Actors, clock: SteppedClock, store: Store
) -> None:
    board = opened(dispatch, actors)
    call(dispatch, actors, board.targets[0].id, Result.SOMETHING, "停电")
    dispatch.close(actors.officer, board.id, {t.id: "—" for t in board.targets[1:]})
    with store.writing(actors.officer) as unit:
        from zbyj_duty.duty.domain import TakeDraft
        from zbyj_duty.duty.posting import post_watch

        day = timedelta(days=1)
        post_watch(
            unit,
            TakeDraft(actors.crew(actors.officer), "second"),
            DAY + day,
            (at_beijing(DAY + day, 8, 30), at_beijing(DAY + 2 * day, 8, 30)),
            unit.head.count,
            "handover",
        )
    clock.move_to(at_beijing(DAY + timedelta(days=1), 9, 1))
    row = opened(dispatch, actors).targets[0]
    assert row.before == (DAY, Result.SOMETHING, "停电") and row.attempts == ()


def test_questions_of_the_day_are_frozen_with_the_round(
    dispatch: DispatchService, actors: Actors, store: Store
) -> None:
    questions = (
        SpecialQuestion("大雾管控是否解除", AnswerKind.YES_NO),
        SpecialQuestion("动火作业数", AnswerKind.NUMBER),
    )
    ProfileService(store).set_questions(actors.officer, DAY, questions)
    board = opened(dispatch, actors)
    target = board.targets[0].id
    with pytest.raises(InvalidInput) as caught:
        call(dispatch, actors, target, Result.NOTHING, answers=("也许", "2"))
    assert caught.value.field == "answer_0"
    call(dispatch, actors, target, Result.NOTHING, answers=("y", "约3个"))
    answers = dispatch.board(actors.officer, board.id).targets[0].last.answers
    assert [(a.text, a.counts) for a in answers] == [("是", True), ("约3个", False)]


def test_three_misses_in_a_row_are_told_to_the_leader(
    dispatch: DispatchService, actors: Actors, store: Store
) -> None:
    target = opened(dispatch, actors).targets[0].id
    alarms = AlarmService(store)
    for expected in (0, 0, 1, 1):
        call(dispatch, actors, target, Result.NO_ANSWER)
        assert [a.kind for a in alarms.open(actors.officer)].count("dispatch_miss") == expected
    call(dispatch, actors, target, Result.NOTHING)
    assert [a.kind for a in alarms.open(actors.officer)].count("dispatch_miss") == 0


def test_a_round_falls_due_once_and_its_alarm_ends_when_it_begins(
    dispatch: DispatchService, actors: Actors, store: Store
) -> None:
    alarms = AlarmService(store)
    for _ in range(3):
        dispatch.remind(system_actor())
    assert sorted(a.text for a in alarms.open(actors.officer)) == ["上午调度", "下午调度"]
    opened(dispatch, actors)
    assert sorted(a.text for a in alarms.open(actors.officer)) == ["上午调度收轮", "下午调度"]


def test_a_round_that_was_not_held_is_written_down(
    dispatch: DispatchService, actors: Actors, store: Store
) -> None:
    dispatch.skip(actors.officer, "上午调度", "全市通信演练")
    with pytest.raises(RuleViolation):
        opened(dispatch, actors)
    states = {p.name: p.state for p in dispatch.planned(actors.officer)}
    assert states == {"上午调度": "未举行", "下午调度": "未开始"}
    assert JournalService(store).lines(actors.officer, 0)[0].text == "上午调度未举行：全市通信演练"


def test_the_same_round_is_not_opened_twice(dispatch: DispatchService, actors: Actors) -> None:
    first = dispatch.open(actors.officer, "上午调度", "same")
    assert dispatch.open(actors.officer, "上午调度", "same").id == first.id
    with pytest.raises(RuleViolation):
        opened(dispatch, actors)


def test_rows_turn_amber_then_red(dispatch: DispatchService, actors: Actors, clock: SteppedClock) -> None:
    board = opened(dispatch, actors)
    target = board.targets[0]
    seen = [board.lateness(target, clock.now() + timedelta(minutes=m)) for m in (0, 29, 30, 59, 60)]
    assert seen == ["", "", "due", "due", "overdue"]


def test_a_reader_may_look_and_not_record(dispatch: DispatchService, actors: Actors) -> None:
    board = opened(dispatch, actors)
    assert dispatch.board(actors.reader, board.id).targets
    with pytest.raises(NotAllowed):
        dispatch.record(actors.reader, AttemptDraft(board.targets[0].id, Result.NOTHING, "x"))
