"""What the report tab asks for: pages as pictures, a signature, a copy, a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zbyj_duty.core.access import Actor
from zbyj_duty.core.errors import PaperTrouble
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.people.keys import KeyService
from zbyj_duty.reports.domain import ReportRow
from zbyj_duty.reports.service import ReportService
from zbyj_duty.reports.verify import FileVerdict, VerifyService

SCREEN_DPI = 144
PRINT_DPI = 200


@dataclass(frozen=True, slots=True)
class ReportServices:
    """The services behind the tab."""

    reports: ReportService
    accounts: AccountService
    keys: KeyService
    verify: VerifyService


def pages_of(services: ReportServices, actor: Actor, acceptance_id: int, to_print: bool = False) -> Any:
    """Return a report's pages as pictures; for the printer they are counted and bear 第 n 次打印."""
    if to_print:
        return _pictures(services.reports.printed_copy(actor, acceptance_id), PRINT_DPI)
    return _pictures(services.reports.newest_file(actor, acceptance_id), SCREEN_DPI)


def draft_pages(services: ReportServices, actor: Actor) -> Any:
    """Return the current watch's draft as pictures."""
    return _pictures(services.reports.draft(actor), SCREEN_DPI)


def sign_own(services: ReportServices, actor: Actor, acceptance_id: int, values: dict[str, Any]) -> ReportRow:
    """Sign with one's own key, opened by the passphrase anew and wiped at once."""
    assert actor.person_id is not None
    services.accounts.login(actor, actor.person_id, values["passphrase"], "sign")
    key = services.keys.open_own(actor, values["passphrase"])
    try:
        return services.reports.sign(actor, acceptance_id, key)
    finally:
        if key is not None:
            key.wipe()


def save_to(services: ReportServices, actor: Actor, acceptance_id: int, target: Path) -> Path:
    """Write the newest revision, through a partial file.

    Raises:
        PaperTrouble: ``paper.cannot_write``.
    """
    content = services.reports.newest_file(actor, acceptance_id)
    try:
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as error:
        raise PaperTrouble("paper.cannot_write", path=str(target)) from error
    return target


def read_file(services: ReportServices, actor: Actor, source: Path) -> FileVerdict:
    """Judge a file.

    Raises:
        PaperTrouble: ``paper.not_a_pdf``: it cannot be read.
    """
    try:
        content = source.read_bytes()
    except OSError as error:
        raise PaperTrouble("paper.not_a_pdf", path=str(source)) from error
    return services.verify.file(actor, content)


def _pictures(pdf: bytes, dpi: int) -> Any:
    from zbyj_duty.pdf.raster import page_count, page_picture

    return tuple(page_picture(pdf, page, dpi) for page in range(page_count(pdf)))
