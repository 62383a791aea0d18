"""How a rule is spelled as JSON on its row, and read back."""

from __future__ import annotations

from typing import Any

from zbyj_duty.profiles.domain import (
    AnswerKind,
    HandoverItem,
    ModeEffect,
    ModeRule,
    Post,
    ProfileKind,
    Reach,
    RoundGroup,
    RoundPlan,
    SpecialQuestion,
    WatchHours,
)


def to_json(body: Any) -> Any:
    """Return a profile's body as JSON values."""
    if isinstance(body, WatchHours):
        return {"change_overs": [list(t) for t in body.change_overs]}
    return [_plain(entry) for entry in body]


def _plain(entry: Any) -> dict[str, Any]:
    if isinstance(entry, Post):
        return {"name": entry.name, "part": entry.part, "minimum": entry.minimum, "maximum": entry.maximum}
    if isinstance(entry, RoundPlan):
        return plan_to_json(entry)
    if isinstance(entry, SpecialQuestion):
        return {"text": entry.text, "answer": entry.answer.value, "groups": list(entry.groups)}
    if isinstance(entry, ModeRule):
        return {
            "mode": entry.mode,
            "effect": entry.effect.value,
            "name": entry.name,
            "value": entry.value,
        }
    return {"name": entry.name, "quantity": entry.quantity}


def plan_to_json(plan: RoundPlan) -> dict[str, Any]:
    """Return a round's plan as JSON values, to be frozen with the round."""
    return {
        "name": plan.name,
        "hour": plan.hour,
        "minute": plan.minute,
        "amber_minutes": plan.amber_minutes,
        "red_minutes": plan.red_minutes,
        "groups": [
            {"name": g.name, "kinds": list(g.kinds), "reach": g.reach.value, "sample": g.sample}
            for g in plan.groups
        ],
    }


def plan_from_json(told: dict[str, Any]) -> RoundPlan:
    """Read a round's plan back."""
    groups = tuple(
        RoundGroup(g["name"], tuple(g["kinds"]), Reach(g["reach"]), g["sample"]) for g in told["groups"]
    )
    return RoundPlan(
        told["name"], told["hour"], told["minute"], told["amber_minutes"], told["red_minutes"], groups
    )


def from_json(kind: ProfileKind, told: Any) -> Any:
    """Read a body back from JSON values."""
    if kind is ProfileKind.WATCH_HOURS:
        return WatchHours(tuple((t[0], t[1]) for t in told["change_overs"]))
    if kind is ProfileKind.POSTS:
        return tuple(Post(p["name"], p["part"], p["minimum"], p["maximum"]) for p in told)
    if kind is ProfileKind.ROUNDS:
        return tuple(plan_from_json(p) for p in told)
    if kind is ProfileKind.QUESTIONS:
        return tuple(SpecialQuestion(q["text"], AnswerKind(q["answer"]), tuple(q["groups"])) for q in told)
    if kind is ProfileKind.MODES:
        return tuple(ModeRule(r["mode"], ModeEffect(r["effect"]), r["name"], r["value"]) for r in told)
    return tuple(HandoverItem(i["name"], i["quantity"]) for i in told)
