"""What others write through the filings: a filing, and what was decided about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from zbyj_duty.core.access import PEOPLE, check_role
from zbyj_duty.core.clock import instant_words
from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.absences.domain import (
    WORDS_LIMIT,
    AbsenceDraft,
    AbsenceRow,
    AbsenceState,
    check_absence,
)
from zbyj_duty.duty.absences.reading import absence_of, absences_between
from zbyj_duty.duty.absences.records import AbsenceRecord, AbsenceStepRecord
from zbyj_duty.people.records import PersonRecord
from zbyj_duty.store.work import Unit

_NEXT = {
    "approved": (AbsenceState.WAITING, AbsenceState.REJECTED),
    "rejected": (AbsenceState.WAITING,),
    "withdrawn": (AbsenceState.WAITING, AbsenceState.APPROVED),
    "returned": (AbsenceState.APPROVED,),
}


def post_absence(unit: Unit, draft: AbsenceDraft) -> AbsenceRow:
    """File 请假 or 外出报备; the same key again is the filing that is there.

    Raises:
        InvalidInput: see ``check_absence``; ``person_id``; ``cover_id`` who is away himself, with that line;
            ``from_at`` when the same person is away then already.
    """
    check_role(unit.actor, PEOPLE)
    checked = check_absence(draft)
    there = unit.session.execute(select(AbsenceRecord.id).where(AbsenceRecord.key == checked.key)).scalar()
    if there is not None:
        return _existing(unit, there)
    person = unit.session.get(PersonRecord, checked.person_id)
    if person is None:
        raise InvalidInput("person_id", "duty.no_such_person", value=checked.person_id)
    cover = unit.session.get(PersonRecord, checked.cover_id) if checked.cover_id is not None else None
    if checked.cover_id is not None and cover is None:
        raise InvalidInput("cover_id", "duty.no_such_person", value=checked.cover_id)
    _refuse_clashes(unit, checked)
    record = AbsenceRecord(
        person_id=person.id,
        name=person.name,
        kind=checked.kind.value,
        from_at=checked.from_at,
        until_at=checked.until_at,
        reason=checked.reason,
        place=checked.place,
        arrangement=checked.arrangement,
        contact=checked.contact,
        cover_id=checked.cover_id,
        cover_name=cover.name if cover else "",
        filed_at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
        key=checked.key,
    )
    unit.add(record, "absence.filed")
    unit.touch("absences")
    return _existing(unit, record.id)


def _refuse_clashes(unit: Unit, draft: AbsenceDraft) -> None:
    alive = (AbsenceState.WAITING, AbsenceState.APPROVED, AbsenceState.RETURNED)
    for row in absences_between(unit.session, draft.from_at, draft.until_at):
        if row.state not in alive or row.ends_at <= draft.from_at:
            continue
        if row.person_id == draft.person_id:
            raise InvalidInput("from_at", "absences.away_already", line=row.line)
        if draft.cover_id is not None and row.person_id == draft.cover_id:
            raise InvalidInput("cover_id", "absences.cover_away", line=row.line)


def post_absence_step(
    unit: Unit,
    absence_id: int,
    what: str,
    words: str = "",
    ends_at: datetime | None = None,
    by_chief: bool = False,
) -> AbsenceRow:
    """批准, 不批, 撤回 or 销假.

    Args:
        unit: open unit of work.
        absence_id: the filing.
        what: approved, rejected, withdrawn or returned.
        words: remark; needed to reject.
        ends_at: when the person was back, for ``returned``.
        by_chief: approved by the chief (主要负责人) by name.

    Raises:
        RuleViolation: ``absences.not_now``; InvalidInput: ``words``, ``ends_at``.
    """
    check_role(unit.actor, PEOPLE)
    row = _existing(unit, absence_id)
    if row.state not in _NEXT[what]:
        raise RuleViolation("absences.not_now", line=row.line, state=row.state.words)
    remark = limited("words", words, WORDS_LIMIT)
    if what == "rejected" and not remark:
        raise InvalidInput("words", "input.blank")
    if what == "returned":
        ends_at = ends_at or unit.instant
        if not row.from_at < ends_at <= unit.instant:
            raise InvalidInput("ends_at", "absences.bad_return", start=instant_words(row.from_at))
        ends_at = min(ends_at, row.until_at)
    step = AbsenceStepRecord(
        absence_id=absence_id,
        what=what,
        ends_at=ends_at,
        by_chief=by_chief,
        words=remark,
        at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
    )
    unit.add(step, f"absence.{what}")
    unit.touch("absences")
    return _existing(unit, absence_id)


def _existing(unit: Unit, absence_id: int) -> AbsenceRow:
    row = absence_of(unit.session, absence_id)
    if row is None:
        raise NotFound("absences.no_such_filing")
    return row
