"""What the tab of the rounds fetches on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import beijing
from zbyj_duty.modules.dispatch.domain import PlannedRound, RoundDetail
from zbyj_duty.modules.dispatch.service import DispatchService
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.profiles.service import ProfileService
from zbyj_duty.widgets.desk import Desk


@dataclass(frozen=True, slots=True)
class BoardData:
    """The rounds of the watch, and the one that is shown."""

    planned: tuple[PlannedRound, ...]
    shown: RoundDetail | None


def read_board(dispatch: DispatchService, actor: Actor, wanted: int | None) -> BoardData:
    """Return the round that is wanted, else the one running, else the newest."""
    planned = dispatch.planned(actor)
    running = [p.round_id for p in planned if p.state == "进行中"]
    held = [p.round_id for p in planned if p.round_id is not None]
    chosen = wanted if wanted is not None else next(iter(running), held[-1] if held else None)
    return BoardData(planned, None if chosen is None else dispatch.board(actor, chosen))


def read_day_questions(dispatch: DispatchService, profiles: ProfileService, desk: Desk) -> Any:
    """Return the questions of the business date whose rounds are being held."""
    day = dispatch.day(desk.actor) or beijing(desk.clock.now()).date()
    return profiles.current(desk.actor, ProfileKind.QUESTIONS, day)
