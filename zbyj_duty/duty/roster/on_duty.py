"""某时某刻谁在班: the answer for any instant, from two statements however long the store."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from zbyj_duty.core.clock import beijing
from zbyj_duty.duty.domain import Part
from zbyj_duty.duty.records import WatchMemberLeftRecord, WatchMemberRecord, WatchRecord
from zbyj_duty.duty.roster.domain import Layer, Leg, OnDuty, Place, Slot, Turn
from zbyj_duty.duty.roster.layers import turns_of
from zbyj_duty.duty.roster.reading import IN_FORCE, UNDONE
from zbyj_duty.duty.roster.records import (
    RosterChangeRecord,
    RosterLegRecord,
    RosterSlotRecord,
    RosterStepRecord,
    RosterVersionRecord,
)
from zbyj_duty.profiles.domain import ProfileKind, WatchHours, interval_of, place_of
from zbyj_duty.profiles.reading import dated
from zbyj_duty.store.types import UtcInstant

_WATCH = WatchRecord.__table__.c
_MEMBER = WatchMemberRecord.__table__.c
_LEFT = WatchMemberLeftRecord.__table__
_SLOT = RosterSlotRecord.__table__.c
_VERSION = RosterVersionRecord.__table__.c
_CHANGE = RosterChangeRecord.__table__.c
_LEG = RosterLegRecord.__table__.c
_STEP = RosterStepRecord.__table__.c


def _statement() -> Any:
    """The crew that was there, the published slots, the changes in force: one statement, made once."""
    instant, now = bindparam("instant", type_=UtcInstant), bindparam("now", type_=UtcInstant)
    day, ordinal, month = bindparam("day"), bindparam("ordinal"), bindparam("month")
    nobody, nowhen = cast(null(), Integer), cast(null(), UtcInstant)
    stood = (
        select(_WATCH.id)
        .where(_WATCH.started_at <= instant, instant <= now)
        .order_by(_WATCH.started_at.desc(), _WATCH.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    actual = (
        select(
            literal("actual", String).label("layer"),
            cast(_MEMBER.id, BigInteger).label("rank"),
            _MEMBER.post,
            _MEMBER.part,
            literal(0, Integer).label("seat"),
            _MEMBER.person_id,
            _MEMBER.name,
            nobody.label("out_id"),
            nobody.label("from_minute"),
            nobody.label("until_minute"),
            _MEMBER.joined_at.label("joined_at"),
            literal(0, Integer).label("number"),
        )
        .select_from(WatchMemberRecord.__table__.outerjoin(_LEFT, _LEFT.c.member_id == _MEMBER.id))
        .where(
            _MEMBER.watch_id == stood,
            _MEMBER.joined_at <= instant,
            or_(_LEFT.c.left_at.is_(None), _LEFT.c.left_at > instant),
        )
    )
    newest = (
        select(_VERSION.id)
        .where(_VERSION.month == month)
        .order_by(_VERSION.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    number = select(func.max(_VERSION.number)).where(_VERSION.month == month).scalar_subquery()
    plan = select(
        literal("plan", String),
        cast(_SLOT.id, BigInteger),
        _SLOT.post,
        _SLOT.part,
        _SLOT.seat,
        _SLOT.person_id,
        _SLOT.name,
        nobody,
        nobody,
        nobody,
        nowhen,
        number,
    ).where(_SLOT.business_date == day, _SLOT.ordinal == ordinal, _SLOT.version_id == newest)
    of_change = _STEP.change_id == _LEG.change_id
    came = select(func.min(_STEP.id)).where(of_change, _STEP.what.in_(IN_FORCE)).scalar_subquery()
    undone = select(_STEP.id).where(of_change, _STEP.what.in_(UNDONE)).exists()
    changes = (
        select(
            _CHANGE.kind,
            cast(came, BigInteger),
            _LEG.post,
            literal("", String),
            _LEG.seat,
            _LEG.in_id,
            _LEG.in_name,
            _LEG.out_id,
            _LEG.from_minute,
            _LEG.until_minute,
            nowhen,
            _LEG.change_id,
        )
        .select_from(
            RosterLegRecord.__table__.join(RosterChangeRecord.__table__, _CHANGE.id == _LEG.change_id)
        )
        .where(_LEG.business_date == day, _LEG.ordinal == ordinal, came.is_not(None), ~undone)
    )
    return union_all(actual, plan, changes)


_WHO = _statement()


def on_duty_at(session: Session, instant: datetime, now: datetime) -> OnDuty:
    """Return who was, is or shall be on duty at an instant, as planned and as really stood.

    Args:
        session: an open session.
        instant: the moment asked about, UTC.
        now: the present; of a moment to come only the plan is known.
    """
    hours_on = dated(session, ProfileKind.WATCH_HOURS)
    day, ordinal = planned_watch(instant, hours_on)
    start, end = interval_of(day, ordinal, hours_on(day))
    asked = {"instant": instant, "now": now, "day": day, "ordinal": ordinal, "month": day.replace(day=1)}
    rows = session.execute(_WHO, asked).all()
    slots: list[Slot] = []
    legs: list[tuple[int, Leg]] = []
    actual: list[Turn] = []
    version = 0
    for layer, rank, post, part, seat, person_id, name, out_id, first, last, joined_at, number in rows:
        place = Place(day, ordinal, post, seat)
        if layer == "plan":
            version = number
            slots.append(Slot(place, Part(part), person_id, name))
        elif layer == "actual":
            source = Layer.ACTUAL.words
            actual.append(Turn(place, Part(part), person_id, name, joined_at, end, Layer.ACTUAL, source))
        else:
            legs.append((rank, Leg(number, Layer(layer), place, out_id, person_id, name, first, last)))
    legs.sort(key=lambda pair: pair[0])
    turns = turns_of(
        slots,
        (leg for _, leg in legs),
        lambda *_: (start, end),
        f"第{version}版",
        lambda place: _part_of(place, slots),
    )
    planned = tuple(t for t in turns if t.covers(instant))
    return OnDuty(instant, day, ordinal, planned, tuple(actual), version)


def planned_watch(instant: datetime, hours_on: Any) -> tuple[date, int]:
    """Return (business date, ordinal) of the planned watch of an instant, also on the day the hours change."""
    today = beijing(instant).date()
    for day in (today, today - timedelta(days=1)):
        hours: WatchHours = hours_on(day)
        for ordinal in range(1, len(hours.change_overs) + 1):
            start, end = interval_of(day, ordinal, hours)
            if start <= instant < end:
                return day, ordinal
    return place_of(instant, hours_on(today))


def _part_of(place: Place, slots: list[Slot]) -> Part:
    """An empty place that somebody fills is of its post; a post nobody was planned for is of the crew."""
    return next((s.part for s in slots if s.place.post == place.post), Part.CREW)
