"""What stands in a row's cells: names, texts, telephone numbers; pure. A cell that cannot be taken raises, and the
planner makes the sentence the row's reason."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.core.validate import clean_text, half_width, same_line
from zbyj_duty.people.cell_text import whole_number
from zbyj_duty.people.domain import (
    NumberDraft,
    NumberLabel,
    NumberRow,
    clean_name,
    clean_number,
    normal_number,
)
from zbyj_duty.people.import_domain import RowVerdict, Step, Verdict
from zbyj_duty.people.import_headings import Line

_BLANKS = frozenset({"", "-", "--", "—", "——", "/", "无"})
_LOST_CHARACTER = re.compile("[?\ufffd□■〓]")


@dataclass(frozen=True, slots=True)
class NumberChanges:
    """How the numbers of somebody differ from a row's."""

    add: tuple[NumberDraft, ...] = ()
    retire: tuple[int, ...] = ()
    contacts: tuple[tuple[int, str], ...] = ()
    words: tuple[str, ...] = ()


def check_faults(line: Line) -> None:
    """Refuse a row with a cell that could not be read.

    Raises:
        InvalidInput: ``imports.formula``, ``imports.error_value`` or ``imports.digits_lost``.
    """
    for words, code, value in line.faults:
        raise InvalidInput("row", code, column=words, value=value)


def text_of(line: Line, field: str, limit: int) -> str:
    """Return a field's text on one line, "" where the cell is blank or says so (—, 无).

    Raises:
        InvalidInput: too long for the register.
    """
    text = same_line(clean_text(_first(line, field)).text)
    if text in _BLANKS:
        return ""
    if len(text) > limit:
        raise InvalidInput(
            field, "imports.too_long", column=line.headings[field], limit=limit, length=len(text)
        )
    return text


def name_of(line: Line, field: str, blank_code: str) -> str:
    """Return a person's or unit's name without the blanks inside it.

    Raises:
        InvalidInput: blank, too long, or with a character that an older system lost or made itself.
    """
    raw = _first(line, field)
    if not raw.strip():
        raise InvalidInput(field, blank_code)
    if _LOST_CHARACTER.search(half_width(raw)) or any(unicodedata.category(c) == "Co" for c in raw):
        raise InvalidInput(field, "imports.lost_character", value=raw.strip())
    return clean_name(raw)


def numbers_of(
    line: Line, field: str, label: NumberLabel | None, contact: str = ""
) -> tuple[NumberDraft, ...]:
    """Return the numbers in a field's cells, several of them parted by 、 / ; or a line feed.

    Args:
        label: what they are for; None: a column that says only 电话, where the form of the number tells.

    Raises:
        InvalidInput: no number, digits lost, a mobile without 11 digits.
    """
    found: dict[str, NumberDraft] = {}
    for cell in line.values.get(field, ()):
        for part in re.split(r"[、/;,\n]", half_width(cell).strip().removeprefix("'")):
            if part.strip() not in _BLANKS:
                draft = _number(part.strip(), line.headings[field], label, contact, len(found))
                found.setdefault(normal_number(draft.raw), draft)
    return tuple(found.values())


def _number(part: str, words: str, label: NumberLabel | None, contact: str, rank: int) -> NumberDraft:
    whole = whole_number(part)
    if whole is None:
        raise InvalidInput("number", "imports.digits_lost", column=words, value=part)
    raw = clean_number(whole)
    digits = re.sub(r"^(\+|00)86(?=1\d{10}$)", "", normal_number(raw))
    is_mobile = re.fullmatch(r"1\d{10}", digits) is not None
    if label is None:
        label = NumberLabel.MOBILE if is_mobile else NumberLabel.OFFICE
    if label is NumberLabel.MOBILE and not is_mobile:
        raise InvalidInput("number", "imports.bad_mobile", column=words, value=part, length=len(digits))
    if re.fullmatch(r"533\d{7}", digits):
        raise InvalidInput("number", "imports.zero_lost", column=words, value=part)
    if not 3 <= len(digits) <= 24 or len(raw) > 40:
        raise InvalidInput("number", "people.bad_number", value=part)
    return NumberDraft(label, raw, contact, rank)


def _first(line: Line, field: str) -> str:
    return next(iter(line.values.get(field, ())), "")


def compare_numbers(wanted: tuple[NumberDraft, ...], held: tuple[NumberRow, ...]) -> NumberChanges:
    """Return what makes ``held`` say the same as ``wanted``.

    Only labels that the row fills are touched: a blank cell never takes a number away.
    """
    add: list[NumberDraft] = []
    retire: list[int] = []
    contacts: list[tuple[int, str]] = []
    words: list[str] = []
    for label in dict.fromkeys(draft.label for draft in wanted):
        old = [number for number in held if number.label is label]
        new = {normal_number(d.raw): d for d in wanted if d.label is label}
        kept = {number.normalised: number for number in old if number.normalised in new}
        gone = [number for number in old if number.normalised not in new]
        heir = old[0].contact if len(old) == 1 else ""
        for normal, draft in new.items():
            if normal not in kept:
                add.append(NumberDraft(label, draft.raw, draft.contact or heir, draft.rank))
            elif draft.contact and draft.contact != kept[normal].contact:
                contacts.append((kept[normal].id, draft.contact))
                words.append(changed_words("联系人", kept[normal].contact, draft.contact))
        retire += [number.id for number in gone]
        if gone or len(kept) < len(new):
            before = "、".join(number.raw for number in old)
            words.append(changed_words(label.words, before, "、".join(d.raw for d in new.values())))
    return NumberChanges(tuple(add), tuple(retire), tuple(contacts), tuple(dict.fromkeys(words)))


def changed_words(what: str, before: str, after: str) -> str:
    """Return e.g. 科室 办公室→森林防火科."""
    return f"{what} {before or '（空）'}→{after}"


def refused(line: Line, error: InvalidInput, name_field: str = "name") -> Step:
    """Return the verdict on a row that cannot be taken; the reason names the row."""
    name = same_line(clean_text(_first(line, name_field)).text)[:60]
    return Step(RowVerdict(line.row, name, Verdict.REJECTED, f"第 {line.row} 行：{sentence(error)}"))
