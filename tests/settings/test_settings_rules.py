"""The pure rules of the settings window: cells to bodies and back, what alters, dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.profiles.domain import DEFAULTS, HandoverItem, ProfileKind, Reach
from zbyj_duty.settings.domain import body_lines, days_of, differences, read_date
from zbyj_duty.settings.rule_cells import body_of, cells_of

ROUNDS = DEFAULTS[ProfileKind.ROUNDS]


@pytest.mark.parametrize("kind", ProfileKind)
def test_a_rule_survives_its_cells(kind: ProfileKind) -> None:
    body = DEFAULTS[kind]
    assert body_of(kind, cells_of(kind, body, body), body) == body
    assert differences(kind, body, body) == ()
    assert body_lines(kind, body)


def test_a_round_is_altered_cell_by_cell() -> None:
    cells = [list(row) for row in cells_of(ProfileKind.ROUNDS, ROUNDS, ROUNDS)]
    cells[0][1], cells[0][6] = "８：50", "抽查 7 家"
    new = body_of(ProfileKind.ROUNDS, tuple(map(tuple, cells)), ROUNDS)
    assert (new[0].hour, new[0].minute) == (8, 50)
    assert (new[0].groups[2].reach, new[0].groups[2].sample) == (Reach.SAMPLE, 7)
    assert differences(ProfileKind.ROUNDS, ROUNDS, new) == (
        "～ 上午调度：开始 9:00 → 8:50，重点企业 区县代报 → 抽 7",
    )


def test_added_taken_away_and_reordered_entries_are_told() -> None:
    kind, old = ProfileKind.HANDOVER_ITEMS, (HandoverItem("钥匙", 3), HandoverItem("印章", 1))
    new = (HandoverItem("印章", 2), HandoverItem("对讲机", None))
    assert differences(kind, old, new) == (
        "－ 取消：钥匙 3 件",
        "＋ 新增：对讲机 只看不点",
        "～ 印章：应有数量 1 → 2",
    )
    assert differences(kind, old, old[::-1]) == ("～ 只改了先后次序：印章、钥匙",)


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (1, "25:00", "profiles.bad_time"),
        (2, "三十", "profiles.bad_number"),
        (4, "随便", "profiles.bad_choice"),
        (6, "抽 0", "profiles.bad_choice"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(column: int, cell: str, code: str) -> None:
    cells = [list(row) for row in cells_of(ProfileKind.ROUNDS, ROUNDS, ROUNDS)]
    cells[1][column] = cell
    with pytest.raises(InvalidInput) as told:
        body_of(ProfileKind.ROUNDS, tuple(map(tuple, cells)), ROUNDS)
    assert told.value.code == code and told.value.facts["row"] == 2


def test_dates_are_read_as_people_write_them() -> None:
    for typed in ("2026-12-01", "2026/12/1", "2026年12月1日", "20261201", "２０２６-12-1"):
        assert read_date("on", typed) == date(2026, 12, 1)
    for typed in ("12-01", "2026-02-30", "明天"):
        with pytest.raises(InvalidInput, match="not_a_date"):
            read_date("on", typed)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2027-02-30 放假 某节", "profiles.bad_day"),
        ("2027-01-01 也许 元旦", "profiles.bad_day"),
        ("2027-01-03至2027-01-01 放假 元旦", "profiles.long_span"),
        ("2027-01-01至2027-03-01 放假 元旦", "profiles.long_span"),
        ("2027-01-01 放假 " + "长" * 41, "profiles.long_name"),
        ("", "profiles.no_days"),
    ],
)
def test_a_notice_that_cannot_be_read_is_refused_with_its_line(line: str, code: str) -> None:
    with pytest.raises(InvalidInput) as told:
        days_of(line)
    assert told.value.code == code and told.value.field == "days"
