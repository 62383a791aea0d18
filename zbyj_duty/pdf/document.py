"""What a paper consists of: blocks of plain values, no drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """A head: level 1 in 黑体, level 2 in 楷体."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``red`` for what must strike the eye (waivers)."""

    text: str
    red: bool = False
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class KeyValues:
    """A two-column list of names and values."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: width is its share of the page."""

    title: str
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; struck rows carry a line through every word."""

    cells: tuple[str, ...]
    struck: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """One signer: the field's name, 交班人/接班人/带班领导, the printed name, and why there is no signature."""

    field: str
    label: str
    name: str
    waiver: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature fields, each with a ruled line for ink beside it."""

    boxes: tuple[SignatureBox, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


Block = Heading | Text | KeyValues | Table | Signatures | PageBreak


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the PDF (PDF/A-3 associated file)."""

    name: str
    content: bytes
    mime: str
    description: str


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """One paper, ready to be set.

    Attributes:
        title: in 小标宋.
        subtitle: under it.
        number: document number, at the foot of each page.
        head: chain head in short form with its count.
        entries: range of ledger entries.
        qr: what the code at the foot says.
        draft: 草稿 lies across every page.
        sample: 示例数据 stands at the head of every page.
        created_at: goes into the file's metadata; the same document gives the same bytes.
    """

    title: str
    subtitle: str
    number: str
    head: str
    entries: str
    qr: str
    created_at: datetime
    blocks: tuple[Block, ...]
    draft: bool = False
    sample: bool = False
    attachments: tuple[Attachment, ...] = field(default=())

    def words(self) -> str:
        """Return every word of the paper, for the glyph check."""
        parts = [self.title, self.subtitle, self.number]
        for block in self.blocks:
            parts.append(_words(block))
        return "\n".join(parts)


def _words(block: Block) -> str:
    if isinstance(block, Heading | Text):
        return block.text
    if isinstance(block, KeyValues):
        return "".join(k + v for k, v in block.pairs)
    if isinstance(block, Table):
        return "".join(c.title for c in block.columns) + "".join(c for row in block.rows for c in row.cells)
    if isinstance(block, Signatures):
        return "".join(b.label + b.name + b.waiver for b in block.boxes)
    return ""


@dataclass(frozen=True, slots=True)
class FieldBox:
    """Where a signature field lies: page from 0, rectangle in points from the lower left corner."""

    name: str
    page: int
    rect: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The set paper."""

    pdf: bytes
    fields: tuple[FieldBox, ...]
    pages: int
