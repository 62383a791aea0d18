"""值班报告 on disk: each report, each signed revision with its bytes, each printing. All ink."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import UtcInstant


class ReportRecord(Record):
    """The paper of one accepted handover."""

    __tablename__ = "report"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    acceptance_id: Mapped[int] = mapped_column(ForeignKey("handover_acceptance.id"), unique=True)
    watch_id: Mapped[int] = mapped_column(ForeignKey("watch.id"), unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcInstant)


class ReportRevisionRecord(Record):
    """The file after one more signature; revision 0 has none. The newest revision is the original."""

    __tablename__ = "report_revision"
    __ink__ = True
    __table_args__ = (
        UniqueConstraint("report_id", "revision"),
        CheckConstraint("field IN ('', 'outgoing', 'incoming', 'leader')", name="field"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    revision: Mapped[int] = mapped_column(SmallInteger)
    field: Mapped[str] = mapped_column(String(10))
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signer_name: Mapped[str] = mapped_column(String(60))
    fingerprint: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcInstant)


class ReportPrintRecord(Record):
    """第 n 次打印 of a report, by whom."""

    __tablename__ = "report_print"
    __ink__ = True
    __table_args__ = (UniqueConstraint("report_id", "count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    count: Mapped[int] = mapped_column(SmallInteger)
    printed_at: Mapped[datetime] = mapped_column(UtcInstant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
