"""Everything that a window or a command needs, made once from an open store."""

from __future__ import annotations

from functools import cached_property

from zbyj_duty.core.clock import Clock, beijing
from zbyj_duty.core.sources import Source
from zbyj_duty.store.work import Store


class AppContext:
    """The services over one store; each is made (and its module imported) on first use.

    Args:
        store: the open record.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def clock(self) -> Clock:
        """Where instants come from."""
        return self.store.clock

    @property
    def today(self):
        """The calendar date in Beijing."""
        return beijing(self.clock.now()).date()

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """What every slice offers to handover and report; a later module adds itself here."""
        from zbyj_duty.app.pages import sources

        return sources()
