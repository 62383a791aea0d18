"""The command that imports the office's workbooks."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from zbyj_duty.app.commands import write_file
from zbyj_duty.app.opening import writing
from zbyj_duty.app.output import say
from zbyj_duty.app.who import log_in
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.people.import_domain import ImportKind, ImportPreview, Verdict
from zbyj_duty.people.rejects import rejects_csv, rejects_workbook
from zbyj_duty.people.sheet_reader import MAX_BYTES


def import_(options: argparse.Namespace) -> int:
    """Import a workbook, or with --dry-run only judge it; 1 when a row is rejected.

    The rejected rows are written before the good ones are taken in, so that a full disk cannot lose them.
    """
    content = _content(options.file)
    _check_rejects(options)
    with writing(options) as context:
        actor = log_in(context, options, options.who)
        done = context.imports.preview(actor, ImportKind(options.kind), options.file.name, content)
        if options.rejects is not None and done.rejected:
            make = rejects_csv if options.rejects.suffix.lower() == ".csv" else rejects_workbook
            write_file(options.rejects, make(done))
        if not options.dry_run:
            done = context.imports.carry_out(actor, done)
    rows = [{"row": r.row, "verdict": r.verdict.value, "reason": r.reason} for r in done.rows]
    say(options, _words(options, done), {"rows": rows, "totals": done.totals})
    return 1 if done.rejected else 0


def _content(path: Path) -> bytes:
    """Return the file's bytes, one more than the limit at most."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInput("file", "imports.no_file", path=str(path)) from error


def _check_rejects(options: argparse.Namespace) -> None:
    if options.rejects is None:
        return
    if options.rejects.suffix.lower() not in (".xlsx", ".csv"):
        raise InvalidInput("rejects", "imports.rejects_ending", path=str(options.rejects))
    if options.rejects.resolve() == options.file.resolve():
        raise InvalidInput("rejects", "imports.same_file", path=str(options.rejects))


def _words(options: argparse.Namespace, done: ImportPreview) -> list[str]:
    counts = "，".join(f"{verdict.words} {done.totals[verdict]}" for verdict in Verdict)
    words = [f"{done.kind.words} {done.file_name}：共 {len(done.rows)} 行，{counts}，空行 {done.empty}"]
    for row in done.rows:
        if row.verdict is Verdict.REJECTED:
            words.append(f"拒绝  {row.name or '—'}  {row.reason}")
        elif row.reason:
            words.append(f"{row.verdict.words}  第 {row.row} 行  {row.name}  {row.reason}")
    if options.rejects is not None and done.rejected:
        words.append(f"拒绝行已存入 {options.rejects}")
    words.append("试运行，没有写入" if done.batch_id is None else f"已写入，导入批次 {done.batch_id}")
    return words


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"import": import_}
