"""The frozen snapshot of a watch: everything its paper shows, as canonical JSON. The PDF is made from this alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zbyj_duty.core.sources import Source
from zbyj_duty.duty.domain import WatchDetail
from zbyj_duty.handover.domain import HandoverDetail, SheetItem
from zbyj_duty.journal.domain import LogRow
from zbyj_duty.journal.reading import lines_between
from zbyj_duty.store.info import info_of
from zbyj_duty.store.work import Unit

FORMAT = 1


def compose(
    unit: Unit,
    sources: Sequence[Source],
    now: HandoverDetail,
    next_watch: WatchDetail | None,
    paper_number: int | None,
    outgoing: dict[str, Any] | None,
    incoming: dict[str, Any] | None,
    how: str,
) -> dict[str, Any]:
    """Return the snapshot as JSON values.

    Args:
        unit: open unit of work; its head so far is what the paper prints.
        sources: slices that freeze their part.
        now: the handover as it stands.
        next_watch: the watch that begins; None for a draft.
        paper_number: number of the report in its year; None for a draft.
        outgoing, incoming: who signs: id, name, signs; None when nobody does.
        how: normal, emergency or draft.
    """
    assert now.watch is not None
    high = now.offer.cutoff_seq if now.offer else unit.head.count
    return freeze_watch(
        unit.session,
        sources,
        now,
        high,
        {
            "how": how,
            "accepted_at": _words(unit.instant) if next_watch else None,
            "paper_number": paper_number,
            "outgoing": outgoing,
            "incoming": incoming,
            "next_watch": watch_json(next_watch) if next_watch else None,
            "head": {"count": unit.head.count, "hash": unit.head.hash.hex()},
        },
    )


def freeze_watch(
    session: Any, sources: Sequence[Source], now: HandoverDetail, high: int, act: dict[str, Any]
) -> dict[str, Any]:
    """Return the watch's facts up to ``high`` with ``act``, the facts of the acceptance."""
    assert now.watch is not None
    info = info_of(session)
    lines = lines_between(session, now.watch.low_seq, high, struck_by=high)
    return {
        "format": FORMAT,
        "bureau": info.bureau if info else "",
        "sample": bool(info and info.sample),
        "store": info.store_uuid if info else "",
        "watch": watch_json(now.watch),
        "range": [now.watch.low_seq + 1, high],
        "offered_at": _words(now.offer.offered_at) if now.offer else None,
        "lines": [line_json(n, line) for n, line in enumerate((r for r in lines if not r.is_system), 1)],
        "system_lines": [line_json(n, line) for n, line in enumerate((r for r in lines if r.is_system), 1)],
        "added": [line_json(n, line) for n, line in enumerate(now.added, 1)],
        "sections": {
            s.name: frozen for s in sources if (frozen := s.freeze(session, now.watch.low_seq, high))
        },
        "items": [_item_json(item) for item in now.items],
        "reservations": [{"text": text, "by": name} for text, name in now.reservations],
        "earlier": [{"how": how, "reason": reason, "by": name} for how, reason, name in now.earlier],
        "waiver": _waiver_json(now),
        **act,
    }


def watch_json(watch: WatchDetail) -> dict[str, Any]:
    """Return a watch with its crew as JSON values."""
    return {
        "date": watch.business_date.isoformat(),
        "ordinal": watch.ordinal,
        "reference": watch.reference,
        "words": watch.words,
        "planned_end": _words(watch.planned_end),
        "started_at": _words(watch.started_at),
        "members": [
            {
                "name": m.name,
                "title": m.title,
                "post": m.post,
                "part": m.part.value,
                "number": m.number,
                "person_id": m.person_id,
                "reason": m.reason,
                "left_at": _words(m.left_at) if m.left_at else None,
            }
            for m in watch.members
        ],
    }


def line_json(day_number: int, line: LogRow) -> dict[str, Any]:
    """Return a line with its number of the day as JSON values."""
    return {
        "day": day_number,
        "year": line.year,
        "number": line.number,
        "seq": line.seq,
        "kind": line.kind.words,
        "occurred_at": _words(line.occurred_at),
        "recorded_at": _words(line.recorded_at),
        "late": line.late_minutes,
        "late_reason": line.late_reason,
        "party": line.party_text,
        "text": line.text,
        "author": line.author_name,
        "corrects": line.corrects_number,
        "strike": line.strike
        and {
            "reason": line.strike.reason,
            "by": line.strike.by_name,
            "at": _words(line.strike.struck_at),
            "successor": line.strike.successor_number,
        },
    }


def _item_json(item: SheetItem) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "title": item.title,
        "source": item.source,
        "expected": item.expected,
        "quantity": item.quantity,
        "since": _words(item.since) if item.since else None,
        "due_at": _words(item.due_at) if item.due_at else None,
        "ticked_at": _words(item.ticked_at) if item.ticked_at else None,
        "ticked_by": item.ticked_by,
        "note": item.note,
    }


def _waiver_json(now: HandoverDetail) -> dict[str, Any] | None:
    if now.waiver is None:
        return None
    return {
        "leader": now.waiver.leader_name,
        "reason": now.waiver.reason,
        "at": _words(now.waiver.at),
        "blockers": list(now.waiver.blockers),
    }


def _words(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
