"""Orders that change the mode, and what was done to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import JsonText, UtcInstant


class ModeOrderRecord(Record):
    """An order as it was heard; ``rules`` is frozen from the profile of its day."""

    __tablename__ = "mode_order"
    __ink__ = True
    __table_args__ = (
        CheckConstraint("mode IN ('heightened', 'wartime')", name="mode"),
        CheckConstraint("until_at IS NULL OR until_at > from_at", name="span"),
        Index("ix_mode_order_from_at", "from_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(String(12))
    from_at: Mapped[datetime] = mapped_column(UtcInstant)
    until_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    authority: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String(200))
    heard_at: Mapped[datetime] = mapped_column(UtcInstant)
    scope: Mapped[str] = mapped_column(String(200))
    rules: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(40), unique=True)


class ModeOrderStepRecord(Record):
    """确认, 延长 or 结束 of an order; ``until_at`` is its new end."""

    __tablename__ = "mode_order_step"
    __ink__ = True
    __table_args__ = (
        CheckConstraint("what IN ('confirmed', 'extended', 'ended', 'withdrawn')", name="what"),
        Index("ix_mode_order_step_order_id", "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("mode_order.id"))
    what: Mapped[str] = mapped_column(String(10))
    until_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    authority: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
