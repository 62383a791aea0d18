"""What others write about 调班, 替班, 顶班: the proposal and each step; the rules are asked again at each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from zbyj_duty.core.access import LEADERS, PEOPLE, Role, check_role
from zbyj_duty.core.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.roster.change_reading import change_of
from zbyj_duty.duty.roster.changes import (
    WORDS_LIMIT,
    ChangeDraft,
    ChangeRow,
    ChangeState,
    LegDraft,
    StepKind,
    check_change,
)
from zbyj_duty.duty.roster.checks import Objection, objections
from zbyj_duty.duty.roster.domain import Basis, Layer, Leg, Turn
from zbyj_duty.duty.roster.layers import span_of, turns_of
from zbyj_duty.duty.roster.reading import RosterSpan, around, roster_span
from zbyj_duty.duty.roster.records import RosterChangeRecord, RosterLegRecord, RosterStepRecord
from zbyj_duty.people.records import PersonRecord
from zbyj_duty.store.work import Unit

_FROM = {
    StepKind.SUBMITTED: (ChangeState.DRAFT,),
    StepKind.AGREED: (ChangeState.ASKED,),
    StepKind.REFUSED: (ChangeState.ASKED,),
    StepKind.APPROVED: (ChangeState.AGREED, ChangeState.IN_FORCE),
    StepKind.REJECTED: (ChangeState.AGREED,),
    StepKind.WITHDRAWN: (ChangeState.DRAFT, ChangeState.ASKED, ChangeState.AGREED, ChangeState.IN_FORCE),
}
_MANAGERS = frozenset({Role.PLANNER, Role.ADMIN, Role.LEADER})


def post_change(unit: Unit, draft: ChangeDraft) -> ChangeRow:
    """Save a change as 草稿; a 顶班 is in force at once and waits for 追认. The same key again is the one there.

    Raises:
        InvalidInput: see ``check_change``; ``legs`` when a rule forbids it, an unknown person, somebody relieves
            himself; RuleViolation: the watch is over, has begun, was never published.
    """
    check_role(unit.actor, PEOPLE)
    checked = check_change(draft)
    there = unit.session.execute(
        select(RosterChangeRecord.id).where(RosterChangeRecord.key == checked.key)
    ).scalar()
    if there is not None:
        return _existing(unit, there)
    span = _span(unit, [leg.place.day for leg in checked.legs])
    legs = tuple(_leg(unit, span, checked.kind, leg) for leg in checked.legs)
    found = _objections(unit, span, legs)
    _refuse_forbidden(found)
    record = RosterChangeRecord(
        kind=checked.kind.value,
        reason=checked.reason,
        made_at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
        key=checked.key,
    )
    unit.add(record, "roster.change")
    for leg in legs:
        unit.add(_leg_record(unit, record.id, leg), "roster.leg")
    if checked.kind is Layer.TAKE_OVER:
        _add_step(unit, record.id, StepKind.TAKEN, None, checked.reason, "", found)
    unit.touch("roster")
    return _existing(unit, record.id)


def post_change_step(
    unit: Unit, change_id: int, what: StepKind, for_id: int | None = None, words: str = "", waiver: str = ""
) -> ChangeRow:
    """提出, 同意, 不同意, 批准, 驳回 or 撤销 a change.

    Args:
        unit: open unit of work.
        change_id: the change.
        what: the step.
        for_id: the party who submits or agrees; the manager may do it for somebody ill.
        words: a remark; needed to refuse, reject and withdraw.
        waiver: why a rule that only warns is let through; needed at 批准 when there is one.

    Raises:
        RuleViolation: ``roster.change_not_now``, the watch has begun; NotAllowed: not one's own matter;
        InvalidInput: ``words``, ``waiver``, ``legs``.
    """
    check_role(unit.actor, PEOPLE)
    row = _existing(unit, change_id)
    if row.state not in _FROM[what] or (what is StepKind.APPROVED and not row.wants_approval):
        raise RuleViolation("roster.change_not_now", change=row.words)
    _check_right(unit, row, what, for_id)
    remark = limited("words", words, WORDS_LIMIT)
    if what in (StepKind.REFUSED, StepKind.REJECTED, StepKind.WITHDRAWN) and not remark:
        raise InvalidInput("words", "input.blank")
    found: tuple[Objection, ...] = ()
    reason = limited("waiver", waiver, WORDS_LIMIT)
    if what in (StepKind.SUBMITTED, StepKind.AGREED, StepKind.APPROVED):
        span = _span(unit, [leg.place.day for leg in row.legs])
        found = _again(unit, span, row)
        if what is StepKind.APPROVED and found and not reason:
            raise InvalidInput("waiver", "roster.needs_waiver", lines="；".join(o.words for o in found))
    elif what is StepKind.WITHDRAWN and row.state is ChangeState.IN_FORCE:
        _refuse_begun(unit, _span(unit, [leg.place.day for leg in row.legs]), row.legs)
    _add_step(unit, change_id, what, for_id, remark, reason if found else "", found)
    unit.touch("roster")
    return _existing(unit, change_id)


def _check_right(unit: Unit, row: ChangeRow, what: StepKind, for_id: int | None) -> None:
    actor = unit.actor
    if what in (StepKind.APPROVED, StepKind.REJECTED):
        check_role(actor, LEADERS)
        if actor.person_id in row.parties:
            raise NotAllowed("roster.own_approval", name=actor.name)
        return
    if what is StepKind.WITHDRAWN:
        if actor.person_id not in row.parties and not actor.may(_MANAGERS):
            raise NotAllowed("roster.not_yours", name=actor.name)
        return
    asked = row.parties if what is StepKind.SUBMITTED else frozenset(row.waits_for)
    if for_id not in asked:
        raise InvalidInput("for_id", "roster.not_a_party")
    if actor.person_id != for_id and not actor.may(_MANAGERS):
        raise NotAllowed("roster.not_yours", name=actor.name)


def _span(unit: Unit, days: Sequence[date]) -> RosterSpan:
    first, last = around((min(days), max(days)))
    return roster_span(unit.session, first, last, Basis.PUBLISHED)


def _leg(unit: Unit, span: RosterSpan, kind: Layer, draft: LegDraft) -> Leg:
    """Return the draft as a leg: whoever stands at the place then is the one who gives it up."""
    place = draft.place
    if not any(s.place.day == place.day and s.place.ordinal == place.ordinal for s in span.slots):
        raise RuleViolation("roster.not_published", place=place.words)
    person = unit.session.get(PersonRecord, draft.in_id)
    if person is None:
        raise InvalidInput("legs", "duty.no_such_person", value=draft.in_id)
    leg = Leg(0, kind, place, None, person.id, person.name, draft.from_minute, draft.until_minute)
    start, end = span_of(leg, span.rules.hours_of)
    if start >= end:
        raise InvalidInput("legs", "roster.empty_span")
    _refuse_late(unit, span, leg)
    standing = {
        t.person_id for t in span.turns if t.place == place and t.from_at < end and start < t.until_at
    }
    if len(standing) > 1:
        raise InvalidInput("legs", "roster.several_there", place=place.words)
    out_id = next(iter(standing), None)
    if out_id == person.id:
        raise InvalidInput("legs", "roster.relieves_himself", name=person.name)
    return Leg(0, kind, place, out_id, person.id, person.name, draft.from_minute, draft.until_minute)


def _refuse_late(unit: Unit, span: RosterSpan, leg: Leg) -> None:
    start, end = span.rules.hours_of(leg.place.day, leg.place.ordinal)
    if end <= unit.instant:
        raise RuleViolation("roster.watch_over", place=leg.place.words)
    begun = start <= unit.instant
    if begun and leg.layer is not Layer.TAKE_OVER:
        raise RuleViolation("roster.watch_begun", place=leg.place.words)
    if not begun and leg.layer is Layer.TAKE_OVER:
        raise RuleViolation("roster.watch_to_come", place=leg.place.words)


def _refuse_begun(unit: Unit, span: RosterSpan, legs: Sequence[Leg]) -> None:
    for leg in legs:
        if span.rules.hours_of(leg.place.day, leg.place.ordinal)[0] <= unit.instant:
            raise RuleViolation("roster.watch_begun", place=leg.place.words)


def _again(unit: Unit, span: RosterSpan, row: ChangeRow) -> tuple[Objection, ...]:
    """Ask the rules again, against the roster as it is now."""
    if row.state is not ChangeState.IN_FORCE:
        for leg in row.legs:
            _refuse_late(unit, span, leg)
            if not _still_there(span, leg):
                raise RuleViolation("roster.place_changed", place=leg.place.words)
    found = _objections(unit, span, row.legs)
    if row.state is not ChangeState.IN_FORCE:
        _refuse_forbidden(found)
    return found


def _still_there(span: RosterSpan, leg: Leg) -> bool:
    start, end = span_of(leg, span.rules.hours_of)
    there = [t for t in span.turns if t.place == leg.place and t.from_at < end and start < t.until_at]
    if leg.out_id is None:
        return not there
    return bool(there) and all(t.person_id == leg.out_id for t in there)


def _objections(unit: Unit, span: RosterSpan, legs: Sequence[Leg]) -> tuple[Objection, ...]:
    """What speaks against the roster as it would be with these legs in force."""
    known = {leg.change_id for leg in legs}
    standing = [leg for leg in span.legs if leg.change_id not in known or leg.change_id == 0]
    after: tuple[Turn, ...] = turns_of(
        span.slots, (*standing, *legs), span.rules.hours_of, span.source, span.rules.part_of
    )
    found: list[Objection] = []
    for leg in legs:
        when = span_of(leg, span.rules.hours_of)
        found += objections(
            leg.in_id, leg.in_name, leg.place, when, after, span.absences, span.retired.get(leg.in_id)
        )
    return tuple(dict.fromkeys(found))


def _refuse_forbidden(found: Sequence[Objection]) -> None:
    lines = [o.words for o in found if o.forbids]
    if lines:
        raise InvalidInput("legs", "roster.forbidden", lines="；".join(lines))


def _leg_record(unit: Unit, change_id: int, leg: Leg) -> RosterLegRecord:
    out = unit.session.get(PersonRecord, leg.out_id) if leg.out_id is not None else None
    return RosterLegRecord(
        change_id=change_id,
        business_date=leg.place.day,
        ordinal=leg.place.ordinal,
        post=leg.place.post,
        seat=leg.place.seat,
        out_id=leg.out_id,
        out_name=out.name if out else "",
        in_id=leg.in_id,
        in_name=leg.in_name,
        from_minute=leg.from_minute,
        until_minute=leg.until_minute,
    )


def _add_step(
    unit: Unit,
    change_id: int,
    what: StepKind,
    for_id: int | None,
    words: str,
    waiver: str,
    found: Sequence[Objection],
) -> None:
    party = unit.session.get(PersonRecord, for_id) if for_id is not None else None
    step = RosterStepRecord(
        change_id=change_id,
        what=what.value,
        for_id=for_id,
        for_name=party.name if party else "",
        words=words,
        waiver=waiver,
        objections=[o.words for o in found],
        at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
    )
    unit.add(step, f"roster.change_{what.value}")


def _existing(unit: Unit, change_id: int) -> ChangeRow:
    row = change_of(unit.session, change_id)
    if row is None:
        raise NotFound("roster.no_such_change")
    return row
