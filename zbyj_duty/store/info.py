"""Which store this is: its own name, the bureau, whether it holds sample data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from zbyj_duty.store.base import Record
from zbyj_duty.store.types import UtcInstant


class StoreInfoRecord(Record):
    """One row for the whole store. A sample store can never become a real one."""

    __tablename__ = "store_info"
    __ink__ = True
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("kind IN ('real', 'sample')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    store_uuid: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(10))
    bureau: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcInstant)


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a person needs to know of the store.

    Attributes:
        store_uuid: 32 hexadecimal digits made at set-up.
        bureau: full name of the bureau.
        sample: the data are invented; every page says so.
    """

    store_uuid: str
    bureau: str
    sample: bool


def info_of(session: Session) -> StoreInfo | None:
    """Return the store's own description, None before set-up."""
    row = session.execute(select(StoreInfoRecord)).scalar_one_or_none()
    return None if row is None else StoreInfo(row.store_uuid, row.bureau, row.kind == "sample")
