"""每日调度 from the command line: open, answer, close, show."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Callable
from typing import Any

from zbyj_duty.app.context import AppContext
from zbyj_duty.app.opening import reading, writing
from zbyj_duty.app.output import say
from zbyj_duty.app.who import log_in, reader
from zbyj_duty.core.access import Actor
from zbyj_duty.core.errors import InvalidInput, RuleViolation
from zbyj_duty.modules.dispatch import columns
from zbyj_duty.modules.dispatch.domain import AttemptDraft, Result, RoundDetail, TargetRow, count

_RESULTS = {result.words: result for result in Result}


def round_(options: argparse.Namespace) -> int:
    """每日调度."""
    if options.action == "show":
        return _show(options)
    with writing(options) as context:
        actor = log_in(context, options, options.who)
        acts = {"open": _open, "answer": _answer, "close": _close}
        return acts[options.action](context, options, actor)


def _open(context: AppContext, options: argparse.Namespace, actor: Actor) -> int:
    detail = context.dispatch.open(actor, options.name, uuid.uuid4().hex)
    say(options, f"已开始{detail.name}：{len(detail.targets)} 个对象", _json(detail))
    return 0


def _answer(context: AppContext, options: argparse.Namespace, actor: Actor) -> int:
    if options.result not in _RESULTS:
        known = "、".join(_RESULTS)
        raise InvalidInput("result", "cli.bad_result", value=options.result, known=known)
    detail = _running(context, actor)
    target = _target(detail, options.unit)
    draft = AttemptDraft(
        target.id, _RESULTS[options.result], uuid.uuid4().hex, options.answerer, options.text, sure=True
    )
    row = context.dispatch.record(actor, draft)
    say(options, f"{row.name} {columns.result_text(row)}", _target_json(row))
    return 0


def _close(context: AppContext, options: argparse.Namespace, actor: Actor) -> int:
    detail = _running(context, actor)
    reasons = {target.id: options.reason for target in detail.open_targets()}
    summary = context.dispatch.close(actor, detail.id, reasons)
    say(options, summary, {"summary": summary})
    return 0


def _show(options: argparse.Namespace) -> int:
    with reading(options) as context:
        who = reader(options)
        planned = context.dispatch.planned(who)
        running = [p.round_id for p in planned if p.state == "进行中"]
        held = running or [p.round_id for p in planned if p.round_id is not None][-1:]
        detail = context.dispatch.board(who, held[0]) if held and held[0] else None
    words = [f"{p.name}  {p.state}" for p in planned]
    if detail is not None:
        counts = count(detail.targets)
        words.append(f"{detail.name}：应答 {counts.answered} / {counts.total}，未问 {counts.unasked}")
        words += [f"  {t.name}  {columns.result_text(t)}  {columns.text_text(t)}" for t in detail.targets]
    data = {
        "rounds": [{"name": p.name, "state": p.state} for p in planned],
        "rows": [_target_json(t) for t in detail.targets] if detail else [],
    }
    say(options, words, data)
    return 0 if detail else 1


def _running(context: AppContext, actor: Actor) -> RoundDetail:
    found = next((p for p in context.dispatch.planned(actor) if p.state == "进行中"), None)
    if found is None or found.round_id is None:
        raise RuleViolation("cli.no_round")
    return context.dispatch.board(actor, found.round_id)


def _target(detail: RoundDetail, words: str) -> TargetRow:
    exact = [t for t in detail.targets if t.name == words]
    near = exact or [t for t in detail.targets if t.name.startswith(words)]
    if not near:
        raise InvalidInput("unit", "cli.no_such_unit", value=words)
    return near[0]


def _json(detail: RoundDetail) -> dict[str, Any]:
    return {"name": detail.name, "rows": [_target_json(t) for t in detail.targets]}


def _target_json(target: TargetRow) -> dict[str, Any]:
    last = target.last
    return {
        "unit": target.name,
        "group": target.group,
        "result": last.result.words if last else None,
        "attempts": len(target.attempts),
        "answerer": last.answerer if last else "",
        "text": last.text if last else "",
    }


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"round": round_}
