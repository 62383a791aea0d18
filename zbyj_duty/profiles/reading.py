"""Profiles in force, read inside somebody's session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.duty_calendar import DutyCalendar, SpecialDay
from zbyj_duty.profiles.domain import DEFAULTS, ProfileKind
from zbyj_duty.profiles.records import CalendarDayRecord, ProfileApprovalRecord, ProfileVersionRecord
from zbyj_duty.profiles.spelling import from_json


def in_force(session: Session, kind: ProfileKind, day: date) -> Any:
    """Return the body in force on ``day``: of the approved versions that reach it, the one that began last.

    Of two that begin on the same day the later one counts. Without any, the shipped default.
    """
    body = session.execute(
        select(ProfileVersionRecord.body)
        .join(ProfileApprovalRecord, ProfileApprovalRecord.version_id == ProfileVersionRecord.id)
        .where(
            ProfileVersionRecord.kind == kind.value,
            ProfileVersionRecord.effective_on <= day,
            (ProfileVersionRecord.until_on.is_(None)) | (ProfileVersionRecord.until_on >= day),
        )
        .order_by(ProfileVersionRecord.effective_on.desc(), ProfileVersionRecord.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return DEFAULTS[kind] if body is None else from_json(kind, body)


def dated(session: Session, kind: ProfileKind) -> Callable[[date], Any]:
    """Return the question ``in_force`` for many days at the price of one query."""
    versions = session.execute(
        select(ProfileVersionRecord.effective_on, ProfileVersionRecord.until_on, ProfileVersionRecord.body)
        .join(ProfileApprovalRecord, ProfileApprovalRecord.version_id == ProfileVersionRecord.id)
        .where(ProfileVersionRecord.kind == kind.value)
        .order_by(ProfileVersionRecord.effective_on.desc(), ProfileVersionRecord.id.desc())
    ).all()

    @cache
    def read(n: int) -> Any:
        return from_json(kind, versions[n].body)

    def on(day: date) -> Any:
        for n, (effective_on, until_on, _) in enumerate(versions):
            if effective_on <= day and (until_on is None or until_on >= day):
                return read(n)
        return DEFAULTS[kind]

    return on


def calendar(session: Session) -> DutyCalendar:
    """Return the calendar of every year the table knows."""
    rows = session.execute(select(CalendarDayRecord.day, CalendarDayRecord.kind, CalendarDayRecord.name))
    return DutyCalendar(SpecialDay(*row) for row in rows)
