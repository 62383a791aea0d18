"""The rounds' section of a watch report: the summary, then every unit with what it said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zbyj_duty.core.clock import time_words
from zbyj_duty.pdf.document import Block, Column, Heading, Row, Table, Text

_COLUMNS = (
    Column("单位", 25),
    Column("时间", 9),
    Column("结果", 14),
    Column("应答人", 12),
    Column("加问", 12),
    Column("情况", 28),
)
_COLUMNS_UNASKED = (
    Column("单位", 29),
    Column("时间", 9),
    Column("结果", 18),
    Column("应答人", 12),
    Column("情况", 32),
)
_CIRCLED = "①②③④⑤"


def section(frozen: Any) -> tuple[Block, ...]:
    """Return the blocks of a watch's rounds.

    Args:
        frozen: as ``DispatchSource.freeze`` gave it.
    """
    blocks: list[Block] = [Heading("每日调度")]
    for held in frozen:
        blocks += _round(held)
    return tuple(blocks)


def _round(held: dict[str, Any]) -> list[Block]:
    head = Heading(f"{held['name']}（计划 {_time(held['planned_at'])}）", 2)
    if held["how"] == "skipped":
        return [head, Text(f"未举行：{held['reason']}（{held['by']}）", red=True)]
    blocks: list[Block] = [head]
    if held["closed_at"] is None:
        blocks.append(Text(f"{_time(held['opened_at'])} 开始，交班时尚未收轮。", red=True))
    else:
        blocks.append(Text(held["summary"]))
    if held["questions"]:
        asked = "  ".join(f"{_CIRCLED[n]} {q}" for n, q in enumerate(held["questions"]))
        blocks.append(Text(f"加问：{asked}"))
    asked = bool(held["questions"])
    rows = tuple(_row(target, asked) for target in held["targets"])
    blocks.append(Table(_COLUMNS if asked else _COLUMNS_UNASKED, rows))
    return blocks


def _row(target: dict[str, Any], asked: bool) -> Row:
    tries = len(target["attempts"])
    result = target["result"] + (f"（第{tries}次）" if tries > 1 else "")
    answers = " ".join(f"{_CIRCLED[n]}{text}" for n, text in enumerate(target["answers"]))
    text = target["text"]
    if target["reason"]:
        text = f"{text}（{target['reason']}）" if text else f"（{target['reason']}）"
    time = _time(target["at"]) if target["at"] else "—"
    silent = target["at"] is None or target["result"].startswith("▲")
    said = (answers or "—",) if asked else ()
    cells = (target["name"], time, result, target["answerer"] or "—", *said, text or "—")
    return Row(cells, red=silent)


def _time(text: str) -> str:
    return time_words(datetime.fromisoformat(text))
