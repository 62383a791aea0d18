"""第 n 次打印, laid over a copy for the printer; the signed file itself never changes."""

from __future__ import annotations

import io
from datetime import datetime

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from zbyj_duty.core.clock import instant_words
from zbyj_duty.pdf import fonts
from zbyj_duty.pdf.layout import BOTTOM, LEFT


def with_print_count(pdf: bytes, count: int, when: datetime) -> bytes:
    """Return a copy whose every page says how often, and when, it has been printed."""
    words = f"第 {count} 次打印  {instant_words(when)}"
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as copy:
        width, height = (float(v) for v in copy.pages[0].mediabox[2:])
        with pikepdf.open(io.BytesIO(_sheet(words, width, height))) as mark:
            for page in copy.pages:
                page.add_overlay(mark.pages[0])
        copy.save(out)
    return out.getvalue()


def _sheet(words: str, width: float, height: float) -> bytes:
    fonts.font(fonts.SERIF)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, initialFontName=fonts.SERIF)
    canvas.setFont(fonts.SERIF, 8.5)
    canvas.drawString(LEFT + 170, BOTTOM - 42, words)
    canvas.save()
    return buffer.getvalue()
