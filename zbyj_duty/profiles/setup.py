"""Set-up of a duty room, whole: the bureau with its units and first administrator, then rules and calendar."""

from __future__ import annotations

from zbyj_duty.core.access import system_actor
from zbyj_duty.people.setup import Founded, Founding, found_bureau
from zbyj_duty.profiles.posting import post_defaults
from zbyj_duty.store.work import Store


def found_duty_room(store: Store, draft: Founding) -> Founded:
    """Set up a fresh store.

    Raises:
        RuleViolation: ``people.founded_already``.
        InvalidInput: field ``passphrase``.
    """
    founded = found_bureau(store, draft)
    with store.writing(system_actor(store.seat), "profiles") as unit:
        post_defaults(unit)
    return founded
