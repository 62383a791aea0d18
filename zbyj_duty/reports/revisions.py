"""Reports and their revisions, read and written inside somebody's session; who signs where."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import Actor, Role
from zbyj_duty.core.errors import RuleViolation
from zbyj_duty.duty.domain import WatchDetail
from zbyj_duty.duty.records import WatchRecord
from zbyj_duty.duty.service import watch_detail
from zbyj_duty.handover.records import HandoverAcceptanceRecord
from zbyj_duty.people.records import DutyCaRecord
from zbyj_duty.reports.compose import report_number
from zbyj_duty.reports.domain import FIELDS, ReportRow, SignedBy
from zbyj_duty.reports.records import ReportPrintRecord, ReportRecord, ReportRevisionRecord
from zbyj_duty.store.work import Unit

_META = (
    ReportRevisionRecord.report_id,
    ReportRevisionRecord.revision,
    ReportRevisionRecord.field,
    ReportRevisionRecord.signer_name,
    ReportRevisionRecord.made_at,
    ReportRevisionRecord.sha256,
)


def report_of(session: Session, acceptance_id: int) -> ReportRecord | None:
    """Return the report of a handover, None while it is 已接、待签 PDF."""
    where = ReportRecord.acceptance_id == acceptance_id
    return session.execute(select(ReportRecord).where(where)).scalar_one_or_none()


def revisions_of(session: Session, report_id: int) -> Sequence[Any]:
    """Return what is known of each revision but its bytes, oldest first."""
    query = select(*_META).where(ReportRevisionRecord.report_id == report_id)
    return session.execute(query.order_by(ReportRevisionRecord.revision)).all()


def newest_pdf(session: Session, report_id: int) -> bytes:
    """Return the newest revision's bytes."""
    query = select(ReportRevisionRecord.pdf).where(ReportRevisionRecord.report_id == report_id)
    return session.execute(query.order_by(ReportRevisionRecord.revision.desc()).limit(1)).scalar_one()


def authority(session: Session) -> bytes | None:
    """Return the duty room's own certificate, None before set-up."""
    return session.execute(select(DutyCaRecord.certificate)).scalar()


def add_report(unit: Unit, acceptance: HandoverAcceptanceRecord, snapshot: dict[str, Any]) -> ReportRecord:
    """Write the report's row."""
    record = ReportRecord(
        acceptance_id=acceptance.id,
        watch_id=acceptance.watch_id,
        number=report_number(snapshot),
        made_at=unit.instant,
    )
    unit.add(record, "report.made")
    return record


def add_revision(unit: Unit, report_id: int, made: tuple[str, str, str, int | None, bytes]) -> None:
    """Write one revision: (field, signer, fingerprint, person, bytes)."""
    field, name, fingerprint, person_id, pdf = made
    newest = select(func.max(ReportRevisionRecord.revision)).where(
        ReportRevisionRecord.report_id == report_id
    )
    before = unit.session.execute(newest).scalar()
    revision = ReportRevisionRecord(
        report_id=report_id,
        revision=0 if before is None else before + 1,
        field=field,
        signer_id=person_id,
        signer_name=name,
        fingerprint=fingerprint,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pdf=pdf,
        made_at=unit.instant,
    )
    unit.add(revision, "report.signed" if field else "report.rendered")


def field_of(actor: Actor, snapshot: dict[str, Any], signed: set[str]) -> str:
    """Return the field that the person may sign.

    The leader's field is signed by a 带班领导; the others by the person whose name they carry.
    """
    for field in ("outgoing", "incoming"):
        person = snapshot[field]
        if person and person["id"] == actor.person_id and field not in signed:
            if not person["signs"]:
                raise RuleViolation("reports.waived", field=FIELDS[field])
            return field
    if Role.LEADER in actor.roles:
        if "leader" in signed:
            raise RuleViolation("reports.signed_already", field=FIELDS["leader"])
        return "leader"
    names = "、".join(FIELDS.values())
    raise RuleViolation("reports.not_yours", name=actor.name, field=names)


def report_row(
    session: Session,
    acceptance_id: int,
    outgoing_signs: bool,
    incoming_signs: bool,
    watch: WatchRecord,
    report: ReportRecord | None,
) -> ReportRow:
    """Return a report as the list shows it."""
    revisions = revisions_of(session, report.id) if report else ()
    signed = tuple(SignedBy(r.field, r.signer_name, r.made_at) for r in revisions if r.field)
    able = {"outgoing": outgoing_signs, "incoming": incoming_signs, "leader": True}
    done = {s.field for s in signed}
    prints = 0
    if report:
        counted = select(func.count()).where(ReportPrintRecord.report_id == report.id)
        prints = session.execute(counted).scalar_one()
    full: WatchDetail = watch_detail(session, watch)
    return ReportRow(
        acceptance_id=acceptance_id,
        watch_reference=full.reference,
        watch_words=full.words,
        number=report.number if report else "",
        signed=signed,
        missing=tuple(FIELDS[f] for f, can in able.items() if can and f not in done),
        prints=prints,
        sha256=revisions[-1].sha256 if revisions else "",
    )
