"""Checks that every slice shares: text without control characters, phone numbers as typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zbyj_duty.core.errors import InvalidInput

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text fit to keep, and whether anything had to be taken out."""

    text: str
    removed: int


def clean_text(raw: str) -> CleanText:
    """NFC text without control, zero-width and bidirectional characters; line feeds stay.

    Surrounding white space is trimmed and not counted as removed.
    """
    if raw.isprintable():  # nothing in it to take out: no control, format, private or unassigned character
        return CleanText(unicodedata.normalize("NFC", raw).strip(), 0)
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = _INVISIBLE.sub("", text)
    kept = "".join(c for c in kept if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    removed = len(text) - len(kept)
    return CleanText(unicodedata.normalize("NFC", kept).strip(), removed)


def limited(field: str, raw: str, limit: int) -> str:
    """Return the text cleaned, if it is not longer than its column.

    Raises:
        InvalidInput: ``field``, ``input.too_long``.
    """
    text = clean_text(raw).text
    if len(text) > limit:
        raise InvalidInput(field, "input.too_long", limit=limit, length=len(text))
    return text


def half_width(text: str) -> str:
    """Turn full-width digits, letters and signs into their half-width forms (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def same_line(text: str) -> str:
    """Fold line feeds and runs of blanks into one blank."""
    return " ".join(text.split())
