"""What a page needs of the place it stands at: who is there, how to try something, what the time is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from zbyj_duty.core.access import Actor
from zbyj_duty.core.clock import Clock
from zbyj_duty.widgets.attempt import Attempt
from zbyj_duty.widgets.drafts import Drafts
from zbyj_duty.widgets.relay import Relay
from zbyj_duty.widgets.theme import Theme


class Session(QObject):
    """Who is at the seat now.

    Signals:
        changed: the Actor now at the seat.
        login_requested: something needs a name.
        left: the person goes; the tiles are shown.
    """

    changed = Signal(object)
    login_requested = Signal()
    left = Signal()

    def __init__(self, actor: Actor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actor = actor

    @property
    def actor(self) -> Actor:
        """The person, or the bare seat."""
        return self._actor

    @property
    def named(self) -> bool:
        """Tell whether a person has logged in."""
        return self._actor.person_id is not None

    def become(self, actor: Actor) -> None:
        """Another person is at the seat, or nobody."""
        self._actor = actor
        self.changed.emit(actor)

    def leave(self) -> None:
        """The person goes: the watch has changed hands."""
        self.left.emit()

    def ask_login(self) -> None:
        """Ask for a name; nothing typed is lost by it."""
        self.login_requested.emit()


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed to every page."""

    session: Session
    attempt: Attempt
    relay: Relay
    drafts: Drafts
    theme: Theme
    clock: Clock

    @property
    def actor(self) -> Actor:
        """The person at the seat."""
        return self.session.actor
