"""What everybody may ask of the roster: who is on at an instant, the days ahead, their gaps, the mode in force."""

from __future__ import annotations

from datetime import date, datetime

from zbyj_duty.core.access import EVERYONE, Actor, allowed
from zbyj_duty.duty.modes.domain import ModeInForce
from zbyj_duty.duty.modes.reading import mode_in_force
from zbyj_duty.duty.roster.domain import Basis, Coverage, OnDuty, Turn
from zbyj_duty.duty.roster.on_duty import on_duty_at
from zbyj_duty.duty.roster.reading import roster_span
from zbyj_duty.store.work import Store


class RosterQueries:
    """The effective roster: base, period plan, swap and substitution, actual.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(EVERYONE)
    def at(self, actor: Actor, instant: datetime) -> OnDuty:
        """Return who was, is or shall be on duty at ``instant``, planned and actual."""
        with self._store.reading() as session:
            return on_duty_at(session, instant, self._store.clock.now())

    @allowed(EVERYONE)
    def turns(
        self, actor: Actor, first: date, last: date, basis: Basis = Basis.PUBLISHED
    ) -> tuple[Turn, ...]:
        """Return who stands where from ``first`` to ``last``, both included."""
        with self._store.reading() as session:
            return roster_span(session, first, last, basis).turns

    @allowed(EVERYONE)
    def coverage(self, actor: Actor, first: date, last: date, basis: Basis = Basis.PUBLISHED) -> Coverage:
        """Return the gaps and clashes of those days."""
        with self._store.reading() as session:
            return roster_span(session, first, last, basis).coverage

    @allowed(EVERYONE)
    def mode(self, actor: Actor, instant: datetime | None = None) -> ModeInForce:
        """Return the mode in force at ``instant``, now by default."""
        with self._store.reading() as session:
            return mode_in_force(session, instant or self._store.clock.now())
