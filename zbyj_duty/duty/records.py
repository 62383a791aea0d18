"""Watches that were really stood, and who stood them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import UtcInstant


class WatchRecord(Record):
    """班次: an interval of responsibility. It reaches from its cut-off to the next watch's cut-off.

    ``cutoff_seq`` is the ledger sequence of the offer by which the watch before was handed over (0 for the
    very first): every entry after it belongs to this watch.
    """

    __tablename__ = "watch"
    __ink__ = True
    __table_args__ = (
        UniqueConstraint("business_date", "ordinal"),
        CheckConstraint("how IN ('first', 'handover', 'emergency')", name="how"),
        Index("ix_watch_cutoff_seq", "cutoff_seq", unique=True),
        Index("ix_watch_started_at", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_date: Mapped[date]
    ordinal: Mapped[int] = mapped_column(SmallInteger)
    planned_start: Mapped[datetime] = mapped_column(UtcInstant)
    planned_end: Mapped[datetime] = mapped_column(UtcInstant)
    started_at: Mapped[datetime] = mapped_column(UtcInstant)
    cutoff_seq: Mapped[int] = mapped_column(BigInteger)
    how: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(40), unique=True)


class WatchMemberRecord(Record):
    """One person on one watch, as they were named then."""

    __tablename__ = "watch_member"
    __ink__ = True
    __table_args__ = (
        CheckConstraint("part IN ('head', 'crew', 'standby', 'leader', 'deputy')", name="part"),
        Index("ix_watch_member_watch_id", "watch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[int] = mapped_column(ForeignKey("watch.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[str] = mapped_column(String(40), default="")
    post: Mapped[str] = mapped_column(String(40))
    part: Mapped[str] = mapped_column(String(10))
    joined_at: Mapped[datetime] = mapped_column(UtcInstant)
    reason: Mapped[str] = mapped_column(String(200), default="")


class WatchMemberLeftRecord(Record):
    """A member who left the watch before its end, and why."""

    __tablename__ = "watch_member_left"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("watch_member.id"), unique=True)
    left_at: Mapped[datetime] = mapped_column(UtcInstant)
    reason: Mapped[str] = mapped_column(String(200))
