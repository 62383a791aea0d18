"""值班报告: rows of the report list, and who signs where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

FIELDS = {"outgoing": "交班人", "incoming": "接班人", "leader": "带班领导"}


@dataclass(frozen=True, slots=True)
class SignedBy:
    """One signature of a report."""

    field: str
    name: str
    signed_at: datetime

    @property
    def words(self) -> str:
        """交班人 王海燕."""
        return f"{FIELDS[self.field]} {self.name}"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as the list shows it.

    Attributes:
        acceptance_id: the handover behind it.
        watch_words: which watch.
        number: 值报〔2026〕12号, "" while it is 已接、待签 PDF.
        signed: who has signed, in order.
        missing: labels of those who still can.
        prints: how often it was printed.
        sha256: of the newest revision, "" without one.
    """

    acceptance_id: int
    watch_reference: str
    watch_words: str
    number: str
    signed: tuple[SignedBy, ...]
    missing: tuple[str, ...]
    prints: int
    sha256: str
