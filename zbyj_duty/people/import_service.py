"""Use cases of 导入: look at a workbook without writing, then take it in at one stroke."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import PEOPLE, PLANNERS, Actor, allowed
from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import InvalidInput, Stale
from zbyj_duty.people.domain import PersonDraft, UnitDraft
from zbyj_duty.people.import_domain import ImportKind, ImportPreview, Step, Verdict, spans
from zbyj_duty.people.import_headings import choose_sheet, data_rows, line_of
from zbyj_duty.people.import_people import plan_people
from zbyj_duty.people.import_targets import plan_targets
from zbyj_duty.people.posting import (
    post_number,
    post_number_contact,
    post_number_retired,
    post_org_unit,
    post_org_unit_change,
    post_person,
    post_person_change,
)
from zbyj_duty.people.records import ImportBatchRecord
from zbyj_duty.people.service import person_rows, unit_rows
from zbyj_duty.people.sheet_reader import read_sheets
from zbyj_duty.store.work import Store, Unit

SHOWN_BATCHES = 50


@dataclass(frozen=True, slots=True)
class BatchRow:
    """An import that was carried out: which file, how many rows of each verdict, by whom."""

    id: int
    kind: ImportKind
    file_name: str
    totals: dict[str, int]
    by_name: str
    made_at: datetime


class ImportService:
    """Imports of 人员名册 and 调度对象.

    Rejected rows do not stop an import: the good rows are taken in and the rejected ones are handed back as a file.
    "All or nothing" is the transaction: the rows that the preview shows as 新增 and 更新 are written together with
    the batch, or, when anything fails, none of them.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(PLANNERS)
    def preview(self, actor: Actor, kind: ImportKind, file_name: str, content: bytes) -> ImportPreview:
        """Return what an import would do; nothing is written.

        Raises:
            InvalidInput: field ``file``, the whole file is refused.
        """
        sheet, heading = choose_sheet(read_sheets(content, file_name), kind)
        rows = data_rows(sheet, heading)
        if not rows:
            raise InvalidInput("file", "imports.no_rows", row=heading.last)
        below = [row.number for row in sheet.rows if row.number > heading.last]
        shown = ImportPreview(
            kind,
            PurePath(file_name).name[:200],
            hashlib.sha256(content).hexdigest(),
            sheet,
            heading,
            (),
            below[-1] - heading.last - len(below),
        )
        with self._store.reading() as session:
            steps = self._plan(session, shown)
        return replace(shown, rows=tuple(step.verdict for step in steps))

    @allowed(PEOPLE)
    def batches(self, actor: Actor) -> tuple[BatchRow, ...]:
        """Return the newest imports, newest first."""
        query = select(ImportBatchRecord).order_by(ImportBatchRecord.id.desc()).limit(SHOWN_BATCHES)
        with self._store.reading() as session:
            return tuple(
                BatchRow(b.id, ImportKind(b.kind), b.file_name, b.totals, b.by_name, b.made_at)
                for b in session.execute(query).scalars()
            )

    @allowed(PLANNERS)
    def carry_out(self, actor: Actor, preview: ImportPreview) -> ImportPreview:
        """Write what the preview shows, in one transaction; returns it with the batch's id.

        Raises:
            Stale: ``imports.stale``, the register changed since the preview; nothing was written.
        """
        with self._store.writing(actor, "people") as unit:
            steps = self._plan(unit.session, preview)
            if tuple(step.verdict for step in steps) != preview.rows:
                raise Stale("imports.stale")
            batch = _batch(unit, preview)
            unit.add(batch, "import.carried_out")
            for step in steps:
                _write(unit, preview.kind, step)
        return replace(preview, batch_id=batch.id)

    def _plan(self, session: Session, preview: ImportPreview) -> tuple[Step, ...]:
        lines = tuple(line_of(row, preview.heading) for row in data_rows(preview.sheet, preview.heading))
        if preview.kind is ImportKind.TARGETS:
            return plan_targets(lines, unit_rows(session, with_numbers=True))
        today = beijing(self._store.clock.now()).date()
        return plan_people(lines, person_rows(session, today, with_numbers=True), today)


def _batch(unit: Unit, preview: ImportPreview) -> ImportBatchRecord:
    by_verdict = {
        str(verdict): spans([row.row for row in preview.rows if row.verdict is verdict])
        for verdict in Verdict
    }
    mapping = {
        "sheet": preview.sheet.name,
        "heading_rows": [preview.heading.first, preview.heading.last],
        "columns": [[column, field, words] for column, field, words in preview.heading.columns],
        "rows": by_verdict,
    }
    return ImportBatchRecord(
        kind=preview.kind.value,
        file_name=preview.file_name,
        file_sha256=preview.file_sha256,
        mapping=mapping,
        totals=preview.totals,
        by_name=unit.actor.name,
        made_at=unit.instant,
    )


def _write(unit: Unit, kind: ImportKind, step: Step) -> None:
    match step.draft:
        case PersonDraft():
            post_person(unit, step.draft)
        case UnitDraft():
            post_org_unit(unit, step.draft)
        case None if step.verdict.verdict is Verdict.CHANGED:
            _write_change(unit, kind, step)


def _write_change(unit: Unit, kind: ImportKind, step: Step) -> None:
    owner = {"person_id" if kind is ImportKind.PEOPLE else "org_unit_id": step.owner_id}
    if step.values:
        change = post_person_change if kind is ImportKind.PEOPLE else post_org_unit_change
        change(unit, step.owner_id, dict(step.values))
    for number_id in step.retire:
        post_number_retired(unit, number_id)
    for number_id, contact in step.contacts:
        post_number_contact(unit, number_id, contact)
    for number in step.add:
        post_number(unit, number, **owner)
