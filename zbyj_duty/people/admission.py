"""Accounts and keys as the 系统管理员 sees and gives them: passphrase and signing key in one act."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import ADMINS, PEOPLE, Actor, Role, allowed
from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import InvalidInput, NotFound, PaperTrouble, RuleViolation
from zbyj_duty.pdf.keys import OpenedKey
from zbyj_duty.people.accounts import (
    LOCKED_FOR,
    ROLES_THAT_SIGN,
    TRIES,
    failures,
    passphrase_hash,
    store_passphrase,
)
from zbyj_duty.people.domain import ROLES
from zbyj_duty.people.keys import KeyRow, KeyService, add_key, clean_reason, made_key, revoke_key, usable_keys
from zbyj_duty.people.records import AccountRecord, LoginTryRecord, PersonRecord, PersonRoleRecord
from zbyj_duty.store.work import Store


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role and its dates, the last day included; ``until_on`` None is open."""

    role: Role
    from_on: date
    until_on: date | None

    def stands(self, day: date) -> bool:
        """Tell whether it is in force on ``day``."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A person of the register with everything about login and signing.

    Attributes:
        grants: roles in force or to come.
        set_at: when the passphrase was set, None without an account.
        locked_until: after five wrong tries.
        key: the newest certificate, revoked ones too.
    """

    person_id: int
    staff_no: str
    name: str
    pinyin: str
    department: str
    title: str
    retired_on: date | None
    grants: tuple[RoleGrant, ...]
    set_at: datetime | None
    must_change: bool
    locked_until: datetime | None
    key: KeyRow | None

    @property
    def has_account(self) -> bool:
        """Tell whether a passphrase was ever set."""
        return self.set_at is not None

    @property
    def signs(self) -> bool:
        """Tell whether a role, now or to come, signs reports."""
        return any(grant.role in ROLES_THAT_SIGN for grant in self.grants)


@dataclass(frozen=True, slots=True)
class AdmissionDraft:
    """A passphrase to give, and the key that goes with it.

    Attributes:
        passphrase: given by the administrator; changed at the next login.
        with_key: a signing key is issued in the same act.
        ca_passphrase: opens the authority; not needed without a key.
        reason: why, when an account is reset.
    """

    person_id: int
    passphrase: str
    with_key: bool
    ca_passphrase: str = ""
    reason: str = ""


class AdmissionService:
    """Gives people access.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys = KeyService(store)

    @allowed(PEOPLE)
    def accounts(self, actor: Actor) -> tuple[AccountRow, ...]:
        """Return everybody in the register's order, the retired last."""
        keys = {key.person_id: key for key in self._keys.keys(actor)}
        now = self._store.clock.now()
        today = beijing(now).date()
        with self._store.reading() as session:
            accounts = {a.person_id: a for a in session.execute(select(AccountRecord)).scalars()}
            grants = _grants(session, today)
            locked = _locked(session, now)
            people = session.execute(
                select(PersonRecord).order_by(PersonRecord.sort_no, PersonRecord.id)
            ).scalars()
            rows = tuple(
                AccountRow(
                    p.id,
                    p.staff_no,
                    p.name,
                    p.pinyin,
                    p.department,
                    p.title,
                    p.retired_on,
                    tuple(grants[p.id]),
                    accounts[p.id].set_at if p.id in accounts else None,
                    p.id in accounts and accounts[p.id].must_change,
                    locked.get(p.id),
                    keys.get(p.id),
                )
                for p in people
            )
        return tuple(sorted(rows, key=_is_retired))

    @allowed(PEOPLE)
    def own(self, actor: Actor) -> AccountRow:
        """Return the actor's own row.

        Raises:
            NotFound: ``people.no_such_person``.
        """
        for row in self.accounts(actor):
            if row.person_id == actor.person_id:
                return row
        raise NotFound("people.no_such_person", value=actor.name)

    @allowed(ADMINS)
    def admit(self, actor: Actor, draft: AdmissionDraft) -> None:
        """Set the first passphrase, to be changed at the next login, and issue the key: one unit.

        Raises:
            InvalidInput: ``passphrase`` weak, ``ca`` wrong. RuleViolation: there is an account already.
        """
        with self._store.reading() as session:
            found = select(AccountRecord.id).where(AccountRecord.person_id == draft.person_id)
            if session.execute(found).scalar() is not None:
                raise RuleViolation("people.account_already")
        self._give(actor, draft, "")

    @allowed(ADMINS)
    def reset(self, actor: Actor, draft: AdmissionDraft) -> None:
        """Give a new passphrase to somebody who forgot it: every old key is revoked with the reason, one unit.

        Raises:
            InvalidInput: ``passphrase`` weak, ``ca`` wrong, ``reason`` missing.
        """
        self._give(actor, draft, clean_reason(draft.reason))

    def _give(self, actor: Actor, draft: AdmissionDraft, reason: str) -> None:
        with self._store.reading() as session:
            person = session.get(PersonRecord, draft.person_id)
        if person is None:
            raise NotFound("people.no_such_person", value=draft.person_id)
        today = beijing(self._store.clock.now()).date()
        if person.retired_on is not None and person.retired_on <= today:
            raise RuleViolation("people.retired", name=person.name)
        hashed = passphrase_hash(draft.passphrase, person.name)
        material = None
        if draft.with_key:
            ca = self._open_ca(actor, draft.ca_passphrase)
            material = made_key(self._store, draft.person_id, draft.passphrase, ca)
            ca.wipe()
        with self._store.writing(actor, "people") as unit:
            store_passphrase(unit, draft.person_id, hashed, must_change=True)
            for key in usable_keys(unit.session, draft.person_id) if reason else ():
                revoke_key(unit, key.id, reason)
            if material is not None:
                add_key(unit, draft.person_id, material)

    def _open_ca(self, actor: Actor, passphrase: str) -> OpenedKey:
        if not passphrase:
            raise InvalidInput("ca", "input.blank")
        try:
            return self._keys.open_ca(actor, passphrase)
        except PaperTrouble as error:
            raise InvalidInput("ca", "people.wrong_ca") from error


def _grants(session: Session, today: date) -> dict[int, list[RoleGrant]]:
    found: dict[int, list[RoleGrant]] = defaultdict(list)
    query = select(PersonRoleRecord).order_by(PersonRoleRecord.from_on, PersonRoleRecord.id)
    for grant in session.execute(query).scalars():
        over = grant.until_on is not None and (grant.until_on < today or grant.until_on < grant.from_on)
        if not over:
            found[grant.person_id].append(RoleGrant(ROLES[grant.role], grant.from_on, grant.until_on))
    return found


def _locked(session: Session, now: datetime) -> dict[int, datetime]:
    recent = select(LoginTryRecord.person_id).where(
        LoginTryRecord.good.is_(False), LoginTryRecord.tried_at > now - LOCKED_FOR - timedelta(seconds=1)
    )
    locked = {}
    for person_id in set(session.execute(recent).scalars()):
        count, newest = failures(session, person_id)
        if count == TRIES and newest is not None and now < newest + LOCKED_FOR:
            locked[person_id] = newest + LOCKED_FOR
    return locked


def _is_retired(row: AccountRow) -> bool:
    return row.retired_on is not None
