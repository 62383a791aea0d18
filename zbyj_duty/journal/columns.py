"""The log's columns: title and text, for screen and export alike."""

from __future__ import annotations

from zbyj_duty.core.clock import time_words
from zbyj_duty.journal.domain import LogRow


def number_text(row: LogRow) -> str:
    """The year number, three digits at least."""
    return f"{row.number:03d}"


def time_text(row: LogRow) -> str:
    """When it happened."""
    return time_words(row.occurred_at)


def kind_text(row: LogRow) -> str:
    """类别."""
    return row.kind.words


def party_text(row: LogRow) -> str:
    """对方, or a dash."""
    return row.party_text or "—"


def body_text(row: LogRow) -> str:
    """The text with what must be seen beside it: which line it corrects, how late, why struck, 待办."""
    text = f"更正 {row.corrects_number}：{row.text}" if row.corrects_number else row.text
    if row.late_minutes:
        span = f"{row.late_minutes} 分钟" if row.late_minutes < 120 else f"{row.late_minutes // 60} 小时"
        text += f" 【补记，晚 {span}】"
    if row.follow_up:
        text += " ◆ 待办" if row.follow_up == "open" else " ✓ 待办已结"
    if row.strike:
        after = f"，见 {row.strike.successor_number}" if row.strike.successor_number else "，作废"
        text += (
            f"（{row.strike.by_name} {time_words(row.strike.struck_at)} 划去：{row.strike.reason}{after}）"
        )
    return text


def author_text(row: LogRow) -> str:
    """Who wrote it."""
    return row.author_name


def body_tone(row: LogRow) -> str:
    """Amber while a 待办 is open."""
    return "due" if row.follow_up == "open" else ""


def is_struck(row: LogRow) -> bool:
    """Tell whether a line is struck through."""
    return row.strike is not None
