"""导入: what a sheet is once it is read, the verdict on each of its rows, and the preview that adds up to the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from zbyj_duty.people.domain import NumberDraft, PersonDraft, UnitDraft

MAX_ROWS = 20_000
HEAD_ROWS = 20


class ImportKind(StrEnum):
    """Which register a workbook feeds."""

    PEOPLE = "people"
    TARGETS = "targets"

    @property
    def words(self) -> str:
        """人员名册, 调度对象."""
        return {"people": "人员名册", "targets": "调度对象"}[self.value]


class Verdict(StrEnum):
    """What an import does, or would do, with one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"

    @property
    def words(self) -> str:
        """新增, 更新, 相同, 拒绝."""
        return {"new": "新增", "changed": "更新", "same": "相同", "rejected": "拒绝"}[self.value]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that holds something, as text.

    Attributes:
        number: as the spreadsheet counts, from 1.
        cells: text of each column, "" for an empty one.
        faults: column index and code of what cannot be read, e.g. a formula without its value.
    """

    number: int
    cells: tuple[str, ...]
    faults: tuple[tuple[int, str], ...] = ()

    def cell(self, column: int) -> str:
        """Return a cell's text, "" beyond the end."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet without its empty rows.

    Attributes:
        name: the tab's, or the file's for CSV.
        rows: in order.
        merges: merged cells as (first row, first column, last row, last column), rows from 1, columns from 0.
    """

    name: str
    rows: tuple[SheetRow, ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading stands and what each column means.

    Attributes:
        first, last: row numbers; two rows where the heading has two.
        columns: column index, field, and the heading's own words.
    """

    first: int
    last: int
    columns: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One data row's verdict.

    Attributes:
        row: the row's number in the file.
        name: whose row it is, "" when that cannot be read.
        reason: why it is refused, or what changes; "" when there is nothing to say.
    """

    row: int
    name: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A verdict, and what has to be written for it.

    Attributes:
        draft: what to add, for a new row.
        owner_id: the person or unit to change.
        values: columns of the owner that get another value.
        add: numbers the owner gets.
        retire: numbers that were replaced.
        contacts: number and its new 联系人.
    """

    verdict: RowVerdict
    draft: PersonDraft | UnitDraft | None = None
    owner_id: int = 0
    values: tuple[tuple[str, str | int], ...] = ()
    add: tuple[NumberDraft, ...] = ()
    retire: tuple[int, ...] = ()
    contacts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do, or has done.

    Attributes:
        kind: the register.
        file_name, file_sha256: which file.
        sheet: the sheet that was read, for the rejects file.
        heading: how it was read.
        rows: one verdict per data row, in the file's order.
        empty: rows without anything between the heading and the last data row; skipped.
        batch_id: the import's row once it is carried out, None before.
    """

    kind: ImportKind
    file_name: str
    file_sha256: str
    sheet: Sheet
    heading: Heading
    rows: tuple[RowVerdict, ...]
    empty: int
    batch_id: int | None = None

    @property
    def totals(self) -> dict[str, int]:
        """Rows of each verdict; the four add up to ``rows``, and ``empty`` are the skipped ones."""
        counted = Counter(row.verdict for row in self.rows)
        return {
            "rows": len(self.rows),
            **{str(verdict): counted[verdict] for verdict in Verdict},
            "empty": self.empty,
        }

    @property
    def rejected(self) -> tuple[RowVerdict, ...]:
        """The refused rows."""
        return tuple(row for row in self.rows if row.verdict is Verdict.REJECTED)


def spans(numbers: list[int]) -> str:
    """Return ascending numbers as spans, e.g. 4-8,10."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
