"""Use cases of 每日调度: open a round, record each attempt, close it with a reason for each open row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from zbyj_duty.alarms.domain import AlarmDraft
from zbyj_duty.alarms.posting import is_set, post_alarm, post_done
from zbyj_duty.core.access import EVERYONE, WATCH, Actor, allowed
from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation
from zbyj_duty.core.links import Link
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.boundaries import current_watch
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.posting import post_line
from zbyj_duty.modules.dispatch.domain import (
    AttemptDraft,
    PlannedRound,
    RoundDetail,
    TargetRow,
    check_attempt,
    check_reasons,
    questions_for,
    read_answers,
)
from zbyj_duty.modules.dispatch.drawing import draw, in_use
from zbyj_duty.modules.dispatch.entries import (
    add_attempt,
    add_round,
    add_target,
    closing_key,
    due_key,
    miss_key,
    post_closing,
    post_line_about,
    tell_misses,
)
from zbyj_duty.modules.dispatch.plans import (
    plans_of,
    refuse_second,
    round_record,
    state_words,
    watch_and_plan,
)
from zbyj_duty.modules.dispatch.reading import round_detail, rounds_of, running_rounds
from zbyj_duty.modules.dispatch.records import AttemptRecord, RoundCloseRecord, RoundRecord, TargetRecord
from zbyj_duty.modules.dispatch.summary import compose
from zbyj_duty.people.service import unit_rows
from zbyj_duty.store.work import Store

REASON_LIMIT = 200
WARN_BEFORE = timedelta(minutes=5)


class DispatchService:
    """The two daily rounds.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(EVERYONE)
    def planned(self, actor: Actor) -> tuple[PlannedRound, ...]:
        """Return the rounds of the watch now standing, in time order, and those still running from before."""
        with self._store.reading() as session:
            watch = current_watch(session)
            held = [] if watch is None else list(rounds_of(session, watch.business_date))
            there = {record.name: record for record in held}
            running = list(running_rounds(session))
            rows = [
                PlannedRound(plan.name, at, there[plan.name].id, state_words(session, there[plan.name]))
                if plan.name in there
                else PlannedRound(plan.name, at, None, "未开始")
                for plan, at in (plans_of(session, watch) if watch else ())
            ]
            listed = {row.round_id for row in rows}
            older = [
                PlannedRound(f"{r.business_date.day}日{r.name}", r.planned_at, r.id, "进行中")
                for r in running
                if r.id not in listed
            ]
        return (*older, *rows)

    @allowed(EVERYONE)
    def day(self, actor: Actor) -> date | None:
        """Return the business date whose rounds are being held, None when nobody is on watch."""
        with self._store.reading() as session:
            watch = current_watch(session)
            return watch.business_date if watch else None

    @allowed(EVERYONE)
    def board(self, actor: Actor, round_id: int) -> RoundDetail:
        """Return a round with its board; numbers only to people, not to the bare seat.

        Raises:
            NotFound: ``dispatch.no_such_round``.
        """
        with self._store.reading() as session:
            found = round_detail(session, round_record(session, round_id))
        if actor.person_id is not None:
            return found
        return replace(found, targets=tuple(_without_numbers(t) for t in found.targets))

    @allowed(WATCH)
    def open(self, actor: Actor, name: str, key: str) -> RoundDetail:
        """Begin a round: plan, questions and targets are frozen with it.

        Raises:
            InvalidInput: field ``name``; RuleViolation: ``dispatch.no_watch``, ``dispatch.opened_already``,
                ``dispatch.no_targets``.
        """
        with self._store.writing(actor, "dispatch") as unit:
            watch, plan = watch_and_plan(unit.session, name)
            done = unit.session.execute(select(RoundRecord).where(RoundRecord.key == key)).scalar()
            if done is None:
                refuse_second(unit.session, watch, plan)
                done = add_round(unit, watch, plan, "held", "", key)
                drawn = draw(plan.groups, in_use(unit_rows(unit.session, True)), key)
                if not drawn:
                    raise RuleViolation("dispatch.no_targets")
                for target in drawn:
                    add_target(unit, done.id, target)
                post_done(unit, due_key(watch, plan), "已开始")
                post_closing(unit, done, plan)
            return round_detail(unit.session, done)

    @allowed(WATCH)
    def skip(self, actor: Actor, name: str, reason: str) -> None:
        """Write down that a round was not held, and why."""
        words = limited("reason", reason, REASON_LIMIT)
        if not words:
            raise InvalidInput("reason", "dispatch.no_reason")
        with self._store.writing(actor, "dispatch", "journal") as unit:
            watch, plan = watch_and_plan(unit.session, name)
            refuse_second(unit.session, watch, plan)
            record = add_round(unit, watch, plan, "skipped", words, f"skip-{watch.id}-{plan.name}"[:40])
            post_done(unit, due_key(watch, plan), "未举行", "cancelled")
            text = f"{plan.name}未举行：{words}"
            post_line(unit, LogDraft(LineKind.DISPATCH, text, f"round-skip-{record.id}"))

    @allowed(WATCH)
    def record(self, actor: Actor, draft: AttemptDraft) -> TargetRow:
        """Save one attempt; 有情况 and 补报 leave their line in the log.

        Raises:
            InvalidInput: see ``domain.check_attempt``; RuleViolation: ``dispatch.not_running`` …
        """
        with self._store.writing(actor, "dispatch") as unit:
            target = unit.session.get(TargetRecord, draft.target_id)
            if target is None:
                raise NotFound("dispatch.no_such_target")
            detail = round_detail(unit.session, round_record(unit.session, target.round_id))
            row = next(t for t in detail.targets if t.id == target.id)
            there = select(AttemptRecord.id).where(AttemptRecord.key == draft.key)
            if unit.session.execute(there).scalar() is not None:
                return row
            if not detail.is_running:
                raise RuleViolation("dispatch.not_running")
            questions = questions_for(row, detail.questions)
            checked = check_attempt(draft, questions)
            attempt = add_attempt(unit, target, checked, read_answers(checked, questions))
            post_line_about(unit, detail, row, checked, attempt.id)
            tell_misses(unit, detail, row, checked)
            detail = round_detail(unit.session, round_record(unit.session, target.round_id))
            return next(t for t in detail.targets if t.id == target.id)

    @allowed(WATCH)
    def close(self, actor: Actor, round_id: int, reasons: dict[int, str]) -> str:
        """收轮: every open row has its reason; the summary goes into the log and is returned.

        Raises:
            RuleViolation: ``dispatch.reasons_missing``, ``dispatch.not_running``.
        """
        with self._store.writing(actor, "dispatch", "journal") as unit:
            record = round_record(unit.session, round_id)
            detail = round_detail(unit.session, record)
            if not detail.is_running:
                raise RuleViolation("dispatch.not_running")
            told = check_reasons(detail.open_targets(), reasons)
            summary = compose(detail, unit.instant, told)
            close = RoundCloseRecord(
                seq=unit.next_seq,
                round_id=record.id,
                closed_at=unit.instant,
                reasons=[{"target": key, "reason": words} for key, words in told.items()],
                summary=summary,
                by_id=actor.person_id,
                by_name=actor.name,
            )
            unit.add(close, "dispatch.closed")
            post_done(unit, closing_key(record), "已收轮")
            for target in detail.targets:
                post_done(unit, miss_key(target.id), "已收轮")
            parties = " ".join(dict.fromkeys(t.group for t in detail.targets))
            line = LogDraft(
                LineKind.DISPATCH,
                summary,
                f"round-{record.id}",
                party_text=parties,
                about=Link("round", record.id),
            )
            post_line(unit, line)
            return summary

    @allowed(WATCH)
    def remind(self, actor: Actor) -> None:
        """Let the rounds of the watch now standing fall due; once, however often it is called."""
        with self._store.reading() as session:
            watch = current_watch(session)
            if watch is None:
                return
            wanted = [
                (plan, at)
                for plan, at in plans_of(session, watch)
                if not is_set(session, due_key(watch, plan))
                and all(r.name != plan.name for r in rounds_of(session, watch.business_date))
            ]
        if not wanted:
            return
        with self._store.writing(actor, "alarms") as unit:
            for plan, at in wanted:
                draft = AlarmDraft(
                    "round",
                    plan.name,
                    at,
                    due_key(watch, plan),
                    at - WARN_BEFORE,
                    at + timedelta(minutes=plan.amber_minutes),
                    Link("round_plan", watch.id),
                )
                post_alarm(unit, draft)


def _without_numbers(target: TargetRow) -> TargetRow:
    """Return a row as the bare seat may see it."""
    attempts = tuple(replace(a, number="", answerer="") for a in target.attempts)
    return replace(target, number="", contact="", attempts=attempts)
