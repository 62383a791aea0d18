"""The report list's columns."""

from __future__ import annotations

from zbyj_duty.reports.domain import ReportRow


def watch_text(row: ReportRow) -> str:
    """Which watch."""
    return row.watch_words


def number_text(row: ReportRow) -> str:
    """文号, or that the paper is still to be made."""
    return row.number or "已接、待签 PDF"


def signed_text(row: ReportRow) -> str:
    """Who has signed, who has not."""
    signed = "、".join(s.words for s in row.signed) or "未签"
    return signed + (f"；缺 {'、'.join(row.missing)}" if row.missing else "")


def signed_tone(row: ReportRow) -> str:
    """Green when everybody has signed."""
    return "due" if row.missing or not row.number else "done"


def prints_text(row: ReportRow) -> str:
    """How often it was printed."""
    return str(row.prints) if row.prints else "—"
