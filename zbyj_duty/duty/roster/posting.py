"""What others write through the roster: a place of the working plan, a remark, a published version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from zbyj_duty.core.access import PLANNERS, check_role
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.roster.domain import Place, Slot
from zbyj_duty.duty.roster.reading import DutyRules, month_span, working_slots
from zbyj_duty.duty.roster.records import (
    RosterCellRecord,
    RosterRemarkRecord,
    RosterSlotRecord,
    RosterVersionRecord,
)
from zbyj_duty.people.records import PersonRecord
from zbyj_duty.store.work import Unit

REMARK_LIMIT = 200


def post_cell(unit: Unit, place: Place, person_id: int | None, fixed: bool = True) -> bool:
    """Put somebody at a place of the working plan, or empty it; tells whether anything changed.

    Raises:
        InvalidInput: field ``person_id``: nobody by that key.
    """
    check_role(unit.actor, PLANNERS)
    if person_id is not None and unit.session.get(PersonRecord, person_id) is None:
        raise InvalidInput("person_id", "duty.no_such_person", value=person_id)
    there = unit.session.execute(
        select(RosterCellRecord).where(
            RosterCellRecord.business_date == place.day,
            RosterCellRecord.ordinal == place.ordinal,
            RosterCellRecord.post == place.post,
            RosterCellRecord.seat == place.seat,
        )
    ).scalar_one_or_none()
    kept = fixed and person_id is not None
    if there is not None:
        if (there.person_id, there.fixed) == (person_id, kept):
            return False
        unit.change(there, "roster.cell", person_id=person_id, fixed=kept)
    elif person_id is None:
        return False
    else:
        cell = RosterCellRecord(
            business_date=place.day,
            ordinal=place.ordinal,
            post=place.post,
            seat=place.seat,
            person_id=person_id,
            fixed=kept,
        )
        unit.add(cell, "roster.cell")
    unit.touch("roster")
    return True


def post_remark(unit: Unit, day: date, text: str) -> bool:
    """Write 备注 of a day; tells whether anything changed.

    Raises:
        InvalidInput: field ``remark``, too long.
    """
    check_role(unit.actor, PLANNERS)
    words = limited("remark", text, REMARK_LIMIT)
    there = unit.session.execute(
        select(RosterRemarkRecord).where(RosterRemarkRecord.business_date == day)
    ).scalar_one_or_none()
    if (there.text if there else "") == words:
        return False
    if there is None:
        unit.add(RosterRemarkRecord(business_date=day, text=words), "roster.remark")
    else:
        unit.change(there, "roster.remark", text=words)
    unit.touch("roster")
    return True


def post_version(
    unit: Unit, month: date, key: str, waiver: str = "", accepted: tuple[str, ...] = ()
) -> RosterVersionRecord:
    """Freeze the working plan of a month as its next version; the same key again is the version that is there.

    Args:
        unit: open unit of work.
        month: any day of it.
        key: idempotency key of the dialog.
        waiver: why the gaps were let through; "" when there are none.
        accepted: those gaps in words.
    """
    check_role(unit.actor, PLANNERS)
    there = unit.session.execute(
        select(RosterVersionRecord).where(RosterVersionRecord.key == key)
    ).scalar_one_or_none()
    if there is not None:
        return there
    first, last = month_span(month)
    number = unit.session.execute(
        select(func.coalesce(func.max(RosterVersionRecord.number), 0)).where(
            RosterVersionRecord.month == first
        )
    ).scalar_one()
    version = RosterVersionRecord(
        month=first,
        number=number + 1,
        published_at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
        waiver=waiver,
        accepted=list(accepted),
        remarks={day.isoformat(): text for day, text in remarks(unit, first, last).items()},
        key=key,
    )
    unit.add(version, "roster.published")
    for slot in sorted(working_slots(unit.session, first, last, DutyRules(unit.session)), key=_by_place):
        unit.add(_slot_record(version.id, slot), "roster.slot")
    unit.touch("roster")
    return version


def remarks(unit: Unit, first: date, last: date) -> Mapping[date, str]:
    """Return 备注 of the working plan."""
    rows = unit.session.execute(
        select(RosterRemarkRecord.business_date, RosterRemarkRecord.text).where(
            RosterRemarkRecord.business_date.between(first, last), RosterRemarkRecord.text != ""
        )
    )
    return {day: text for day, text in rows}


def _by_place(slot: Slot) -> Place:
    return slot.place


def _slot_record(version_id: int, slot: Slot) -> RosterSlotRecord:
    return RosterSlotRecord(
        version_id=version_id,
        business_date=slot.place.day,
        ordinal=slot.place.ordinal,
        post=slot.place.post,
        part=slot.part.value,
        seat=slot.place.seat,
        person_id=slot.person_id,
        name=slot.name,
    )
