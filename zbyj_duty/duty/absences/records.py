"""Filings, and what was decided about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import UtcInstant


class AbsenceRecord(Record):
    """请假 or 外出报备 as it was filed, with names as they were then."""

    __tablename__ = "absence"
    __ink__ = True
    __table_args__ = (
        CheckConstraint("kind IN ('leave', 'out_of_town')", name="kind"),
        CheckConstraint("until_at > from_at", name="span"),
        Index("ix_absence_until_at", "until_at", "from_at"),
        Index("ix_absence_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(12))
    from_at: Mapped[datetime] = mapped_column(UtcInstant)
    until_at: Mapped[datetime] = mapped_column(UtcInstant)
    reason: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    arrangement: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(200))
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cover_name: Mapped[str] = mapped_column(String(60))
    filed_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(40), unique=True)


class AbsenceStepRecord(Record):
    """批准, 不批, 撤回 or 销假; ``ends_at`` is when the person was back."""

    __tablename__ = "absence_step"
    __ink__ = True
    __table_args__ = (
        CheckConstraint("what IN ('approved', 'rejected', 'withdrawn', 'returned')", name="what"),
        Index("ix_absence_step_absence_id", "absence_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    absence_id: Mapped[int] = mapped_column(ForeignKey("absence.id"))
    what: Mapped[str] = mapped_column(String(10))
    ends_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    by_chief: Mapped[bool] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
