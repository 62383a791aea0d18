"""Draw a document: the same document gives the same bytes."""

from __future__ import annotations

import io
from itertools import groupby

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from zbyj_duty.core.errors import PaperTrouble
from zbyj_duty.pdf import fonts
from zbyj_duty.pdf.archive import to_archive
from zbyj_duty.pdf.document import PaperDocument, Rendered
from zbyj_duty.pdf.layout import BLACK, BOTTOM, GREY, LEFT, MM, PAGE, RED, RIGHT, Layout, PageDraft, Word

BANNER = "非涉密系统，严禁录入国家秘密"
_COLOURS = {BLACK: Color(0, 0, 0), GREY: Color(0.42, 0.42, 0.42), RED: Color(0.75, 0.08, 0.05)}
_QR_SIZE = 17 * MM


def render(document: PaperDocument) -> Rendered:
    """Set and draw a document as PDF/A-3u, without signatures.

    Raises:
        PaperTrouble: ``paper.missing_glyphs`` naming the characters that no shipped face has.
    """
    missing = fonts.missing_glyphs(document.words())
    if missing:
        raise PaperTrouble("paper.missing_glyphs", characters=" ".join(missing))
    layout = Layout()
    layout.set_title(document)
    for block in document.blocks:
        layout.place(block)
    plain = _draw(document, layout)
    return Rendered(to_archive(plain, document), tuple(layout.fields), len(layout.pages))


def _draw(document: PaperDocument, layout: Layout) -> bytes:
    fonts.font(fonts.SERIF)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1, pageCompression=1, initialFontName=fonts.SERIF)
    canvas.setTitle(document.title)
    squares = _qr_squares(document.qr)
    for number, page in enumerate(layout.pages, 1):
        if document.draft:
            _watermark(canvas)
        _rules(canvas, page)
        _words(canvas, page.words + _furniture(document, number, len(layout.pages)))
        _qr(canvas, squares)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _words(canvas: Canvas, words: list[Word]) -> None:
    text = canvas.beginText()
    colour = None
    for word in words:
        if word.colour != colour:
            colour = word.colour
            text.setFillColor(_COLOURS[colour])
        text.setTextOrigin(word.x, word.y)
        for face, piece in fonts.measure(word.face).runs(word.text):
            fonts.font(face)
            text.setFont(face, word.size)
            text.textOut(piece)
    canvas.drawText(text)


def _rules(canvas: Canvas, page: PageDraft) -> None:
    for (weight, colour), rules in groupby(page.rules, key=lambda rule: (rule.weight, rule.colour)):
        canvas.setLineWidth(weight)
        canvas.setStrokeColor(_COLOURS[colour])
        canvas.lines([(rule.x1, rule.y1, rule.x2, rule.y2) for rule in rules])


def _furniture(document: PaperDocument, number: int, pages: int) -> list[Word]:
    """Return head and foot of a page: number, page x/y, chain head and range, banner."""
    size, x = 8.5, LEFT
    foot = [
        Word(x, BOTTOM - 18, f"{document.number}    第 {number} 页 共 {pages} 页", fonts.SERIF, size),
        Word(x, BOTTOM - 30, f"链首 {document.head}    记录 {document.entries}", fonts.SERIF, size),
        Word(x, BOTTOM - 42, BANNER, fonts.SERIF, size),
    ]
    if document.sample:
        foot.append(Word(x, PAGE[1] - 12 * MM, "示例数据", fonts.SANS_MEDIUM, 10, RED))
    return foot


def _watermark(canvas: Canvas) -> None:
    fonts.font(fonts.TITLE)
    canvas.saveState()
    canvas.translate(PAGE[0] / 2, PAGE[1] / 2)
    canvas.rotate(45)
    canvas.setFillColor(Color(0.9, 0.9, 0.9))
    canvas.setFont(fonts.TITLE, 150)
    canvas.drawCentredString(0, -50, "草 稿")
    canvas.restoreState()


def _qr_squares(words: str) -> list[tuple[int, int]]:
    matrix = segno.make(words, error="m", micro=False).matrix
    size = len(matrix)
    return [(x, size - 1 - y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark] + [
        (-1, size)
    ]


def _qr(canvas: Canvas, squares: list[tuple[int, int]]) -> None:
    *dark, (_, count) = squares
    side = _QR_SIZE / count
    x0, y0 = PAGE[0] - RIGHT - _QR_SIZE, BOTTOM - 8 - _QR_SIZE
    path = canvas.beginPath()
    for x, y in dark:
        path.rect(x0 + x * side, y0 + y * side, side, side)
    canvas.setFillColor(_COLOURS[BLACK])
    canvas.drawPath(path, stroke=0, fill=1)
