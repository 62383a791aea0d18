"""人员与单位: drafts in, rows out, and the rules of names, numbers and passphrases."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zbyj_duty.core.access import Role
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import clean_text, half_width

ROLE_CODES = {
    Role.OFFICER: "officer",
    Role.LEADER: "leader",
    Role.PLANNER: "planner",
    Role.ADMIN: "admin",
    Role.READER: "reader",
}
ROLES = {code: role for role, code in ROLE_CODES.items()}
PASSPHRASE_MINIMUM = 8
_COMMON = frozenset(
    [
        "password",
        "passw0rd",
        "qwertyui",
        "qwerty123",
        "1q2w3e4r",
        "1qaz2wsx",
        "asdfghjk",
        "zxcvbnm1",
        "iloveyou",
        "woaini520",
        "woaini1314",
        "abc12345",
        "abcd1234",
        "a1234567",
        "admin123",
        "admin888",
        "zibo1234",
        "zbyj1234",
        "zhiban123",
        "yingji119",
    ]
)


class UnitKind(StrEnum):
    """What a unit is."""

    CITY = "city"
    DISTRICT = "district"
    ZONE = "functional_zone"
    TOWN = "town"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"
    OFFICE = "office"

    @property
    def words(self) -> str:
        """市, 区县, 功能区, 镇办, 部门, 重点企业, 科室."""
        return _KINDS[self]


_KINDS = {
    UnitKind.CITY: "市",
    UnitKind.DISTRICT: "区县",
    UnitKind.ZONE: "功能区",
    UnitKind.TOWN: "镇办",
    UnitKind.DEPARTMENT: "部门",
    UnitKind.ENTERPRISE: "重点企业",
    UnitKind.OFFICE: "科室",
}


class NumberLabel(StrEnum):
    """What a number is for."""

    DUTY = "duty"
    MOBILE = "mobile"
    OFFICE = "office"
    FAX = "fax"

    @property
    def words(self) -> str:
        """值班电话, 手机, 办公电话, 传真."""
        return {"duty": "值班电话", "mobile": "手机", "office": "办公电话", "fax": "传真"}[self.value]


@dataclass(frozen=True, slots=True)
class NumberDraft:
    """A number as written."""

    label: NumberLabel
    raw: str
    contact: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person to take into the register.

    Attributes:
        staff_no: unique; e.g. 001.
        pinyin: a reading corrected by hand, "" when the usual one is right.
        roles: roles carried from today.
    """

    staff_no: str
    name: str
    department: str = ""
    title: str = ""
    sort_no: int = 0
    pinyin: str = ""
    note: str = ""
    numbers: tuple[NumberDraft, ...] = ()
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A unit to take into the register."""

    kind: UnitKind
    name: str
    short_name: str = ""
    code: str | None = None
    parent_id: int | None = None
    district_id: int | None = None
    sort_no: int = 0
    note: str = ""
    numbers: tuple[NumberDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number that is in use."""

    id: int
    label: NumberLabel
    raw: str
    normalised: str
    contact: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as lists show them."""

    id: int
    staff_no: str
    name: str
    department: str
    title: str
    pinyin: str
    retired_on: date | None
    note: str
    roles: frozenset[Role]
    numbers: tuple[NumberRow, ...]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as lists show it, in the official order."""

    id: int
    kind: UnitKind
    code: str | None
    name: str
    short_name: str
    parent_id: int | None
    district_id: int | None
    sort_no: int
    numbers: tuple[NumberRow, ...]
    retired_on: date | None = None
    note: str = ""

    @property
    def duty_number(self) -> NumberRow | None:
        """The unit's 值班电话, the first one."""
        return next((n for n in self.numbers if n.label is NumberLabel.DUTY), None)


def clean_name(raw: str) -> str:
    """Return a Chinese name without the blanks that forms put into it (姓 名).

    Raises:
        InvalidInput: field ``name``.
    """
    name = clean_text(half_width(raw)).text
    if re.fullmatch(r"[^A-Za-z]*", name):
        name = re.sub(r"\s+", "", name)
    if not name:
        raise InvalidInput("name", "input.blank")
    if len(name) > 60:
        raise InvalidInput("name", "input.too_long", limit=60, length=len(name))
    return name


def clean_number(raw: str) -> str:
    """Return a number as it is kept: half-width, trimmed.

    Raises:
        InvalidInput: field ``number``, letters in it (an extension 转 or ext is allowed).
    """
    number = half_width(raw).strip()
    bare = re.sub(r"(?i)(转|ext\.?|分机)", "", number)
    if not re.fullmatch(r"[0-9+*#()\-—–, 、/;；]+", bare):
        raise InvalidInput("number", "people.bad_number", value=raw)
    return number


def normal_number(number: str) -> str:
    """Return only the digits (and a leading +), for comparing and searching."""
    digits = re.sub(r"[^0-9+]", "", half_width(number))
    return digits[:1] + digits[1:].replace("+", "")


def normal_passphrase(passphrase: str) -> str:
    """Return the passphrase so that two input methods agree (NFKC)."""
    return unicodedata.normalize("NFKC", passphrase)


def check_passphrase(passphrase: str, name: str, field: str = "passphrase") -> str:
    """Return the normalised passphrase, or refuse a weak one.

    At least eight characters, any Unicode; no composition rules (OWASP ASVS 5 §6.2). Refused: well-known ones,
    the name itself, and all-digit ones shorter than twelve, which are birthdays and telephone numbers.

    Raises:
        InvalidInput: beside ``field``.
    """
    normal = normal_passphrase(passphrase)
    if len(normal) < PASSPHRASE_MINIMUM:
        raise InvalidInput(field, "people.short_passphrase", minimum=PASSPHRASE_MINIMUM)
    if normal.isdigit() and len(normal) < 12:
        raise InvalidInput(field, "people.digits_passphrase")
    if (
        normal.casefold() in _COMMON
        or len(set(normal)) <= 3
        or (name and normal == name * (len(normal) // len(name)))
    ):
        raise InvalidInput(field, "people.common_passphrase")
    return normal
