"""A file that the office hands over, .xlsx or CSV, to rows of text; what is neither, or would fill the memory, is
refused with one sentence."""

from __future__ import annotations

import csv
import io
import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.people.import_domain import HEAD_ROWS, MAX_ROWS, Sheet, SheetRow
from zbyj_duty.people.workbook import MAX_COLUMNS, read_workbook

MAX_BYTES = 10 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<workbook")
_AS_TEXT = re.compile(r'="([^"]*)"')


def read_sheets(content: bytes, file_name: str = "") -> tuple[Sheet, ...]:
    """Return the visible sheets of a workbook, or the one of a CSV file.

    The content decides, never the name's ending.

    Raises:
        InvalidInput: field ``file``: empty, too large, protected, an old .xls, a web page, damaged, a bomb.
    """
    if not content.strip():
        raise InvalidInput("file", "imports.empty_file")
    if len(content) > MAX_BYTES:
        raise InvalidInput("file", "imports.too_large", limit=MAX_BYTES >> 20)
    if content.startswith(_OLE):
        raise InvalidInput("file", "imports.protected" if _ENCRYPTED in content else "imports.old_workbook")
    if content.startswith(b"PK"):
        return read_workbook(content)
    if any(mark in content[:400].lower() for mark in _MARKUP):
        raise InvalidInput("file", "imports.web_page")
    return (Sheet(file_name, _csv_rows(_decoded(content))),)


def _decoded(content: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, else GB18030, which holds all of GBK."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise InvalidInput("file", "imports.damaged")


def _csv_rows(text: str) -> tuple[SheetRow, ...]:
    head = text[:4000]
    delimiter = max(",\t;", key=head.count)
    rows = []
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
        ):
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) >= MAX_ROWS + HEAD_ROWS:
                raise InvalidInput("file", "imports.too_many_rows", limit=MAX_ROWS)
            if any(cell.strip() for cell in cells[MAX_COLUMNS:]):
                raise InvalidInput("file", "imports.too_many_columns", limit=MAX_COLUMNS)
            rows.append(_csv_row(number, cells[:MAX_COLUMNS]))
    except csv.Error as error:
        raise InvalidInput("file", "imports.bad_csv") from error
    return tuple(rows)


def _csv_row(number: int, cells: list[str]) -> SheetRow:
    """Clean a row.

    ``="138…"``, which keeps a number's digits, is text, and so is what an apostrophe guards; any other formula is a
    fault.
    """
    texts, faults = [], []
    for column, raw in enumerate(cells):
        text = ILLEGAL_CHARACTERS_RE.sub("", raw)
        kept = _AS_TEXT.fullmatch(text.strip())
        if kept:
            text = kept[1]
        elif re.match(r"'[=+\-@]", text):
            text = text[1:]
        elif text.lstrip().startswith("="):
            faults.append((column, "imports.formula"))
        texts.append(text)
    return SheetRow(number, tuple(texts), tuple(faults))
