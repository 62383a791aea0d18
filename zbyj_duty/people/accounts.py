"""Accounts: name tile and passphrase, lock-out, roles in force."""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import ADMINS, EVERYONE, PEOPLE, Actor, Role, allowed, system_actor
from zbyj_duty.core.clock import beijing, time_words
from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation
from zbyj_duty.people.domain import check_passphrase, normal_passphrase
from zbyj_duty.people.pinyin import search_keys
from zbyj_duty.people.records import (
    AccountRecord,
    DutyCaRecord,
    KeyBoxRecord,
    LoginTryRecord,
    PersonRecord,
    SigningKeyRecord,
)
from zbyj_duty.people.service import person_rows
from zbyj_duty.store.work import Store, Unit

TRIES = 5
LOCKED_FOR = timedelta(minutes=5)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@dataclass(frozen=True, slots=True)
class Tile:
    """A name to click at the login."""

    person_id: int
    name: str
    department: str


class AccountService:
    """Who is at the seat.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(EVERYONE)
    def tiles(self, actor: Actor) -> tuple[Tile, ...]:
        """Return everybody who has an account and a role today, in the register's order."""
        with self._store.reading() as session:
            today = beijing(self._store.clock.now()).date()
            having = set(session.execute(select(AccountRecord.person_id)).scalars())
            return tuple(
                Tile(p.id, p.name, p.department)
                for p in person_rows(session, today, False)
                if p.id in having and p.roles and (p.retired_on is None or p.retired_on > today)
            )

    @allowed(EVERYONE)
    def login(
        self,
        actor: Actor,
        person_id: int,
        passphrase: str,
        purpose: str = "login",
        field: str = "passphrase",
    ) -> Actor:
        """Return the person with the roles in force, or refuse.

        The hash is computed outside the unit of work; every try is a row; after five wrong ones in a row the
        person is locked for five minutes of the store's own time, which never runs backwards.

        Raises:
            InvalidInput: wrong; beside ``field`` of the form that asked.
            RuleViolation: locked, retired, without account or role.
        """
        with self._store.reading() as session:
            person = session.get(PersonRecord, person_id)
            account = session.execute(
                select(AccountRecord).where(AccountRecord.person_id == person_id)
            ).scalar_one_or_none()
            if person is None:
                raise NotFound("people.no_such_person", value=person_id)
            if account is None:
                raise RuleViolation("people.no_account", name=person.name)
            stored, name, retired = account.passphrase_hash, person.name, person.retired_on
            _refuse_locked(session, person_id, name, self._store.clock.now())
        good = _matches(stored, passphrase)
        with self._store.writing(system_actor(actor.seat), "people") as unit:
            _refuse_locked(unit.session, person_id, name, unit.instant)
            tried = LoginTryRecord(person_id=person_id, tried_at=unit.instant, good=good, purpose=purpose)
            unit.add(tried, "account.login" if good else "account.login_failed")
            today = beijing(unit.instant).date()
            left = TRIES - failures(unit.session, person_id)[0]
            roles = next(p.roles for p in person_rows(unit.session, today, False) if p.id == person_id)
            until = time_words(unit.instant + LOCKED_FOR)
        if not good and left <= 0:
            raise RuleViolation("people.locked", name=name, until=until)
        if not good:
            raise InvalidInput(field, "people.wrong_passphrase", left=left)
        if retired is not None and retired <= today:
            raise RuleViolation("people.retired", name=name)
        if not roles:
            raise RuleViolation("people.no_role", name=name)
        return Actor(person_id, name, roles, actor.seat)

    @allowed(ADMINS)
    def set_passphrase(self, actor: Actor, person_id: int, passphrase: str, must_change: bool = True) -> None:
        """Open an account, or give a new passphrase to somebody who has forgotten the old one.

        The key box stays shut: a new key is issued by KeyService.reset.

        Raises:
            InvalidInput: field ``passphrase``, weak.
        """
        with self._store.reading() as session:
            person = session.get(PersonRecord, person_id)
        if person is None:
            raise NotFound("people.no_such_person", value=person_id)
        hashed = passphrase_hash(passphrase, person.name)
        with self._store.writing(actor, "people") as unit:
            store_passphrase(unit, person_id, hashed, must_change)

    @allowed(PEOPLE)
    def change_passphrase(self, actor: Actor, old: str, new: str) -> None:
        """Change one's own passphrase; the key boxes are encrypted anew in the same unit.

        So is the authority's key, where the old passphrase opened it: a further box is added, and the one whose
        passphrase lies sealed in the safe (恢复单) stays good.

        Raises:
            InvalidInput: ``passphrase`` wrong, or ``new`` weak.
        """
        assert actor.person_id is not None
        self.login(actor, actor.person_id, old, "change")
        hashed = passphrase_hash(new, actor.name, "new")
        with self._store.reading() as session:
            ca = newest_ca(session)
            ca_box = None if ca is None else _resealed(ca.box, old, new)
            boxes = session.execute(
                select(KeyBoxRecord)
                .join(SigningKeyRecord, SigningKeyRecord.id == KeyBoxRecord.key_id)
                .where(SigningKeyRecord.person_id == actor.person_id)
            ).scalars()
            resealed = {box.id: made for box in boxes if (made := _resealed(box.box, old, new)) is not None}
        with self._store.writing(actor, "people") as unit:
            store_passphrase(unit, actor.person_id, hashed, must_change=False)
            for box_id, box in resealed.items():
                record = unit.session.get(KeyBoxRecord, box_id)
                assert record is not None
                unit.change(record, "key.resealed", box=box)
            if ca is not None and ca_box is not None:
                unit.add(
                    DutyCaRecord(
                        certificate=ca.certificate,
                        fingerprint=ca.fingerprint,
                        box=ca_box,
                        made_at=unit.instant,
                    ),
                    "ca.resealed",
                )

    @allowed(EVERYONE)
    def must_change(self, actor: Actor, person_id: int) -> bool:
        """Tell whether the passphrase was given by somebody else and is to be changed."""
        with self._store.reading() as session:
            found = select(AccountRecord.must_change).where(AccountRecord.person_id == person_id)
            return bool(session.execute(found).scalar())

    @allowed(EVERYONE)
    def write_tiles(self, actor: Actor) -> None:
        """Write tiles.json beside the store, so that the login window needs no database. Names only, 0600."""
        tiles = [
            {
                "person_id": t.person_id,
                "name": t.name,
                "department": t.department,
                "keys": sorted(search_keys(t.name, True)),
            }
            for t in self.tiles(actor)
        ]
        path = self._store.place.home / "tiles.json"
        partial = path.with_name(f"tiles.{uuid.uuid4().hex}.partial")  # two threads may write at once
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(tiles, file, ensure_ascii=False)
        partial.replace(path)


def newest_ca(session: Session) -> DutyCaRecord | None:
    """Return the duty room's authority with its newest box."""
    query = select(DutyCaRecord).order_by(DutyCaRecord.id.desc()).limit(1)
    return session.execute(query).scalar_one_or_none()


def passphrase_hash(passphrase: str, name: str, field: str = "passphrase") -> bytes:
    """Return the argon2id hash of a passphrase for somebody.

    Raises:
        InvalidInput: weak; beside ``field``.
    """
    return _HASHER.hash(check_passphrase(passphrase, name, field)).encode()


def _matches(stored: bytes, passphrase: str) -> bool:
    try:
        return _HASHER.verify(stored.decode(), normal_passphrase(passphrase))
    except VerifyMismatchError:
        return False


def store_passphrase(unit: Unit, person_id: int, hashed: bytes, must_change: bool) -> None:
    """Open an account, or give it another passphrase, inside a unit."""
    account = unit.session.execute(
        select(AccountRecord).where(AccountRecord.person_id == person_id)
    ).scalar_one_or_none()
    if account is None:
        made = AccountRecord(
            person_id=person_id, passphrase_hash=hashed, set_at=unit.instant, must_change=must_change
        )
        unit.add(made, "account.opened")
    else:
        unit.change(
            account,
            "account.passphrase_set",
            passphrase_hash=hashed,
            set_at=unit.instant,
            must_change=must_change,
        )


def failures(session: Session, person_id: int) -> tuple[int, datetime | None]:
    """Return how many wrong tries stand since the last good one or the last lock, and when the newest was."""
    tries = session.execute(
        select(LoginTryRecord.good, LoginTryRecord.tried_at)
        .where(LoginTryRecord.person_id == person_id)
        .order_by(LoginTryRecord.id.desc())
        .limit(200)
    ).all()
    run = []
    for good, at in tries:
        if good:
            break
        run.append(at)
    if not run:
        return 0, None
    count = len(run) % TRIES or TRIES
    return count, run[0]


def _refuse_locked(session: Session, person_id: int, name: str, now: datetime) -> None:
    count, newest = failures(session, person_id)
    if count == TRIES and newest is not None and now < newest + LOCKED_FOR:
        raise RuleViolation("people.locked", name=name, until=time_words(newest + LOCKED_FOR))


def _resealed(box: bytes, old: str, new: str) -> bytes | None:
    """Return the box under the new passphrase; None for a box of an older, lost passphrase."""
    from zbyj_duty.core.errors import PaperTrouble
    from zbyj_duty.pdf.keys import reseal

    try:
        return reseal(box, old, new)
    except PaperTrouble:
        return None


ROLES_THAT_SIGN = frozenset({Role.OFFICER, Role.LEADER})
