"""What every slice uses to leave its line in the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from zbyj_duty.core.access import WATCH, check_role, system_actor
from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import RuleViolation
from zbyj_duty.core.links import Link
from zbyj_duty.core.validate import clean_text
from zbyj_duty.duty.boundaries import standing_since
from zbyj_duty.journal.domain import SAME_AGAIN_WITHIN, LineKind, LogDraft, check
from zbyj_duty.journal.records import LinkRecord, LogLineRecord
from zbyj_duty.store.work import Unit


def post_line(unit: Unit, draft: LogDraft) -> LogLineRecord:
    """Save one line; the same key again returns the line that is there.

    Raises:
        NotAllowed: the actor may not write.
        InvalidInput: see ``journal.domain.check``.
        RuleViolation: ``journal.no_watch``, ``journal.same_again``, ``journal.saved_already``: the key has saved
            other words already.
    """
    check_role(unit.actor, WATCH)
    unit.touch("journal")
    year = beijing(unit.instant).year
    there, standing, same_again, newest = _look(unit, draft, year)
    if there is not None:
        saved = unit.session.get_one(LogLineRecord, there)
        if saved.text != clean_text(draft.text).text and draft.kind is not LineKind.HANDOVER:
            raise RuleViolation("journal.saved_already", number=saved.number, text=saved.text[:40])
        return saved
    if standing is None and draft.kind is not LineKind.SYSTEM:
        raise RuleViolation("journal.no_watch")
    checked = check(draft, unit.instant, standing, bool(unit.actor.roles & {"带班领导"}))
    if same_again is not None and _is_asked(checked):
        raise RuleViolation("journal.same_again", number=same_again)
    line = _record(unit, checked, year, (newest or 0) + 1)
    unit.add(line, "log.written")
    return line


def post_told(unit: Unit, text: str, key: str, about: Link | None = None) -> LogLineRecord:
    """Leave a line of the program itself (系统) about what this unit does, whoever does it; the text names them.

    The same key again returns the line that is there.
    """
    unit.touch("journal")
    year = beijing(unit.instant).year
    draft = LogDraft(LineKind.SYSTEM, text, key, about=about)
    there, standing, _, newest = tuple(unit.ask(_OF_NOBODY, _asked(unit, draft, year)))
    if there is not None:
        return unit.session.get_one(LogLineRecord, there)
    line = _record(unit, check(draft, unit.instant, standing, False), year, (newest or 0) + 1)
    line.author_id, line.author_name = None, system_actor().name
    unit.add(line, "log.written")
    return line


def post_link(unit: Unit, origin: Link, target: Link) -> None:
    """Tie two things together, once."""
    check_role(unit.actor, WATCH)
    where = (
        LinkRecord.from_kind == origin.kind,
        LinkRecord.from_id == origin.id,
        LinkRecord.to_kind == target.kind,
        LinkRecord.to_id == target.id,
    )
    if unit.session.execute(select(LinkRecord.id).where(*where)).scalar() is None:
        link = LinkRecord(from_kind=origin.kind, from_id=origin.id, to_kind=target.kind, to_id=target.id)
        unit.add(link, "link.made")


def _is_asked(draft: LogDraft) -> bool:
    """Tell whether a second line with the same text needs the author's word."""
    return not draft.again and draft.kind not in (LineKind.SYSTEM, LineKind.DISPATCH, LineKind.HANDOVER)


def _what_is_there(by_person: bool) -> Select[Any]:
    """Return the one question asked before a line is saved.

    Its row: the line that has this key already, since when the watch is being stood, the number of the same text
    by the same author a moment ago, the newest number of the year.
    """
    line = LogLineRecord
    author = line.author_id == bindparam("author_id") if by_person else line.author_id.is_(None)
    same = (author, line.recorded_at > bindparam("since"), line.text == bindparam("text"))
    return select(
        select(line.id).where(line.key == bindparam("key")).scalar_subquery(),
        standing_since(),
        select(line.number)
        .where(*same, line.party_text == bindparam("party_text"))
        .limit(1)
        .scalar_subquery(),
        select(func.max(line.number)).where(line.year == bindparam("year")).scalar_subquery(),
    )


_OF_A_PERSON, _OF_NOBODY = _what_is_there(by_person=True), _what_is_there(by_person=False)


def _look(
    unit: Unit, draft: LogDraft, year: int
) -> tuple[int | None, datetime | None, int | None, int | None]:
    values = _asked(unit, draft, year)
    if unit.actor.person_id is None:
        return tuple(unit.ask(_OF_NOBODY, values))
    return tuple(unit.ask(_OF_A_PERSON, {**values, "author_id": unit.actor.person_id}))


def _asked(unit: Unit, draft: LogDraft, year: int) -> dict[str, Any]:
    return {
        "key": draft.key,
        "since": unit.instant - SAME_AGAIN_WITHIN,
        "text": clean_text(draft.text).text,
        "party_text": clean_text(draft.party_text).text,
        "year": year,
    }


def _record(unit: Unit, draft: LogDraft, year: int, number: int) -> LogLineRecord:
    return LogLineRecord(
        seq=unit.next_seq,
        year=year,
        number=number,
        kind=draft.kind.value,
        occurred_at=draft.occurred_at,
        recorded_at=unit.instant,
        party_text=draft.party_text,
        party_kind=draft.party.kind if draft.party else None,
        party_id=draft.party.id if draft.party else None,
        channel=draft.channel,
        text=draft.text,
        late_reason=draft.late_reason,
        author_id=unit.actor.person_id,
        author_name=unit.actor.name,
        seat=unit.actor.seat,
        about_kind=draft.about.kind if draft.about else None,
        about_id=draft.about.id if draft.about else None,
        key=draft.key,
    )
