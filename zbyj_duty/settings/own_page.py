"""我的口令: one's own account and key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QWidget

from zbyj_duty.core.access import PEOPLE
from zbyj_duty.core.clock import beijing, date_words, instant_words
from zbyj_duty.people.admission import AccountRow
from zbyj_duty.people.keys import KeyRow
from zbyj_duty.settings import columns
from zbyj_duty.settings.reading import SettingsServices
from zbyj_duty.settings.settings_page import PageAct, SettingsPage
from zbyj_duty.widgets.desk import Desk

_FIELDS = (
    ("own_name", "姓名"),
    ("own_roles", "权限"),
    ("own_account", "口令"),
    ("own_key", "签名密钥"),
    ("own_fingerprint", "密钥指纹"),
)


class OwnPage(SettingsPage):
    """One's own passphrase, and how long the key is good.

    Args:
        desk: the place.
        services: accounts.

    Signals:
        passphrase_requested: the person wants another passphrase.
    """

    title = "我的口令"
    topics = frozenset({"people"})
    keys = (("F5", "修改口令"),)
    passphrase_requested = Signal()

    def __init__(self, desk: Desk, services: SettingsServices, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._services = services
        self.add_head()
        card = QFrame(self)
        card.setProperty("part", "card")
        form = QFormLayout(card)
        form.setContentsMargins(20, 16, 20, 16)
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(14)
        self._labels: dict[str, QLabel] = {}
        for name, words in _FIELDS:
            caption = QLabel(words, card)
            caption.setProperty("part", "small")
            label = QLabel(card)
            label.setObjectName(name)
            label.setAccessibleName(words)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._labels[name] = label
            form.addRow(caption, label)
        self.body.addWidget(card)
        self.told = QLabel(
            "修改口令时，签名密钥随新口令重新加密。忘记口令只能由系统管理员重置，原密钥同时吊销；以前的签名仍然有效。",
            self,
        )
        self.told.setProperty("part", "small")
        self.told.setWordWrap(True)
        self.body.addWidget(self.told)
        self.body.addStretch(1)
        act = PageAct("own_passphrase", "F5", "修改口令", self.passphrase_requested.emit, PEOPLE, True)
        self.add_acts((act,))

    def query(self) -> Callable[[], Any]:
        """Return the call that reads one's own row."""
        return partial(self._services.admission.own, self.desk.actor)

    def show_data(self, data: AccountRow) -> None:
        """Show it."""
        now = self.desk.clock.now()
        words = columns.AccountWords(now)
        since = f"，{instant_words(data.set_at)} 设定" if data.set_at else ""
        place = "，".join(part for part in (data.department, data.title) if part)
        texts = {
            "own_name": f"{data.name}（编号 {data.staff_no}{'，' + place if place else ''}）",
            "own_roles": words.roles(data),
            "own_account": words.account(data) + since,
            "own_key": _key_words(data.key, words.key(data)),
            "own_fingerprint": _groups(data.key.fingerprint) if data.key else "—",
        }
        for name, text in texts.items():
            self._labels[name].setText(text)

    def first_focus(self) -> QWidget:
        """The button."""
        return self.buttons["own_passphrase"]


def _key_words(key: KeyRow | None, state: str) -> str:
    if key is None:
        missing = "没有。由系统管理员签发；在此之前用纸面签字"
        return missing if state.startswith("▲") else "没有，您的权限不需要签名"
    if key.revoked_at is not None:
        return f"{state}（{key.reason}）。由系统管理员重新签发"
    issued, until = (date_words(beijing(instant).date()) for instant in (key.issued_at, key.not_after))
    end = {"■": "，已经到期，请系统管理员重新签发", "▲": "，快到期了，请系统管理员重新签发"}
    return f"{issued}签发，有效期至{until}{end.get(state[0], '')}"


def _groups(fingerprint: str) -> str:
    return " ".join(fingerprint[i : i + 4] for i in range(0, len(fingerprint), 4))
