"""The rounds of the demonstration: units answer as they do on most days, some not at once, some not at all."""

from __future__ import annotations

import random
import uuid
from datetime import datetime

from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.modules.dispatch.domain import AttemptDraft, Result, TargetRow

_TOLD = {
    "沂源县": "大雾，G22 沂源段能见度不足 200 米，收费站间歇放行",
    "临淄区": "齐鲁化学工业区一装置临时停车检修，无人员伤亡",
}


def play_round(
    context: AppContext,
    actor: Actor,
    clock: SteppedClock,
    name: str,
    until: datetime | None = None,
    told: frozenset[str] = frozenset(),
) -> bool:
    """Hold a round; stop where ``until`` is reached. Tells whether it was closed.

    Args:
        context: the services.
        actor: who calls.
        clock: moved on with every call.
        name: of the plan.
        until: the present, for a round that is still running.
        told: units that have something to report.
    """
    chance = random.Random(name)
    detail = context.dispatch.open(actor, name, uuid.uuid4().hex)
    for target in detail.targets:
        clock.step(seconds=chance.randint(8, 24))
        if until is not None and clock.now() >= until:
            clock.move_to(until)
            return False
        _call(context, actor, target, chance, told)
    clock.step(minutes=1)
    open_rows = context.dispatch.board(actor, detail.id).open_targets()
    context.dispatch.close(actor, detail.id, {t.id: "值班电话故障，已改打手机催报" for t in open_rows})
    return True


def _call(
    context: AppContext, actor: Actor, target: TargetRow, chance: random.Random, told: frozenset[str]
) -> None:
    if chance.random() < 0.06 and target.group == "部门":
        context.dispatch.record(actor, AttemptDraft(target.id, Result.NO_ANSWER, uuid.uuid4().hex))
        if chance.random() < 0.5:
            return
    text = _TOLD[target.name] if target.name in told else ""
    result = Result.SOMETHING if text else Result.NOTHING
    draft = AttemptDraft(target.id, result, uuid.uuid4().hex, target.contact, text)
    context.dispatch.record(actor, draft)
