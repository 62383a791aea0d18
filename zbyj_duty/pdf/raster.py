"""Pages as pictures, for the preview inside the program."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page: width and height in pixels, bytes as BGRX rows of ``stride`` bytes."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_count(pdf: bytes) -> int:
    """Return the number of pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page_picture(pdf: bytes, page: int, dpi: int = 96) -> PagePicture:
    """Return one page, from 0, as a picture; signature fields are drawn too."""
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        bitmap = document[page].render(scale=dpi / 72, may_draw_forms=True, prefer_bgrx=True)
        return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
