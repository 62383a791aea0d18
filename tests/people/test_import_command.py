"""`zbyj-duty import` for scripts: exit codes, one JSON object, the rejects file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.support.workbooks import workbook
from zbyj_duty.app.cli import run

SAMPLES = Path(__file__).parent.parent / "samples"
Command = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run an import in a bureau that was just set up; returns the exit code and the JSON object."""
    secret = tmp_path / "口令.txt"
    secret.write_text("900 夜里三点也记得住\n", "utf-8")
    base = ["--home", str(tmp_path / "home"), "--passphrase-file", str(secret), "--json"]
    assert run([*base, "init", "--staff-no", "900", "--name", "仇思远"]) == 0
    capsys.readouterr()

    def call(*arguments: object) -> tuple[int, dict[str, object]]:
        code = run([*base, "import", *map(str, arguments), "--as", "900"])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if printed.out else {"error": printed.err.strip()}

    return call


def test_both_samples_through_the_command_line(command: Command) -> None:
    for kind, name, rows in (("people", "人员名册.xlsx", 60), ("targets", "调度对象.xlsx", 101)):
        code, dry = command(kind, SAMPLES / name, "--dry-run")
        assert code == 0 and set(dry) == {"rows", "totals"}
        assert set(dry["rows"][0]) == {"row", "verdict", "reason"}
        assert command(kind, SAMPLES / name) == (0, dry)
        code, again = command(kind, SAMPLES / name)
        assert again["totals"] == {
            "rows": rows,
            "new": 0,
            "changed": 0,
            "same": rows,
            "rejected": 0,
            "empty": 0,
        }


def test_a_rejected_row_ends_with_one_and_the_good_rows_are_in(command: Command, tmp_path: Path) -> None:
    path, rejects = tmp_path / "名册.xlsx", tmp_path / "拒绝行.xlsx"
    path.write_bytes(
        workbook([["编号", "姓名", "手机"], ["201", "甲乙", "12000001001"], ["202", "丙丁", "12"]])
    )
    code, done = command("people", path, "--rejects", rejects)
    assert code == 1
    assert [row["verdict"] for row in done["rows"]] == ["new", "rejected"]
    assert done["rows"][1]["row"] == 3 and "第 3 行" in done["rows"][1]["reason"]
    sheet = openpyxl.load_workbook(rejects).active
    assert [cell.value for cell in sheet[2]] == ["202", "丙丁", "12", done["rows"][1]["reason"]]
    code, again = command("people", path)
    assert (code, again["totals"]["same"], again["totals"]["rejected"]) == (1, 1, 1)


def test_misuse_ends_with_two_and_one_sentence(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("姓名,手机\n甲乙,12000001001\n", "utf-8")
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    for arguments in (
        ("people", tmp_path / "没有.xlsx"),
        ("people", tmp_path),
        ("people", old),
        ("targets", path),
        ("people", path, "--rejects", path),
        ("people", path, "--rejects", tmp_path / "拒绝行.doc"),
    ):
        code, told = command(*arguments)
        assert code == 2 and told["error"].endswith(("。", "？")) and "\n" not in told["error"]
    assert path.read_text("utf-8").startswith("姓名")
