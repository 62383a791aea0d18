"""What the frame of the window shows: the watch, its leader's number, the alarms."""

from __future__ import annotations

from dataclasses import dataclass

from zbyj_duty.alarms.domain import AlarmRow
from zbyj_duty.alarms.service import AlarmService
from zbyj_duty.core.access import Actor
from zbyj_duty.duty.domain import WatchDetail
from zbyj_duty.duty.service import DutyService


@dataclass(frozen=True, slots=True)
class OverviewServices:
    """The services behind front strip and alarm strip."""

    duty: DutyService
    alarms: AlarmService


@dataclass(frozen=True, slots=True)
class Overview:
    """The frame's content; the number is "" for the bare seat."""

    watch: WatchDetail | None
    leader_number: str
    alarms: tuple[AlarmRow, ...]


def read_overview(services: OverviewServices, actor: Actor) -> Overview:
    """Return it; runs on the reading thread."""
    watch = services.duty.current(actor)
    number = watch.leader.number if watch and watch.leader and actor.person_id is not None else ""
    return Overview(watch, number, services.alarms.open(actor))
