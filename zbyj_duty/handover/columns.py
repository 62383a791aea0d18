"""The sheet's columns on screen."""

from __future__ import annotations

from zbyj_duty.core.clock import beijing, time_words
from zbyj_duty.handover.domain import ItemKind, SheetItem

_KINDS = {ItemKind.MATTER: "未办结", ItemKind.THING: "物品", ItemKind.ADDED: "提交后新增"}


def state_text(item: SheetItem) -> str:
    """○ 未看, ✓ 已看, ▲ 不符."""
    if item.ticked_at is None:
        return "○ 未看"
    return "▲ 不符" if item.mismatch else "✓ 已看"


def state_tone(item: SheetItem) -> str:
    """Green when seen, red when it does not agree."""
    if item.ticked_at is None:
        return "soft"
    return "overdue" if item.mismatch else "done"


def kind_text(item: SheetItem) -> str:
    """未办结, 物品, 提交后新增."""
    return _KINDS[item.kind]


def source_text(item: SheetItem) -> str:
    """Which slice names it."""
    return item.source


def title_text(item: SheetItem) -> str:
    """What it is."""
    return item.title


def since_text(item: SheetItem) -> str:
    """Since when."""
    if item.since is None:
        return ""
    local = beijing(item.since)
    return f"{local.month}月{local.day}日 {time_words(item.since)}"


def quantity_text(item: SheetItem) -> str:
    """实有 / 应有."""
    if item.expected is None:
        return "—"
    found = "—" if item.quantity is None else str(item.quantity)
    return f"{found} / {item.expected}"


def seen_text(item: SheetItem) -> str:
    """Who looked, and when."""
    return f"{item.ticked_by} {time_words(item.ticked_at)}" if item.ticked_at else ""
