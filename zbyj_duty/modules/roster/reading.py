"""The month read for the grid, and what publishing it would meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.clock import date_words
from zbyj_duty.core.duty_calendar import DutyCalendar
from zbyj_duty.duty.domain import Part
from zbyj_duty.duty.modes.domain import Mode, mode_spans
from zbyj_duty.duty.roster.change_reading import changes_between
from zbyj_duty.duty.roster.checks import Rule, objections
from zbyj_duty.duty.roster.domain import Basis, Place, Slot, Turn
from zbyj_duty.duty.roster.reading import (
    DutyRules,
    RosterSpan,
    around,
    month_span,
    published_slots,
    roster_span,
)
from zbyj_duty.duty.roster.records import (
    RosterCellRecord,
    RosterRemarkRecord,
    RosterSlotRecord,
    RosterVersionRecord,
)
from zbyj_duty.modules.roster.domain import (
    DayRow,
    Difference,
    MonthPlan,
    PostColumn,
    Publication,
    VersionRow,
    differences,
)
from zbyj_duty.profiles.reading import calendar


def month_plan(session: Session, month: date) -> MonthPlan:
    """Return the month being drawn up."""
    first, last = month_span(month)
    span = roster_span(session, first, last, Basis.WORKING)
    known = calendar(session)
    return MonthPlan(
        month=first,
        columns=post_columns(span.rules, span.slots, first, last),
        days=_days(session, span.rules, known, first, last),
        slots=span.slots,
        fixed=_fixed(session, first, last),
        turns=span.turns,
        coverage=span.coverage,
        short_rests=short_rests(session, first, last),
        absences=tuple(row for row in span.absences if row.counts),
        changes=changes_between(session, first, last),
        version=newest_version_of(session, first),
        pending=differences(published_slots(session, first, last), span.slots),
        warning=known.warning(first),
    )


def publication(session: Session, month: date, now: datetime) -> Publication:
    """Return what publishing the month would change, and what stands in its way."""
    first, last = month_span(month)
    span = roster_span(session, first, last, Basis.WORKING)
    newest = newest_version_of(session, first)
    changed = differences(published_slots(session, first, last), span.slots)
    return Publication(
        month=first,
        number=(newest.number if newest else 0) + 1,
        differences=changed,
        blocks=tuple(_blocks(span, changed, newest, now)),
    )


def _blocks(
    span: RosterSpan, changed: Sequence[Difference], newest: VersionRow | None, now: datetime
) -> list[str]:
    told = [gap.words for gap in span.coverage.gaps]
    told += [clash.words for clash in span.coverage.clashes]
    told += list(dict.fromkeys(away_lines(span)))
    for leg in span.lapsed:
        told.append(
            f"{leg.place.words} 已生效的{leg.layer.words}（换入 {leg.in_name}）与新表不符，发布后不再适用"
        )
    if newest is not None:
        for difference in changed:
            if span.rules.hours_of(difference.place.day, difference.place.ordinal)[1] <= now:
                told.append(f"已结束的班次：{difference.words}")
    return told


def away_lines(span: RosterSpan) -> tuple[str, ...]:
    """Return who is planned while away, also at posts that do not lack anybody by it."""
    lines: list[str] = []
    for turn in span.turns:
        for row in span.absences:
            if row.person_id == turn.person_id and row.overlaps(turn.from_at, turn.until_at):
                lines.append(f"{turn.place.words}：{row.line}")
    return tuple(lines)


def short_rests(session: Session, first: date, last: date) -> tuple[str, ...]:
    """Return whose rest between two watches is shorter than the rule, over the month's edges too."""
    outer = roster_span(session, *around((first, last)), Basis.WORKING)
    by_person: dict[int, list[Turn]] = {}
    for turn in outer.turns:
        if turn.part is not Part.STANDBY:
            by_person.setdefault(turn.person_id, []).append(turn)
    lines: list[str] = []
    for theirs in by_person.values():
        theirs.sort(key=lambda t: t.from_at)
        for before, turn in zip(theirs, theirs[1:], strict=False):
            if first <= turn.place.day <= last:
                found = objections(
                    turn.person_id, turn.name, turn.place, (turn.from_at, turn.until_at), (before,)
                )
                lines += [o.words for o in found if o.rule is Rule.REST]
    return tuple(lines)


def post_columns(rules: DutyRules, slots: Sequence[Slot], first: date, last: date) -> tuple[PostColumn, ...]:
    """Return the posts that the month knows: of every template in force in it, and of every filled place."""
    seats: dict[str, tuple[Part, int, bool]] = {}
    for need in rules.needs(first, last):
        part, count, open_ended = seats.get(need.post, (need.part, 0, False))
        wanted = max(need.minimum, need.maximum or 0, 1)
        seats[need.post] = part, max(count, wanted), open_ended or need.maximum is None
    filled: Counter[str] = Counter()
    for slot in slots:
        filled[slot.place.post] = max(filled[slot.place.post], slot.place.seat)
        seats.setdefault(slot.place.post, (slot.part, 1, False))
    return tuple(
        PostColumn(name, part, max(count, filled[name]), open_ended)
        for name, (part, count, open_ended) in seats.items()
    )


def versions_of(session: Session, month: date) -> tuple[VersionRow, ...]:
    """Return the published versions of a month, newest first."""
    rows = session.execute(
        select(RosterVersionRecord)
        .where(RosterVersionRecord.month == month_span(month)[0])
        .order_by(RosterVersionRecord.number.desc())
    ).scalars()
    return tuple(_version(row) for row in rows)


def newest_version_of(session: Session, month: date) -> VersionRow | None:
    """Return the newest published version of a month."""
    return next(iter(versions_of(session, month)), None)


def version_by_key(session: Session, key: str) -> VersionRow | None:
    """Return the version that a dialog has published already."""
    row = session.execute(
        select(RosterVersionRecord).where(RosterVersionRecord.key == key)
    ).scalar_one_or_none()
    return None if row is None else _version(row)


def slots_of(session: Session, version_id: int) -> tuple[Slot, ...]:
    """Return the places of a published version, by place."""
    rows = session.execute(
        select(RosterSlotRecord).where(RosterSlotRecord.version_id == version_id)
    ).scalars()
    found = (
        Slot(Place(r.business_date, r.ordinal, r.post, r.seat), Part(r.part), r.person_id, r.name)
        for r in rows
    )
    return tuple(sorted(found, key=lambda slot: slot.place))


def remarks_between(session: Session, first: date, last: date) -> dict[date, str]:
    """Return 备注 of the working plan by day."""
    rows = session.execute(
        select(RosterRemarkRecord.business_date, RosterRemarkRecord.text).where(
            RosterRemarkRecord.business_date.between(first, last)
        )
    )
    return {day: text for day, text in rows if text}


def _days(
    session: Session, rules: DutyRules, known: DutyCalendar, first: date, last: date
) -> tuple[DayRow, ...]:
    remarks = remarks_between(session, first, last)
    rows: list[DayRow] = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        watches = rules.watches_of(day)
        start, end = rules.hours_of(day, 1)[0], rules.hours_of(day, watches)[1]
        strictest = max((m.mode for _, _, m in mode_spans(rules.orders, start, end)), key=_strictness)
        mode = "" if strictest is Mode.NORMAL else strictest.words
        rows.append(DayRow(day, known.kind(day), known.name(day), mode, watches, remarks.get(day, "")))
    return tuple(rows)


def _strictness(mode: Mode) -> int:
    return mode.strictness


def _fixed(session: Session, first: date, last: date) -> frozenset[Place]:
    rows = session.execute(
        select(
            RosterCellRecord.business_date,
            RosterCellRecord.ordinal,
            RosterCellRecord.post,
            RosterCellRecord.seat,
        ).where(RosterCellRecord.business_date.between(first, last), RosterCellRecord.fixed)
    )
    return frozenset(Place(*row) for row in rows)


def _version(record: RosterVersionRecord) -> VersionRow:
    return VersionRow(
        id=record.id,
        month=record.month,
        number=record.number,
        published_at=record.published_at,
        by_name=record.by_name,
        waiver=record.waiver,
        accepted=tuple(record.accepted),
        remarks=dict(record.remarks),
    )


def month_words(month: date) -> str:
    """2026年12月."""
    return date_words(month).removesuffix("1日")
