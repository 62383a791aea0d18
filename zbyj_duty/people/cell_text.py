"""A number in a cell to the text that the person meant: telephone numbers, dates, numbers with leading zeros."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

_EXACT_DIGITS = 15
_SCIENTIFIC = re.compile(r"([+-]?\d(?:\.(\d+))?)[eE]\+?(\d{1,3})")
_CHINESE_DATES = {*range(27, 37), *range(50, 59)}


@dataclass(frozen=True, slots=True)
class Formats:
    """The number formats of a workbook, by a cell's style.

    Attributes:
        codes: one per style.
        since_1904: days are counted from 1904.
    """

    codes: tuple[str, ...]
    since_1904: bool

    def code(self, style: int) -> str:
        """Return a style's number format."""
        return self.codes[style] if style < len(self.codes) else "General"


def read_formats(elements: Iterable[Element], since_1904: bool) -> Formats:
    """Read ``numFmt`` and ``cellXfs`` elements."""
    own: dict[int, str] = {}
    codes: tuple[str, ...] = ()
    for element in elements:
        if str(element.tag).endswith("numFmt"):
            own[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
        else:
            codes = tuple(_code(int(xf.get("numFmtId", "0")), own) for xf in element)
    return Formats(codes, since_1904)


def _code(number: int, own: dict[int, str]) -> str:
    if number in own:
        return own[number]
    return "yyyy-mm-dd" if number in _CHINESE_DATES else BUILTIN_FORMATS.get(number, "General")


def number_text(value: str, code: str, since_1904: bool) -> tuple[str, str]:
    """Return a number cell's text, and the code of a fault when digits were lost.

    A spreadsheet keeps 15 digits; a longer whole number is not what was typed.
    """
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(value) from error
    if not number.is_finite() or abs(number) > Decimal(10) ** 300:
        raise ValueError(value)
    if is_date_format(code):
        return _date_text(float(number), since_1904), ""
    if number != number.to_integral_value():
        return repr(float(number)), ""
    text = str(int(number))
    if len(text.lstrip("-")) > _EXACT_DIGITS:
        return text if len(text) <= 40 else value, "imports.digits_lost"
    return (text.zfill(len(code)) if re.fullmatch("0+", code) and len(code) <= 20 else text), ""


def _date_text(number: float, since_1904: bool) -> str:
    epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
    moment = from_excel(number, epoch)
    if isinstance(moment, datetime):
        return moment.strftime("%Y-%m-%d" if moment.time() == datetime.min.time() else "%Y-%m-%d %H:%M")
    return str(moment)


def whole_number(text: str) -> str | None:
    """Return ``13800000000.0`` and ``1.3812345678E+10`` as digits, other text as it is; None when digits are lost."""
    if re.fullmatch(r"\d+\.0+", text):
        return text.partition(".")[0]
    found = _SCIENTIFIC.fullmatch(text)
    if found is None:
        return text
    decimals, exponent = len(found[2] or ""), int(found[3])
    if decimals != exponent or exponent >= _EXACT_DIGITS:
        return None
    return found[1].replace(".", "").lstrip("+")
