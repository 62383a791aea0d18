"""导入 by keyboard: tried, told row by row, taken in, and the rejected rows kept as a file."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit

from tests.settings.conftest import Opened
from tests.support.people import Actors
from tests.support.window import Seat
from tests.support.workbooks import workbook
from zbyj_duty.app.context import AppContext

SAMPLES = Path(__file__).parent.parent / "samples"


def rows_below_the_heading(path: Path, heading: str) -> int:
    sheet = openpyxl.load_workbook(path).active
    rows = [row for row in sheet.iter_rows(values_only=True)]
    first = next(n for n, row in enumerate(rows) if heading in row)
    return sum(any(cell not in (None, "") for cell in row) for row in rows[first + 1 :])


def choose(seat: Seat, path: Path) -> None:
    line = seat.find(QLineEdit, "import_file")
    line.clear()
    seat.type(line, str(path))
    seat.press(line, Qt.Key.Key_Return)
    seat.settle()


def test_the_samples_sums_equal_the_file_and_the_register(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext
) -> None:
    page = settings(actors.planner, 1).page
    path = SAMPLES / "调度对象.xlsx"
    seat.find(QComboBox, "import_kind").setCurrentIndex(1)
    choose(seat, path)
    count = rows_below_the_heading(path, "单位名称")
    assert len(page.table.rows) == count > 50
    words = seat.find(QLabel, "import_sums").text()
    assert "还没有写入" in words
    rows, new, *others = (int(number) for number in re.findall(r" (\d+)(?= |（)", words))
    assert rows == count == new + sum(others) and new
    before = len(on_watch.people.units(actors.admin))
    seat.press(page.table, Qt.Key.Key_F7)
    seat.settle()
    assert "已写入" in seat.find(QLabel, "import_sums").text()
    assert len(on_watch.people.units(actors.admin)) == before + new
    assert [row.totals["new"] for row in page.batches.rows] == [new]
    assert not page.buttons["import_write"].isEnabled()
    choose(seat, path)
    seat.press(page.file, Qt.Key.Key_F5)
    seat.settle()
    assert f"相同 {count}" in seat.find(QLabel, "import_sums").text()
    assert not page.buttons["import_write"].isEnabled()


def test_rejected_rows_are_listed_and_saved(
    seat: Seat, settings: Opened, actors: Actors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, target = tmp_path / "名册.xlsx", tmp_path / "拒绝行.xlsx"
    path.write_bytes(
        workbook([["编号", "姓名", "手机"], ["201", "甲乙", "12000001001"], ["202", "丙丁", "12"]])
    )
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    page = settings(actors.planner, 1).page
    choose(seat, path)
    assert "共 2 行 = 新增 1 ＋ 更新 0 ＋ 相同 0 ＋ 拒绝 1" in seat.find(QLabel, "import_sums").text()
    seat.find(QComboBox, "import_shown").setCurrentIndex(4)
    assert [row.name for row in page.table.rows] == ["丙丁"]
    assert "不是手机号码" in page.table.rows[0].reason
    seat.press(page.table, Qt.Key.Key_F7)
    seat.settle()
    seat.press(page.table, Qt.Key.Key_S, control=True)
    seat.settle()
    kept = [row for row in openpyxl.load_workbook(target).active.iter_rows(values_only=True)]
    assert [row[1] for row in kept] == ["姓名", "丙丁"] and kept[0][3] == "原因"


def test_a_file_that_is_none_is_told_beside_the_field(
    seat: Seat, settings: Opened, actors: Actors, tmp_path: Path
) -> None:
    page = settings(actors.planner, 1).page
    choose(seat, tmp_path / "没有.xlsx")
    assert "找不到文件" in seat.find(QLabel, "import_file_error").text()
    assert page.file.text().endswith("没有.xlsx")
    seat.press(page.file, Qt.Key.Key_F7)
    assert "没有可导入的行" in page.notice.words or not page.buttons["import_write"].isEnabled()
    (tmp_path / "图.xlsx").write_bytes(b"\x89PNG\r\n")
    choose(seat, tmp_path / "图.xlsx")
    assert "没有找到人员名册的表头" in seat.find(QLabel, "import_file_error").text()


def test_a_register_changed_since_the_preview_writes_nothing_and_tries_anew(
    seat: Seat, settings: Opened, actors: Actors, on_watch: AppContext, tmp_path: Path
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(workbook([["编号", "姓名"], ["201", "甲乙"]]))
    page = settings(actors.planner, 1).page
    choose(seat, path)
    preview = on_watch.imports.preview(actors.planner, page._preview.kind, path.name, path.read_bytes())
    on_watch.imports.carry_out(actors.planner, preview)
    seat.press(page.table, Qt.Key.Key_F7)
    seat.settle()
    assert "已被修改" in page.notice.words
    assert "相同 1" in seat.find(QLabel, "import_sums").text()
