"""The rejected rows of an import as a file in the same layout, with a 原因 column, to be corrected and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zbyj_duty.people.import_domain import ImportPreview, SheetRow
from zbyj_duty.people.import_headings import REASON_HEADING

_WIDTH = 16


def rejects_workbook(preview: ImportPreview) -> bytes:
    """Return the rejected rows as .xlsx; every cell is text, so that nothing in it can be a formula."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "拒绝行"
    for number, cells in enumerate(_rows(preview), 1):
        for column, text in enumerate(cells, 1):
            if text:
                cell = sheet.cell(number, column, text)
                cell.data_type = "s"
                cell.number_format = "@"
    head = [row.number for row in _head(preview)]
    for top, left, bottom, right in preview.sheet.merges:
        if top in head and bottom in head:
            first, last = head.index(top) + 1, head.index(bottom) + 1
            sheet.merge_cells(start_row=first, start_column=left + 1, end_row=last, end_column=right + 1)
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[sheet.cell(len(head), column).column_letter].width = _WIDTH
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rejects_csv(preview: ImportPreview) -> bytes:
    """Return the rejected rows as CSV (UTF-8 with BOM); an apostrophe stands before what could be a formula, and the
    importer takes it away again."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    for cells in _rows(preview):
        writer.writerow(["'" + text if text[:1] in tuple("=+-@") else text for text in cells])
    return target.getvalue().encode("utf-8-sig")


def _head(preview: ImportPreview) -> list[SheetRow]:
    return [row for row in preview.sheet.rows if row.number <= preview.heading.last]


def _rows(preview: ImportPreview) -> Iterator[list[str]]:
    """Yield titles, heading and rejected rows as they stood; the reason of an earlier round is replaced."""
    reasons = {row.row: row.reason for row in preview.rejected}
    kept = [*_head(preview), *(row for row in preview.sheet.rows if row.number in reasons)]
    place = _reason_column(preview)
    for row in kept:
        cells = [*row.cells[:place], *[""] * (place - len(row.cells))]
        last_of_head = row.number == preview.heading.last
        yield [*cells, REASON_HEADING if last_of_head else reasons.get(row.number, "")]


def _reason_column(preview: ImportPreview) -> int:
    """Return where 原因 goes: its place in a rejects file that is imported again, else behind the last column."""
    for row in _head(preview):
        if REASON_HEADING in row.cells:
            return row.cells.index(REASON_HEADING)
    return max(len(row.cells) for row in preview.sheet.rows)
