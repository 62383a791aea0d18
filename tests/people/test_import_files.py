"""What the importer reads, and what it refuses with one sentence and little memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from tests.support.workbooks import with_part, with_sheet, workbook
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.people.import_domain import ImportKind
from zbyj_duty.people.import_headings import choose_sheet, data_rows, line_of
from zbyj_duty.people.sheet_reader import MAX_BYTES, read_sheets

PLAIN = workbook([["姓名", "手机"], ["周喆", "12012345678"]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SHEET = "xl/worksheets/sheet1.xml"
RARE = ["曹𬭎", "于䶮", "曾堃", "𠮷野"]


def names(content: bytes) -> list[str]:
    return [row.cells[0] for row in read_sheets(content)[0].rows[1:]]


def field(content: bytes, wanted: str, kind: ImportKind = ImportKind.PEOPLE) -> list[tuple[str, ...]]:
    sheet, heading = choose_sheet(read_sheets(content), kind)
    return [line_of(row, heading).values[wanted] for row in data_rows(sheet, heading)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_keeps_rare_names_in_every_encoding(encoding: str) -> None:
    text = "姓名,手机\r\n" + "".join(f"{name},1201234567{n}\r\n" for n, name in enumerate(RARE))
    assert names(text.encode(encoding)) == RARE


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_gbk_csv_is_read_whatever_parts_its_columns(delimiter: str) -> None:
    text = f"姓名{delimiter}手机\n曾堃{delimiter}12012345678\n"
    assert read_sheets(text.encode("gbk"))[0].rows[1].cells == ("曾堃", "12012345678")


def test_rare_names_are_kept_in_a_workbook() -> None:
    assert names(workbook([["姓名", "手机"], *([name, 1] for name in RARE)])) == RARE


def test_numbers_that_became_floats_are_read_as_they_were_typed() -> None:
    content = with_sheet(
        workbook([["姓名", "手机"], ["甲", 12012345678]]), b"<v>12012345678</v>", b"<v>1.2012345678E10</v>"
    )
    assert field(content, "mobile") == [("12012345678",)]
    assert field(workbook([["姓名", "手机"], ["甲", 13800000000.0]]), "mobile") == [("13800000000",)]


def test_a_date_and_a_number_with_leading_zeros_read_as_shown() -> None:
    book = openpyxl.Workbook()
    book.active.append(["编号", "姓名", "备注"])
    book.active.append([7, "甲", date(2026, 10, 8)])
    book.active["A2"].number_format = "000"
    target = io.BytesIO()
    book.save(target)
    assert field(target.getvalue(), "staff_no") == [("007",)]
    assert field(target.getvalue(), "note") == [("2026-10-08",)]


def test_a_formula_gives_its_value_or_a_fault() -> None:
    content = _part(
        b"<worksheet><sheetData>"
        b'<row r="1"><c r="A1"><f>A9</f><v/></c></row>'
        b'<row r="2"><c r="A2"><f>A9</f><v>12000000001</v></c></row>'
        b'<row r="3"><c r="A3" t="e"><f>A9</f><v>#REF!</v></c></row>'
        b"</sheetData></worksheet>"
    )
    rows = read_sheets(content)[0].rows
    assert [row.cells for row in rows] == [("",), ("12000000001",), ("#REF!",)]
    assert [row.faults for row in rows] == [((0, "imports.formula"),), (), ((0, "imports.error_value"),)]


def test_a_heading_of_two_rows_is_read_together() -> None:
    rows = [
        ["通讯录", None, None, None, None],
        ["序号", "姓名", "科室", "联系方式", None],
        [None, None, None, "手 机", "办公电话（0533）"],
        [1, "周喆", "办公室", "12012345678", "0533-1000101"],
        [2, "程犇", None, "12012345679", None],
    ]
    content = workbook(rows, ["A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "C4:C5"])
    assert field(content, "mobile") == [("12012345678",), ("12012345679",)]
    assert field(content, "office") == [("0533-1000101",), ("",)]
    assert field(content, "department") == [("办公室",), ("办公室",)]


def test_a_heading_repeated_on_the_next_page_is_no_data() -> None:
    rows = [["姓名", "手机"], ["甲", "1"], ["姓 名", "手机"], ["乙", "2"]]
    assert field(workbook(rows), "name") == [("甲",), ("乙",)]


def test_two_lists_side_by_side_are_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        field(workbook([["姓名", "手机", "姓名", "手机"], ["甲", "1", "乙", "2"]]), "name")
    assert caught.value.code == "imports.column_twice"


def _part(part: bytes, name: str = SHEET) -> bytes:
    return with_part(PLAIN, name, part)


def _bomb() -> bytes:
    return _part(b"<a>" + b"0" * (70 << 20) + b"</a>", "xl/media/a.xml")


def _lying_bomb() -> bytes:
    """A sheet of 70 MB whose entry in the directory says 1,000 bytes."""
    size = (70 << 20) + 7
    packed = _part(b"<a>" + b"0" * (70 << 20) + b"</a>")
    entry = packed.index(b"PK\x01\x02", packed.rindex(SHEET.encode()) - 60)
    assert packed[entry + 24 : entry + 28] == size.to_bytes(4, "little")
    return packed[: entry + 24] + (1000).to_bytes(4, "little") + packed[entry + 28 :]


def _claim() -> bytes:
    return with_sheet(PLAIN, b'ref="A1:B2"', b'ref="A1:XFD1048576"')


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"  \n", "imports.empty_file"),
    "too large": (lambda: b"a" * (MAX_BYTES + 1), "imports.too_large"),
    "old xls": (lambda: OLE, "imports.old_workbook"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "imports.protected"),
    "web page": (lambda: b"<html><table><tr><td>", "imports.web_page"),
    "other zip": (lambda: _other_zip(), "imports.not_a_workbook"),
    "cut off": (lambda: PLAIN[: len(PLAIN) // 2], "imports.damaged"),
    "half a sheet": (lambda: _part(b"<worksheet><row"), "imports.damaged"),
    "binary": (lambda: bytes(range(256)) * 4, "imports.damaged"),
    "open quote": (lambda: '姓名,手机\n"甲,1\n乙,2\n'.encode(), "imports.bad_csv"),
    "bomb": (_bomb, "imports.bomb"),
    "lying bomb": (_lying_bomb, "imports.damaged"),
    "deep": (lambda: _part(b"<a>" * 200_000 + b"</a>" * 200_000), "imports.bomb"),
    "wide row": (
        lambda: _part(b"<a><sheetData><row>" + b"<c/>" * 200_000 + b"</row></sheetData></a>"),
        "imports.bomb",
    ),
    "entities": (lambda: _part(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "imports.damaged"),
    "claims everything": (_claim, "imports.claims_too_much"),
    "many rows": (lambda: ("姓名,手机\n" + "甲,1\n" * 20_021).encode(), "imports.too_many_rows"),
    "far column": (lambda: workbook([["姓名", *[None] * 70, "x"]]), "imports.too_many_columns"),
}


def _other_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return target.getvalue()


@pytest.mark.parametrize("which", REFUSED)
def test_a_file_that_is_no_roll_is_refused_with_little_memory(which: str) -> None:
    build, code = REFUSED[which]
    content = build()
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput) as caught:
            read_sheets(content, "名册.xlsx")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code == code
    assert sentence(caught.value).endswith(("。", "？"))
    assert peak < 120 << 20


def test_exactly_twenty_thousand_rows_are_taken_and_one_more_is_not() -> None:
    head = "人员通讯录\n姓名,手机\n"
    sheet, heading = choose_sheet(read_sheets((head + "甲,1\n" * 20_000).encode()), ImportKind.PEOPLE)
    assert len(data_rows(sheet, heading)) == 20_000
    with pytest.raises(InvalidInput, match="too_many_rows"):
        choose_sheet(read_sheets((head + "甲,1\n" * 20_001).encode()), ImportKind.PEOPLE)


def test_a_workbook_without_a_known_heading_or_with_two_lists_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no_heading"):
        choose_sheet(read_sheets(workbook([["甲", "乙"], ["丙", "丁"]])), ImportKind.PEOPLE)
    sheets = read_sheets(PLAIN)
    with pytest.raises(InvalidInput, match="several_sheets"):
        choose_sheet(sheets + sheets, ImportKind.PEOPLE)
