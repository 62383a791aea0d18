"""What the handover's tab needs beside the sheet: the register and the posts, fetched on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass

from zbyj_duty.core.clock import beijing
from zbyj_duty.duty.service import DutyService
from zbyj_duty.handover.ceremony import Ceremony
from zbyj_duty.handover.service import HandoverService
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.people.keys import KeyService
from zbyj_duty.people.person_picker import PersonIndex
from zbyj_duty.people.service import PeopleService
from zbyj_duty.profiles.domain import Post, ProfileKind
from zbyj_duty.profiles.service import ProfileService
from zbyj_duty.widgets.desk import Desk


@dataclass(frozen=True, slots=True)
class HandoverServices:
    """The services behind the tab."""

    handover: HandoverService
    duty: DutyService
    people: PeopleService
    profiles: ProfileService
    accounts: AccountService
    keys: KeyService
    ceremony: Ceremony


@dataclass(frozen=True, slots=True)
class Register:
    """Who may stand a watch, and at which desks.

    Attributes:
        posts: the template in force today.
        people: (person, name) of everybody with an account.
        index: for pickers.
    """

    posts: tuple[Post, ...]
    people: tuple[tuple[int, str], ...]
    index: PersonIndex | None


def read_register(services: HandoverServices, desk: Desk) -> Register:
    """Return the register as it stands."""
    actor = desk.actor
    today = beijing(desk.clock.now()).date()
    posts = services.profiles.current(actor, ProfileKind.POSTS, today)
    tiles = tuple((tile.person_id, tile.name) for tile in services.accounts.tiles(actor))
    return Register(posts, tiles, PersonIndex(services.people.persons(actor)))
