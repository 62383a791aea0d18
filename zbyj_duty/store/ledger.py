"""Ledger format v1: the chain of everything that was ever saved.

An entry's hash is SHA-256 over a version byte and length-prefixed fields (four bytes, big endian, then the
bytes): sequence, recorded instant, actor id, actor name, seat, kind, subject, payload, previous hash. The payload
is canonical JSON. The bytes of v1 never change; another format gets another version byte.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import UtcInstant

VERSION = 1
GENESIS = bytes(32)


class LedgerEntryRecord(Record):
    """One committed fact. Not a fact of its own: it is the chain."""

    __tablename__ = "ledger_entry"
    __fact__ = False
    __ink__ = True
    __table_args__ = (Index("ix_ledger_entry_subject", "subject", "seq"),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger)
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(80))
    seat: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    payload: Mapped[str] = mapped_column(Text)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LedgerHeadRecord(Record):
    """The newest entry's sequence and hash: the row every writer locks first. Derived from the entries."""

    __tablename__ = "ledger_head"
    __fact__ = False
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    recorded_at: Mapped[datetime] = mapped_column(UtcInstant)


@dataclass(frozen=True, slots=True)
class Head:
    """How far the chain reaches.

    Attributes:
        count: number of entries; the newest one's sequence.
        hash: the newest entry's hash, 32 bytes.
    """

    count: int
    hash: bytes

    @property
    def short(self) -> str:
        """20 Base32 characters in groups of five, as printed on every page."""
        return short_hash(self.hash)

    @property
    def words(self) -> str:
        """``count:XXXXX-XXXXX-XXXXX-XXXXX``, as typed from paper."""
        return f"{self.count}:{self.short}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry before it is hashed."""

    seq: int
    recorded_at: datetime
    actor_id: int | None
    actor_name: str
    seat: str
    kind: str
    subject: str
    payload: str
    previous: bytes


def entry_bytes(entry: Entry) -> bytes:
    """Return the canonical bytes of ``entry`` in format v1."""
    fields = (
        str(entry.seq).encode(),
        entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds").encode(),
        b"" if entry.actor_id is None else str(entry.actor_id).encode(),
        entry.actor_name.encode(),
        entry.seat.encode(),
        entry.kind.encode(),
        entry.subject.encode(),
        entry.payload.encode(),
        entry.previous,
    )
    return bytes([VERSION]) + b"".join(len(field).to_bytes(4, "big") + field for field in fields)


def entry_hash(entry: Entry) -> bytes:
    """Return SHA-256 over the canonical bytes."""
    return hashlib.sha256(entry_bytes(entry)).digest()


def short_hash(digest: bytes) -> str:
    """Return the first 100 bits of a hash as XXXXX-XXXXX-XXXXX-XXXXX (Base32)."""
    text = base64.b32encode(digest[:15]).decode()[:20]
    return "-".join(text[i : i + 5] for i in range(0, 20, 5))


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head as something outside the store remembers it.

    Attributes:
        count: number of entries then.
        short: 20 Base32 characters without hyphens.
        source: where it was found, in Chinese.
    """

    count: int
    short: str
    source: str


_HEAD = re.compile(r"(\d+)\s*[:：]\s*([A-Za-z2-7]{5}(?:[-\s]?[A-Za-z2-7]{5}){3})")


def read_anchors(lines: Iterable[str], source: str) -> list[Anchor]:
    """Find every ``count:head`` in ``lines``; lines without one are passed over."""
    found = []
    for line in lines:
        if match := _HEAD.search(line):
            found.append(Anchor(int(match[1]), re.sub(r"[-\s]", "", match[2]).upper(), source))
    return found
