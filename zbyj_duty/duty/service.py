"""Use cases of 当班: take a watch when nobody holds one, change its crew, ask who was on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import EVERYONE, WATCH, Actor, allowed
from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.boundaries import current_watch, high_seq
from zbyj_duty.duty.domain import MemberDraft, MemberRow, Part, TakeDraft, WatchDetail
from zbyj_duty.duty.posting import post_member, post_watch
from zbyj_duty.duty.records import WatchMemberLeftRecord, WatchMemberRecord, WatchRecord
from zbyj_duty.store.work import Store

REASON_LIMIT = 200
PlannedInterval = Callable[[date], tuple[datetime, datetime]]


class DutyService:
    """Who holds the watch.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(WATCH)
    def take(
        self, actor: Actor, draft: TakeDraft, business_date: date, planned: tuple[datetime, datetime]
    ) -> WatchDetail:
        """Take the very first watch; every later one begins by a handover.

        Raises:
            RuleViolation: ``duty.already_held``.
        """
        with self._store.writing(actor, "duty", "journal") as unit:
            held = current_watch(unit.session)
            if held is not None and held.key != draft.key:
                detail = watch_detail(unit.session, held)
                name = detail.head.name if detail.head else "—"
                raise RuleViolation("duty.already_held", watch=detail.words, head=name)
            watch = held or post_watch(unit, draft, business_date, planned, 0, "first")
            return watch_detail(unit.session, watch)

    @allowed(WATCH)
    def join(self, actor: Actor, draft: MemberDraft) -> WatchDetail:
        """Add somebody to the watch now standing; the reason says why."""
        with self._store.writing(actor, "duty") as unit:
            watch = current_watch(unit.session)
            if watch is None:
                raise RuleViolation("duty.nobody_on_watch")
            if watch_detail(unit.session, watch).is_on_watch(draft.person_id):
                raise InvalidInput("members", "duty.person_twice")
            post_member(unit, watch.id, draft)
            return watch_detail(unit.session, watch)

    @allowed(WATCH)
    def leave(self, actor: Actor, member_id: int, reason: str) -> WatchDetail:
        """Let a member leave before the end of the watch, with the reason.

        Raises:
            InvalidInput: field ``reason``; RuleViolation: ``duty.head_stays``, ``duty.already_left`` …
        """
        words = limited("reason", reason, REASON_LIMIT)
        if not words:
            raise InvalidInput("reason", "input.blank")
        with self._store.writing(actor, "duty") as unit:
            member = unit.session.get(WatchMemberRecord, member_id)
            watch = current_watch(unit.session)
            if member is None or watch is None or member.watch_id != watch.id:
                raise RuleViolation("duty.nobody_on_watch")
            gone = select(WatchMemberLeftRecord.id).where(WatchMemberLeftRecord.member_id == member_id)
            if unit.session.execute(gone).scalar() is not None:
                raise RuleViolation("duty.already_left", name=member.name)
            if member.part == Part.HEAD:
                raise RuleViolation("duty.head_stays", name=member.name)
            left = WatchMemberLeftRecord(member_id=member_id, left_at=unit.instant, reason=words)
            unit.add(left, "watch.member_left")
            return watch_detail(unit.session, watch)

    @allowed(EVERYONE)
    def current(self, actor: Actor) -> WatchDetail | None:
        """Return the watch now standing, None when nobody has ever taken one."""
        with self._store.reading() as session:
            watch = current_watch(session)
            return None if watch is None else watch_detail(session, watch)

    @allowed(EVERYONE)
    def watch(self, actor: Actor, business_date: date, ordinal: int = 1) -> WatchDetail:
        """Return one watch by its business date.

        Raises:
            NotFound: ``duty.no_such_watch``.
        """
        with self._store.reading() as session:
            found = session.execute(
                select(WatchRecord).where(
                    WatchRecord.business_date == business_date, WatchRecord.ordinal == ordinal
                )
            ).scalar_one_or_none()
            if found is None:
                raise NotFound("duty.no_such_watch", value=f"{business_date}/{ordinal}")
            return watch_detail(session, found)

    @allowed(EVERYONE)
    def watches(self, actor: Actor, before_id: int | None = None, limit: int = 40) -> tuple[WatchDetail, ...]:
        """Return watches, newest first, a page at a time."""
        query = select(WatchRecord).order_by(WatchRecord.id.desc()).limit(limit)
        if before_id is not None:
            query = query.where(WatchRecord.id < before_id)
        with self._store.reading() as session:
            return tuple(watch_detail(session, w) for w in session.execute(query).scalars())


def watch_detail(session: Session, watch: WatchRecord) -> WatchDetail:
    """Return a watch with its crew; for services of higher slices inside their own session."""
    rows = session.execute(
        select(WatchMemberRecord, WatchMemberLeftRecord.left_at)
        .outerjoin(WatchMemberLeftRecord, WatchMemberLeftRecord.member_id == WatchMemberRecord.id)
        .where(WatchMemberRecord.watch_id == watch.id)
        .order_by(WatchMemberRecord.id)
    )
    members = tuple(
        MemberRow(
            m.id, m.person_id, m.name, m.title, m.number, m.post, Part(m.part), m.joined_at, left, m.reason
        )
        for m, left in rows
    )
    return WatchDetail(
        id=watch.id,
        business_date=watch.business_date,
        ordinal=watch.ordinal,
        planned_start=watch.planned_start,
        planned_end=watch.planned_end,
        started_at=watch.started_at,
        low_seq=watch.cutoff_seq,
        high_seq=high_seq(session, watch),
        how=watch.how,
        members=members,
    )
