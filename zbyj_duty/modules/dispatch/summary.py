"""The sentence of a round, to be read out on the phone and printed."""

from __future__ import annotations

from datetime import datetime

from zbyj_duty.core.clock import time_words
from zbyj_duty.modules.dispatch.domain import Result, RoundDetail, TargetRow, count

_NAMED = 8
_SPOKEN = 80


def compose(detail: RoundDetail, closed_at: datetime, reasons: dict[int, str]) -> str:
    """Return the summary: each group's counts, every 有情况 in words, every open row with its reason.

    Args:
        detail: the round with its attempts.
        closed_at: end of the round, UTC.
        reasons: of the rows that did not answer.
    """
    groups = dict.fromkeys(t.group for t in detail.targets)
    span = f"{time_words(detail.opened_at)}—{time_words(closed_at)}"
    parts = [_group(name, tuple(t for t in detail.targets if t.group == name)) for name in groups]
    parts += [f"{t.name}：{_said(t)}" for t in detail.targets if _is(t, Result.SOMETHING)]
    parts += [f"{t.name}补报：{_said(t)}" for t in detail.targets if _is(t, Result.LATE)]
    exempt = [f"{t.name}（{_said(t)}）" for t in detail.targets if _is(t, Result.EXEMPT)]
    if exempt:
        parts.append(f"免调：{'、'.join(exempt)}")
    missing = [t for t in detail.targets if t.is_open]
    if missing:
        parts.append(_missing(missing, reasons))
    return f"{detail.name}（{span}）：" + "；".join(parts) + "。"


def _group(name: str, targets: tuple[TargetRow, ...]) -> str:
    counts = count(targets)
    words = [f"{name}{counts.total}，应答{counts.answered}"]
    if counts.relayed:
        words.append(f"其中区县代报{counts.relayed}")
    for number, label in (
        (counts.nothing, "无情况"),
        (counts.something, "有情况"),
        (counts.late, "补报"),
        (counts.exempt, "免调"),
        (counts.missed, "未联系上"),
        (counts.unasked, "未问"),
    ):
        if number:
            words.append(f"{label}{number}")
    return "，".join(words)


def _missing(targets: list[TargetRow], reasons: dict[int, str]) -> str:
    by_reason: dict[str, list[TargetRow]] = {}
    for target in targets:
        by_reason.setdefault(reasons.get(target.id, ""), []).append(target)
    told = []
    for reason, found in by_reason.items():
        names = "、".join(_with_tries(t) for t in found[:_NAMED])
        more = f"等{len(found)}个" if len(found) > _NAMED else ""
        told.append(f"{names}{more}（{reason or '未说明'}）")
    return "未应答：" + "，".join(told)


def _with_tries(target: TargetRow) -> str:
    last = target.last
    return target.name if last is None else f"{target.name}{last.result.words}{len(target.attempts)}次"


def _is(target: TargetRow, result: Result) -> bool:
    return target.settled is not None and target.settled.result is result


def _said(target: TargetRow) -> str:
    text = target.settled.text if target.settled else ""
    return text if len(text) <= _SPOKEN else text[:_SPOKEN] + "……"
