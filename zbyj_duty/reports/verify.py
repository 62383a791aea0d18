"""验证: five verdicts about a file, and the store's own proof."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import EVERYONE, Actor, allowed
from zbyj_duty.handover.records import HandoverAcceptanceRecord
from zbyj_duty.pdf.archive import attachment_of
from zbyj_duty.pdf.inspection import Inspection, inspect
from zbyj_duty.pdf.keys import verify_detached
from zbyj_duty.people.records import DutyCaRecord
from zbyj_duty.reports.compose import SNAPSHOT_FILE
from zbyj_duty.reports.domain import FIELDS
from zbyj_duty.reports.records import ReportRecord, ReportRevisionRecord
from zbyj_duty.store.audit import UNREADABLE, Audit, audit
from zbyj_duty.store.ledger import Anchor, LedgerEntryRecord, short_hash
from zbyj_duty.store.work import Store

_SIDES = {"outgoing": "交班人", "incoming": "接班人"}
_PROOF = ("certificate", "signature")
_SPOILT = "记录库里的登记被改动，已无法读取；请先验证记录库"


class Verdict(StrEnum):
    """What a file is."""

    ORIGINAL = "原件（逐字节一致）"
    OLDER = "原件，但不是最新签署版"
    SIGNED_COPY = "签名有效但不是原件"
    CHANGED = "内容被改动"
    UNKNOWN = "无法验证"


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """The verdict on one file, with the reasons in Chinese."""

    verdict: Verdict
    number: str
    problems: tuple[str, ...]
    signatures: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Only the newest original, byte for byte, is good."""
        return self.verdict is Verdict.ORIGINAL and not self.problems


@dataclass(frozen=True, slots=True)
class _Revision:
    id: int
    report_id: int
    revision: int
    field: str
    signer: str
    fingerprint: str
    made_at: datetime
    number: str
    acceptance_id: int


class VerifyService:
    """Proof of papers and of the record. Reads only.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(EVERYONE)
    def file(self, actor: Actor, pdf: bytes) -> FileVerdict:
        """Judge one file against the record; a record damaged beyond reading judges nothing."""
        try:
            return self._judged(pdf)
        except UNREADABLE:
            return FileVerdict(Verdict.UNKNOWN, "", (_SPOILT,), ())

    def _judged(self, pdf: bytes) -> FileVerdict:
        digest = hashlib.sha256(pdf).hexdigest()
        with self._store.reading() as session:
            revisions = _revisions(session)
            roots = tuple(session.execute(select(DutyCaRecord.certificate)).scalars())
            moments = {r.fingerprint: r.made_at for r in revisions if r.fingerprint}
            seen = inspect(pdf, roots, moments)
            hit = next((r for r, sha in _hashes(session, revisions) if sha == digest), None)
            if hit is not None:
                return _known(session, hit, revisions, seen, pdf)
            return _foreign(session, seen, revisions, pdf)

    @allowed(EVERYONE)
    def record(self, actor: Actor, heads: Sequence[Anchor] = ()) -> Audit:
        """Prove the whole store against heads.log, the reports beside it, and heads typed from paper."""
        anchors = [*self._store.heads.all(), *_report_anchors(self._store.place.home / "reports"), *heads]
        with self._store.reading() as session:
            found = audit(session, anchors)
            more = _broken_signatures(session)
        return Audit(found.head, found.problems + more, found.notes, found.anchors)


def _revisions(session: Session) -> list[_Revision]:
    rows = session.execute(
        select(
            ReportRevisionRecord.id,
            ReportRevisionRecord.report_id,
            ReportRevisionRecord.revision,
            ReportRevisionRecord.field,
            ReportRevisionRecord.signer_name,
            ReportRevisionRecord.fingerprint,
            ReportRevisionRecord.made_at,
            ReportRecord.number,
            ReportRecord.acceptance_id,
        )
        .join(ReportRecord, ReportRecord.id == ReportRevisionRecord.report_id)
        .order_by(ReportRevisionRecord.id)
    )
    return [_Revision(*row) for row in rows]


def _hashes(session: Session, revisions: list[_Revision]) -> list[tuple[_Revision, str]]:
    rows = session.execute(select(ReportRevisionRecord.id, ReportRevisionRecord.sha256))
    shas = {revision_id: sha for revision_id, sha in rows}
    return [(r, shas[r.id]) for r in revisions]


def _known(
    session: Session, hit: _Revision, revisions: list[_Revision], seen: Inspection, pdf: bytes
) -> FileVerdict:
    same = [r for r in revisions if r.report_id == hit.report_id]
    newest = same[-1]
    words = tuple(f"{FIELDS[r.field]} {r.signer}" for r in same if r.field and r.revision <= hit.revision)
    problems = list(_against_record(session, hit.acceptance_id, pdf))
    if hit.field and not seen.sound:
        problems.append("签名不能通过检验")
    if hit.id != newest.id:
        missing = "、".join(FIELDS[r.field] for r in same if r.revision > hit.revision)
        return FileVerdict(Verdict.OLDER, hit.number, (f"缺 {missing} 的签名", *problems), words)
    return FileVerdict(Verdict.ORIGINAL, hit.number, tuple(problems), words)


def _foreign(session: Session, seen: Inspection, revisions: list[_Revision], pdf: bytes) -> FileVerdict:
    if not seen.readable:
        base = _longest_base(session, pdf)
        if base:
            return FileVerdict(Verdict.CHANGED, base, ("文件已损坏或被改写",), ())
        return FileVerdict(Verdict.UNKNOWN, "", ("不是可读的 PDF，或不是本值班室的文件",), ())
    names = {r.fingerprint: r for r in revisions if r.fingerprint}
    ours = [s for s in seen.signatures if s.fingerprint in names]
    number = names[ours[0].fingerprint].number if ours else ""
    for signature in ours:
        mine = [r for r in revisions if r.fingerprint == signature.fingerprint]
        number = mine[-1].number
    words = tuple(f"{FIELDS.get(s.field, s.field)} {names[s.fingerprint].signer}" for s in ours)
    if not seen.signatures:
        return FileVerdict(Verdict.UNKNOWN, "", ("文件没有签名，也不在本库登记",), ())
    problems = _what_is_wrong(seen)
    if problems:
        return FileVerdict(Verdict.CHANGED, number, tuple(problems), words)
    return FileVerdict(Verdict.SIGNED_COPY, number, ("签名都有效，但文件与登记的原件不是逐字节一致",), words)


def _what_is_wrong(seen: Inspection) -> list[str]:
    found = []
    for s in seen.signatures:
        label = FIELDS.get(s.field, s.field)
        if s.field not in FIELDS:
            found.append(f"有本报告没有的签名栏：{s.field}")
        if not (s.intact and s.valid):
            found.append(f"“{label}”签名之后，签过的内容被改动")
        elif not s.trusted:
            found.append(f"“{label}”的证书不是本值班室签发")
        elif not s.allowed_changes:
            found.append(f"“{label}”签名之后，页面被添加或覆盖了内容")
    if seen.trailing:
        found.append("最后一个签名之后追加了内容")
    return found


def _longest_base(session: Session, pdf: bytes) -> str:
    """Return the number of a report whose beginning the broken file shares, else ""."""
    for number, begin in session.execute(
        select(ReportRecord.number, ReportRevisionRecord.pdf)
        .join(ReportRevisionRecord, ReportRevisionRecord.report_id == ReportRecord.id)
        .where(ReportRevisionRecord.revision == 0)
    ):
        if len(pdf) > 4096 and begin[:4096] == pdf[:4096]:
            return str(number)
    return ""


def _against_record(session: Session, acceptance_id: int, pdf: bytes) -> list[str]:
    """Compare the snapshot inside the file, and the head it prints, with the record."""
    attached = attachment_of(pdf, SNAPSHOT_FILE)
    row = session.get(HandoverAcceptanceRecord, acceptance_id)
    if attached is None or row is None:
        return ["文件里没有本班记录的快照"]
    problems = []
    if hashlib.sha256(attached).hexdigest() != row.snapshot_sha256:
        problems.append("文件里的快照与交接时签名的快照不同")
    anchor = _anchor(json.loads(attached), "报告")
    stored = session.execute(
        select(LedgerEntryRecord.hash).where(LedgerEntryRecord.seq == anchor.count)
    ).scalar()
    if stored is None or short_hash(stored).replace("-", "") != anchor.short:
        problems.append(f"报告印的链首（第 {anchor.count} 条）与记录库不符：记录库被改写或换成旧副本")
    return problems


def _broken_signatures(session: Session) -> tuple[str, ...]:
    """Check every handover's detached signatures over its snapshot."""
    found = []
    a = HandoverAcceptanceRecord
    for acceptance_id in session.execute(select(a.id).order_by(a.id)).scalars().all():
        columns = (a.snapshot, a.snapshot_sha256, *(getattr(a, f"{s}_{w}") for s in _SIDES for w in _PROOF))
        try:
            row = session.execute(select(*columns).where(a.id == acceptance_id)).one()
            found += _broken_signature(acceptance_id, row)
        except UNREADABLE:
            found.append(f"交接 {acceptance_id} 的快照或签名被改动：已无法检验")
    return tuple(found)


def _broken_signature(acceptance_id: int, row: Any) -> list[str]:
    found = []
    digest = hashlib.sha256(row.snapshot.encode()).digest()
    if digest.hex() != row.snapshot_sha256:
        found.append(f"交接 {acceptance_id} 的快照被改动")
    for side, label in _SIDES.items():
        certificate, signature = (getattr(row, f"{side}_{what}") for what in _PROOF)
        if signature and certificate and not verify_detached(certificate, digest, signature):
            found.append(f"交接 {acceptance_id} 的{label}签名与快照不符")
    return found


def _report_anchors(folder: Path) -> list[Anchor]:
    """Return the heads that the report files beside the store remember."""
    anchors = []
    for file in sorted(folder.glob("*.pdf")) if folder.is_dir() else ():
        attached = attachment_of(file.read_bytes(), SNAPSHOT_FILE)
        if attached:
            anchors.append(_anchor(json.loads(attached), f"报告 {file.name}"))
    return anchors


def _anchor(snapshot: dict[str, Any], source: str) -> Anchor:
    digest = bytes.fromhex(snapshot["head"]["hash"])
    return Anchor(snapshot["head"]["count"], short_hash(digest).replace("-", ""), source)
