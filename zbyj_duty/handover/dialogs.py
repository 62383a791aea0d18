"""The dialogs of the handover; the ceremony takes both passphrases without switching who is logged in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from zbyj_duty.core.clock import beijing
from zbyj_duty.core.errors import InvalidInput
from zbyj_duty.duty.crew_editor import CrewEditor
from zbyj_duty.duty.domain import MemberDraft, Part, TakeDraft, WatchDetail, members_of
from zbyj_duty.handover.ceremony import Held
from zbyj_duty.handover.domain import AcceptDraft, HandoverDetail, SheetItem, read_quantity
from zbyj_duty.handover.reading import HandoverServices, Register
from zbyj_duty.people.person_picker import PersonIndex
from zbyj_duty.profiles.domain import ProfileKind, interval_of, place_of
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.form import CHOICE, SECRET, TEXT, Field, FormDialog
from zbyj_duty.widgets.form_action import open_form

Told = Callable[[Any], None]


class HandoverDialogs(QObject):
    """Opens them.

    Args:
        desk: the place.
        services: what they write through.
        page: their parent.
    """

    def __init__(self, desk: Desk, services: HandoverServices, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._services = services
        self._page = page

    def take_first(self, register: Register, done: Told) -> None:
        """接第一个班: nobody hands over yet."""
        dialog = FormDialog("接第一个班", (), "接班", self._page, "以后每一班都从上一班交接而来。")
        editor = self._crew(dialog, register)
        editor.put_head(self._desk.actor.person_id)
        open_form(self._desk.attempt, dialog, partial(_take_first, self._services, self._desk), done)

    def accept(self, now: HandoverDetail, register: Register, done: Told) -> None:
        """接班: the crew, and both passphrases at the desk."""
        assert now.watch and now.offer
        choices = tuple((m.person_id, m.name) for m in now.watch.crew if m.person_id)
        fields = (
            Field("outgoing", "交班人", CHOICE, now.offer.by_id, choices),
            Field("outgoing_secret", "交班人口令", SECRET),
        )
        dialog = FormDialog("接班：双方到场，各输入口令", fields, "签名并接班", self._page, now.watch.words)
        editor = self._crew(dialog, register)
        if not now.watch.is_on_watch(self._desk.actor.person_id):
            editor.put_head(self._desk.actor.person_id)
        dialog.add_field(Field("incoming_secret", "接班人（值班长）口令", SECRET))
        work = partial(_accept, self._services, self._desk, now.offer.id, uuid.uuid4().hex)
        open_form(self._desk.attempt, dialog, work, done)

    def take_over(self, now: HandoverDetail, register: Register, done: Told) -> None:
        """紧急接管: the leader authorises it; printed in red."""
        words = "交班人不能到场签字时使用。由带班领导授权，在报告上以红字印出。"
        dialog = FormDialog("紧急接管", (), "授权并接管", self._page, words)
        self._crew(dialog, register)
        dialog.add_field(Field("incoming_secret", "接班人（值班长）口令", SECRET))
        dialog.add_field(Field("leader", "授权的带班领导", CHOICE, _leader_of(now.watch), register.people))
        dialog.add_field(Field("leader_secret", "带班领导口令", SECRET))
        dialog.add_field(Field("reason", "理由", TEXT))
        offer_id = now.offer.id if now.offer else 0
        work = partial(_take_over, self._services, self._desk, offer_id, uuid.uuid4().hex)
        open_form(self._desk.attempt, dialog, work, done)

    def give_back(self, now: HandoverDetail, done: Told) -> None:
        """退回, with the reason."""
        self._reason("退回交班", "退回原因", self._services.handover.give_back, "reason", now, done)

    def withdraw(self, now: HandoverDetail, done: Told) -> None:
        """撤回, with the reason."""
        self._reason("撤回交班", "撤回原因", self._services.handover.withdraw, "reason", now, done)

    def reserve(self, now: HandoverDetail, done: Told) -> None:
        """保留意见, printed with the sheet."""
        self._reason("保留意见", "意见", self._services.handover.reserve, "words", now, done)

    def count(self, now: HandoverDetail, item: SheetItem, done: Told) -> None:
        """Count a thing; the expected number is shown and never filled in."""
        assert now.offer
        fields = (Field("quantity", f"实有（应有 {item.expected}）"), Field("note", "说明"))
        dialog = FormDialog(f"清点：{item.title}", fields, "记下", self._page)
        work = partial(_count, self._services, self._desk, now.offer.id, item.key)
        open_form(self._desk.attempt, dialog, work, done)

    def waive(self, now: HandoverDetail, register: Register, done: Told) -> None:
        """放行: the one waiver, which names every blocker that stands now."""
        assert now.watch and now.offer
        outgoing = (*((m.person_id, m.name) for m in now.watch.crew if m.person_id), (0, "不能到场签字"))
        fields = (
            Field("outgoing", "交班人", CHOICE, now.offer.by_id, outgoing),
            Field("incoming", "接班人", CHOICE, self._desk.actor.person_id, register.people),
            Field("leader", "放行的带班领导", CHOICE, _leader_of(now.watch), register.people),
            Field("leader_secret", "带班领导口令", SECRET),
            Field("reason", "理由", TEXT),
        )
        words = "；".join(now.item_blockers()) or "各项已查看"
        dialog = FormDialog("带班领导放行", fields, "放行", self._page, f"现有事项：{words}")
        work = partial(_waive, self._services, self._desk, now.offer.id)
        open_form(self._desk.attempt, dialog, work, done)

    def _reason(
        self, title: str, label: str, act: Callable[..., Any], name: str, now: HandoverDetail, done: Told
    ) -> None:
        assert now.offer
        dialog = FormDialog(title, (Field(name, label, TEXT),), title, self._page)
        work = partial(_with_words, act, self._desk, now.offer.id, name)
        open_form(self._desk.attempt, dialog, work, done)

    def _crew(self, dialog: FormDialog, register: Register) -> CrewEditor:
        editor = CrewEditor(register.posts, register.index or PersonIndex(()), dialog)
        dialog.add_input("members", "本班人员", editor)
        return editor


def _leader_of(watch: WatchDetail | None) -> int | None:
    return watch.leader.person_id if watch and watch.leader else None


def _take_first(services: HandoverServices, desk: Desk, values: dict[str, Any]) -> WatchDetail:
    now = desk.clock.now()
    hours = services.profiles.current(desk.actor, ProfileKind.WATCH_HOURS, beijing(now).date())
    day, ordinal = place_of(now, hours)
    draft = TakeDraft(members_of(values["members"]), uuid.uuid4().hex)
    taken = services.duty.take(desk.actor, draft, day, interval_of(day, ordinal, hours))
    services.handover.remind(desk.actor)
    return taken


def _accept(services: HandoverServices, desk: Desk, offer_id: int, key: str, values: dict[str, Any]) -> Held:
    members = members_of(values["members"])
    out = (values["outgoing"], _secret(values, "outgoing_secret"))
    opened = services.ceremony.accept(
        desk.actor,
        AcceptDraft(offer_id, members, key),
        out,
        (_head(members), _secret(values, "incoming_secret")),
    )
    return services.ceremony.seal_at_once(opened)


def _take_over(
    services: HandoverServices, desk: Desk, offer_id: int, key: str, values: dict[str, Any]
) -> Held:
    members = members_of(values["members"])
    opened = services.ceremony.take_over(
        desk.actor,
        AcceptDraft(offer_id, members, key),
        (_head(members), _secret(values, "incoming_secret")),
        (values["leader"], _secret(values, "leader_secret")),
        values["reason"],
    )
    return services.ceremony.seal_at_once(opened)


def _waive(services: HandoverServices, desk: Desk, offer_id: int, values: dict[str, Any]) -> HandoverDetail:
    secret = _secret(values, "leader_secret")
    leader = services.accounts.login(desk.actor, values["leader"], secret, "waive", "leader_secret")
    outgoing, incoming = values["outgoing"] or None, values["incoming"]
    keys = (
        bool(outgoing and services.keys.may_sign(desk.actor, outgoing)),
        services.keys.may_sign(desk.actor, incoming),
    )
    return services.handover.waive(leader, offer_id, values["reason"], outgoing, incoming, keys)


def _count(
    services: HandoverServices, desk: Desk, offer_id: int, item_key: str, values: dict[str, Any]
) -> HandoverDetail:
    quantity = read_quantity(values["quantity"])
    return services.handover.tick(desk.actor, offer_id, item_key, quantity, values["note"].strip())


def _with_words(act: Callable[..., Any], desk: Desk, offer_id: int, name: str, values: dict[str, Any]) -> Any:
    return act(desk.actor, offer_id, values[name])


def _secret(values: dict[str, Any], name: str) -> str:
    if not values[name]:
        raise InvalidInput(name, "input.blank")
    return values[name]


def _head(members: tuple[MemberDraft, ...]) -> int:
    head = next((m.person_id for m in members if m.part is Part.HEAD), None)
    if head is None:
        raise InvalidInput("members", "duty.one_head", found=0)
    return head
