"""The dialogs of 人员与账号."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from zbyj_duty.core.access import ADMINS, Actor, Role
from zbyj_duty.core.clock import beijing, date_words
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.core.validate import clean_text, same_line
from zbyj_duty.people.admission import AccountRow, AdmissionDraft
from zbyj_duty.people.domain import NumberDraft, NumberLabel, PersonDraft
from zbyj_duty.settings.columns import grant_text
from zbyj_duty.settings.domain import read_date
from zbyj_duty.settings.reading import SettingsServices
from zbyj_duty.settings.settings_page import SettingsPage
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.form import CHOICE, SECRET, Field, FormDialog

Told = Callable[[Any], None]
_GIVEN = (Role.OFFICER, Role.LEADER, Role.PLANNER, Role.ADMIN, Role.READER)
_CA_HINT = "系统管理员的口令，或恢复单上封存的口令"


class PeopleDialogs(QObject):
    """Opens them.

    Args:
        desk: the place.
        services: what they write through.
        page: their parent.
    """

    def __init__(self, desk: Desk, services: SettingsServices, page: SettingsPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._services = services
        self._page = page

    @property
    def _today(self) -> date:
        return beijing(self._desk.clock.now()).date()

    def add(self, done: Told) -> None:
        """增加人员."""
        roles = _GIVEN if self._desk.actor.may(ADMINS) else _GIVEN[:2]
        fields = (
            Field("staff_no", "编号", hint="不能与别人相同，例如 118"),
            Field("name", "姓名"),
            Field("department", "科室"),
            Field("title", "职务"),
            Field("number", "手机", hint="可以不填"),
            Field(
                "role",
                "权限（今天起）",
                CHOICE,
                Role.OFFICER,
                (*((r, r.value) for r in roles), (None, "暂不给")),
            ),
        )
        self._open(FormDialog("增加人员", fields, "增加", self._page), _add, done)

    def give_role(self, row: AccountRow, done: Told) -> None:
        """给予权限, from a date, until a date."""
        fields = (
            Field("role", "权限", CHOICE, Role.OFFICER, tuple((role, role.value) for role in _GIVEN)),
            Field("from_on", "从哪天起", value=self._today.isoformat()),
            Field("until_on", "到哪天止（含）", hint="长期有效就空着"),
        )
        self._open(FormDialog(f"给予权限：{row.name}", fields, "给予", self._page), _give_role, done, row)

    def end_role(self, row: AccountRow, done: Told) -> None:
        """结束权限, with its last day."""
        held = tuple((grant.role, grant_text(grant, self._today)) for grant in row.grants)
        fields = (
            Field("role", "权限", CHOICE, held[0][0], held),
            Field("until_on", "最后一天（含）", value=self._today.isoformat()),
        )
        self._open(FormDialog(f"结束权限：{row.name}", fields, "结束", self._page), _end_role, done, row)

    def admit(self, row: AccountRow, done: Told) -> None:
        """设置首个口令, and the signing key in the same act."""
        words = "首次登录时本人必须改成自己的口令；签名密钥随之重新加密。"
        fields = _secret_fields(row.signs)
        self._open(FormDialog(f"设置口令：{row.name}", fields, "设置", self._page, words), _admit, done, row)

    def reset(self, row: AccountRow, done: Told) -> None:
        """重置口令: the old key cannot be opened any more and is revoked."""
        words = "原来的签名密钥将吊销，以前签过的报告仍然有效。首次登录时本人必须改成自己的口令。"
        fields = (Field("reason", "原因", hint="例如：忘记口令，已当面核对本人"), *_secret_fields(row.signs))
        self._open(FormDialog(f"重置口令：{row.name}", fields, "重置", self._page, words), _reset, done, row)

    def retire(self, row: AccountRow, done: Told) -> None:
        """调离: out of use from a date; the name stays in every past record."""
        words = "从这一天起不能登录，也不再列入名册。过去的记录不变。"
        fields = (Field("on", "从哪天起调离", value=self._today.isoformat()),)
        self._open(FormDialog(f"调离：{row.name}", fields, "调离", self._page, words), _retire, done, row)

    def _open(
        self, dialog: FormDialog, work: Callable[..., Any], done: Told, row: AccountRow | None = None
    ) -> None:
        about = () if row is None else (row,)
        self._page.open_form(dialog, partial(work, self._services, self._desk.actor, *about), done)


def _secret_fields(with_key: bool) -> tuple[Field, ...]:
    choices = ((True, "同时签发（值班员、带班领导）"), (False, "不签发"))
    return (
        Field("passphrase", "给本人的口令", SECRET, hint="至少 8 个字，可以是一句话"),
        Field("again", "再输一次", SECRET),
        Field("with_key", "签名密钥", CHOICE, with_key, choices),
        Field("ca", "您的口令", SECRET, hint=_CA_HINT),
    )


def _line(text: str) -> str:
    return same_line(clean_text(text).text)


def _add(services: SettingsServices, actor: Actor, values: dict[str, Any]) -> int:
    number = _line(values["number"])
    draft = PersonDraft(
        _line(values["staff_no"]),
        values["name"],
        _line(values["department"]),
        _line(values["title"]),
        numbers=(NumberDraft(NumberLabel.MOBILE, number),) if number else (),
        roles=frozenset({Role(values["role"])} if values["role"] else ()),
    )
    return services.people.add_person(actor, draft)


def _give_role(services: SettingsServices, actor: Actor, row: AccountRow, values: dict[str, Any]) -> str:
    from_on = read_date("from_on", values["from_on"])
    until_on = read_date("until_on", values["until_on"], needed=False)
    assert from_on is not None
    services.people.give_role(actor, row.person_id, Role(values["role"]), from_on, until_on)
    services.accounts.write_tiles(actor)
    return f"{row.name} 从{date_words(from_on)}起为{values['role']}"


def _end_role(services: SettingsServices, actor: Actor, row: AccountRow, values: dict[str, Any]) -> str:
    until_on = read_date("until_on", values["until_on"])
    assert until_on is not None
    services.people.end_role(actor, row.person_id, Role(values["role"]), until_on)
    services.accounts.write_tiles(actor)
    return f"{row.name} 的{values['role']}权限到{date_words(until_on)}为止"


def _retire(services: SettingsServices, actor: Actor, row: AccountRow, values: dict[str, Any]) -> str:
    on = read_date("on", values["on"])
    assert on is not None
    services.people.retire_person(actor, row.person_id, on)
    services.accounts.write_tiles(actor)
    return f"{row.name} 从{date_words(on)}起调离"


def _admit(services: SettingsServices, actor: Actor, row: AccountRow, values: dict[str, Any]) -> str:
    services.admission.admit(actor, _admission(row, values))
    services.accounts.write_tiles(actor)
    return row.name


def _reset(services: SettingsServices, actor: Actor, row: AccountRow, values: dict[str, Any]) -> str:
    services.admission.reset(actor, _admission(row, values))
    services.accounts.write_tiles(actor)
    return row.name


def _admission(row: AccountRow, values: dict[str, Any]) -> AdmissionDraft:
    if values["passphrase"] != values["again"]:
        raise InvalidInput("again", "people.not_same")
    return AdmissionDraft(
        row.person_id, values["passphrase"], values["with_key"], values["ca"], values.get("reason", "")
    )
