"""Wrong words on the command line get one Chinese sentence and exit code 2, never a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from zbyj_duty.app.cli import run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--store", "nonsense", "watch", "status"], "不是数据库地址"),
        (["--store", "mysql://x/y", "watch", "status"], "不是数据库地址"),
        (["--store", "postgresql://nobody@127.0.0.1:1/x", "watch", "status"], "连接不上数据库服务器"),
        (["log", "list"], "没有记录库"),
        (["report", "2026-13-45", "-o", "x.pdf"], "没有记录库"),
        (["--passphrase-file", "/no/such/file", "init", "--staff-no", "9", "--name", "甲"], "口令文件"),
        (["verify", "--head", "abc"], "没有记录库"),
        (["restore", "/no/such/backup.db"], "没有记录库"),
    ],
)
def test_a_wrong_word_is_answered_in_a_sentence(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--home", str(tmp_path / "home"), *arguments]) == 2
    told = capsys.readouterr()
    assert said in told.err and "Traceback" not in told.err and told.err.count("\n") == 1
