"""每日调度 on disk: rounds, whom they call, every attempt, how they were closed. All ink."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import JsonText, UtcInstant

_RESULTS = "'nothing','something','no_answer','busy','off_post','late','exempt'"


class RoundRecord(Record):
    """One round, held or not held. ``seq`` is the ledger sequence of its own entry; plan and questions are those
    of its day."""

    __tablename__ = "dispatch_round"
    __ink__ = True
    __table_args__ = (
        UniqueConstraint("business_date", "name"),
        CheckConstraint("how IN ('held', 'skipped')", name="how"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    business_date: Mapped[date]
    name: Mapped[str] = mapped_column(String(40))
    how: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(200))
    plan: Mapped[dict] = mapped_column(JsonText)  # type: ignore[type-arg]
    questions: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    planned_at: Mapped[datetime] = mapped_column(UtcInstant)
    opened_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(40), unique=True)


class TargetRecord(Record):
    """Whom a round calls, with name and number as they were then. ``covers`` is how many enterprises a district
    answers for (区县代报); 1 for a unit that is called itself."""

    __tablename__ = "dispatch_target"
    __ink__ = True
    __table_args__ = (
        UniqueConstraint("round_id", "org_unit_id", "group_name"),
        Index("ix_dispatch_target_org_unit_id", "org_unit_id", "id"),
        CheckConstraint("covers > 0", name="covers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("dispatch_round.id"))
    org_unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    group_name: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(40))
    contact: Mapped[str] = mapped_column(String(60))
    reach: Mapped[str] = mapped_column(String(8))
    covers: Mapped[int]


class AttemptRecord(Record):
    """One call to one target and what came of it."""

    __tablename__ = "dispatch_attempt"
    __ink__ = True
    __table_args__ = (
        CheckConstraint(f"result IN ({_RESULTS})", name="result"),
        Index("ix_dispatch_attempt_target_id", "target_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("dispatch_target.id"))
    at: Mapped[datetime] = mapped_column(UtcInstant)
    result: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(40))
    answerer: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    answers: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(40), unique=True)


class RoundCloseRecord(Record):
    """收轮: the reason of each target that did not answer, and the summary as it was read out."""

    __tablename__ = "dispatch_close"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("dispatch_round.id"), unique=True)
    closed_at: Mapped[datetime] = mapped_column(UtcInstant)
    reasons: Mapped[list] = mapped_column(JsonText)  # type: ignore[type-arg]
    summary: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
