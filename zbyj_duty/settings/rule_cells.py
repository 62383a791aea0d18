"""A rule as a table that a person edits: its columns, the words in its cells, and the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import clean_text, half_width, same_line
from zbyj_duty.duty.domain import Part
from zbyj_duty.profiles.domain import (
    DEFAULTS,
    AnswerKind,
    HandoverItem,
    ModeEffect,
    ModeRule,
    Post,
    ProfileKind,
    Reach,
    RoundGroup,
    RoundPlan,
    SpecialQuestion,
    WatchHours,
)

Cells = tuple[tuple[str, ...], ...]
_PARTS = {part.words: part.value for part in (Part.LEADER, Part.HEAD, Part.CREW, Part.STANDBY, Part.DEPUTY)}
_ANSWERS = {"是否": AnswerKind.YES_NO, "数字": AnswerKind.NUMBER, "文字": AnswerKind.TEXT}
NOBODY = "不调度"
_MODES = {"加强": "heightened", "战时": "wartime"}
_EFFECTS = {effect.words: effect for effect in ModeEffect}
_REACHES = ("逐一", "区县代报", "抽 3", "抽 5", "抽 10", NOBODY)
_ALL = "全部"


@dataclass(frozen=True, slots=True)
class CellColumn:
    """One column of the table.

    Attributes:
        title: heading.
        width: in pixels; 0 takes what is left.
        choices: words to choose from.
        free: other words than the choices may be typed.
    """

    title: str
    width: int = 0
    choices: tuple[str, ...] = ()
    free: bool = True


def columns_of(kind: ProfileKind, base: Any) -> tuple[CellColumn, ...]:
    """Return the columns of a rule; a round has one for each group of targets that ``base`` knows."""
    if kind is ProfileKind.WATCH_HOURS:
        return (CellColumn("交接班时间"),)
    if kind is ProfileKind.POSTS:
        return (
            CellColumn("岗位"),
            CellColumn("身份", 120, tuple(_PARTS), False),
            CellColumn("至少几人", 90),
            CellColumn("至多几人（空：不限）", 170),
        )
    if kind is ProfileKind.ROUNDS:
        groups = tuple(CellColumn(name, 104, _REACHES) for name in _groups(base))
        return (
            CellColumn("轮次"),
            CellColumn("开始", 70),
            CellColumn("几分钟转黄", 96),
            CellColumn("几分钟转红", 96),
            *groups,
        )
    if kind is ProfileKind.QUESTIONS:
        return (
            CellColumn("问题"),
            CellColumn("回答", 90, tuple(_ANSWERS), False),
            CellColumn("问哪些（空：全部）", 180),
        )
    if kind is ProfileKind.MODES:
        return (
            CellColumn("模式", 80, tuple(_MODES), False),
            CellColumn("改变什么", 120, tuple(_EFFECTS), False),
            CellColumn("岗位、轮次或任务"),
            CellColumn("至少几人，或几点", 150),
        )
    return (CellColumn("物品"), CellColumn("应有数量（空：只看不点）", 200))


def new_row(kind: ProfileKind, base: Any) -> tuple[str, ...]:
    """Return what a row that was just added holds."""
    if kind is ProfileKind.ROUNDS:
        return ("", "", "30", "60", *("逐一" for _ in _groups(base)))
    return {
        ProfileKind.POSTS: ("", Part.CREW.words, "1", "1"),
        ProfileKind.QUESTIONS: ("", "是否", ""),
        ProfileKind.HANDOVER_ITEMS: ("", "1"),
        ProfileKind.MODES: ("战时", ModeEffect.EXTRA_POST.words, "", ""),
    }.get(kind, ("",))


def cells_of(kind: ProfileKind, body: Any, base: Any) -> Cells:
    """Return a rule's body as cells."""
    if isinstance(body, WatchHours):
        return tuple((f"{hour}:{minute:02d}",) for hour, minute in body.change_overs)
    return tuple(_row_of(entry, base) for entry in body)


def body_of(kind: ProfileKind, cells: Cells, base: Any) -> Any:
    """Read a body back from its cells; empty rows are left out.

    Raises:
        InvalidInput: field ``body``, with row and column.
    """
    rows = [(n, tuple(_plain(c) for c in row)) for n, row in enumerate(cells, 1)]
    rows = [(n, row) for n, row in rows if row[0] or (kind is ProfileKind.ROUNDS and row[1])]
    if kind is ProfileKind.WATCH_HOURS:
        return WatchHours(tuple(_time(n, row[0]) for n, row in rows))
    if not rows and kind not in (ProfileKind.QUESTIONS, ProfileKind.MODES):
        raise InvalidInput("body", "profiles.no_rows")
    titles = [column.title for column in columns_of(kind, base)]
    return tuple(_entry(kind, n, row, titles, base) for n, row in rows)


def _entry(kind: ProfileKind, number: int, row: tuple[str, ...], titles: list[str], base: Any) -> Any:
    if not row[0]:
        raise InvalidInput("body", "profiles.blank_cell", row=number, column=titles[0])
    if kind is ProfileKind.POSTS:
        part = _choice(number, titles[1], row[1], _PARTS)
        most = _number(number, titles[3], row[3]) if row[3] else None
        return Post(row[0], part, _number(number, titles[2], row[2]), most)
    if kind is ProfileKind.ROUNDS:
        hour, minute = _time(number, row[1])
        amber, red = _number(number, titles[2], row[2]), _number(number, titles[3], row[3])
        return RoundPlan(row[0], hour, minute, amber, red, _read_groups(number, row[4:], base))
    if kind is ProfileKind.QUESTIONS:
        answer = _choice(number, titles[1], row[1], _ANSWERS)
        named = tuple(filter(None, re.split(r"[\s,，、;；]+", row[2])))
        return SpecialQuestion(row[0], answer, () if named == (_ALL,) else named)
    if kind is ProfileKind.MODES:
        mode = _choice(number, titles[0], row[0], _MODES)
        return ModeRule(mode, _choice(number, titles[1], row[1], _EFFECTS), row[2], row[3])
    return HandoverItem(row[0], _number(number, titles[1], row[1]) if row[1] else None)


def _row_of(entry: Any, base: Any) -> tuple[str, ...]:
    if isinstance(entry, Post):
        most = "" if entry.maximum is None else str(entry.maximum)
        return (entry.name, Part(entry.part).words, str(entry.minimum), most)
    if isinstance(entry, RoundPlan):
        reached = {group.name: _reach_words(group) for group in entry.groups}
        time = f"{entry.hour}:{entry.minute:02d}"
        groups = tuple(reached.get(name, NOBODY) for name in _groups(base))
        return (entry.name, time, str(entry.amber_minutes), str(entry.red_minutes), *groups)
    if isinstance(entry, SpecialQuestion):
        answer = next(words for words, kind in _ANSWERS.items() if kind is entry.answer)
        return (entry.text, answer, "、".join(entry.groups))
    if isinstance(entry, ModeRule):
        mode = next(words for words, value in _MODES.items() if value == entry.mode)
        return (mode, entry.effect.words, entry.name, entry.value)
    return (entry.name, "" if entry.quantity is None else str(entry.quantity))


def _groups(base: Any) -> dict[str, RoundGroup]:
    """Return the groups of targets that rounds know, by name; the shipped ones and those of the rule in force."""
    plans = (*DEFAULTS[ProfileKind.ROUNDS], *base)
    return {group.name: group for plan in plans for group in plan.groups}


def _reach_words(group: RoundGroup) -> str:
    return {Reach.EACH: "逐一", Reach.RELAY: "区县代报"}.get(group.reach, f"抽 {group.sample}")


def _read_groups(number: int, cells: tuple[str, ...], base: Any) -> tuple[RoundGroup, ...]:
    groups = []
    for known, cell in zip(_groups(base).values(), cells, strict=True):
        drawn = re.fullmatch(r"抽查?\s*(\d{1,4})\s*家?", cell)
        if cell in ("", NOBODY):
            continue
        if drawn and int(drawn[1]):
            groups.append(RoundGroup(known.name, known.kinds, Reach.SAMPLE, int(drawn[1])))
        else:
            reach = _choice(number, known.name, cell, {"逐一": Reach.EACH, "区县代报": Reach.RELAY})
            groups.append(RoundGroup(known.name, known.kinds, reach))
    return tuple(groups)


def _choice(number: int, column: str, cell: str, known: dict[str, Any]) -> Any:
    if cell not in known:
        words = "、".join(_REACHES if column in _groups(()) else known)
        raise InvalidInput("body", "profiles.bad_choice", row=number, column=column, value=cell, known=words)
    return known[cell]


def _number(number: int, column: str, cell: str) -> int:
    if not re.fullmatch(r"\d{1,5}", cell, re.ASCII):
        raise InvalidInput("body", "profiles.bad_number", row=number, column=column, value=cell)
    return int(cell)


def _time(number: int, cell: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", cell, re.ASCII) or re.fullmatch(
        r"(\d{1,2})(\d{2})", cell, re.ASCII
    )
    if found is None or not (int(found[1]) < 24 and int(found[2]) < 60):
        raise InvalidInput("body", "profiles.bad_time", row=number, value=cell)
    return int(found[1]), int(found[2])


def _plain(cell: str) -> str:
    """Return a cell as it is read: full-width digits and colons are what a Chinese keyboard gives."""
    text = same_line(clean_text(cell).text)
    return half_width(text) if re.fullmatch(r"[\d:：.．\s]+", text) else text
