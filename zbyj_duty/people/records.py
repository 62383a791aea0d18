"""Persons, units, numbers, accounts, keys on disk."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import JsonText, UtcInstant

_UNIT_KINDS = "'city','district','functional_zone','town','department','enterprise','office'"


class PersonRecord(Record):
    """人员: somebody of the bureau. Retired, never deleted."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_no: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    department: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(60))
    sort_no: Mapped[int]
    pinyin: Mapped[str] = mapped_column(String(80))
    retired_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200))


class PersonRoleRecord(Record):
    """A role that a person carries from a date, until a date."""

    __tablename__ = "person_role"
    __table_args__ = (
        CheckConstraint("role IN ('officer', 'leader', 'planner', 'admin', 'reader')", name="role"),
        Index("ix_person_role_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(10))
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class OrgUnitRecord(Record):
    """单位: district, zone, town, department, enterprise. ``sort_no`` is the official order."""

    __tablename__ = "org_unit"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_UNIT_KINDS})", name="kind"),
        UniqueConstraint("kind", "name", "parent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    short_name: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    sort_no: Mapped[int]
    retired_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200))


class PhoneNumberRecord(Record):
    """A number of a person or of a unit, as written and normalised."""

    __tablename__ = "phone_number"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (org_unit_id IS NULL)", name="one_owner"),
        CheckConstraint("label IN ('duty', 'mobile', 'office', 'fax')", name="label"),
        Index("ix_phone_number_person_id", "person_id"),
        Index("ix_phone_number_org_unit_id", "org_unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    org_unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    label: Mapped[str] = mapped_column(String(10))
    raw: Mapped[str] = mapped_column(String(40))
    normalised: Mapped[str] = mapped_column(String(40))
    contact: Mapped[str] = mapped_column(String(60))
    rank: Mapped[int]
    verified_on: Mapped[date | None]
    retired_on: Mapped[date | None]


class AccountRecord(Record):
    """A person's passphrase, as argon2id; kept as bytes, so that the ledger chains its digest only."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    passphrase_hash: Mapped[bytes] = mapped_column(LargeBinary)
    set_at: Mapped[datetime] = mapped_column(UtcInstant)
    must_change: Mapped[bool] = mapped_column(Boolean)


class LoginTryRecord(Record):
    """One attempt to log in or to sign; the lock-out counts these."""

    __tablename__ = "login_try"
    __ink__ = True
    __table_args__ = (Index("ix_login_try_person_id", "person_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tried_at: Mapped[datetime] = mapped_column(UtcInstant)
    good: Mapped[bool] = mapped_column(Boolean)
    purpose: Mapped[str] = mapped_column(String(20))


class DutyCaRecord(Record):
    """The duty room's own certificate authority; its key is encrypted for the 系统管理员."""

    __tablename__ = "duty_ca"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64))
    box: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcInstant)


class SigningKeyRecord(Record):
    """An officer's certificate. The private key lies in its box."""

    __tablename__ = "signing_key"
    __ink__ = True
    __table_args__ = (Index("ix_signing_key_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    certificate: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UtcInstant)
    not_after: Mapped[datetime] = mapped_column(UtcInstant)


class KeyBoxRecord(Record):
    """PKCS#12, encrypted with the person's passphrase; re-encrypted when the passphrase changes."""

    __tablename__ = "key_box"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("signing_key.id"), unique=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)


class KeyRevocationRecord(Record):
    """A key that is no longer good, from this entry on, and why."""

    __tablename__ = "key_revocation"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("signing_key.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(200))
    revoked_at: Mapped[datetime] = mapped_column(UtcInstant)


class ImportBatchRecord(Record):
    """One import: the file, how it was read, how many rows of each verdict."""

    __tablename__ = "import_batch"
    __ink__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict] = mapped_column(JsonText)  # type: ignore[type-arg]
    totals: Mapped[dict] = mapped_column(JsonText)  # type: ignore[type-arg]
    by_name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
