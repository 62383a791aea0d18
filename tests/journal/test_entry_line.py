"""The entry line reads time, 类别 and party, and never loses a character."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbyj_duty.core.clock import at_beijing
from zbyj_duty.core.links import Link
from zbyj_duty.journal.domain import LineKind
from zbyj_duty.journal.entry_line import Hit, read_line
from zbyj_duty.people.domain import PersonRow, UnitKind, UnitRow
from zbyj_duty.people.party_book import PartyBook

NOW = at_beijing(date(2026, 11, 23), 14, 40)


def unit(row: int, name: str, short: str = "", kind: UnitKind = UnitKind.DISTRICT) -> UnitRow:
    return UnitRow(row, kind, None, name, short or name, None, None, row, ())


def person(row: int, name: str) -> PersonRow:
    return PersonRow(row, str(row), name, "", "", "", None, "", frozenset(), ())


BOOK = PartyBook(
    [
        unit(1, "桓台县", "桓台"),
        unit(2, "高新区", "高新"),
        unit(3, "市气象局", kind=UnitKind.DEPARTMENT),
        unit(4, "高新热电有限公司", "高新热电", UnitKind.ENTERPRISE),
    ],
    [person(1, "曾堃"), person(2, "仇思远"), person(3, "于䶮"), person(4, "王强"), person(5, "汪青")],
)


def book(word: str) -> Hit | None:
    found = BOOK.find(word)
    if found.equals:
        return Hit("", None, tuple(p.name for p in found.equals))
    return Hit(found.party.name, found.party.link) if found.party else None


def test_time_party_and_text_are_read() -> None:
    line = read_line("1432 htx 园区氨气味", NOW, book)
    assert line.occurred_at == at_beijing(date(2026, 11, 23), 14, 32)
    assert (line.party_text, line.party, line.text) == ("桓台县", Link("org_unit", 1), "园区氨气味")
    assert line.kind is LineKind.INCOMING and [p.words for p in line.pieces] == ["14:32", "桓台县"]


@pytest.mark.parametrize(
    ("typed", "party"),
    [
        ("ht 有雾", "桓台县"),
        ("桓台 有雾", "桓台县"),
        ("gx 停电", "高新区"),
        ("高新 停电", "高新区"),
        ("zk 报告", "曾堃"),
        ("zengkun 报告", "曾堃"),
        ("ck 报告", "曾堃"),
        ("qsy 报告", "仇思远"),
        ("yy 报告", "于䶮"),
        ("ｈｔｘ 全角也认", "桓台县"),
    ],
)
def test_a_party_is_found_by_every_reading(typed: str, party: str) -> None:
    assert read_line(typed, NOW, book).party_text == party


def test_two_equal_parties_stay_unresolved_and_are_named() -> None:
    line = read_line("wq 电话报告", NOW, book)
    assert line.party is None and set(line.equals) == {"王强", "汪青"}
    assert line.text == "wq 电话报告"


def test_a_time_that_is_none_stays_text_and_is_marked() -> None:
    line = read_line("2561 园区", NOW, book)
    assert line.occurred_at is None and line.doubtful == (0, 4) and line.text == "2561 园区"


def test_a_time_later_than_now_is_yesterdays() -> None:
    assert read_line("2350 巡查", NOW, book).occurred_at == at_beijing(date(2026, 11, 22), 23, 50)


@pytest.mark.parametrize(
    "typed", ["1432", "htx", "35 ppm 正常", "12 人受伤", "14320 号文", "200 人受伤", "2026 年度检查", ""]
)
def test_what_is_no_time_and_no_party_stays_text(typed: str) -> None:
    line = read_line(typed, NOW, book)
    assert line.text == typed and not line.pieces


def test_a_chip_taken_back_is_text_again() -> None:
    line = read_line("1432 htx 氨气", NOW, book, frozenset({"party"}))
    assert line.party is None and line.text == "htx 氨气" and line.occurred_at is not None


def test_the_kind_may_be_typed() -> None:
    line = read_line("去电 htx 询问水位", NOW, book)
    assert line.kind is LineKind.OUTGOING and line.party_text == "桓台县" and line.text == "询问水位"


WORDS = st.sampled_from(
    ["1432", "2561", "htx", "wq", "去电", "园区氨气味", "䶮", "𬭎", "35", "ppm", "９：０５", "，"]
)
BLANKS = st.sampled_from([" ", "  ", "\n", "\u3000", ""])


@given(st.lists(st.tuples(WORDS | st.text(max_size=6), BLANKS), max_size=8))
def test_no_character_is_ever_lost(parts: list[tuple[str, str]]) -> None:
    typed = "".join(word + blank for word, blank in parts)
    line = read_line(typed, NOW, book)
    kept = "".join(piece.raw for piece in line.pieces) + line.text
    assert "".join(kept.split()) == "".join(typed.split())


def test_a_time_a_little_ahead_is_a_slip_and_not_yesterday() -> None:
    line = read_line("1510 园区", NOW, book)
    assert line.occurred_at is None and line.doubtful == (0, 4) and line.text == "1510 园区"


def test_the_chip_of_a_time_of_yesterday_says_so() -> None:
    assert read_line("2350 巡查", NOW, book).pieces[0].words == "昨日 23:50"
