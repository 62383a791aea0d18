"""An .xlsx file to rows of text, read as a stream in bounded memory.

openpyxl alone would do for honest files. It is not used for reading because it needs two passes to tell a formula
without its value from an empty cell, trusts the row numbers that a sheet claims, and drops merged cells when it
streams. Its tables of number formats are used.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import join, normpath
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.cell import column_index_from_string, range_boundaries

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.people.cell_text import Formats, number_text, read_formats
from zbyj_duty.people.import_domain import HEAD_ROWS, MAX_ROWS, Sheet, SheetRow

MAX_COLUMNS = 64
_MAX_UNPACKED = 64 << 20
_MAX_PARTS = 2_000
_MAX_STYLES = 4 << 20
_MAX_CLAIM = 20_000_000
_MAX_MERGED = 300_000
_MAX_STRINGS = 400_000
_MAX_INSIDE = 150_000
_MAX_DEPTH = 64
_LAST_ROW = 1_048_576
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    struct.error,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    EOFError,
    OSError,
    OverflowError,
    NotImplementedError,
)


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Return the visible sheets.

    Raises:
        InvalidInput: field ``file``.
    """
    try:
        if content.count(b"PK\x01\x02") > _MAX_PARTS:
            raise InvalidInput("file", "imports.bomb")
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_directory(packed)
            return tuple(_sheets(packed))
    except _BROKEN as error:
        raise InvalidInput("file", "imports.damaged") from error


def _check_directory(packed: zipfile.ZipFile) -> None:
    """Refuse by the directory alone; zipfile never unpacks more than the size that stands there."""
    parts = packed.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise InvalidInput("file", "imports.protected")
    if sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise InvalidInput("file", "imports.bomb")
    if "[Content_Types].xml" not in packed.namelist():
        raise InvalidInput("file", "imports.not_a_workbook")


def _sheets(packed: zipfile.ZipFile) -> Iterator[Sheet]:
    root = next(
        (target for kind, target in _relations(packed, "").values() if kind == "officeDocument"), None
    )
    if root is None or root not in packed.namelist():
        raise InvalidInput("file", "imports.not_a_workbook")
    relations = _relations(packed, root)
    parts = {kind: target for kind, target in relations.values()}
    since_1904, listed = False, []
    with packed.open(root) as part:
        for element in _elements(part, "workbookPr", "sheet"):
            if _local(element) == "workbookPr":
                since_1904 = element.get("date1904") in ("1", "true")
            elif element.get("state", "visible") == "visible":
                key = next((value for name, value in element.items() if name.endswith("}id")), "")
                listed.append((element.get("name", ""), relations[key]))
    strings = _shared_strings(packed, parts.get("sharedStrings"))
    formats = _formats(packed, parts.get("styles"), since_1904)
    for name, (kind, path) in listed:
        if kind == "worksheet":
            yield _Reading(packed, path, strings, formats).sheet(name)


def _relations(packed: zipfile.ZipFile, source: str) -> dict[str, tuple[str, str]]:
    """Return id → (kind, path inside the package) of a part's relations."""
    folder, _, name = source.rpartition("/")
    found = {}
    with packed.open(join(folder, "_rels", f"{name}.rels")) as part:
        for element in _elements(part, "Relationship"):
            kind = element.get("Type", "").rpartition("/")[2]
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found[element.get("Id", "")] = (kind, path)
    return found


def _shared_strings(packed: zipfile.ZipFile, path: str | None) -> list[str]:
    strings: list[str] = []
    if path in packed.namelist():
        with packed.open(path) as part:
            for element in _elements(part, "si"):
                strings.append(_rich_text(element))
                if len(strings) > _MAX_STRINGS:
                    raise InvalidInput("file", "imports.bomb")
    return strings


def _formats(packed: zipfile.ZipFile, path: str | None, since_1904: bool) -> Formats:
    if path not in packed.namelist():
        return Formats((), since_1904)
    if packed.getinfo(path).file_size > _MAX_STYLES:
        raise InvalidInput("file", "imports.bomb")
    with packed.open(path) as part:
        return read_formats(_elements(part, "numFmt", "cellXfs"), since_1904)


class _Reading:
    """One pass over one sheet."""

    def __init__(self, packed: zipfile.ZipFile, path: str, strings: list[str], formats: Formats) -> None:
        self._packed, self._path = packed, path
        self._strings, self._formats = strings, formats
        self._rows: dict[int, SheetRow] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._last = 0

    def sheet(self, name: str) -> Sheet:
        """Read the sheet; vertical merges are filled with their first cell's text."""
        with self._packed.open(self._path) as part:
            for element in _elements(part, "dimension", "row", "mergeCell"):
                match _local(element):
                    case "row":
                        self._row(element)
                    case "dimension":
                        _check_claim(element.get("ref", "A1"))
                    case _:
                        left, top, right, bottom = range_boundaries(element.get("ref", ""))
                        self._merges.append((top, left - 1, bottom, right - 1))
        self._fill_merged()
        rows = tuple(self._rows[number] for number in sorted(self._rows))
        return Sheet(name, rows, tuple(self._merges))

    def _row(self, element: Element) -> None:
        number = int(element.get("r") or self._last + 1)
        if not self._last < number <= _LAST_ROW:
            raise ValueError("rows out of order")
        self._last = number
        texts: dict[int, str] = {}
        faults: list[tuple[int, str]] = []
        column = -1
        for cell in element:
            reference = cell.get("r", "").rstrip("0123456789")
            column = column_index_from_string(reference) - 1 if reference else column + 1
            text, fault = self._cell(cell)
            if not text.strip() and not fault:
                continue
            if column >= MAX_COLUMNS:
                raise InvalidInput("file", "imports.too_many_columns", limit=MAX_COLUMNS)
            texts[column] = text
            if fault:
                faults.append((column, fault))
        if not texts:
            return
        if len(self._rows) >= MAX_ROWS + HEAD_ROWS:
            raise InvalidInput("file", "imports.too_many_rows", limit=MAX_ROWS)
        cells = tuple(texts.get(c, "") for c in range(max(texts) + 1))
        self._rows[number] = SheetRow(number, cells, tuple(faults))

    def _cell(self, cell: Element) -> tuple[str, str]:
        """Return the text and the code of a fault."""
        parts = {_local(child): child for child in cell}
        kind = cell.get("t", "n")
        value = parts["v"].text or "" if "v" in parts else ""
        if kind == "inlineStr":
            return _printable(_rich_text(parts["is"]) if "is" in parts else ""), ""
        if not value:
            return "", "imports.formula" if "f" in parts else ""
        if kind == "s":
            return _printable(self._strings[int(value)]), ""
        if kind == "e":
            return value, "imports.error_value"
        if kind == "b":
            return "是" if value == "1" else "否", ""
        if kind == "n":
            return number_text(value, self._formats.code(int(cell.get("s", "0"))), self._formats.since_1904)
        return _printable(value), ""

    def _fill_merged(self) -> None:
        filled = 0
        for top, left, bottom, right in self._merges:
            anchor = self._rows[top].cell(left) if top in self._rows else ""
            if left != right or not anchor or left >= MAX_COLUMNS:
                continue
            for number in range(top + 1, min(bottom, self._last) + 1):
                filled += 1
                if filled > _MAX_MERGED:
                    raise InvalidInput("file", "imports.bomb")
                row = self._rows.get(number)
                if row is not None and not row.cell(left):
                    cells = [*row.cells, *[""] * (left + 1 - len(row.cells))]
                    cells[left] = anchor
                    self._rows[number] = SheetRow(number, tuple(cells), row.faults)


def _check_claim(reference: str) -> None:
    left, top, right, bottom = range_boundaries(reference)
    if (bottom - top + 1) * (right - left + 1) > _MAX_CLAIM:
        raise InvalidInput("file", "imports.claims_too_much", rows=bottom, columns=right)


def _elements(part: IO[bytes], *names: str) -> Iterator[Element]:
    """Yield the finished elements of these names and forget them afterwards.

    A document type is refused, and so are depths and numbers of inner elements that no sheet has.
    """
    path: list[Element] = []
    wanted, inside = 0, 0
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        named = _local(element) in names
        if event == "start":
            path.append(element)
            wanted += named
            inside = inside + 1 if wanted else 0
            if len(path) > _MAX_DEPTH or inside > _MAX_INSIDE:
                raise InvalidInput("file", "imports.bomb")
            continue
        path.pop()
        wanted -= named
        if named:
            yield element
        if not wanted:
            inside = 0
            element.clear()
            if path:
                path[-1].clear()


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _rich_text(element: Element) -> str:
    """Return the text of runs without the phonetic guide (rPh)."""
    texts = []
    for child in element:
        if _local(child) == "t":
            texts.append(child.text or "")
        elif _local(child) == "r":
            texts += [inner.text or "" for inner in child if _local(inner) == "t"]
    return "".join(texts)


def _printable(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)
