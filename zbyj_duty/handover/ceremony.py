"""The ceremony at the desk: both passphrases, one acceptance, the paper signed while the keys are open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from zbyj_duty.core.access import Actor
from zbyj_duty.core.errors import AppError
from zbyj_duty.handover.acceptance import AcceptanceService, Accepted, Signer
from zbyj_duty.handover.domain import AcceptDraft
from zbyj_duty.pdf.keys import OpenedKey
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.people.keys import KeyService


class Paper(Protocol):
    """The report's number and who has signed it."""

    @property
    def number(self) -> str:
        """值报〔2026〕12号."""
        ...


class Sealer(Protocol):
    """Who makes the paper; the report slice stands beside this one, so it is handed in."""

    def seal(self, actor: Actor, acceptance_id: int, keys: dict[str, OpenedKey]) -> Paper:
        """Render and sign the accepted watch."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """A ceremony that was held.

    Attributes:
        report: None when the paper could not be made yet; ``trouble`` says why.
    """

    accepted: Accepted
    report: Paper | None
    trouble: AppError | None = None


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """The people of a ceremony whose acceptance is committed, with keys to wipe."""

    accepted: Accepted
    incoming: Actor
    keys: dict[str, OpenedKey]

    def wipe(self) -> None:
        """Forget every key."""
        for key in self.keys.values():
            key.wipe()


class Ceremony:
    """Holds the handover.

    Args:
        accounts: judges the passphrases.
        keys: opens the keys.
        acceptance: the one transaction.
        sealer: makes the paper.
    """

    def __init__(
        self, accounts: AccountService, keys: KeyService, acceptance: AcceptanceService, sealer: Sealer
    ) -> None:
        self._accounts = accounts
        self._keys = keys
        self._acceptance = acceptance
        self._sealer = sealer

    def hold(self, actor: Actor, draft: AcceptDraft, outgoing: tuple[int, str], incoming_secret: str) -> Held:
        """Accept and make the signed paper, one after the other.

        Args:
            actor: who takes over.
            draft: offer and crew.
            outgoing: (person, passphrase) of the one who hands over.
            incoming_secret: passphrase of ``actor``.
        """
        opened = self.accept(actor, draft, outgoing, (actor.person_id or 0, incoming_secret))
        return Held(opened.accepted, self.seal_and_wipe(opened))

    def accept(
        self, seat: Actor, draft: AcceptDraft, outgoing: tuple[int, str], incoming: tuple[int, str]
    ) -> OpenedBy:
        """The legal act: both passphrases, one transaction. The keys stay open for the paper; wipe them.

        Args:
            seat: who is logged in; the session is not switched.
            draft: offer and crew.
            outgoing, incoming: (person, passphrase).
        """
        out = self.signer(seat, *outgoing, "outgoing_secret")
        try:
            inn = self.signer(seat, *incoming, "incoming_secret")
        except BaseException:
            if out.key is not None:
                out.key.wipe()
            raise
        keys = {f: s.key for f, s in (("outgoing", out), ("incoming", inn)) if s.key is not None}
        return self._opened(keys, inn.actor, partial(self._acceptance.accept, inn.actor, draft, out, inn))

    def take_over(
        self,
        seat: Actor,
        draft: AcceptDraft,
        incoming: tuple[int, str],
        leader: tuple[int, str],
        reason: str,
    ) -> OpenedBy:
        """紧急接管: the relief and the leader give their passphrases; nobody hands over."""
        authority = self._accounts.login(seat, *leader, "takeover", "leader_secret")
        inn = self.signer(seat, *incoming, "incoming_secret")
        keys = {"incoming": inn.key} if inn.key is not None else {}
        act = partial(self._acceptance.take_over, inn.actor, draft, inn, authority, reason)
        return self._opened(keys, inn.actor, act)

    def seal_at_once(self, opened: OpenedBy) -> Held:
        """Make the paper in the same breath; the acceptance stands whatever becomes of it.

        A paper that could not be made stays an open matter (已接、待签 PDF); each may sign it later.
        """
        try:
            return Held(opened.accepted, self.seal_and_wipe(opened))
        except AppError as error:
            return Held(opened.accepted, None, error)

    def seal_and_wipe(self, opened: OpenedBy) -> Paper:
        """Make the paper, and forget the keys whatever comes of it."""
        try:
            return self.seal(opened)
        finally:
            opened.wipe()

    def _opened(self, keys: dict[str, OpenedKey], incoming: Actor, act: Callable[[], Accepted]) -> OpenedBy:
        try:
            return OpenedBy(act(), incoming, keys)
        except BaseException:
            for key in keys.values():
                key.wipe()
            raise

    def seal(self, opened: OpenedBy) -> Paper:
        """Make the paper of an accepted handover with the keys still open."""
        return self._sealer.seal(opened.incoming, opened.accepted.acceptance_id, opened.keys)

    def signer(self, seat: Actor, person_id: int, secret: str, field: str = "passphrase") -> Signer:
        """Judge a passphrase and open the person's key, without switching who is logged in."""
        person = self._accounts.login(seat, person_id, secret, "handover", field)
        return Signer(person, self._keys.open_own(person, secret))
