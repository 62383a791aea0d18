"""Dated rules on disk."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import JsonText, UtcInstant


class ProfileVersionRecord(Record):
    """One version of a profile, in force from a date once a second person has approved it."""

    __tablename__ = "profile_version"
    __ink__ = True
    __table_args__ = (
        CheckConstraint(
            "kind IN ('watch_hours', 'posts', 'rounds', 'questions', 'handover_items', 'modes')", name="kind"
        ),
        Index("ix_profile_version_kind", "kind", "effective_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    effective_on: Mapped[date]
    until_on: Mapped[date | None]
    body: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    source: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    author_name: Mapped[str] = mapped_column(String(60))


class ProfileApprovalRecord(Record):
    """The second person's approval of a version."""

    __tablename__ = "profile_approval"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("profile_version.id"), unique=True)
    approved_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))


class CalendarDayRecord(Record):
    """A day that is not what its weekday says: 法定节假日 or 调休上班."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("kind IN ('holiday', 'workday')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(120))
