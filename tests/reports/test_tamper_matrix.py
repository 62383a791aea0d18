"""Proof of papers and record: what an outsider with the files can do, and what the check says of it."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from sqlalchemy import Boolean, Date, Integer, LargeBinary
from sqlalchemy.sql.schema import Column

import zbyj_duty.app.schema  # noqa: F401
from tests.conftest import start
from tests.support.signed_watch import SignedWatch, signed_watch
from zbyj_duty.app.cli import run
from zbyj_duty.core.access import seat_actor
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.reports.verify import FileVerdict, Verdict, VerifyService
from zbyj_duty.store.audit import NO_ANCHOR, Audit
from zbyj_duty.store.base import Record, fact_columns, fact_tables
from zbyj_duty.store.engine import place_of
from zbyj_duty.store.ledger import read_anchors
from zbyj_duty.store.opening import open_to_read
from zbyj_duty.store.types import JsonText, UtcInstant

TABLES = sorted(fact_tables())


@pytest.fixture(scope="module")
def watch(template: Path, tmp_path_factory: pytest.TempPathFactory) -> SignedWatch:
    """One accepted watch, signed by all three."""
    return signed_watch(template, tmp_path_factory.mktemp("watch"), start())


@pytest.fixture
def home(watch: SignedWatch, tmp_path: Path) -> Path:
    """A copy of the duty room's folder, to tamper with."""
    return watch.copy(tmp_path / "home")


def verify_file(home: Path, pdf: bytes) -> FileVerdict:
    store = open_to_read(place_of(home), SteppedClock(start().now()))
    try:
        return VerifyService(store).file(seat_actor(), pdf)
    finally:
        store.close()


def prove(home: Path, *typed: str) -> Audit:
    store = open_to_read(place_of(home), SteppedClock(start().now()))
    try:
        return VerifyService(store).record(seat_actor(), read_anchors(typed, "输入的链首"))
    finally:
        store.close()


def outsider(home: Path, *statements: str, values: tuple[Any, ...] = ()) -> None:
    """Change the file as somebody would who owns the PC: triggers dropped, checks off."""
    connection = sqlite3.connect(home / "watch.db")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert connection.execute(statement, values).rowcount, "nothing was tampered with"
    connection.commit()
    connection.close()


def test_the_untouched_original_and_the_honest_store_are_good(watch: SignedWatch) -> None:
    found = verify_file(watch.home, watch.newest)
    assert found.good and found.verdict is Verdict.ORIGINAL and found.problems == ()
    assert [s.split()[0] for s in found.signatures] == ["交班人", "接班人", "带班领导"]
    proof = prove(watch.home, watch.head)
    assert proof.problems == () and NO_ANCHOR not in proof.notes and proof.anchors > 10


@pytest.mark.parametrize("part", range(24))
def test_one_changed_byte_is_named_as_a_change(part: int, watch: SignedWatch) -> None:
    changed = bytearray(watch.newest)
    at = (2 * part + 1) * len(changed) // 48
    changed[at] ^= 0x01
    found = verify_file(watch.home, bytes(changed))
    assert not found.good and found.verdict is Verdict.CHANGED, f"byte {at}: {found}"
    assert found.problems and found.number


def test_a_page_overlaid_after_the_last_signature_is_found(watch: SignedWatch) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(watch.newest))
    cover = writer.add_object(StreamObject(stream_data=b"q 1 1 1 rg 100 300 300 60 re f Q"))
    writer.add_stream_to_page(0, cover)
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(watch.newest)
    found = verify_file(watch.home, out.getvalue())
    assert found.verdict is Verdict.CHANGED
    assert any("页面被添加或覆盖" in problem or "追加了内容" in problem for problem in found.problems)


def test_bytes_after_the_last_signature_are_found(watch: SignedWatch) -> None:
    found = verify_file(watch.home, watch.newest + b"\n%%EOF\n")
    assert found.verdict is Verdict.CHANGED and not found.good


MISSING = {0: "交班人、接班人、带班领导", 1: "接班人、带班领导", 2: "带班领导"}


@pytest.mark.parametrize("revision", MISSING)
def test_a_cut_off_signature_makes_an_older_original_and_is_named(revision: int, watch: SignedWatch) -> None:
    cut = watch.newest[: len(watch.revisions[revision])]
    found = verify_file(watch.home, cut)
    assert found.verdict is Verdict.OLDER and not found.good
    assert found.problems == (f"缺 {MISSING[revision]} 的签名",)


def test_a_printed_copy_is_no_original(watch: SignedWatch) -> None:
    assert not verify_file(watch.home, watch.printed).good


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", "不是报告".encode() * 3000], ids=["empty", "bare", "text"]
)
def test_something_else_cannot_be_verified(content: bytes, watch: SignedWatch) -> None:
    assert verify_file(watch.home, content).verdict is Verdict.UNKNOWN


def test_every_table_of_facts_is_tried(watch: SignedWatch) -> None:
    connection = sqlite3.connect(watch.home / "watch.db")
    empty = [t for t in TABLES if not connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0]]
    connection.close()
    assert empty == [], "play these in tests/support/watches.py, so that tampering with them is tried"


def other(column: Column[Any], old: Any) -> Any:
    """Another value of the column's type, one that a careful forger might choose."""
    if isinstance(column.type, UtcInstant):
        return "2026-11-23 01:02:03.000000"
    if isinstance(column.type, JsonText):
        return '["别的"]'
    if isinstance(column.type, Date):
        return "2001-02-03"
    if isinstance(column.type, LargeBinary):
        return (old or b"") + b"x"
    if isinstance(column.type, Boolean):
        return 1 - (old or 0)
    return (old or 0) + 1_000_000 if isinstance(column.type, Integer) else f"{old or ''}改"


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_row_is_named_with_every_changed_column(table: str, home: Path) -> None:
    record = fact_tables()[table]
    columns = [c for c in fact_columns(record) if c != "id"]
    connection = sqlite3.connect(home / "watch.db")
    row = connection.execute(f"SELECT id, {', '.join(columns)} FROM {table} ORDER BY id LIMIT 1").fetchone()
    connection.close()
    values = tuple(other(record.__table__.c[c], old) for c, old in zip(columns, row[1:], strict=True))
    outsider(
        home,
        f"UPDATE {table} SET {', '.join(f'{c} = ?' for c in columns)} WHERE id = {row[0]}",
        values=values,
    )
    named = f"数据行 {table}:{row[0]} 被改动：{'、'.join(sorted(columns))} 与账不符"
    assert named in prove(home).problems


@pytest.mark.parametrize("table", TABLES)
def test_a_removed_row_is_named(table: str, home: Path) -> None:
    connection = sqlite3.connect(home / "watch.db")
    (row,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()
    connection.close()
    outsider(home, f"DELETE FROM {table} WHERE id = {row}")
    assert f"数据行 {table}:{row} 缺失：账中有而表中无" in prove(home).problems


@pytest.mark.parametrize("table", [*TABLES, "ledger_entry", "ledger_head"])
def test_garbage_in_any_column_is_a_finding_and_no_crash(table: str, home: Path) -> None:
    columns = [c for c in Record.metadata.tables[table].columns if c.name not in ("id", "seq")]
    names = [c.name for c in columns if not isinstance(c.type, Boolean)]
    connection = sqlite3.connect(home / "watch.db")
    row, *olds = connection.execute(
        f"SELECT rowid, {', '.join(names)} FROM {table} ORDER BY rowid DESC LIMIT 1"
    ).fetchone()
    connection.close()
    for name, old in zip(names, olds, strict=True):
        outsider(home, f"UPDATE {table} SET {name} = ? WHERE rowid = {row}", values=("垃圾{",))
        assert prove(home).problems, f"{table}.{name}"
        outsider(home, f"UPDATE {table} SET {name} = ? WHERE rowid = {row}", values=(old,))
    assert prove(home).problems == ()


def test_a_row_slipped_in_without_an_entry_is_named(home: Path) -> None:
    columns = ", ".join(
        c for c in fact_columns(fact_tables()["log_strike"]) if c not in ("id", "line_id", "seq")
    )
    outsider(
        home,
        f"INSERT INTO log_strike (id, line_id, seq, {columns}) SELECT 99, 1, 9999, {columns} FROM log_strike "
        "WHERE successor_id IS NULL",
    )
    assert "数据行 log_strike:99 没有入账：不是由本程序写入" in prove(home).problems


CUT = (
    "DELETE FROM ledger_entry WHERE seq > 40",
    "UPDATE ledger_head SET count = 40, hash = (SELECT hash FROM ledger_entry WHERE seq = 40)",
)
ANCHORS = ("heads.log", "report", "typed")


def leave_only(anchor: str, home: Path, watch: SignedWatch) -> tuple[str, ...]:
    """Take every outside witness away but one; returns the heads to type."""
    if anchor != "heads.log":
        (home / "heads.log").unlink()
    if anchor != "report":
        shutil.rmtree(home / "reports")
    return (watch.head,) if anchor == "typed" else ()


def named_by(anchor: str, problems: tuple[str, ...]) -> bool:
    source = {"heads.log": "heads.log", "report": "报告 ", "typed": "输入的链首"}[anchor]
    return any(f"链尾缺失：{source}" in p for p in problems)


@pytest.mark.parametrize("anchor", ANCHORS)
def test_a_tail_cut_off_with_a_mended_head_is_named_by_each_witness(
    anchor: str, home: Path, watch: SignedWatch
) -> None:
    typed = leave_only(anchor, home, watch)
    outsider(home, *CUT)
    assert named_by(anchor, prove(home, *typed).problems)


@pytest.mark.parametrize("anchor", ANCHORS)
def test_an_older_copy_put_in_place_is_named_by_each_witness(
    anchor: str, home: Path, watch: SignedWatch
) -> None:
    typed = leave_only(anchor, home, watch)
    shutil.copy(watch.older, home / "watch.db")
    found = prove(home, *typed)
    assert named_by(anchor, found.problems) and len(found.problems) <= 60
    assert NO_ANCHOR not in found.notes


def test_an_older_copy_without_any_witness_says_what_cannot_be_excluded(
    home: Path, watch: SignedWatch
) -> None:
    leave_only("none", home, watch)
    shutil.copy(watch.older, home / "watch.db")
    found = prove(home)
    assert found.problems == () and found.notes == (NO_ANCHOR,)


def test_a_history_rewritten_whole_is_named_by_a_head_from_paper(home: Path, watch: SignedWatch) -> None:
    count, _, short = watch.head.partition(":")
    forged = f"{count}:{'A' if short[0] != 'A' else 'B'}{short[1:]}"
    assert any("输入的链首不符" in p for p in prove(home, forged).problems)


def test_a_paper_whose_store_was_rolled_back_is_no_longer_good(home: Path, watch: SignedWatch) -> None:
    shutil.copy(watch.older, home / "watch.db")
    assert not verify_file(home, watch.newest).good


def verify_command(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> tuple[int, dict]:
    code = run(["--home", str(home), "--json", "verify", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_the_command_says_yes_by_0_and_no_by_1_with_the_verdict(
    home: Path, watch: SignedWatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, older, bad = (tmp_path / f"{name}.pdf" for name in ("good", "older", "bad"))
    good.write_bytes(watch.newest)
    older.write_bytes(watch.revisions[2])
    changed = bytearray(watch.newest)
    changed[5000] ^= 1
    bad.write_bytes(changed)
    code, told = verify_command(capsys, home, str(good))
    assert (code, told["verdict"], told["problems"]) == (0, "原件（逐字节一致）", [])
    code, told = verify_command(capsys, home, str(older))
    assert (code, told["verdict"]) == (1, "原件，但不是最新签署版")
    assert told["problems"] == ["缺 带班领导 的签名"]
    code, told = verify_command(capsys, home, str(bad))
    assert (code, told["verdict"]) == (1, "内容被改动")
    code, told = verify_command(capsys, home, str(good), str(bad))
    assert code == 1 and [f["verdict"] for f in told["files"]] == ["原件（逐字节一致）", "内容被改动"]


def test_the_command_proves_the_store_and_names_what_is_wrong(
    home: Path, watch: SignedWatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = verify_command(capsys, home, "--head", watch.head)
    assert (code, told["verdict"], told["problems"]) == (0, "记录完整", [])
    outsider(home, "UPDATE log_line SET text = '没有来电' WHERE id = 1")
    code, told = verify_command(capsys, home)
    assert (code, told["verdict"]) == (1, "内容被改动")
    assert told["problems"] == ["数据行 log_line:1 被改动：text 与账不符"]
