"""What other slices use to let something fall due, and to say that it is done."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from zbyj_duty.alarms.domain import AlarmDraft
from zbyj_duty.alarms.records import AlarmMarkRecord, AlarmRecord, OpenAlarmRecord
from zbyj_duty.core.access import WATCH, check_role
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import clean_text
from zbyj_duty.store.work import Unit


def post_alarm(unit: Unit, draft: AlarmDraft) -> int:
    """Let something fall due; the same key again is the alarm that is there. Returns its id."""
    check_role(unit.actor, WATCH)
    there = unit.session.execute(select(AlarmRecord.id).where(AlarmRecord.key == draft.key)).scalar()
    if there is not None:
        return int(there)
    text = clean_text(draft.text).text
    if not text:
        raise InvalidInput("text", "alarms.blank")
    alarm = AlarmRecord(
        key=draft.key,
        kind=draft.kind,
        text=text[:200],
        warn_at=draft.warn_at,
        due_at=draft.due_at,
        overdue_at=draft.overdue_at,
        about_kind=draft.about.kind if draft.about else None,
        about_id=draft.about.id if draft.about else None,
        made_at=unit.instant,
    )
    unit.add(alarm, "alarm.set")
    unit.session.execute(insert(OpenAlarmRecord).values(alarm_id=alarm.id, due_at=draft.due_at))
    unit.touch("alarms")
    return alarm.id


def is_set(session: Session, key: str) -> bool:
    """Tell whether the alarm with ``key`` was ever set, open or finished."""
    return session.execute(select(AlarmRecord.id).where(AlarmRecord.key == key)).scalar() is not None


def post_done(unit: Unit, key: str, how: str, what: str = "done") -> bool:
    """Finish the alarm with ``key`` (or cancel it); tells whether there was an open one."""
    check_role(unit.actor, WATCH)
    found = unit.session.execute(
        select(AlarmRecord.id)
        .join(OpenAlarmRecord, OpenAlarmRecord.alarm_id == AlarmRecord.id)
        .where(AlarmRecord.key == key)
    ).scalar()
    if found is None:
        return False
    post_mark(unit, found, what, how)
    unit.session.execute(delete(OpenAlarmRecord).where(OpenAlarmRecord.alarm_id == found))
    return True


def post_mark(unit: Unit, alarm_id: int, what: str, how: str, until_at: object = None) -> None:
    """Write down what somebody did about an alarm."""
    check_role(unit.actor, WATCH)
    mark = AlarmMarkRecord(
        alarm_id=alarm_id,
        what=what,
        at=unit.instant,
        until_at=until_at,
        how=how,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
    )
    unit.add(mark, f"alarm.{what}")
    unit.touch("alarms")
