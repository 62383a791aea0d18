"""Commands that prove, copy and restore: verify, backup, restore, doctor."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from zbyj_duty.app.opening import reading
from zbyj_duty.app.output import say
from zbyj_duty.app.who import reader
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.store.engine import place_of
from zbyj_duty.store.ledger import read_anchors


def verify(options: argparse.Namespace) -> int:
    """Judge files, or the store itself; 0 only when every one is the newest original, or the store is whole."""
    from zbyj_duty.reports.verify import VerifyService

    with reading(options) as context:
        service = VerifyService(context.store)
        who = reader(options)
        if not options.files:
            return _verify_store(options, service, who)
        results = []
        for path in options.files:
            found = service.file(who, path.read_bytes() if path.is_file() else b"")
            results.append((path, found))
    data = [
        {"file": str(p), "verdict": str(v.verdict), "problems": v.problems, "signatures": v.signatures}
        for p, v in results
    ]
    words = []
    for path, found in results:
        words.append(f"{path.name}：{found.verdict}" + (f"  {found.number}" if found.number else ""))
        words += [f"    签名：{s}" for s in found.signatures]
        words += [f"    {problem}" for problem in found.problems]
    single = {"verdict": data[0]["verdict"], "problems": data[0]["problems"]} if len(data) == 1 else {}
    say(options, words, {**single, "files": data})
    return 0 if all(found.good for _, found in results) else 1


def _verify_store(options: argparse.Namespace, service, who) -> int:
    typed = read_anchors(options.head, "输入的链首")
    if len(typed) != len(options.head):
        raise InvalidInput("head", "store.bad_head", value=" ".join(options.head))
    found = service.record(who, typed)
    verdict = "内容被改动" if found.problems else "记录完整"
    words = [f"{verdict}：{found.head.count} 条，链首 {found.head.words}，外部凭据 {found.anchors} 个"]
    words += [f"    {line}" for line in (*found.problems, *found.notes)]
    data = {
        "verdict": verdict,
        "problems": found.problems,
        "notes": found.notes,
        "count": found.head.count,
        "head": found.head.words,
    }
    say(options, words, data)
    return 1 if found.problems else 0


def backup(options: argparse.Namespace) -> int:
    """Copy the live store by the online backup API and prove the copy."""
    from zbyj_duty.store.backup import back_up

    with reading(options) as context:
        made = back_up(context.store, options.destination)
    say(
        options,
        f"已备份并核验：{made.path}（{made.head.words}）",
        {"path": str(made.path), "head": made.head.words},
    )
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup in place; the store that was there is kept beside it, and the fork is written down."""
    from zbyj_duty.store.backup import restore as put_back

    place = place_of(options.home, options.store)
    told = put_back(place, options.source, options.clock, options.seat)
    say(options, told, {"restored": str(options.source), "kept": told[-1]})
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Say what this machine has, and whether the store is sound."""
    from zbyj_duty.store.ink import missing_triggers

    place = place_of(options.home, options.store)
    lines = [
        f"Python {sys.version.split()[0]}，SQLite {sqlite3.sqlite_version}（一个写连接，其余只读）",
        f"记录库：{place.words}",
    ]
    bad = 0
    with reading(options) as context, context.store.reading() as session:
        missing = missing_triggers(session.connection())
        lines.append("保护触发器：齐全" if not missing else f"保护触发器缺少：{'、'.join(missing)}")
        bad += bool(missing)
        if place.is_sqlite:
            verdict = session.connection().exec_driver_sql("PRAGMA quick_check").scalar()
            lines.append(f"文件检查：{'正常' if verdict == 'ok' else verdict}")
            bad += verdict != "ok"
    free = shutil.disk_usage(place.home).free // (1 << 20)
    lines.append(f"磁盘剩余：{free} MB" + ("（不足 1 GB，请清理）" if free < 1024 else ""))
    fonts = [f.name for f in Path(_fonts()).glob("*.ttf")]
    lines.append(f"字体：{len(fonts)} 种")
    say(options, lines, {"lines": lines, "ok": not bad})
    return 1 if bad else 0


def _fonts() -> Path:
    from zbyj_duty.core.paths import shipped

    return shipped("resources", "fonts")


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "verify": verify,
    "backup": backup,
    "restore": restore,
    "doctor": doctor,
}
