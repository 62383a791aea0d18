"""What each command does: arguments in, one service call, words out."""

from __future__ import annotations

import argparse
import importlib
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

from zbyj_duty.app.context import AppContext
from zbyj_duty.app.opening import reading, writing
from zbyj_duty.app.output import say
from zbyj_duty.app.who import log_in, passphrase_of, person_id_of, reader
from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import time_words
from zbyj_duty.core.errors import PaperTrouble, RuleViolation
from zbyj_duty.duty.domain import MemberDraft, Part, TakeDraft, WatchDetail, read_reference


def demo(options: argparse.Namespace) -> int:
    """Play a whole watch."""
    from zbyj_duty.app.demo import play

    return play(options)


def init(options: argparse.Namespace) -> int:
    """Set up a new bureau; the recovery sheet is printed once."""
    from zbyj_duty.people.setup import Founding
    from zbyj_duty.profiles.setup import found_duty_room

    with writing(options) as context:
        secret = passphrase_of(options, options.staff_no)
        founded = found_duty_room(
            context.store, Founding(options.bureau, False, options.staff_no, options.name, secret)
        )
    say(options, founded.recovery_sheet, {"recovery_sheet": founded.recovery_sheet})
    return 0


def user(options: argparse.Namespace) -> int:
    """Accounts, roles, keys."""
    if options.action == "list":
        with reading(options) as context:
            rows = context.people.persons(reader(options))
        listed = [{"staff_no": r.staff_no, "name": r.name, "roles": sorted(r.roles)} for r in rows]
        say(
            options,
            [f"{r['staff_no']}  {r['name']}  {'、'.join(r['roles'])}" for r in listed],
            {"rows": listed},
        )
        return 0
    with writing(options) as context:
        admin = log_in(context, options, options.who)
        person_id = person_id_of(context, options.staff_no)
        if options.action == "role":
            from zbyj_duty.people.domain import ROLES

            context.people.give_role(admin, person_id, ROLES[options.role], context.today)
        else:
            _give_passphrase(context, options, admin, person_id)
        context.accounts.write_tiles(admin)
    return 0


def _give_passphrase(context: AppContext, options: argparse.Namespace, admin: Actor, person_id: int) -> None:
    secret = passphrase_of(options, options.staff_no)
    ca = context.keys.open_ca(admin, passphrase_of(options, options.who))
    had = context.keys.may_sign(admin, person_id)
    context.accounts.set_passphrase(admin, person_id, secret)
    if had:
        context.keys.reset(admin, person_id, secret, ca, "口令重设")
    else:
        context.keys.issue_key(admin, person_id, secret, ca)


def watch(options: argparse.Namespace) -> int:
    """当班."""
    if options.action == "status":
        with reading(options) as context:
            now = context.duty.current(reader(options))
            late = now.overtime_minutes(context.clock.now()) if now else 0
        say(options, _watch_lines(now, late), {"watch": watch_json(now), "overtime_minutes": late})
        return 0 if now else 1
    from zbyj_duty.profiles.domain import ProfileKind, interval_of, place_of

    with writing(options) as context:
        actor = log_in(context, options, options.who)
        hours = context.profiles.current(actor, ProfileKind.WATCH_HOURS, context.today)
        day, ordinal = place_of(context.clock.now(), hours)
        draft = TakeDraft(crew_of(context, options), uuid.uuid4().hex)
        taken = context.duty.take(actor, draft, day, interval_of(day, ordinal, hours))
    say(options, _watch_lines(taken, 0), {"watch": watch_json(taken)})
    return 0


def crew_of(context: AppContext, options: argparse.Namespace) -> tuple[MemberDraft, ...]:
    """Return the crew that --crew and --leader name; the first of the crew is the 值班长."""
    head, *others = [number.strip() for number in options.crew.split(",") if number.strip()]
    return (
        MemberDraft(person_id_of(context, head), "指挥调度", Part.HEAD),
        *(MemberDraft(person_id_of(context, n), "值班员", Part.CREW) for n in others),
        MemberDraft(person_id_of(context, options.leader), "带班领导", Part.LEADER),
    )


def _watch_lines(now: WatchDetail | None, late: int) -> list[str]:
    if now is None:
        return ["无人值班"]
    crew = "、".join(m.name for m in now.crew)
    lines = [now.words, f"值班人员：{crew}", f"带班领导：{now.leader.name if now.leader else '—'}"]
    return lines + ([f"接班人未到，已超时 {late} 分钟"] if late else [])


def watch_json(now: WatchDetail | None) -> dict[str, object] | None:
    """Return a watch as JSON values."""
    if now is None:
        return None
    members = [{"name": m.name, "post": m.post, "part": m.part.value} for m in now.members]
    return {"reference": now.reference, "words": now.words, "started_at": now.started_at, "members": members}


def log(options: argparse.Namespace) -> int:
    """值班日志."""
    if options.action == "list":
        return _log_list(options)
    from zbyj_duty.journal.domain import LineKind, LogDraft

    with writing(options) as context:
        actor = log_in(context, options, options.who)
        texts = [options.text] if options.text is not None else (line.rstrip("\n") for line in sys.stdin)
        for text in texts:
            number = context.journal.write(actor, LogDraft(LineKind.NOTE, text, uuid.uuid4().hex, again=True))
            say(options, f"已保存 {number}", {"number": number})
            sys.stdout.flush()
    return 0


def _log_list(options: argparse.Namespace) -> int:
    with reading(options) as context:
        who = reader(options)
        if options.watch:
            found = context.duty.watch(who, *read_reference(options.watch))
        else:
            found = context.duty.current(who)
        rows = context.journal.lines(who, found.low_seq, found.high_seq) if found else ()
    listed = [
        {
            "number": r.number,
            "occurred_at": r.occurred_at,
            "kind": r.kind.words,
            "party": r.party_text,
            "text": r.text,
            "author": r.author_name,
            "struck": r.strike.reason if r.strike else None,
        }
        for r in rows
    ]
    words = [
        f"{r.number:>5}  {time_words(r.occurred_at)}  {r.kind.words}  {r.party_text or '—'}  {r.text}"
        + (f"  〔划去：{r.strike.reason}〕" if r.strike else "")
        for r in rows
    ]
    say(options, words, {"rows": listed})
    return 0 if rows else 1


def handover(options: argparse.Namespace) -> int:
    """交接班."""
    with writing(options) as context:
        actor = log_in(context, options, options.who)
        if options.action == "offer":
            now = context.handover.offer(actor, uuid.uuid4().hex)
            assert now.offer
            say(options, f"已提交，截止第 {now.offer.cutoff_seq} 条", {"cutoff_seq": now.offer.cutoff_seq})
            return 0
        offer = context.handover.current(actor).offer
        if offer is None:
            raise RuleViolation("handover.no_offer")
        if options.action == "return":
            context.handover.give_back(actor, offer.id, options.reason)
            say(options, "已退回", {"returned": True})
            return 0
        return _accept(context, options, actor, offer.id)


def _accept(context: AppContext, options: argparse.Namespace, actor: Actor, offer_id: int) -> int:
    from zbyj_duty.handover.ceremony import Ceremony
    from zbyj_duty.handover.domain import AcceptDraft

    if options.confirm_all:
        for item in context.handover.current(actor).items:
            if item.ticked_at is None:
                context.handover.tick(actor, offer_id, item.key, item.expected)
    ceremony = Ceremony(context.accounts, context.keys, context.acceptance, context.reports)
    done = ceremony.hold(
        actor,
        AcceptDraft(offer_id, crew_of(context, options), uuid.uuid4().hex),
        (person_id_of(context, options.outgoing), passphrase_of(options, options.outgoing)),
        passphrase_of(options, options.who),
    )
    words = [f"已接班：{done.accepted.next_watch.words}", f"报告：{done.report.number}"]
    say(options, words, {"watch": watch_json(done.accepted.next_watch), "report": done.report.number})
    return 0


def sign(options: argparse.Namespace) -> int:
    """Sign a watch's report."""
    with writing(options) as context:
        actor = log_in(context, options, options.who, "sign")
        acceptance = context.reports.acceptance_of(actor, *read_reference(options.watch))
        key = context.keys.open_own(actor, passphrase_of(options, options.who))
        row = context.reports.sign(actor, acceptance, key)
    say(options, f"{row.number} 已签：" + "、".join(s.words for s in row.signed), {"number": row.number})
    return 0


def report(options: argparse.Namespace) -> int:
    """Write a watch's PDF: the newest signed revision, or a draft of the current watch."""
    with reading(options) as context:
        who = reader(options)
        if options.watch:
            acceptance = context.reports.acceptance_of(who, *read_reference(options.watch))
            pdf = context.reports.newest_file(who, acceptance)
        else:
            pdf = context.reports.draft(who)
    write_file(options.output, pdf)
    say(options, f"已写入 {options.output}", {"path": str(options.output)})
    return 0


def write_file(path: Path, content: bytes) -> None:
    """Write through a partial file, so that a half-written one is never left under the name."""
    try:
        partial = path.with_name(path.name + ".partial")
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise PaperTrouble("paper.cannot_write", path=str(path)) from error


def _from(module: str) -> Callable[[argparse.Namespace], int]:
    """Return a command of a module that is imported only when it is called."""

    def call(options: argparse.Namespace) -> int:
        found = importlib.import_module(f"zbyj_duty.app.{module}")
        return int(found.COMMANDS[options.command](options))

    return call


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": demo,
    "init": init,
    "user": user,
    "watch": watch,
    "log": log,
    "round": _from("commands_round"),
    "handover": handover,
    "sign": sign,
    "report": report,
    "verify": _from("commands_proof"),
    "backup": _from("commands_proof"),
    "restore": _from("commands_proof"),
    "doctor": _from("commands_proof"),
    "import": _from("commands_import"),
}
