"""What the settings window asks for, and how it is fetched on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zbyj_duty.core.access import Actor
from zbyj_duty.core.errors import InvalidInput, PaperTrouble
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.people.admission import AdmissionService
from zbyj_duty.people.import_domain import ImportKind, ImportPreview
from zbyj_duty.people.import_service import ImportService
from zbyj_duty.people.keys import KeyService
from zbyj_duty.people.rejects import rejects_csv, rejects_workbook
from zbyj_duty.people.service import PeopleService
from zbyj_duty.people.sheet_reader import MAX_BYTES
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.profiles.service import CalendarRow, ProfileService
from zbyj_duty.settings.domain import VersionRow, calendar_warnings, standings

NOTICE_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class SettingsServices:
    """The services behind the window."""

    people: PeopleService
    accounts: AccountService
    admission: AdmissionService
    keys: KeyService
    imports: ImportService
    profiles: ProfileService


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule as it stands.

    Attributes:
        now: body in force today.
        versions: newest first.
        days: the calendar.
        warnings: years without a notice.
    """

    today: date
    now: dict[ProfileKind, object]
    versions: dict[ProfileKind, tuple[VersionRow, ...]]
    days: tuple[CalendarRow, ...]
    warnings: tuple[str, ...]


def read_rules(services: SettingsServices, actor: Actor, today: date) -> Rules:
    """Return every rule."""
    profiles = services.profiles
    return Rules(
        today,
        {kind: profiles.current(actor, kind, today) for kind in ProfileKind},
        {kind: standings(profiles.versions(actor, kind), today) for kind in ProfileKind},
        profiles.days(actor),
        calendar_warnings(profiles.calendar(actor), today),
    )


def read_preview(services: SettingsServices, actor: Actor, kind: ImportKind, typed: str) -> ImportPreview:
    """Return what an import of a file would do.

    Raises:
        InvalidInput: field ``file``.
    """
    path = Path(typed.strip().strip('"“”'))
    if not typed.strip():
        raise InvalidInput("file", "input.blank")
    return services.imports.preview(actor, kind, path.name, _content(path, MAX_BYTES + 1))


def read_notice(path: Path) -> str:
    """Return a notice's file as text, UTF-8 or GB 18030.

    Raises:
        InvalidInput: field ``file``.
    """
    content = _content(path, NOTICE_BYTES)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def save_rejects(preview: ImportPreview, target: Path) -> Path:
    """Write the rejected rows, through a partial file; .csv or .xlsx by the name's ending.

    Raises:
        PaperTrouble: ``paper.cannot_write``.
    """
    make = rejects_csv if target.suffix.lower() == ".csv" else rejects_workbook
    try:
        partial = target.with_name(target.name + ".partial")
        partial.write_bytes(make(preview))
        partial.replace(target)
    except OSError as error:
        raise PaperTrouble("paper.cannot_write", path=str(target)) from error
    return target


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except (OSError, ValueError) as error:
        raise InvalidInput("file", "imports.no_file", path=str(path)) from error
