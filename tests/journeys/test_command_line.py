"""A whole watch by commands, on both engines: from set-up to the signed PDF and its verification."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers import APP_LOGIN, Server
from zbyj_duty.app.cli import run

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "golden" / "command_line.json"


@dataclass
class Room:
    """A duty room reached by commands only."""

    top: list[str]
    capture: pytest.CaptureFixture[str]
    folder: Path

    def does(self, *arguments: str, code: int = 0) -> Any:
        """Run a command with --json and return what it printed."""
        found = run([*self.top, "--json", *arguments])
        printed = self.capture.readouterr()
        assert found == code, f"{arguments}: {found} {printed.err}"
        return json.loads(printed.out) if printed.out.strip().startswith("{") else printed.err.strip()


@pytest.fixture(params=["sqlite", "postgres"])
def room(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Room:
    """An empty home on each engine, and a file of passphrases."""
    secrets = tmp_path / "secrets.txt"
    handle = os.open(secrets, os.O_WRONLY | os.O_CREAT, 0o600)
    numbers = ("900", *(f"N{n:03d}" for n in range(1, 61)))
    with os.fdopen(handle, "w") as file:
        file.writelines(f"{number} 夜里三点也记得住-{number}\n" for number in numbers)
    top = ["--home", str(tmp_path / "home"), "--passphrase-file", str(secrets)]
    if request.param == "postgres":
        server: Server = request.getfixturevalue("postgres")
        name = f"journey_{os.getpid()}"
        server.run(f"CREATE DATABASE {name}")
        owner = server.owner.set(database=name, drivername="postgresql")
        seat = owner.set(username=APP_LOGIN)
        shown = {"store": seat, "owner": owner}
        for option, url in shown.items():
            top += [f"--{option}", url.render_as_string(hide_password=False)]
    return Room(top, capsys, tmp_path)


def shape(value: Any) -> Any:
    """Return the shape of a JSON value: its keys, and the types of its leaves."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def test_a_whole_watch_by_commands(room: Room) -> None:
    seen: dict[str, Any] = {}
    founded = room.does("init", "--staff-no", "900", "--name", "沈晓东")
    assert "签名机构指纹" in "".join(founded["recovery_sheet"])
    room.does("init", "--staff-no", "901", "--name", "别人", code=2)
    samples = ROOT / "samples"
    seen["import"] = room.does("import", "people", str(samples / "人员名册.xlsx"), "--as", "900")
    assert seen["import"]["totals"]["new"] == 60
    room.does("import", "targets", str(samples / "调度对象.xlsx"), "--as", "900")
    rows = room.does("user", "list")["rows"]
    officers = [r["staff_no"] for r in rows if "值班员" in r["roles"]][:4]
    leaders = [r["staff_no"] for r in rows if "带班领导" in r["roles"]][:1]
    for number in (*officers, *leaders):
        room.does("user", "passphrase", "--as", "900", number)
    head, second, relief, third = officers
    crew = ("--crew", f"{head},{second}", "--leader", leaders[0])
    seen["watch"] = room.does("watch", "take", "--as", head, *crew)
    assert "无人值班" not in str(room.does("watch", "status"))
    for text in ("值班电话试通正常", "园区氨气味䶮𬭎"):
        room.does("log", "add", text, "--as", head)
    seen["log"] = room.does("log", "list")
    assert [r["number"] for r in seen["log"]["rows"]] == [1, 2]
    name = _round_of_the_watch(room)
    if name:
        seen["round"] = room.does("round", "open", name, "--as", head)
        room.does("round", "answer", "张店区", "有情况", "--text", "大雾", "--as", head)
        room.does("round", "answer", "淄川区", "不知道", "--as", head, code=2)
        closed = room.does("round", "close", "--reason", "演练", "--as", head)
        assert "张店区：大雾" in closed["summary"]
    room.does("handover", "offer", "--as", head)
    seen["return"] = room.does("handover", "return", "--as", relief, "缺一项")
    room.does("handover", "offer", "--as", head)
    after = ("--crew", f"{relief},{third}", "--leader", leaders[0])
    blocked = room.does("handover", "accept", "--as", relief, "--from", head, *after, code=2)
    assert "未逐项查看" in blocked
    seen["accept"] = room.does("handover", "accept", "--as", relief, "--from", head, "--confirm-all", *after)
    day = seen["watch"]["watch"]["reference"]
    seen["sign"] = room.does("sign", day, "--as", leaders[0])
    pdf = room.folder / "report.pdf"
    seen["report"] = room.does("report", day, "-o", str(pdf))
    seen["verify"] = room.does("verify", str(pdf))
    assert seen["verify"]["verdict"] == "原件（逐字节一致）"
    changed = bytearray(pdf.read_bytes())
    changed[len(changed) // 2] ^= 1
    pdf.write_bytes(changed)
    assert room.does("verify", str(pdf), code=1)["verdict"] == "内容被改动"
    seen["store"] = room.does("verify")
    typed = f"{seen['store']['head']}"
    assert room.does("verify", "--head", typed)["verdict"] == "记录完整"
    wrong = typed[:-1] + ("A" if typed[-1] != "A" else "B")
    assert room.does("verify", "--head", wrong, code=1)["verdict"] == "内容被改动"
    room.does("report", "2020-01-01", "-o", str(pdf), code=2)
    _compare_with_golden(seen)


def _round_of_the_watch(room: Room) -> str:
    """Return a round that the present watch has to hold."""
    shown = run([*room.top, "--json", "round", "show"])
    told = json.loads(room.capture.readouterr().out)
    assert shown == 1
    return str(told["rounds"][0]["name"]) if told["rounds"] else ""


def _compare_with_golden(seen: dict[str, Any]) -> None:
    shapes = {name: shape(value) for name, value in seen.items()}
    if os.environ.get("ZBYJ_WRITE_GOLDEN"):
        GOLDEN.write_text(json.dumps(shapes, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert {name: golden[name] for name in shapes} == shapes
