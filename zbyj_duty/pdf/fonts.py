"""The shipped fonts on paper: which face has a character, how wide it is, and what no face has."""

from __future__ import annotations

from functools import cache

from reportlab.pdfbase import pdfmetrics, ttfonts

from zbyj_duty.core.paths import shipped

FANG = "FandolFang-Regular"
TITLE = "NotoSerifSC-Black"
SERIF = "NotoSerifSC-Regular"
SANS = "NotoSansSC-Regular"
SANS_MEDIUM = "NotoSansSC-Medium"
KAI = "LXGWWenKai-Regular"
FALLBACKS = (SERIF, KAI)
NO_GLYPH = "〓"


@cache
def font(face: str) -> ttfonts.TTFont:
    """Return a shipped face, registered with reportlab on first use."""
    _mend_reportlab()
    loaded = ttfonts.TTFont(face, str(shipped("resources", "fonts", f"{face}.ttf")))
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def _mend_reportlab() -> None:
    """Replace reportlab's ToUnicode table, which spells characters above U+FFFF (𬭎, 𠮷) so that copies are rubbish."""
    ttfonts.makeToUnicodeCMap = _to_unicode_map


def _to_unicode_map(name: str, subset: list[int]) -> str:
    """Return a ToUnicode CMap: UTF-16 pairs, blocks of at most 100 (ISO 32000-1, 9.10.3).

    Codes that no character uses are left out: PDF/A forbids a mapping to U+0000.
    """
    entries = [f"<{i:02X}> <{chr(v).encode('utf-16-be').hex().upper()}>" for i, v in enumerate(subset) if v]
    blocks = []
    for start in range(0, len(entries), 100):
        part = entries[start : start + 100]
        blocks += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@cache
def _glyphs(face: str) -> dict[int, int]:
    return font(face).face.charToGlyph


class Measure:
    """Widths of one face with its fallbacks, remembered by character.

    Args:
        face: the wanted face.
    """

    def __init__(self, face: str) -> None:
        self.face = face
        self._known: dict[str, tuple[str, str, float]] = {}

    def character(self, c: str) -> tuple[str, str, float]:
        """Return (face that has it, character to draw, width in em); 〓 when no face has it."""
        found = self._known.get(c)
        if found is None:
            found = self._known[c] = self._look_up(c)
        return found

    def _look_up(self, c: str) -> tuple[str, str, float]:
        code = ord(c)
        for face in (self.face, *(f for f in FALLBACKS if f != self.face)):
            if code in _glyphs(face):
                return face, c, font(face).face.charWidths.get(code, 1000) / 1000
        return SERIF, NO_GLYPH, 1.0

    def width(self, text: str) -> float:
        """Return the width of ``text`` in em."""
        return sum(self.character(c)[2] for c in text)

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Split ``text`` into (face, piece) for drawing."""
        made: list[tuple[str, str]] = []
        for c in text:
            face, drawn, _ = self.character(c)
            if made and made[-1][0] == face:
                made[-1] = (face, made[-1][1] + drawn)
            else:
                made.append((face, drawn))
        return made


@cache
def measure(face: str) -> Measure:
    """Return the measure of a face."""
    return Measure(face)


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Return the characters that no shipped face has, each once, in order."""
    known = measure(SERIF)
    return tuple(dict.fromkeys(c for c in text if c not in "\n\t" and known.character(c)[1] != c))
