"""Workbooks for tests, sound ones and broken ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import openpyxl

Cell = str | int | float | None


def workbook(rows: Sequence[Sequence[Cell]], merges: Sequence[str] = ()) -> bytes:
    """Return an .xlsx with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return the .xlsx with one part replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, part)
    return target.getvalue()


def with_sheet(content: bytes, before: bytes, after: bytes) -> bytes:
    """Return the .xlsx with a piece of its sheet's XML replaced."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read(name)
    assert before in sheet
    return with_part(content, name, sheet.replace(before, after))
