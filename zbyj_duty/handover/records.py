"""交接班 on disk: every step is a row of its own, all ink."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import JsonText, UtcInstant


class HandoverOfferRecord(Record):
    """提交交班: fixes the cut-off as the sequence of its own ledger entry, and freezes the sheet."""

    __tablename__ = "handover_offer"
    __ink__ = True
    __table_args__ = (Index("ix_handover_offer_watch_id", "watch_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    watch_id: Mapped[int] = mapped_column(ForeignKey("watch.id"))
    cutoff_seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    offered_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    sheet: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    key: Mapped[str] = mapped_column(String(40), unique=True)


class HandoverTickRecord(Record):
    """One item opened by the relief, with the quantity found."""

    __tablename__ = "handover_tick"
    __ink__ = True
    __table_args__ = (Index("ix_handover_tick_offer_id", "offer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("handover_offer.id"))
    item_key: Mapped[str] = mapped_column(String(60))
    quantity: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200))
    ticked_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))


class HandoverReservationRecord(Record):
    """保留意见 of the relief: printed, hinders nothing."""

    __tablename__ = "handover_reservation"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("handover_offer.id"))
    text: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_name: Mapped[str] = mapped_column(String(60))


class HandoverEndRecord(Record):
    """An offer that came to nothing: 退回 by the relief or 撤回 by the watch, with the reason."""

    __tablename__ = "handover_end"
    __ink__ = True
    __table_args__ = (CheckConstraint("how IN ('returned', 'withdrawn')", name="how"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("handover_offer.id"), unique=True)
    how: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcInstant)
    by_name: Mapped[str] = mapped_column(String(60))


class HandoverWaiverRecord(Record):
    """The one waiver: the leader lets the handover go on over the blockers that it names."""

    __tablename__ = "handover_waiver"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("handover_offer.id"))
    blockers: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcInstant)
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    leader_name: Mapped[str] = mapped_column(String(60))


class HandoverAcceptanceRecord(Record):
    """已接: the frozen snapshot, its hash, and the two detached signatures over it. This is the legal act."""

    __tablename__ = "handover_acceptance"
    __ink__ = True
    __table_args__ = (
        CheckConstraint("how IN ('normal', 'emergency')", name="how"),
        UniqueConstraint("year", "paper_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("handover_offer.id"), unique=True)
    watch_id: Mapped[int] = mapped_column(ForeignKey("watch.id"), unique=True)
    next_watch_id: Mapped[int] = mapped_column(ForeignKey("watch.id"), unique=True)
    how: Mapped[str] = mapped_column(String(10))
    accepted_at: Mapped[datetime] = mapped_column(UtcInstant)
    year: Mapped[int]
    paper_number: Mapped[int]
    snapshot: Mapped[str] = mapped_column(Text)
    snapshot_sha256: Mapped[str] = mapped_column(String(64))
    outgoing_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    incoming_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    outgoing_signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    outgoing_certificate: Mapped[bytes | None] = mapped_column(LargeBinary)
    incoming_signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    incoming_certificate: Mapped[bytes | None] = mapped_column(LargeBinary)
