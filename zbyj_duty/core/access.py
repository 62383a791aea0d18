"""Who acts, in which role, and which role may call which service function."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec, TypeVar

from zbyj_duty.core.errors import NotAllowed

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")


class Role(StrEnum):
    """The five roles of the duty room, and the seat without a person (席位)."""

    OFFICER = "值班员"
    LEADER = "带班领导"
    PLANNER = "排班管理员"
    ADMIN = "系统管理员"
    READER = "只读"
    SEAT = "席位"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person at the seat.

    Attributes:
        person_id: the person's row, or None for the seat itself.
        name: as printed.
        roles: roles in force now.
        seat: name of the duty-room PC.
    """

    person_id: int | None
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    seat: str = "值班席"

    def may(self, roles: frozenset[Role]) -> bool:
        """Tell whether one of the person's roles is among ``roles``."""
        return bool(self.roles & roles)


def seat_actor(seat: str = "值班席") -> Actor:
    """The seat without a person: reads today's log and alarms, writes nothing."""
    return Actor(None, "席位", frozenset({Role.SEAT}), seat)


def system_actor(seat: str = "值班席") -> Actor:
    """The program itself, for the lines it writes on its own account."""
    return Actor(None, "系统", frozenset(Role), seat)


EVERYONE = frozenset(Role)
PEOPLE = frozenset(Role) - {Role.SEAT}
WATCH = frozenset({Role.OFFICER, Role.LEADER})
OFFICERS = frozenset({Role.OFFICER})
LEADERS = frozenset({Role.LEADER})
PLANNERS = frozenset({Role.PLANNER, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


def allowed(
    roles: frozenset[Role],
) -> Callable[[Callable[Concatenate[S, Actor, P], R]], Callable[Concatenate[S, Actor, P], R]]:
    """Give a service method its role rule: ``method(self, actor, …)`` refuses other roles.

    Raises (from the method): NotAllowed ``access.role`` naming the roles that may.
    """

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def guarded(self: Any, actor: Actor, *args: Any, **kwargs: Any) -> Any:
            check_role(actor, roles)
            return method(self, actor, *args, **kwargs)

        guarded.role_rule = roles  # type: ignore[attr-defined]
        return guarded

    return mark


def check_role(actor: Actor, roles: frozenset[Role]) -> None:
    """Refuse an actor none of whose roles is among ``roles``; for postings.

    Raises:
        NotAllowed: ``access.role``.
    """
    if not actor.may(roles):
        raise NotAllowed("access.role", name=actor.name, roles="、".join(r for r in Role if r in roles))
