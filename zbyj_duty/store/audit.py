"""Prove the record: recompute the chain, compare every fact with its newest entry in both directions, and the head
with what stands outside the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from zbyj_duty.store.base import Record, fact_tables
from zbyj_duty.store.ledger import (
    GENESIS,
    VERSION,
    Anchor,
    Entry,
    Head,
    LedgerEntryRecord,
    LedgerHeadRecord,
    entry_hash,
    read_anchors,
    short_hash,
)
from zbyj_duty.store.types import canonical_json

_E = LedgerEntryRecord.__table__
_PAGE = 2000
UNREADABLE = (ValueError, TypeError, AttributeError)
NO_ANCHOR = "无外部凭据，不能排除整库回退"


@dataclass(frozen=True, slots=True)
class Audit:
    """What the check found.

    Attributes:
        head: the chain's end as recomputed.
        problems: one Chinese sentence each; empty when all is well.
        notes: what a reader must know though nothing is wrong.
        anchors: how many outside heads were compared.
    """

    head: Head
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    anchors: int


def audit(session: Session, anchors: Iterable[Anchor] = ()) -> Audit:
    """Check the whole store.

    Args:
        session: reading session.
        anchors: heads known from heads.log, reports, or paper.
    """
    wanted: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.count, []).append(anchor)
    problems: list[str] = []
    newest: dict[str, str] = {}
    notes: list[str] = [] if wanted else [NO_ANCHOR]
    forks = _forks(session)
    head = _walk_chain(session, _Outside(wanted, forks, notes), newest, problems)
    _compare_head(session, head, problems)
    for count, away in wanted.items():
        if count > head.count and not _in_fork(count, forks):
            problems.append(
                f"链尾缺失：{away[0].source}记到第 {count} 条，库中只有 {head.count} 条（记录被截断，或换上了旧副本）"
            )
    _compare_facts(session, newest, problems)
    return Audit(head, tuple(problems), tuple(dict.fromkeys(notes)), sum(len(a) for a in wanted.values()))


@dataclass(frozen=True, slots=True)
class _Outside:
    """Heads from outside by count, the acknowledged forks, and where to write what is only a note."""

    wanted: dict[int, list[Anchor]]
    forks: list[tuple[int, int]]
    notes: list[str]

    def compare(self, count: int, digest: bytes, problems: list[str]) -> None:
        """Compare the head at ``count`` with every anchor; a mismatch inside an acknowledged fork is a note."""
        for anchor in self.wanted.get(count, ()):
            if short_hash(digest).replace("-", "") == anchor.short:
                continue
            if _in_fork(count, self.forks):
                self.notes.append("有外部凭据来自恢复备份之前的分支，恢复已登记")
            else:
                problems.append(f"第 {count} 条的链首与{anchor.source}不符：记录被整体改写过")


def _forks(session: Session) -> list[tuple[int, int]]:
    """Return (from, to) of the entries that a registered restore left behind."""
    rows = session.execute(select(_E.c.payload).where(_E.c.kind == "store.restored")).scalars()
    forks = []
    for payload in rows:
        told = _told(payload)
        start, before = (read_anchors([str(told.get(k, ""))], "") for k in ("from", "before"))
        if start:
            forks.append((start[0].count, before[0].count if before else 0))
    return forks


def _in_fork(count: int, forks: list[tuple[int, int]]) -> bool:
    return any(start < count <= end for start, end in forks)


def _walk_chain(session: Session, outside: _Outside, newest: dict[str, str], problems: list[str]) -> Head:
    previous: bytes | None = GENESIS
    expected, last_instant = 1, None
    digest = GENESIS
    count = 0
    for row in _entries(session):
        if isinstance(row, int) or (found := _digest(row)) is None:
            seq = row if isinstance(row, int) else row.seq
            problems.append(f"第 {seq} 条记录内容被改动：已无法读取")
            previous, expected, count = None, seq + 1, seq
            continue
        digest = found
        if row.seq != expected:
            problems.append(f"第 {expected} 条记录缺失（其后为第 {row.seq} 条）")
        elif previous is not None and row.previous != previous:
            problems.append(f"第 {row.seq} 条与前一条不相接：前面的记录被改动或调换")
        if digest != row.hash or row.version != VERSION:
            problems.append(f"第 {row.seq} 条记录（{row.subject}）内容被改动")
        if last_instant is not None and row.recorded_at < last_instant:
            problems.append(f"第 {row.seq} 条的记录时间早于前一条")
        outside.compare(row.seq, digest, problems)
        newest[row.subject] = row.payload
        previous, expected, last_instant, count = row.hash, row.seq + 1, row.recorded_at, row.seq
    return Head(count, digest)


def _entries(session: Session) -> Iterator[Row[Any] | int]:
    """Yield every entry in order; of one that was damaged beyond reading only its sequence."""
    past: int | None = None
    while True:
        page = select(_E).order_by(_E.c.seq).limit(_PAGE)
        if past is not None:
            page = page.where(_E.c.seq > past)
        try:
            rows: list[Row[Any] | int] = list(session.execute(page))
        except UNREADABLE:
            seqs = session.execute(page.with_only_columns(_E.c.seq)).scalars().all()
            rows = [_entry(session, seq) for seq in seqs]
        yield from rows
        if len(rows) < _PAGE:
            return
        last = rows[-1]
        past = last if isinstance(last, int) else last.seq


def _entry(session: Session, seq: int) -> Row[Any] | int:
    try:
        return session.execute(select(_E).where(_E.c.seq == seq)).one()
    except UNREADABLE:
        return seq


def _digest(row: Row[Any]) -> bytes | None:
    """Recompute an entry's hash; None when a field is not even of its type."""
    entry = Entry(
        row.seq,
        row.recorded_at,
        row.actor_id,
        row.actor_name,
        row.seat,
        row.kind,
        row.subject,
        row.payload,
        row.previous,
    )
    try:
        return entry_hash(entry)
    except UNREADABLE:
        return None


def _compare_head(session: Session, head: Head, problems: list[str]) -> None:
    try:
        row = session.execute(select(LedgerHeadRecord)).scalar_one_or_none()
    except UNREADABLE:
        problems.append("链首登记被改动：已无法读取")
        return
    if row is None or (row.count, row.hash) != (head.count, head.hash):
        told = "没有" if row is None else f"第 {row.count} 条"
        problems.append(f"链首登记（{told}）与实际末条（第 {head.count} 条）不符：末尾记录被删除或改动")


def _compare_facts(session: Session, newest: dict[str, str], problems: list[str]) -> None:
    for table, record in sorted(fact_tables().items()):
        seen: set[str] = set()
        found: list[str] = []
        try:
            for row in session.execute(select(record).execution_options(yield_per=1000)).scalars():
                _judge_row(f"{table}:{row.id}", row, newest, seen, found)
        except UNREADABLE:
            session.expunge_all()
            seen, found = _one_by_one(session, table, record, newest)
        session.expunge_all()
        problems.extend(found)
        problems.extend(
            f"数据行 {subject} 缺失：账中有而表中无"
            for subject in newest
            if subject.partition(":")[0] == table and subject not in seen
        )


def _one_by_one(
    session: Session, table: str, record: type[Record], newest: dict[str, str]
) -> tuple[set[str], list[str]]:
    """Judge a table that holds a row damaged beyond reading, and name that row."""
    seen: set[str] = set()
    found: list[str] = []
    key = record.__table__.c.id
    for row_id in session.execute(select(key).order_by(key)).scalars().all():
        subject = f"{table}:{row_id}"
        try:
            row = session.execute(select(record).where(key == row_id)).scalar_one()
            _judge_row(subject, row, newest, seen, found)
        except UNREADABLE:
            seen.add(subject)
            found.append(f"数据行 {subject} 被改动：已无法读取")
    return seen, found


def _judge_row(
    subject: str, row: Record, newest: dict[str, str], seen: set[str], problems: list[str]
) -> None:
    facts = json.loads(canonical_json(row.facts()))
    seen.add(subject)
    payload = newest.get(subject)
    if payload is None:
        problems.append(f"数据行 {subject} 没有入账：不是由本程序写入")
        return
    told = _told(payload)
    changed = sorted(k for k in facts.keys() | told.keys() if facts.get(k) != told.get(k))
    if changed:
        problems.append(f"数据行 {subject} 被改动：{'、'.join(changed)} 与账不符")


def _told(payload: str) -> dict[str, Any]:
    """Return what an entry says; nothing when its payload was spoilt, which the chain names."""
    try:
        told = json.loads(payload)
    except UNREADABLE:
        return {}
    return told if isinstance(told, dict) else {}
