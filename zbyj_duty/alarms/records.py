"""提醒 on disk: alarms are rows, so that a restart forgets nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import UtcInstant


class AlarmRecord(Record):
    """Something that falls due."""

    __tablename__ = "alarm"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(200))
    warn_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    due_at: Mapped[datetime] = mapped_column(UtcInstant)
    overdue_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    about_kind: Mapped[str | None] = mapped_column(String(20))
    about_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UtcInstant)


class AlarmMarkRecord(Record):
    """What somebody did about an alarm: acknowledged it by name, put it off, or finished the matter."""

    __tablename__ = "alarm_mark"
    __ink__ = True
    __table_args__ = (
        CheckConstraint("what IN ('acknowledged', 'snoozed', 'done', 'cancelled')", name="what"),
        Index("ix_alarm_mark_alarm_id", "alarm_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alarm_id: Mapped[int] = mapped_column(ForeignKey("alarm.id"))
    what: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcInstant)
    until_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    how: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))


class OpenAlarmRecord(Record):
    """Which alarms are not finished. Derived from the marks, kept in the same transaction, so that asking every
    second costs one small read."""

    __tablename__ = "open_alarm"
    __fact__ = False
    __table_args__ = (Index("ix_open_alarm_due_at", "due_at"),)

    alarm_id: Mapped[int] = mapped_column(ForeignKey("alarm.id"), primary_key=True, autoincrement=False)
    due_at: Mapped[datetime] = mapped_column(UtcInstant)
