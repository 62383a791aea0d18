"""First-run set-up of a bureau: official units, calendar, profiles, the first administrator. No other person."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from sqlalchemy import select

from zbyj_duty.core.access import Actor, Role, system_actor
from zbyj_duty.core.errors import RuleViolation
from zbyj_duty.core.paths import shipped
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.people.domain import PersonDraft, UnitDraft, UnitKind, check_passphrase
from zbyj_duty.people.keys import KeyService
from zbyj_duty.people.posting import post_org_unit, post_person
from zbyj_duty.people.records import OrgUnitRecord
from zbyj_duty.store.info import info_of
from zbyj_duty.store.opening import found_store
from zbyj_duty.store.work import Store, Unit


@dataclass(frozen=True, slots=True)
class Founding:
    """What set-up needs to be told.

    Attributes:
        bureau: full name, as printed.
        sample: the data are invented.
        staff_no, name: the first 系统管理员.
        passphrase: the administrator's; it also opens the authority's key.
    """

    bureau: str
    sample: bool
    staff_no: str
    name: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class Founded:
    """What set-up made: the administrator, and the lines of the recovery sheet, printed once."""

    admin: Actor
    recovery_sheet: tuple[str, ...]


def found_bureau(store: Store, draft: Founding) -> Founded:
    """Set up a fresh store.

    Raises:
        RuleViolation: ``people.founded_already``.
        InvalidInput: field ``passphrase``.
    """
    check_passphrase(draft.passphrase, draft.name)
    with store.reading() as session:
        there = info_of(session)
    if there is not None:
        raise RuleViolation("people.founded_already", bureau=there.bureau)
    found_store(store, draft.bureau, draft.sample)
    with store.writing(system_actor(store.seat), "people", "profiles") as unit:
        post_official_units(unit)
        person = post_person(
            unit, PersonDraft(draft.staff_no, draft.name, title="系统管理员", roles=frozenset({Role.ADMIN}))
        )
    admin = Actor(person.id, person.name, frozenset({Role.ADMIN}), store.seat)
    accounts = AccountService(store)
    accounts.set_passphrase(admin, person.id, draft.passphrase, must_change=False)
    fingerprint = KeyService(store).found_ca(admin, draft.passphrase)
    accounts.write_tiles(admin)
    return Founded(admin, _recovery_sheet(draft, fingerprint, store))


def post_official_units(unit: Unit) -> None:
    """Write the city, its 11 districts and zones in the official order, and the 88 towns (GB/T 2260; the three
    zones have no GB code and carry the bureau's own)."""
    if unit.session.execute(select(OrgUnitRecord.id).limit(1)).scalar() is not None:
        return
    by_code: dict[str, int] = {}
    with shipped("resources", "seed", "units.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            kind = UnitKind(row["kind"])
            parent = by_code.get(row["parent_code"])
            draft = UnitDraft(
                kind,
                row["name"],
                row["short_name"],
                row["code"],
                parent,
                parent if kind is UnitKind.TOWN else None,
                int(row["sort_no"]),
                row["note"],
            )
            by_code[row["code"]] = post_org_unit(unit, draft).id


def _recovery_sheet(draft: Founding, fingerprint: str, store: Store) -> tuple[str, ...]:
    groups = " ".join(fingerprint[i : i + 4] for i in range(0, 64, 4))
    return (
        f"{draft.bureau}  值班室签名机构 恢复单（只打印一次，密封保管）",
        f"记录库：{store.place.words}",
        f"系统管理员：{draft.name}（{draft.staff_no}）",
        f"签名机构指纹（SHA-256）：{groups}",
        "签名机构的私钥用系统管理员口令加密。请把口令手写在下面，封存于保险柜：",
        "口令：________________________________________",
        "封存人：____________    监封人：____________    日期：____________",
    )
