"""Where a sheet's heading stands and what its columns mean; pure.

Headings differ from office to office, so every field has its synonyms. Titles above the heading are passed over, a
heading may have two rows (联系方式 over 手机 and 办公电话), and it may come again at the top of each printed page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import half_width
from zbyj_duty.people.import_domain import HEAD_ROWS, MAX_ROWS, Heading, ImportKind, Sheet, SheetRow

_PEOPLE = {
    "staff_no": "编号 人员编号 工号 职工号 员工号 员工编号 职工编号 人员代码",
    "name": "姓名 名字 人员姓名 职工姓名 值班人员 人员",
    "department": "科室 处室 部门 科室单位 所在科室 所属科室 所在部门 所属部门 工作部门 处室科室 单位",
    "title": "职务 职位 职级 职务职级 职务/职级 行政职务 岗位",
    "mobile": "手机 手机号 手机号码 移动电话 移动号码 手机电话 本人手机",
    "phone": "电话 电话号码 联系电话 联系方式 联系号码",
    "office": "办公电话 办公室电话 办公固话 座机 座机号码 固定电话 固话 办公",
    "fax": "传真 传真号 传真号码 传真电话",
    "role": "带班/值班 值班/带班 带班值班 值班类别 带值班 班别 值班身份",
    "note": "备注 说明 备注说明",
    "order": "序号 序 排序 顺序",
}
_TARGETS = {
    "kind": "类别 类型 分类 单位类别 单位类型 对象类别 调度类别 单位性质",
    "name": "单位名称 单位 名称 调度对象 调度单位 对象名称 企业名称 单位全称 全称",
    "short_name": "简称 单位简称",
    "duty": "值班电话 值班室电话 值班号码 值班 电话 联系电话 电话号码 联系方式 24小时值班电话 值班座机",
    "office": "办公电话 座机 固定电话 固话",
    "mobile": "手机 手机号 手机号码 移动电话 联系人手机 联系人电话 联系人手机号",
    "fax": "传真 传真号 传真号码 传真电话 值班传真",
    "contact": "联系人 联络员 联络人 值班联系人 联系人姓名 负责人",
    "district": "区县 所属区县 所在区县 属地 所在地 辖区 所属地区",
    "note": "备注 说明 备注说明",
    "order": "序号 序 排序 顺序",
}
_SYNONYMS = {
    kind: {word: field for field, words in fields.items() for word in words.split()}
    for kind, fields in ((ImportKind.PEOPLE, _PEOPLE), (ImportKind.TARGETS, _TARGETS))
}
_NUMBERS = frozenset({"duty", "mobile", "phone", "office", "fax"})
_EXPECTED = {ImportKind.PEOPLE: "姓名、科室、手机", ImportKind.TARGETS: "单位名称、类别、值班电话"}
REASON_HEADING = "原因"


@dataclass(frozen=True, slots=True)
class Line:
    """One data row by field.

    Attributes:
        row: its number in the file.
        values: a field's text in each of its columns.
        headings: a field's own words, for sentences.
        faults: a field's columns that could not be read: its words, the code, the text found.
    """

    row: int
    values: dict[str, tuple[str, ...]]
    headings: dict[str, str]
    faults: tuple[tuple[str, str, str], ...]


def choose_sheet(sheets: tuple[Sheet, ...], kind: ImportKind) -> tuple[Sheet, Heading]:
    """Return the one sheet with a heading for ``kind``.

    Raises:
        InvalidInput: field ``file``: none, several, a column twice, too many rows.
    """
    found = [(sheet, heading) for sheet in sheets if (heading := find_heading(sheet, kind))]
    if not found:
        raise InvalidInput("file", "imports.no_heading", kind=kind.words, expected=_EXPECTED[kind])
    if len(found) > 1:
        raise InvalidInput("file", "imports.several_sheets", names="、".join(s.name for s, _ in found))
    sheet, heading = found[0]
    if sum(row.number > heading.last for row in sheet.rows) > MAX_ROWS:
        raise InvalidInput("file", "imports.too_many_rows", limit=MAX_ROWS)
    return sheet, heading


def find_heading(sheet: Sheet, kind: ImportKind) -> Heading | None:
    """Return the heading, or None when the first rows hold none.

    Raises:
        InvalidInput: field ``file``, a text column that comes twice (two lists side by side).
    """
    rows = sheet.rows[:HEAD_ROWS]
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        double = below is not None and below.number == row.number + 1 and _is_second(row, below, kind)
        columns = _columns(row, below if double else None, kind)
        fields = [field for _, field, _ in columns]
        if "name" in fields and len(fields) > 1:
            _check_doubles(columns)
            return Heading(row.number, below.number if double and below else row.number, columns)
    return None


def _columns(row: SheetRow, below: SheetRow | None, kind: ImportKind) -> tuple[tuple[int, str, str], ...]:
    """Return what each column means; under a group's word the lower word counts, behind the group's or alone."""
    found = []
    group = ""
    for column in range(max(len(row.cells), len(below.cells) if below else 0)):
        upper, lower = row.cell(column), below.cell(column) if below else ""
        group = upper or (group if lower else "")
        for words in (group + lower, lower, upper):
            field = _SYNONYMS[kind].get(heading_key(words))
            if field:
                found.append((column, field, " ".join(words.split())))
                break
    return tuple(found)


def _is_second(row: SheetRow, below: SheetRow, kind: ImportKind) -> bool:
    """Tell whether ``below`` is the lower half of the heading ``row``: words without digits, most of them known."""
    known = _SYNONYMS[kind].keys()
    words = [(row.cell(c), below.cell(c)) for c in range(len(below.cells)) if below.cell(c).strip()]
    if any(re.search(r"\d{3}", heading_key(lower)) for _, lower in words):
        return False
    if not any(heading_key(cell) in known for cell in row.cells):
        return False
    hits = sum(heading_key(lower) in known or heading_key(upper + lower) in known for upper, lower in words)
    return hits * 2 > len(words)


def _check_doubles(columns: tuple[tuple[int, str, str], ...]) -> None:
    seen: set[str] = set()
    for _, field, words in columns:
        if field in seen and field not in _NUMBERS:
            raise InvalidInput("file", "imports.column_twice", words=words)
        seen.add(field)


def heading_key(words: str) -> str:
    """Return a heading without blanks, stars and remarks in brackets: 手 机（必填）→ 手机."""
    return re.sub(r"\(.*?\)|[\s*:]|必填", "", half_width(words))


def data_rows(sheet: Sheet, heading: Heading) -> tuple[SheetRow, ...]:
    """Return the rows under the heading, without its repetitions on later pages."""
    heads = {_words(row) for row in sheet.rows if heading.first <= row.number <= heading.last}
    return tuple(row for row in sheet.rows if row.number > heading.last and _words(row) not in heads)


def _words(row: SheetRow) -> tuple[str, ...]:
    return tuple(heading_key(cell) for cell in row.cells)


def line_of(row: SheetRow, heading: Heading) -> Line:
    """Return a data row by field."""
    values: dict[str, tuple[str, ...]] = {}
    faults = []
    bad = dict(row.faults)
    for column, field, words in heading.columns:
        values[field] = (*values.get(field, ()), row.cell(column))
        if column in bad and field != "order":
            faults.append((words, bad[column], row.cell(column)))
    return Line(row.number, values, {f: words for _, f, words in reversed(heading.columns)}, tuple(faults))
