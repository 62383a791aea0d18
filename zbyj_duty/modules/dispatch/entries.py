"""What the use cases of the rounds write: rows, log lines, alarms; always inside an open unit of work."""

from __future__ import annotations

from datetime import timedelta

from zbyj_duty.alarms.domain import AlarmDraft
from zbyj_duty.alarms.posting import post_alarm, post_done
from zbyj_duty.core.links import Link
from zbyj_duty.core.validate import clean_text
from zbyj_duty.duty.records import WatchRecord
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.journal.posting import post_line
from zbyj_duty.modules.dispatch.domain import (
    MISSES_TO_TELL,
    Answer,
    AttemptDraft,
    Result,
    RoundDetail,
    TargetRow,
)
from zbyj_duty.modules.dispatch.drawing import Drawn
from zbyj_duty.modules.dispatch.records import AttemptRecord, RoundRecord, TargetRecord
from zbyj_duty.profiles.domain import ProfileKind, RoundPlan
from zbyj_duty.profiles.reading import in_force
from zbyj_duty.profiles.spelling import plan_to_json, to_json
from zbyj_duty.store.work import Unit


def add_round(
    unit: Unit, watch: WatchRecord, plan: RoundPlan, how: str, reason: str, key: str
) -> RoundRecord:
    """Write a round's row, with the plan and the questions of its day."""
    questions = in_force(unit.session, ProfileKind.QUESTIONS, watch.business_date)
    change_over = in_force(unit.session, ProfileKind.WATCH_HOURS, watch.business_date).change_overs[0]
    record = RoundRecord(
        seq=unit.next_seq,
        business_date=watch.business_date,
        name=plan.name,
        how=how,
        reason=reason,
        plan=plan_to_json(plan),
        questions=to_json(questions),
        planned_at=plan.planned_at(watch.business_date, change_over),
        opened_at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
        key=key,
    )
    unit.add(record, "dispatch.opened" if how == "held" else "dispatch.skipped")
    return record


def add_target(unit: Unit, round_id: int, drawn: Drawn) -> None:
    """Write one target, with name and number as they are now."""
    duty = drawn.unit.duty_number
    target = TargetRecord(
        round_id=round_id,
        org_unit_id=drawn.unit.id,
        group_name=drawn.group,
        name=drawn.name,
        number=duty.raw if duty else "",
        contact=duty.contact if duty else "",
        reach=drawn.reach,
        covers=drawn.covers,
    )
    unit.add(target, "dispatch.target")


def add_attempt(
    unit: Unit, target: TargetRecord, draft: AttemptDraft, answers: tuple[Answer, ...]
) -> AttemptRecord:
    """Write one attempt."""
    attempt = AttemptRecord(
        seq=unit.next_seq,
        target_id=target.id,
        at=unit.instant,
        result=draft.result.value,
        number=clean_text(draft.number).text[:40] or target.number,
        answerer=draft.answerer,
        text=draft.text,
        answers=[{"question": a.question, "text": a.text, "counts": a.counts} for a in answers],
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
        key=draft.key,
    )
    unit.add(attempt, "dispatch.attempted")
    return attempt


def post_line_about(
    unit: Unit, detail: RoundDetail, row: TargetRow, draft: AttemptDraft, attempt_id: int
) -> None:
    """有情况 and 补报 leave their line in the log."""
    if draft.result not in (Result.SOMETHING, Result.LATE):
        return
    line = LogDraft(
        LineKind.DISPATCH,
        f"{detail.name}{draft.result.words}：{draft.text}",
        f"attempt-{attempt_id}",
        party_text=row.name,
        party=Link("org_unit", row.org_unit_id),
        channel="电话",
        about=Link("round", detail.id),
    )
    post_line(unit, line)


def tell_misses(unit: Unit, detail: RoundDetail, row: TargetRow, draft: AttemptDraft) -> None:
    """Three misses in a row are told to the leader; an answer ends that."""
    if not draft.result.is_miss:
        post_done(unit, miss_key(row.id), draft.result.words)
        return
    if row.misses + 1 == MISSES_TO_TELL:
        text = f"{row.name}{detail.name}连续 {MISSES_TO_TELL} 次未联系上，请报告带班领导"
        about = Link("round", detail.id)
        post_alarm(unit, AlarmDraft("dispatch_miss", text, unit.instant, miss_key(row.id), about=about))


def post_closing(unit: Unit, record: RoundRecord, plan: RoundPlan) -> None:
    """Let the end of a round fall due: amber, then red."""
    amber = record.opened_at + timedelta(minutes=plan.amber_minutes)
    red = record.opened_at + timedelta(minutes=plan.red_minutes)
    text = f"{plan.name}收轮"
    draft = AlarmDraft("round_close", text, red, closing_key(record), amber, red, Link("round", record.id))
    post_alarm(unit, draft)


def due_key(watch: WatchRecord, plan: RoundPlan) -> str:
    """Key of the alarm that a round is to begin."""
    return f"round:{watch.business_date.isoformat()}:{plan.name}"[:60]


def closing_key(record: RoundRecord) -> str:
    """Key of the alarm that a round is to be closed."""
    return f"round_close:{record.id}"


def miss_key(target_id: int) -> str:
    """Key of the alarm that a unit was missed three times."""
    return f"dispatch_miss:{target_id}"
