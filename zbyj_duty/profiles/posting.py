"""The profiles a new store starts with, and questions set during a watch."""

from __future__ import annotations

import csv
from datetime import date

from zbyj_duty.core.access import ADMINS, check_role
from zbyj_duty.core.paths import shipped
from zbyj_duty.profiles.domain import DEFAULTS
from zbyj_duty.profiles.records import CalendarDayRecord, ProfileApprovalRecord, ProfileVersionRecord
from zbyj_duty.profiles.spelling import to_json
from zbyj_duty.store.work import Unit

_FROM_THE_BEGINNING = date(2000, 1, 1)


def post_defaults(unit: Unit) -> None:
    """Write the shipped profiles and the official calendar; for a new store only."""
    check_role(unit.actor, ADMINS)
    for kind, body in DEFAULTS.items():
        version = ProfileVersionRecord(
            kind=kind.value,
            effective_on=_FROM_THE_BEGINNING,
            until_on=None,
            body=to_json(body),
            source="随程序提供的初始设置",
            made_at=unit.instant,
            author_id=None,
            author_name="系统",
        )
        unit.add(version, "profile.proposed")
        approval = ProfileApprovalRecord(
            version_id=version.id, approved_at=unit.instant, by_id=None, by_name="系统"
        )
        unit.add(approval, "profile.approved")
    with shipped("resources", "seed", "holidays-2026.csv").open(encoding="utf-8-sig") as file:
        source = ""
        for row in csv.DictReader(file):
            source = row["source"] or source
            day = CalendarDayRecord(
                day=date.fromisoformat(row["date"]), kind=row["kind"], name=row["name"], source=source
            )
            unit.add(day, "calendar.day_set")
