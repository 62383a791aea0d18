"""Tables of the 值班表: the plan being drawn up, its published versions, and what was changed since."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import JsonText, UtcInstant


class RosterCellRecord(Record):
    """A place of the working plan; every state of it is in the ledger. ``fixed``: set by hand, kept by the draft."""

    __tablename__ = "roster_cell"
    __table_args__ = (
        UniqueConstraint("business_date", "ordinal", "post", "seat"),
        CheckConstraint("seat > 0", name="seat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_date: Mapped[date]
    ordinal: Mapped[int] = mapped_column(SmallInteger)
    post: Mapped[str] = mapped_column(String(40))
    seat: Mapped[int] = mapped_column(SmallInteger)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    fixed: Mapped[bool] = mapped_column(Boolean)


class RosterRemarkRecord(Record):
    """备注 of a day in the working plan."""

    __tablename__ = "roster_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_date: Mapped[date] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(String(200))


class RosterVersionRecord(Record):
    """第 n 版 of a month as published; ``accepted`` lists the gaps that were let through, ``waiver`` says why."""

    __tablename__ = "roster_version"
    __ink__ = True
    __table_args__ = (UniqueConstraint("month", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    number: Mapped[int] = mapped_column(SmallInteger)
    published_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    waiver: Mapped[str] = mapped_column(String(200))
    accepted: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    remarks: Mapped[dict] = mapped_column(JsonText)  # type: ignore[type-arg]
    key: Mapped[str] = mapped_column(String(40), unique=True)


class RosterSlotRecord(Record):
    """A place of a published version, with the name as it was then."""

    __tablename__ = "roster_slot"
    __ink__ = True
    __table_args__ = (
        UniqueConstraint("business_date", "version_id", "ordinal", "post", "seat"),
        CheckConstraint("part IN ('head', 'crew', 'standby', 'leader', 'deputy')", name="part"),
        Index("ix_roster_slot_version_id", "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("roster_version.id"))
    business_date: Mapped[date]
    ordinal: Mapped[int] = mapped_column(SmallInteger)
    post: Mapped[str] = mapped_column(String(40))
    part: Mapped[str] = mapped_column(String(10))
    seat: Mapped[int] = mapped_column(SmallInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(60))


class RosterChangeRecord(Record):
    """调班, 替班 or 顶班 as proposed; where it stands follows from its steps."""

    __tablename__ = "roster_change"
    __ink__ = True
    __table_args__ = (CheckConstraint("kind IN ('swap', 'substitute', 'take_over')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(40), unique=True)


class RosterLegRecord(Record):
    """One place of a change: who gives it up, who stands there instead; minutes count from the watch's start."""

    __tablename__ = "roster_leg"
    __ink__ = True
    __table_args__ = (
        Index("ix_roster_leg_business_date", "business_date"),
        Index("ix_roster_leg_change_id", "change_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("roster_change.id"))
    business_date: Mapped[date]
    ordinal: Mapped[int] = mapped_column(SmallInteger)
    post: Mapped[str] = mapped_column(String(40))
    seat: Mapped[int] = mapped_column(SmallInteger)
    out_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    out_name: Mapped[str] = mapped_column(String(60))
    in_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    in_name: Mapped[str] = mapped_column(String(60))
    from_minute: Mapped[int | None]
    until_minute: Mapped[int | None]


class RosterStepRecord(Record):
    """A step of a change: who did what about it, for whom, with the objections found and the waiver."""

    __tablename__ = "roster_step"
    __ink__ = True
    __table_args__ = (
        CheckConstraint(
            "what IN ('submitted', 'agreed', 'refused', 'approved', 'rejected', 'withdrawn', 'taken')",
            name="what",
        ),
        Index("ix_roster_step_change_id", "change_id", "what"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("roster_change.id"))
    what: Mapped[str] = mapped_column(String(10))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    for_name: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(String(200))
    waiver: Mapped[str] = mapped_column(String(200))
    objections: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
