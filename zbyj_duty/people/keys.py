"""Keys of the duty room: the authority made at set-up, officers' keys, revocation, opening for a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zbyj_duty.core.access import ADMINS, EVERYONE, PEOPLE, Actor, allowed
from zbyj_duty.core.errors import InvalidInput, NotFound, PaperTrouble, RuleViolation
from zbyj_duty.core.validate import clean_text
from zbyj_duty.pdf.keys import KeyMaterial, OpenedKey, create_ca, issue, open_key
from zbyj_duty.people.records import (
    DutyCaRecord,
    KeyBoxRecord,
    KeyRevocationRecord,
    PersonRecord,
    SigningKeyRecord,
)
from zbyj_duty.store.work import Store, Unit

REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A certificate and its state."""

    id: int
    person_id: int
    fingerprint: str
    issued_at: datetime
    not_after: datetime
    revoked_at: datetime | None
    reason: str


class KeyService:
    """Keys and certificates.

    Args:
        store: the record.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @allowed(ADMINS)
    def found_ca(self, actor: Actor, passphrase: str) -> str:
        """Make the duty room's authority, once; returns its fingerprint (hex)."""
        material = create_ca("Zibo EMB", passphrase, self._store.clock.now())
        with self._store.writing(actor, "people") as unit:
            there = unit.session.execute(select(DutyCaRecord.fingerprint)).scalar()
            if there is not None:
                raise RuleViolation("people.ca_twice", fingerprint=there)
            ca = DutyCaRecord(
                certificate=material.certificate,
                fingerprint=material.fingerprint,
                box=material.box,
                made_at=unit.instant,
            )
            unit.add(ca, "ca.founded")
        return material.fingerprint

    @allowed(ADMINS)
    def issue_key(self, actor: Actor, person_id: int, passphrase: str, ca: OpenedKey) -> KeyRow:
        """Give an officer a key for ten years."""
        material = made_key(self._store, person_id, passphrase, ca)
        with self._store.writing(actor, "people") as unit:
            return _key_row(add_key(unit, person_id, material), None)

    @allowed(ADMINS)
    def reset(self, actor: Actor, person_id: int, passphrase: str, ca: OpenedKey, reason: str) -> KeyRow:
        """New key for somebody who lost the passphrase; the old ones are revoked with the reason."""
        words = clean_reason(reason)
        material = made_key(self._store, person_id, passphrase, ca)
        with self._store.writing(actor, "people") as unit:
            for key in usable_keys(unit.session, person_id):
                revoke_key(unit, key.id, words)
            return _key_row(add_key(unit, person_id, material), None)

    @allowed(ADMINS)
    def revoke(self, actor: Actor, key_id: int, reason: str) -> None:
        """Revoke a key from now on; what it signed before stays good."""
        words = clean_reason(reason)
        with self._store.writing(actor, "people") as unit:
            revoke_key(unit, key_id, words)

    @allowed(ADMINS)
    def open_ca(self, actor: Actor, passphrase: str) -> OpenedKey:
        """Open the authority, with the administrator's passphrase or with the one sealed in the safe (恢复单).

        Raises:
            PaperTrouble: ``paper.wrong_passphrase``; RuleViolation: ``people.no_ca``.
        """
        with self._store.reading() as session:
            query = select(DutyCaRecord.box).order_by(DutyCaRecord.id.desc())
            boxes = list(session.execute(query).scalars())
        if not boxes:
            raise RuleViolation("people.no_ca")
        for box in boxes[:-1]:
            try:
                return open_key(box, passphrase)
            except PaperTrouble:
                continue
        return open_key(boxes[-1], passphrase)

    @allowed(PEOPLE)
    def open_own(self, actor: Actor, passphrase: str) -> OpenedKey | None:
        """Open one's own key for a signature; None when there is none, or it has expired.

        Raises:
            PaperTrouble: ``paper.wrong_passphrase``.
        """
        assert actor.person_id is not None
        with self._store.reading() as session:
            keys = usable_keys(session, actor.person_id)
            good = [k for k in keys if k.not_after > self._store.clock.now()]
            if not good:
                return None
            box = session.execute(
                select(KeyBoxRecord.box).where(KeyBoxRecord.key_id == good[-1].id)
            ).scalar_one()
        return open_key(box, passphrase)

    @allowed(EVERYONE)
    def roots(self, actor: Actor) -> tuple[bytes, ...]:
        """Return the authority's certificate (DER), to judge signatures by."""
        with self._store.reading() as session:
            return tuple(session.execute(select(DutyCaRecord.certificate).distinct()).scalars())

    @allowed(EVERYONE)
    def keys(self, actor: Actor) -> tuple[KeyRow, ...]:
        """Return every certificate ever issued, with its state."""
        query = select(SigningKeyRecord, KeyRevocationRecord).outerjoin(
            KeyRevocationRecord, KeyRevocationRecord.key_id == SigningKeyRecord.id
        )
        with self._store.reading() as session:
            return tuple(
                _key_row(key, gone) for key, gone in session.execute(query.order_by(SigningKeyRecord.id))
            )

    @allowed(EVERYONE)
    def may_sign(self, actor: Actor, person_id: int) -> bool:
        """Tell whether the person has a key that is neither revoked nor expired."""
        with self._store.reading() as session:
            return any(k.not_after > self._store.clock.now() for k in usable_keys(session, person_id))


def made_key(store: Store, person_id: int, passphrase: str, ca: OpenedKey) -> KeyMaterial:
    """Make a key for a person, to be written by ``add_key``.

    Raises:
        NotFound: ``people.no_such_person``.
    """
    from zbyj_duty.people.pinyin import ascii_reading

    with store.reading() as session:
        person = session.get(PersonRecord, person_id)
    if person is None:
        raise NotFound("people.no_such_person", value=person_id)
    reading = ascii_reading(person.name, person.pinyin)
    return issue(ca, person.staff_no, reading, passphrase, store.clock.now())


def add_key(unit: Unit, person_id: int, material: KeyMaterial) -> SigningKeyRecord:
    """Write a new key and its box inside a unit."""
    key = SigningKeyRecord(
        person_id=person_id,
        certificate=material.certificate,
        fingerprint=material.fingerprint,
        issued_at=unit.instant,
        not_after=material.not_after,
    )
    unit.add(key, "key.issued")
    unit.add(KeyBoxRecord(key_id=key.id, box=material.box), "key.boxed")
    return key


def revoke_key(unit: Unit, key_id: int, reason: str) -> None:
    """Revoke a key inside a unit."""
    unit.add(KeyRevocationRecord(key_id=key_id, reason=reason, revoked_at=unit.instant), "key.revoked")


def usable_keys(session: Session, person_id: int) -> list[SigningKeyRecord]:
    """Return a person's keys that are not revoked, oldest first."""
    query = (
        select(SigningKeyRecord)
        .outerjoin(KeyRevocationRecord, KeyRevocationRecord.key_id == SigningKeyRecord.id)
        .where(SigningKeyRecord.person_id == person_id, KeyRevocationRecord.id.is_(None))
        .order_by(SigningKeyRecord.id)
    )
    return list(session.execute(query).scalars())


def _key_row(key: SigningKeyRecord, gone: KeyRevocationRecord | None) -> KeyRow:
    return KeyRow(
        key.id,
        key.person_id,
        key.fingerprint,
        key.issued_at,
        key.not_after,
        gone.revoked_at if gone else None,
        gone.reason if gone else "",
    )


def clean_reason(reason: str) -> str:
    """Return the reason as it is kept.

    Raises:
        InvalidInput: field ``reason``, none given or longer than its column.
    """
    words = clean_text(reason).text
    if not words:
        raise InvalidInput("reason", "people.no_reason")
    if len(words) > REASON_LIMIT:
        raise InvalidInput("reason", "input.too_long", limit=REASON_LIMIT, length=len(words))
    return words
