"""The board's columns."""

from __future__ import annotations

from zbyj_duty.core.clock import time_words
from zbyj_duty.modules.dispatch.domain import Result, TargetRow

_CIRCLED = "①②③④⑤"


def name_text(row: TargetRow) -> str:
    """The unit."""
    return row.name


def number_text(row: TargetRow) -> str:
    """Its duty telephone."""
    return row.number or "—"


def time_text(row: TargetRow) -> str:
    """When it was called last."""
    return time_words(row.shown.at) if row.shown else ""


def result_text(row: TargetRow) -> str:
    """Symbol, word, and how often it was tried."""
    if row.shown is None:
        return {"": "○", "due": "◆", "overdue": "▲"}[row.late] + " 未问"
    tries = f" {len(row.attempts)} 次" if len(row.attempts) > 1 else ""
    return f"{row.shown.result.symbol} {row.shown.result.words}{tries}"


def result_tone(row: TargetRow) -> str:
    """Green for an answer, amber for 有情况, red for a miss."""
    if row.shown is None:
        return row.late or "soft"
    if row.shown.result is Result.EXEMPT:
        return "soft"
    if row.shown.result is Result.SOMETHING:
        return "due"
    return "overdue" if row.shown.result.is_miss else "done"


def answerer_text(row: TargetRow) -> str:
    """Who answered; the name that would be confirmed stands in brackets until then."""
    if row.shown is not None:
        return row.shown.answerer
    return f"（{row.contact}）" if row.contact else ""


def answerer_tone(row: TargetRow) -> str:
    """Grey until somebody has answered."""
    return "" if row.shown is not None else "soft"


def answers_text(row: TargetRow) -> str:
    """Answers to the day's questions; words where a number was asked are marked."""
    if row.shown is None:
        return ""
    return "  ".join(
        f"{_CIRCLED[n]} {a.text}{'' if a.counts else '（不计数）'}" for n, a in enumerate(row.shown.answers)
    )


def text_text(row: TargetRow) -> str:
    """The situation; before the call, in brackets, what it said in the round of this name before."""
    if row.shown is not None:
        return f"{row.shown.text}（{row.reason}）" if row.reason else row.shown.text
    if row.reason:
        return f"（{row.reason}）"
    if row.before is None:
        return ""
    day, result, text = row.before
    return f"（{day.month}月{day.day}日：{result.words}{'，' + text if text else ''}）"


def text_tone(row: TargetRow) -> str:
    """Yesterday's words are grey."""
    return "" if row.shown is not None else "soft"
