"""每日调度 for the compositions: rounds still running; what a watch did, frozen."""

from __future__ import annotations

from typing import Any

from zbyj_duty.core.links import Link
from zbyj_duty.core.sources import OpenMatter
from zbyj_duty.modules.dispatch.domain import RoundDetail, TargetRow, count
from zbyj_duty.modules.dispatch.reading import round_detail, rounds_touched, running_rounds


class DispatchSource:
    """Rounds for 下一步, handover and report."""

    name = "dispatch"
    title = "每日调度"

    def open_matters(self, reader: Any) -> tuple[OpenMatter, ...]:
        """Return the rounds that nobody has closed."""
        return tuple(_matter(round_detail(reader, record)) for record in running_rounds(reader))

    def freeze(self, reader: Any, low_seq: int, high_seq: int) -> Any:
        """Return the rounds of a watch as JSON values, None without any."""
        rounds = [round_detail(reader, r, high_seq) for r in rounds_touched(reader, low_seq, high_seq)]
        return [_frozen(detail) for detail in rounds] or None


def _matter(detail: RoundDetail) -> OpenMatter:
    left = len(detail.open_targets())
    return OpenMatter(
        key=f"round:{detail.id}",
        source="每日调度",
        text=f"{detail.business_date.month}月{detail.business_date.day}日{detail.name}未收轮，{left} 个单位未应答",
        since=detail.opened_at,
        link=Link("round", detail.id),
    )


def _frozen(detail: RoundDetail) -> dict[str, Any]:
    counts = count(detail.targets)
    return {
        "name": detail.name,
        "date": detail.business_date.isoformat(),
        "how": detail.how,
        "reason": detail.reason,
        "planned_at": detail.planned_at.isoformat(timespec="seconds"),
        "opened_at": detail.opened_at.isoformat(timespec="seconds"),
        "closed_at": detail.closed_at.isoformat(timespec="seconds") if detail.closed_at else None,
        "by": detail.by_name,
        "summary": detail.summary,
        "questions": [q.text for q in detail.questions],
        "counts": {name: getattr(counts, name) for name in counts.__slots__},
        "targets": [_target(t) for t in detail.targets],
    }


def _target(target: TargetRow) -> dict[str, Any]:
    last = target.shown
    return {
        "group": target.group,
        "name": target.name,
        "covers": target.covers,
        "reason": target.reason,
        "attempts": [
            {"at": a.at.isoformat(timespec="seconds"), "result": a.result.words, "number": a.number}
            for a in target.attempts
        ],
        "result": f"{last.result.symbol} {last.result.words}" if last else "○ 未问",
        "at": last.at.isoformat(timespec="seconds") if last else None,
        "answerer": last.answerer if last else "",
        "text": last.text if last else "",
        "answers": [a.text for a in last.answers] if last else [],
        "by": last.by_name if last else "",
    }
