"""The report's open matters: papers that are not whole yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from zbyj_duty.core.clock import beijing
from zbyj_duty.core.links import Link
from zbyj_duty.core.sources import OpenMatter
from zbyj_duty.duty.records import WatchRecord
from zbyj_duty.handover.records import HandoverAcceptanceRecord
from zbyj_duty.reports.records import ReportRecord, ReportRevisionRecord


class ReportSource:
    """已接、待签 PDF, and reports the leader has not signed."""

    name = "reports"
    title = "值班报告"

    def open_matters(self, reader: Any) -> tuple[OpenMatter, ...]:
        """Return the unfinished papers, oldest first."""
        query = (
            select(
                HandoverAcceptanceRecord.id,
                HandoverAcceptanceRecord.accepted_at,
                WatchRecord.business_date,
                ReportRecord.id,
                ReportRevisionRecord.id,
            )
            .join(WatchRecord, WatchRecord.id == HandoverAcceptanceRecord.watch_id)
            .outerjoin(ReportRecord, ReportRecord.acceptance_id == HandoverAcceptanceRecord.id)
            .outerjoin(
                ReportRevisionRecord,
                (ReportRevisionRecord.report_id == ReportRecord.id)
                & (ReportRevisionRecord.field == "leader"),
            )
            .where(ReportRevisionRecord.id.is_(None))
            .order_by(HandoverAcceptanceRecord.id)
        )
        return tuple(
            OpenMatter(
                key=f"report:{acceptance_id}",
                source="值班报告",
                text=f"{day.month}月{day.day}日值班报告{'待带班领导签名' if report_id else '已接、待签 PDF'}",
                since=beijing(accepted_at),
                link=Link("report", acceptance_id),
            )
            for acceptance_id, accepted_at, day, report_id, _ in reader.execute(query)
        )

    def freeze(self, reader: Any, low_seq: int, high_seq: int) -> None:
        """Nothing: a report does not print itself."""
        return None
