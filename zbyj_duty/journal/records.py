"""值班日志 on disk: lines, strikes, follow-ups, links. All ink."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import UtcInstant

_KINDS = "'incoming','outgoing','paper','instruction','dispatch','incident','handover','system','note','correction'"


class LogLineRecord(Record):
    """One line of the watch log. ``seq`` is the ledger sequence of its own entry."""

    __tablename__ = "log_line"
    __ink__ = True
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        Index("ix_log_line_author_id_recorded_at", "author_id", "recorded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    occurred_at: Mapped[datetime] = mapped_column(UtcInstant)
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    party_text: Mapped[str] = mapped_column(String(80))
    party_kind: Mapped[str | None] = mapped_column(String(20))
    party_id: Mapped[int | None]
    channel: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    late_reason: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    author_name: Mapped[str] = mapped_column(String(60))
    seat: Mapped[str] = mapped_column(String(80))
    about_kind: Mapped[str | None] = mapped_column(String(20))
    about_id: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(40), unique=True)


class LogStrikeRecord(Record):
    """A line through a line: 更正 names its successor, 作废 has none. ``seq`` is the sequence of its own entry."""

    __tablename__ = "log_strike"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("log_line.id"), unique=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("log_line.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(200))
    struck_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))


class LogFollowUpRecord(Record):
    """待办: a line that is not finished; it returns in each handover until somebody closes it."""

    __tablename__ = "log_follow_up"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("log_line.id"), unique=True)
    due_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_name: Mapped[str] = mapped_column(String(60))


class LogFollowUpClosedRecord(Record):
    """How and by whom a 待办 was finished."""

    __tablename__ = "log_follow_up_closed"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("log_follow_up.id"), unique=True)
    how: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))


class LinkRecord(Record):
    """A cross reference between two things of any slices."""

    __tablename__ = "link"
    __ink__ = True
    __table_args__ = (
        UniqueConstraint("from_kind", "from_id", "to_kind", "to_id"),
        Index("ix_link_to_kind_to_id", "to_kind", "to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_kind: Mapped[str] = mapped_column(String(20))
    from_id: Mapped[int]
    to_kind: Mapped[str] = mapped_column(String(20))
    to_id: Mapped[int]
