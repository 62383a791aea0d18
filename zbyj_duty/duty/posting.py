"""What others write through the duty slice: a new watch with its crew."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from zbyj_duty.core.access import WATCH, check_role
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.duty.domain import MemberDraft, TakeDraft, check_members
from zbyj_duty.duty.records import WatchMemberRecord, WatchRecord
from zbyj_duty.people.records import PersonRecord, PhoneNumberRecord
from zbyj_duty.store.work import Unit


def post_watch(
    unit: Unit,
    draft: TakeDraft,
    business_date: date,
    planned: tuple[datetime, datetime],
    cutoff_seq: int,
    how: str,
) -> WatchRecord:
    """Begin a watch: its row and its crew.

    Args:
        unit: open unit of work.
        draft: the crew.
        business_date: date on which the watch starts.
        planned: planned start and end, UTC.
        cutoff_seq: sequence of the offer by which the watch before was handed over; 0 for the first.
        how: first, handover or emergency.
    """
    check_role(unit.actor, WATCH)
    check_members(draft.members)
    ordinal = unit.session.execute(
        select(func.coalesce(func.max(WatchRecord.ordinal), 0)).where(
            WatchRecord.business_date == business_date
        )
    ).scalar_one()
    watch = WatchRecord(
        business_date=business_date,
        ordinal=ordinal + 1,
        planned_start=planned[0],
        planned_end=planned[1],
        started_at=unit.instant,
        cutoff_seq=cutoff_seq,
        how=how,
        key=draft.key,
    )
    unit.add(watch, "watch.taken")
    for member in draft.members:
        post_member(unit, watch.id, member)
    unit.touch("duty")
    return watch


def post_member(unit: Unit, watch_id: int, draft: MemberDraft) -> WatchMemberRecord:
    """Put one person on the watch, with name, title and number as they are now.

    Raises:
        InvalidInput: field ``members``, unknown person.
    """
    check_role(unit.actor, WATCH)
    person = unit.session.get(PersonRecord, draft.person_id)
    if person is None:
        raise InvalidInput("members", "duty.no_such_person", value=draft.person_id)
    member = WatchMemberRecord(
        watch_id=watch_id,
        person_id=person.id,
        name=person.name,
        title=person.title,
        number=_first_number(unit, person.id),
        post=draft.post,
        part=draft.part.value,
        joined_at=unit.instant,
        reason=draft.reason,
    )
    unit.add(member, "watch.member_joined")
    return member


def _first_number(unit: Unit, person_id: int) -> str:
    found = unit.session.execute(
        select(PhoneNumberRecord.raw)
        .where(PhoneNumberRecord.person_id == person_id, PhoneNumberRecord.retired_on.is_(None))
        .order_by(PhoneNumberRecord.rank, PhoneNumberRecord.id)
        .limit(1)
    ).scalar()
    return found or ""
