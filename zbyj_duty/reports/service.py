"""Use cases of 值班报告: draft, seal, sign, print. The file is made from the frozen snapshot alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import PEOPLE, WATCH, Actor, allowed
from zbyj_duty.core.errors import NotFound, RuleViolation
from zbyj_duty.core.sources import Source
from zbyj_duty.duty.records import WatchRecord
from zbyj_duty.duty.service import watch_detail
from zbyj_duty.handover.records import HandoverAcceptanceRecord
from zbyj_duty.handover.service import detail
from zbyj_duty.handover.snapshot import freeze_watch
from zbyj_duty.pdf.document import Rendered
from zbyj_duty.pdf.keys import OpenedKey
from zbyj_duty.reports.compose import SectionMaker, compose_report
from zbyj_duty.reports.domain import FIELDS, ReportRow
from zbyj_duty.reports.records import ReportPrintRecord, ReportRecord
from zbyj_duty.reports.revisions import (
    add_report,
    add_revision,
    authority,
    field_of,
    newest_pdf,
    report_of,
    report_row,
    revisions_of,
)
from zbyj_duty.store.ledger import LedgerHeadRecord
from zbyj_duty.store.work import Store


class ReportService:
    """The paper of a watch.

    Args:
        store: the record.
        sources: slices that freeze their part, for drafts.
        sections: by slice, how its part is set on paper.
    """

    def __init__(self, store: Store, sources: Sequence[Source], sections: Mapping[str, SectionMaker]) -> None:
        self._store = store
        self._sources = tuple(sources)
        self._sections = sections

    @allowed(PEOPLE)
    def draft(self, actor: Actor) -> bytes:
        """Return the current watch as a PDF with 草稿 across it; nothing is stored.

        Raises:
            NotFound: ``reports.no_watch``.
        """
        with self._store.reading() as session:
            snapshot = self._throw_away(session)
        return self._render(snapshot, self._store.clock.now()).pdf

    @allowed(WATCH)
    def seal(self, actor: Actor, acceptance_id: int, keys: Mapping[str, OpenedKey]) -> ReportRow:
        """Render the accepted watch and sign it with the keys still open.

        Runs again without harm: a report that is there is only signed where a key is given and a signature missing.

        Args:
            actor: who took over.
            acceptance_id: the handover.
            keys: field (outgoing, incoming) → opened key.
        """
        with self._store.reading() as session:
            acceptance = self._acceptance(session, acceptance_id)
            report = report_of(session, acceptance_id)
            signed = {r.field for r in revisions_of(session, report.id)} if report else set()
            pdf = newest_pdf(session, report.id) if report else b""
            ca = authority(session)
        snapshot = json.loads(acceptance.snapshot)
        if report is None:
            pdf = self._rendered_with_fields(snapshot, acceptance.accepted_at)
        made: list[tuple[str, str, str, int | None, bytes]] = (
            [("", "", "", None, pdf)] if report is None else []
        )
        first = not (signed - {""})
        for field in ("outgoing", "incoming"):
            if field in keys and field not in signed and ca is not None:
                person = snapshot[field]
                pdf = self._signed(pdf, field, keys[field], ca, person["name"], first)
                first = False
                made.append((field, person["name"], keys[field].fingerprint, person["id"], pdf))
        with self._store.writing(actor, "reports") as unit:
            record = report_of(unit.session, acceptance_id) or add_report(unit, acceptance, snapshot)
            for revision in made:
                add_revision(unit, record.id, revision)
        self._export(record.number, pdf)
        return next(row for row in self.reports(actor) if row.acceptance_id == acceptance_id)

    @allowed(WATCH)
    def sign(self, actor: Actor, acceptance_id: int, key: OpenedKey | None) -> ReportRow:
        """Sign one's own field: the leader when he reviews, or an officer who could not sign at the handover.

        Raises:
            RuleViolation: ``reports.no_key``, ``reports.not_yours``, ``reports.signed_already``,
                ``reports.waived``.
        """
        if key is None:
            raise RuleViolation("reports.no_key", name=actor.name)
        self._make_up(actor, acceptance_id)
        with self._store.reading() as session:
            acceptance = self._acceptance(session, acceptance_id)
            snapshot = json.loads(acceptance.snapshot)
            report = report_of(session, acceptance_id)
            assert report is not None
            signed = {r.field for r in revisions_of(session, report.id)}
            pdf, ca = newest_pdf(session, report.id), authority(session)
        field = field_of(actor, snapshot, signed)
        assert ca is not None
        pdf = self._signed(pdf, field, key, ca, actor.name, not (signed - {""}))
        with self._store.writing(actor, "reports") as unit:
            again = {r.field for r in revisions_of(unit.session, report.id)}
            if again != signed:
                raise RuleViolation("reports.signed_already", field=FIELDS[field])
            add_revision(unit, report.id, (field, actor.name, key.fingerprint, actor.person_id, pdf))
        self._export(report.number, pdf)
        return next(row for row in self.reports(actor) if row.acceptance_id == acceptance_id)

    @allowed(PEOPLE)
    def reports(self, actor: Actor, limit: int = 60) -> tuple[ReportRow, ...]:
        """Return the accepted watches, newest first, with the state of their papers."""
        with self._store.reading() as session:
            query = (
                select(
                    HandoverAcceptanceRecord.id,
                    HandoverAcceptanceRecord.outgoing_certificate.is_not(None),
                    HandoverAcceptanceRecord.incoming_certificate.is_not(None),
                    WatchRecord,
                    ReportRecord,
                )
                .join(WatchRecord, WatchRecord.id == HandoverAcceptanceRecord.watch_id)
                .outerjoin(ReportRecord, ReportRecord.acceptance_id == HandoverAcceptanceRecord.id)
                .order_by(HandoverAcceptanceRecord.id.desc())
                .limit(limit)
            )
            return tuple(report_row(session, *found) for found in session.execute(query))

    @allowed(PEOPLE)
    def newest_file(self, actor: Actor, acceptance_id: int) -> bytes:
        """Return the newest revision's bytes.

        Raises:
            RuleViolation: ``reports.no_report``.
        """
        with self._store.reading() as session:
            report = report_of(session, acceptance_id)
            if report is None:
                acceptance = self._acceptance(session, acceptance_id)
                words = json.loads(acceptance.snapshot)["watch"]["words"]
                raise RuleViolation("reports.no_report", watch=words)
            return newest_pdf(session, report.id)

    @allowed(PEOPLE)
    def acceptance_of(self, actor: Actor, business_date: date, ordinal: int = 1) -> int:
        """Return the handover that closed a watch.

        Raises:
            NotFound: ``duty.no_such_watch``; RuleViolation: ``reports.not_accepted``.
        """
        with self._store.reading() as session:
            where = (WatchRecord.business_date == business_date, WatchRecord.ordinal == ordinal)
            watch = session.execute(select(WatchRecord).where(*where)).scalar_one_or_none()
            if watch is None:
                raise NotFound("duty.no_such_watch", value=f"{business_date}/{ordinal}")
            found = session.execute(
                select(HandoverAcceptanceRecord.id).where(HandoverAcceptanceRecord.watch_id == watch.id)
            ).scalar()
            if found is None:
                raise RuleViolation("reports.not_accepted", watch=watch_detail(session, watch).words)
            return int(found)

    @allowed(PEOPLE)
    def printed_copy(self, actor: Actor, acceptance_id: int) -> bytes:
        """Count a printing and return the copy for the printer, with 第 n 次打印 over each page."""
        from zbyj_duty.pdf.overlay import with_print_count

        pdf = self.newest_file(actor, acceptance_id)
        with self._store.writing(actor, "reports") as unit:
            report = report_of(unit.session, acceptance_id)
            assert report is not None
            newest = select(func.max(ReportPrintRecord.count)).where(ReportPrintRecord.report_id == report.id)
            count = (unit.session.execute(newest).scalar() or 0) + 1
            printed = ReportPrintRecord(
                report_id=report.id,
                count=count,
                printed_at=unit.instant,
                by_id=actor.person_id,
                by_name=actor.name,
            )
            unit.add(printed, "report.printed")
            when = unit.instant
        return with_print_count(pdf, count, when)

    @allowed(WATCH)
    def make_up(self, actor: Actor, acceptance_id: int) -> None:
        """Make the paper of a watch that is 已接、待签 PDF, from its snapshot, without a signature yet."""
        self._make_up(actor, acceptance_id)

    def _make_up(self, actor: Actor, acceptance_id: int) -> None:
        with self._store.reading() as session:
            there = report_of(session, acceptance_id)
        if there is None:
            self.seal(actor, acceptance_id, {})

    def _render(self, snapshot: dict[str, Any], when: datetime) -> Rendered:
        from zbyj_duty.pdf.render import render

        return render(compose_report(snapshot, self._sections, when))

    def _rendered_with_fields(self, snapshot: dict[str, Any], when: datetime) -> bytes:
        from zbyj_duty.pdf.signing import reserve

        rendered = self._render(snapshot, when)
        return reserve(rendered.pdf, rendered.fields)

    def _signed(self, pdf: bytes, field: str, key: OpenedKey, ca: bytes, name: str, first: bool) -> bytes:
        from zbyj_duty.pdf.signing import Stamp, sign

        stamp = Stamp(FIELDS[field], name, self._store.clock.now(), key.fingerprint)
        return sign(pdf, field, key, ca, stamp, first)

    def _throw_away(self, session: Session) -> dict[str, Any]:
        now = detail(session, self._sources)
        if now.watch is None:
            raise NotFound("reports.no_watch")
        head = session.execute(select(LedgerHeadRecord)).scalar_one()
        high = now.offer.cutoff_seq if now.offer else head.count
        act = {
            "how": "draft",
            "accepted_at": None,
            "paper_number": None,
            "outgoing": None,
            "incoming": None,
            "next_watch": None,
            "head": {"count": head.count, "hash": head.hash.hex()},
        }
        return freeze_watch(session, self._sources, now, high, act)

    def _acceptance(self, session: Session, acceptance_id: int) -> HandoverAcceptanceRecord:
        found = session.get(HandoverAcceptanceRecord, acceptance_id)
        if found is None:
            raise NotFound("duty.no_such_watch", value=acceptance_id)
        return found

    def _export(self, number: str, pdf: bytes) -> None:
        """Lay a copy beside the store, best effort: the bytes in the store are the record."""
        folder = self._store.place.home / "reports"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial = folder / f".{number}.partial"
            partial.write_bytes(pdf)
            partial.chmod(0o600)
            partial.replace(folder / f"{number}.pdf")
        except OSError:
            return
