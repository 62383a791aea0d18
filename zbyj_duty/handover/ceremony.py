"""The ceremony at the desk: both passphrases, one acceptance, the paper signed while the keys are open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from zbyj_duty.core.access import Actor
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
    """A ceremony that was held."""

    accepted: Accepted
    report: Paper


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
        opened = self.accept(actor, draft, outgoing, incoming_secret)
        try:
            return Held(opened.accepted, self.seal(opened))
        finally:
            opened.wipe()

    def accept(
        self, actor: Actor, draft: AcceptDraft, outgoing: tuple[int, str], incoming_secret: str
    ) -> OpenedBy:
        """The legal act: both passphrases, one transaction. The keys stay open for the paper; wipe them."""
        out = self.signer(actor, outgoing[0], outgoing[1])
        inn = self.signer(actor, actor.person_id or 0, incoming_secret)
        keys = {f: s.key for f, s in (("outgoing", out), ("incoming", inn)) if s.key is not None}
        try:
            return OpenedBy(self._acceptance.accept(actor, draft, out, inn), actor, keys)
        except BaseException:
            for key in keys.values():
                key.wipe()
            raise

    def seal(self, opened: OpenedBy) -> Paper:
        """Make the paper of an accepted handover with the keys still open."""
        return self._sealer.seal(opened.incoming, opened.accepted.acceptance_id, opened.keys)

    def signer(self, seat: Actor, person_id: int, secret: str) -> Signer:
        """Judge a passphrase and open the person's key, without switching who is logged in."""
        person = self._accounts.login(seat, person_id, secret, "handover")
        return Signer(person, self._keys.open_own(person, secret))
