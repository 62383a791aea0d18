"""The sheet, computed: open matters of every slice, things to count, lines added after the offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.clock import time_words
from zbyj_duty.core.sources import Source
from zbyj_duty.handover.domain import ItemKind, SheetItem
from zbyj_duty.handover.records import HandoverTickRecord
from zbyj_duty.journal.domain import LogRow
from zbyj_duty.profiles.domain import HandoverItem


def fresh_items(
    session: Session, sources: Iterable[Source], things: Iterable[HandoverItem]
) -> tuple[SheetItem, ...]:
    """Return the items as they stand now: matters in order of age, then things."""
    matters = sorted((m for source in sources for m in source.open_matters(session)), key=lambda m: m.since)
    listed = [SheetItem(m.key, ItemKind.MATTER, m.text, m.source, None, m.since, m.due_at) for m in matters]
    counted = [
        SheetItem(f"thing:{thing.name}", ItemKind.THING, thing.name, "交接物品", thing.quantity)
        for thing in things
    ]
    return (*listed, *counted)


def as_json(items: Iterable[SheetItem]) -> list[dict[str, Any]]:
    """Return items as JSON values, without their ticks."""
    return [
        {
            "key": item.key,
            "kind": item.kind.value,
            "title": item.title,
            "source": item.source,
            "expected": item.expected,
            "since": item.since.isoformat() if item.since else None,
            "due_at": item.due_at.isoformat() if item.due_at else None,
        }
        for item in items
    ]


def from_json(told: Iterable[dict[str, Any]]) -> tuple[SheetItem, ...]:
    """Read items back from an offer."""
    return tuple(
        SheetItem(
            key=item["key"],
            kind=ItemKind(item["kind"]),
            title=item["title"],
            source=item["source"],
            expected=item["expected"],
            since=_instant(item["since"]),
            due_at=_instant(item["due_at"]),
        )
        for item in told
    )


def added_items(lines: Iterable[LogRow]) -> tuple[SheetItem, ...]:
    """Return 提交后新增: lines saved after the offer, which the relief must see too."""
    return tuple(
        SheetItem(
            f"log_line:{line.id}", ItemKind.ADDED, f"{time_words(line.occurred_at)} {line.text}", "提交后新增"
        )
        for line in lines
    )


def struck_items(lines: Iterable[LogRow]) -> tuple[SheetItem, ...]:
    """Return 提交后划去: lines of the watch struck after the offer; on its paper they stand as they stood."""
    return tuple(
        SheetItem(
            f"log_strike:{line.id}",
            ItemKind.ADDED,
            f"第 {line.number} 号被划去：{line.strike.reason if line.strike else ''}（{line.text[:60]}）",
            "提交后划去",
        )
        for line in lines
    )


def with_ticks(session: Session, offer_id: int, items: Iterable[SheetItem]) -> tuple[SheetItem, ...]:
    """Return the items with the newest tick of each."""
    rows = session.execute(
        select(HandoverTickRecord)
        .where(HandoverTickRecord.offer_id == offer_id)
        .order_by(HandoverTickRecord.id)
    ).scalars()
    newest = {row.item_key: row for row in rows}
    return tuple(_ticked(item, newest.get(item.key)) for item in items)


def _ticked(item: SheetItem, tick: HandoverTickRecord | None) -> SheetItem:
    if tick is None:
        return item
    return replace(
        item, ticked_at=tick.ticked_at, ticked_by=tick.by_name, quantity=tick.quantity, note=tick.note
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
