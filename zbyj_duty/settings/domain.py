"""Pure rules of the settings window: where a version stands, what it would alter, what a pasted notice says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from zbyj_duty.core.clock import date_words
from zbyj_duty.core.duty_calendar import DutyCalendar, SpecialDay
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import clean_text, half_width
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.profiles.service import ProfileRow
from zbyj_duty.settings.rule_cells import NOBODY, cells_of, columns_of

_KINDS = {
    "holiday": "holiday",
    "workday": "workday",
    "放假": "holiday",
    "休": "holiday",
    "上班": "workday",
    "班": "workday",
}
_LONGEST_SPAN = 15
_NAME_LIMIT = 40


class Standing(StrEnum):
    """Where a version of a rule stands today."""

    NOW = "● 执行中"
    WAITING = "○ 待核准"
    COMING = "◆ 已核准，未到期"
    OVER = "已被替代"
    LAPSED = "未核准，已失效"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version and where it stands."""

    version: ProfileRow
    standing: Standing

    @property
    def id(self) -> int:
        """The version's row."""
        return self.version.id


def standings(versions: tuple[ProfileRow, ...], today: date) -> tuple[VersionRow, ...]:
    """Return every version with its standing, in the order given."""
    approved = [v for v in versions if v.approved_by]
    reach = [v for v in approved if v.effective_on <= today and (v.until_on is None or today <= v.until_on)]
    now = max(reach, key=_order, default=None)
    return tuple(VersionRow(v, _standing(v, now, today)) for v in versions)


def _order(version: ProfileRow) -> tuple[date, int]:
    return version.effective_on, version.id


def _standing(version: ProfileRow, now: ProfileRow | None, today: date) -> Standing:
    if now is not None and version.id == now.id:
        return Standing.NOW
    coming = version.effective_on > today
    if not version.approved_by:
        return Standing.WAITING if coming else Standing.LAPSED
    return Standing.COMING if coming else Standing.OVER


def body_lines(kind: ProfileKind, body: Any) -> tuple[str, ...]:
    """Return a rule in words, one line an entry."""
    if kind is ProfileKind.WATCH_HOURS:
        times = [row[0] for row in cells_of(kind, body, ())]
        length = "24 小时一班" if len(times) == 1 else f"每天 {len(times)} 班"
        return (f"{'、'.join(times)} 交接班（{length}）",)
    base = body if kind is ProfileKind.ROUNDS else ()
    titles = [column.title for column in columns_of(kind, base)]
    lines = [_words(kind, row, titles) for row in cells_of(kind, body, base)]
    return tuple(lines) or ("没有",)


def _words(kind: ProfileKind, row: tuple[str, ...], titles: list[str]) -> str:
    if kind is ProfileKind.POSTS:
        name, part, least, most = row
        count = f"{least} 人" if least == most else f"{least}–{most} 人" if most else _at_least(least)
        return f"{name}（{part}）{count}"
    if kind is ProfileKind.ROUNDS:
        reached = [(title, cell) for title, cell in zip(titles[4:], row[4:], strict=True) if cell != NOBODY]
        groups = "，".join(f"{title}{cell}" for title, cell in reached) or "不调度任何单位"
        return f"{row[0]} {row[1]} 开始，{row[2]} 分钟转黄、{row[3]} 分钟转红；{groups}"
    if kind is ProfileKind.QUESTIONS:
        return f"{row[0]}（{row[1]}，问{row[2] or '全部'}）"
    if kind is ProfileKind.MODES:
        return f"{row[0]}：{row[1]} {' '.join(row[2:])}".strip()
    return f"{row[0]} {row[1] + ' 件' if row[1] else '只看不点'}"


def _at_least(least: str) -> str:
    return f"{least} 人以上" if least != "0" else "人数不限"


def differences(kind: ProfileKind, now: Any, then: Any) -> tuple[str, ...]:
    """Return what ``then`` alters of ``now``: lines that begin with ＋, － or ～; () when nothing."""
    if kind is ProfileKind.WATCH_HOURS:
        old, new = body_lines(kind, now)[0], body_lines(kind, then)[0]
        return () if old == new else (f"～ {old} → {new}",)
    before, after = _by_name(kind, now), _by_name(kind, then)
    lines = [f"－ 取消：{words}" for name, words in before.items() if name not in after]
    lines += [f"＋ 新增：{words}" for name, words in after.items() if name not in before]
    lines += [
        f"～ {name}：{_altered(kind, now, then, name)}"
        for name, words in after.items()
        if name in before and before[name] != words
    ]
    if not lines and list(before) != list(after):
        lines.append("～ 只改了先后次序：" + "、".join(after))
    return tuple(lines)


def _altered(kind: ProfileKind, now: Any, then: Any, name: str) -> str:
    """Return which cells of one entry change: 开始 9:00 → 8:50."""
    base = (*now, *then) if kind is ProfileKind.ROUNDS else ()
    titles = [re.sub("（.*", "", column.title) for column in columns_of(kind, base)]
    old, new = (next(row for row in cells_of(kind, body, base) if row[0] == name) for body in (now, then))
    changed = [(t, a or "空", b or "空") for t, a, b in zip(titles, old, new, strict=True) if a != b]
    return "，".join(f"{title} {a} → {b}" for title, a, b in changed)


def _by_name(kind: ProfileKind, body: Any) -> dict[str, str]:
    if kind is ProfileKind.MODES:  # what a mode changes has no name of its own: the line is its name
        return {words: words for words in body_lines(kind, body)} if body else {}
    names = [getattr(entry, "name", None) or getattr(entry, "text", "") for entry in body]
    return dict(zip(names, body_lines(kind, body), strict=True)) if body else {}


def calendar_warnings(calendar: DutyCalendar, today: date) -> tuple[str, ...]:
    """Return what must be said loudly: this year or the next has no notice yet."""
    asked = (today, date(today.year + 1, 1, 1))
    return tuple(filter(None, (calendar.warning(day) for day in asked)))


def days_of(text: str) -> tuple[SpecialDay, ...]:
    """Read a pasted notice or a CSV file: a day or a span, 放假 or 上班, a name; one a line, in any of the usual forms.

    Raises:
        InvalidInput: field ``days``, with the line.
    """
    found: dict[date, SpecialDay] = {}
    for number, raw in enumerate(clean_text(text.replace("\t", ",")).text.splitlines(), 1):
        line = half_width(raw).strip().strip(",")
        if not line or line.lower().startswith(("date", "日期", "#")):
            continue
        for day in _days_of_line(number, line):
            if day.day in found:
                raise InvalidInput("days", "profiles.day_twice_row", row=number, date=date_words(day.day))
            found[day.day] = day
    if not found:
        raise InvalidInput("days", "profiles.no_days")
    return tuple(found[day] for day in sorted(found))


def _days_of_line(number: int, line: str) -> tuple[SpecialDay, ...]:
    stamp = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    shape = rf"{stamp}(?:\s*(?:至|到|~|—|–|--)+\s*{stamp})?[\s,，、]+(\w+)(?:[\s,，、]+([^,]*))?(?:,.*)?"
    match = re.fullmatch(shape, line)
    if match is None or match[7].lower() not in _KINDS:
        raise InvalidInput("days", "profiles.bad_day", row=number, value=line)
    first = _date(number, line, match.group(1, 2, 3))
    last = _date(number, line, match.group(4, 5, 6)) if match[4] else first
    length = (last - first).days + 1
    if not 1 <= length <= _LONGEST_SPAN:
        raise InvalidInput("days", "profiles.long_span", row=number, days=length)
    kind = _KINDS[match[7].lower()]
    name = (match[8] or "").strip() or ("放假" if kind == "holiday" else "调休上班")
    if len(name) > _NAME_LIMIT:
        raise InvalidInput("days", "profiles.long_name", row=number, limit=_NAME_LIMIT)
    return tuple(SpecialDay(first + timedelta(days=n), kind, name) for n in range(length))


def _date(number: int, line: str, parts: tuple[str | Any, ...]) -> date:
    try:
        return date(*(int(part) for part in parts))
    except ValueError as error:
        raise InvalidInput("days", "profiles.bad_day", row=number, value=line) from error


def days_words(days: tuple[SpecialDay, ...]) -> str:
    """Return what was read, to be compared with the notice."""
    rest = sum(day.kind == "holiday" for day in days)
    years = "、".join(f"{year}年" for year in sorted({day.day.year for day in days}))
    return f"{years}：共 {len(days)} 天，放假 {rest} 天，调休上班 {len(days) - rest} 天"


def read_date(field: str, typed: str, needed: bool = True) -> date | None:
    """Read a date a person typed: 2026-12-01, 2026/12/1, 2026年12月1日 or 20261201.

    Raises:
        InvalidInput: beside ``field``.
    """
    text = half_width(typed).strip()
    if not text:
        if needed:
            raise InvalidInput(field, "input.blank")
        return None
    found = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", text)
    try:
        return date(*(int(part) for part in found.groups())) if found else _not_a_date(field, typed)
    except ValueError as error:
        raise InvalidInput(field, "input.not_a_date", value=typed) from error


def _not_a_date(field: str, typed: str) -> date:
    raise InvalidInput(field, "input.not_a_date", value=typed)
