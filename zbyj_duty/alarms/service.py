"""Use cases of 提醒: what is open, 知道了, 5 分钟后."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zbyj_duty.alarms.domain import SNOOZE, SNOOZES, AlarmRow, in_order
from zbyj_duty.alarms.posting import post_mark
from zbyj_duty.alarms.records import AlarmMarkRecord, AlarmRecord, OpenAlarmRecord
from zbyj_duty.core.access import EVERYONE, WATCH, Actor, allowed
from zbyj_duty.core.errors import NotFound, RuleViolation
from zbyj_duty.core.links import Link
from zbyj_duty.store.work import Store, Unit


class AlarmService:
    """Everything that falls due, whichever slice set it.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(EVERYONE)
    def open(self, actor: Actor) -> tuple[AlarmRow, ...]:
        """Return the unfinished alarms, the most pressing first."""
        with self._store.reading() as session:
            return in_order(_open_rows(session), self._store.clock.now())

    @allowed(WATCH)
    def acknowledge(self, actor: Actor, alarm_id: int) -> None:
        """知道了, by name. The matter stays open until it is done."""
        with self._store.writing(actor, "alarms") as unit:
            _check_open(unit, actor, alarm_id)
            post_mark(unit, alarm_id, "acknowledged", "知道了")

    @allowed(WATCH)
    def snooze(self, actor: Actor, alarm_id: int) -> None:
        """5 分钟后, three times at most, each written down.

        Raises:
            RuleViolation: ``alarms.snoozed_out``.
        """
        with self._store.writing(actor, "alarms") as unit:
            _check_open(unit, actor, alarm_id)
            before = unit.session.execute(
                select(func.count()).where(
                    AlarmMarkRecord.alarm_id == alarm_id, AlarmMarkRecord.what == "snoozed"
                )
            ).scalar_one()
            if before >= SNOOZES:
                raise RuleViolation("alarms.snoozed_out", limit=SNOOZES)
            post_mark(unit, alarm_id, "snoozed", "5 分钟后", unit.instant + SNOOZE)


def _check_open(unit: Unit, actor: Actor, alarm_id: int) -> None:
    if actor.person_id is None:
        raise RuleViolation("alarms.no_name")
    if unit.session.get(OpenAlarmRecord, alarm_id) is None:
        raise NotFound("alarms.no_such_alarm")


def _open_rows(session: Session) -> tuple[AlarmRow, ...]:
    alarms = (
        session.execute(select(AlarmRecord).join(OpenAlarmRecord, OpenAlarmRecord.alarm_id == AlarmRecord.id))
        .scalars()
        .all()
    )
    if not alarms:
        return ()
    marks: dict[int, list[AlarmMarkRecord]] = {}
    wanted = select(AlarmMarkRecord).join(
        OpenAlarmRecord, OpenAlarmRecord.alarm_id == AlarmMarkRecord.alarm_id
    )
    for mark in session.execute(wanted.order_by(AlarmMarkRecord.id)).scalars():
        marks.setdefault(mark.alarm_id, []).append(mark)
    return tuple(_row(alarm, marks.get(alarm.id, [])) for alarm in alarms)


def _row(alarm: AlarmRecord, marks: list[AlarmMarkRecord]) -> AlarmRow:
    acknowledged = [m for m in marks if m.what == "acknowledged"]
    snoozed = [m for m in marks if m.what == "snoozed"]
    return AlarmRow(
        id=alarm.id,
        key=alarm.key,
        kind=alarm.kind,
        text=alarm.text,
        warn_at=alarm.warn_at,
        due_at=alarm.due_at,
        overdue_at=alarm.overdue_at,
        about=Link(alarm.about_kind, alarm.about_id) if alarm.about_kind and alarm.about_id else None,
        made_at=alarm.made_at,
        acknowledged_by=acknowledged[-1].by_name if acknowledged else "",
        acknowledged_at=acknowledged[-1].at if acknowledged else None,
        snoozes=len(snoozed),
        silent_until=snoozed[-1].until_at if snoozed else None,
    )
