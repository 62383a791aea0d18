"""What every slice uses to leave its line in the log."""

from __future__ import annotations

from sqlalchemy import func, select

from zbyj_duty.core.access import WATCH, check_role
from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import RuleViolation
from zbyj_duty.core.links import Link
from zbyj_duty.duty.boundaries import current_watch
from zbyj_duty.journal.domain import SAME_AGAIN_WITHIN, LineKind, LogDraft, check
from zbyj_duty.journal.records import LinkRecord, LogLineRecord
from zbyj_duty.store.work import Unit


def post_line(unit: Unit, draft: LogDraft) -> LogLineRecord:
    """Save one line; the same key again returns the line that is there.

    Raises:
        NotAllowed: the actor may not write.
        InvalidInput: see ``journal.domain.check``.
        RuleViolation: ``journal.no_watch``, ``journal.same_again``.
    """
    check_role(unit.actor, WATCH)
    unit.touch("journal")
    there = unit.session.execute(
        select(LogLineRecord).where(LogLineRecord.key == draft.key)
    ).scalar_one_or_none()
    if there is not None:
        return there
    watch = current_watch(unit.session)
    if watch is None and draft.kind is not LineKind.SYSTEM:
        raise RuleViolation("journal.no_watch")
    checked = check(draft, unit.instant, watch and watch.started_at, bool(unit.actor.roles & {"带班领导"}))
    _ask_same_again(unit, checked)
    line = _record(unit, checked)
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


def _ask_same_again(unit: Unit, draft: LogDraft) -> None:
    if draft.again or draft.kind in (LineKind.SYSTEM, LineKind.DISPATCH, LineKind.HANDOVER):
        return
    number = unit.session.execute(
        select(LogLineRecord.number)
        .where(
            LogLineRecord.author_id == unit.actor.person_id,
            LogLineRecord.recorded_at > unit.instant - SAME_AGAIN_WITHIN,
            LogLineRecord.text == draft.text,
            LogLineRecord.party_text == draft.party_text,
        )
        .limit(1)
    ).scalar()
    if number is not None:
        raise RuleViolation("journal.same_again", number=number)


def _record(unit: Unit, draft: LogDraft) -> LogLineRecord:
    year = beijing(unit.instant).year
    newest = select(func.max(LogLineRecord.number)).where(LogLineRecord.year == year)
    return LogLineRecord(
        seq=unit.next_seq,
        year=year,
        number=(unit.session.execute(newest).scalar() or 0) + 1,
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
