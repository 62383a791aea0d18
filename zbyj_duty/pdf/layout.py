"""Set blocks onto pages: positions of words and lines, nothing drawn yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from zbyj_duty.pdf import fonts
from zbyj_duty.pdf.document import (
    Block,
    FieldBox,
    Heading,
    KeyValues,
    PageBreak,
    PaperDocument,
    Row,
    Signatures,
    Table,
    Text,
)
from zbyj_duty.pdf.wrap import wrap

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
LEFT, RIGHT, TOP, BOTTOM = 25 * MM, 18 * MM, 20 * MM, 30 * MM
WIDTH = PAGE[0] - LEFT - RIGHT
BLACK, GREY, RED = "black", "grey", "red"
CELL_SIZE, CELL_LEADING, CELL_PAD = 10.0, 13.6, 3.2


@dataclass(slots=True)
class Word:
    """A line of text at a place."""

    x: float
    y: float
    text: str
    face: str
    size: float
    colour: str = BLACK


@dataclass(slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.4
    colour: str = BLACK


@dataclass(slots=True)
class PageDraft:
    """What lies on one page."""

    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


class Layout:
    """Fills pages from the top; ``y`` is the height still free above the foot."""

    def __init__(self) -> None:
        self.pages: list[PageDraft] = []
        self.fields: list[FieldBox] = []
        self.y = 0.0
        self.new_page()

    @property
    def page(self) -> PageDraft:
        """The page being filled."""
        return self.pages[-1]

    def new_page(self) -> None:
        """Begin a page."""
        self.pages.append(PageDraft())
        self.y = PAGE[1] - TOP

    def need(self, height: float) -> bool:
        """Begin a page when ``height`` does not fit; tells whether it did."""
        if self.y - height >= BOTTOM:
            return False
        self.new_page()
        return True

    def set_title(self, document: PaperDocument) -> None:
        """Set title and subtitle, centred."""
        measure = fonts.measure(fonts.TITLE)
        for line in wrap(document.title, measure, 22, WIDTH):
            self.y -= 30
            self.page.words.append(
                Word(LEFT + (WIDTH - measure.width(line) * 22) / 2, self.y, line, fonts.TITLE, 22)
            )
        if document.subtitle:
            kai = fonts.measure(fonts.KAI)
            self.y -= 22
            x = LEFT + (WIDTH - kai.width(document.subtitle) * 12) / 2
            self.page.words.append(Word(x, self.y, document.subtitle, fonts.KAI, 12))
        self.y -= 12

    def place(self, block: Block) -> None:
        """Set one block."""
        if isinstance(block, PageBreak):
            self.new_page()
        elif isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Text):
            self._text(block.text, fonts.SERIF, block.size, RED if block.red else BLACK)
        elif isinstance(block, KeyValues):
            self._pairs(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Signatures):
            self._signatures(block)

    def _heading(self, block: Heading) -> None:
        size, face = (13.0, fonts.SANS_MEDIUM) if block.level == 1 else (11.5, fonts.KAI)
        self.need(size + 60)
        self.y -= size + 10
        self.page.words.append(Word(LEFT, self.y, block.text, face, size))
        self.y -= 6

    def _text(self, text: str, face: str, size: float, colour: str) -> None:
        for line in wrap(text, fonts.measure(face), size, WIDTH):
            self.need(size * 1.6)
            self.y -= size * 1.5
            self.page.words.append(Word(LEFT, self.y, line, face, size, colour))
        self.y -= 4

    def _pairs(self, block: KeyValues) -> None:
        label_width = 82.0
        for label, value in block.pairs:
            lines = wrap(value, fonts.measure(fonts.SERIF), 10.5, WIDTH - label_width)
            self.need(len(lines) * 16 + 6)
            self.page.words.append(Word(LEFT, self.y - 14, label, fonts.SANS_MEDIUM, 10.5))
            for line in lines:
                self.y -= 16
                self.page.words.append(Word(LEFT + label_width, self.y + 2, line, fonts.SERIF, 10.5))
            self.y -= 2
            self.page.rules.append(Rule(LEFT, self.y - 1, LEFT + WIDTH, self.y - 1, 0.25, GREY))
            self.y -= 2
        self.y -= 6

    def _table(self, block: Table) -> None:
        whole = sum(column.share for column in block.columns)
        widths = [WIDTH * column.share / whole for column in block.columns]
        head = Row(tuple(column.title for column in block.columns))
        self.y -= 4
        self.need(60)
        self._head(head, widths)
        body = fonts.measure(fonts.SERIF)
        for row in block.rows:
            cells = [
                wrap(cell, body, CELL_SIZE, width - 2 * CELL_PAD) if cell else []
                for cell, width in zip(row.cells, widths, strict=True)
            ]
            self._row(row, cells, widths, head)
        self.y -= 8

    def _head(self, head: Row, widths: list[float]) -> None:
        self.page.rules.append(Rule(LEFT, self.y, LEFT + WIDTH, self.y, 0.8))
        x = LEFT
        for title, width in zip(head.cells, widths, strict=True):
            self.page.words.append(Word(x + CELL_PAD, self.y - 12.5, title, fonts.SANS_MEDIUM, 9.5))
            x += width
        self.y -= CELL_LEADING + 4.5
        self.page.rules.append(Rule(LEFT, self.y, LEFT + WIDTH, self.y, 0.6))

    def _row(self, row: Row, cells: list[list[str]], widths: list[float], head: Row) -> None:
        tallest = max((len(lines) for lines in cells), default=1) or 1
        start = 0
        while start < tallest:
            fits = int((self.y - BOTTOM - 4) // CELL_LEADING)
            left = tallest - start
            whole_page = int((PAGE[1] - TOP - BOTTOM - 30) // CELL_LEADING)
            if fits < left and (left <= whole_page or fits < 3):
                self.new_page()
                self._head(head, widths)
                continue
            count = min(fits, left)
            self._lines(row, [lines[start : start + count] for lines in cells], widths, count)
            start += count

    def _lines(self, row: Row, cells: list[list[str]], widths: list[float], count: int) -> None:
        colour = GREY if row.struck else RED if row.red else BLACK
        words, rules = self.page.words, self.page.rules
        measure = fonts.measure(fonts.SERIF)
        x = LEFT
        for lines, width in zip(cells, widths, strict=True):
            y = self.y - 11.8
            for line in lines:
                words.append(Word(x + CELL_PAD, y, line, fonts.SERIF, CELL_SIZE, colour))
                if row.struck and line.strip():
                    end = x + CELL_PAD + measure.width(line) * CELL_SIZE
                    rules.append(Rule(x + CELL_PAD, y + 3.4, end, y + 3.4, 0.7))
                y -= CELL_LEADING
            x += width
        self.y -= count * CELL_LEADING + 3
        rules.append(Rule(LEFT, self.y, LEFT + WIDTH, self.y, 0.25, GREY))

    def _signatures(self, block: Signatures) -> None:
        height = 78.0
        self.need(height * len(block.boxes))
        for box in block.boxes:
            self.need(height)
            top = self.y
            words = self.page.words
            words.append(Word(LEFT, top - 24, box.label, fonts.SANS_MEDIUM, 12))
            words.append(Word(LEFT, top - 42, box.name, fonts.KAI, 12))
            rect = (LEFT + 90, top - 62, LEFT + 90 + 190, top - 8)
            self._frame(rect)
            words.append(Word(rect[2] + 14, top - 24, "手签：", fonts.SERIF, 10.5))
            self.page.rules.append(Rule(rect[2] + 46, top - 28, LEFT + WIDTH, top - 28, 0.5))
            words.append(Word(rect[2] + 14, top - 54, "时间：", fonts.SERIF, 10.5))
            self.page.rules.append(Rule(rect[2] + 46, top - 58, LEFT + WIDTH, top - 58, 0.5))
            if box.waiver:
                for n, line in enumerate(wrap(box.waiver, fonts.measure(fonts.SERIF), 9.5, 180)):
                    words.append(Word(rect[0] + 5, rect[3] - 14 - n * 13, line, fonts.SERIF, 9.5, RED))
            else:
                self.fields.append(FieldBox(box.field, len(self.pages) - 1, rect))
            self.y -= height

    def _frame(self, rect: tuple[float, float, float, float]) -> None:
        x1, y1, x2, y2 = rect
        for line in ((x1, y1, x2, y1), (x1, y2, x2, y2), (x1, y1, x1, y2), (x2, y1, x2, y2)):
            self.page.rules.append(Rule(*line, 0.4, GREY))
