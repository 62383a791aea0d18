"""The entry line with its chips: reads what is typed, keeps it on disk, never loses a word."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from zbyj_duty.core.access import Actor
from zbyj_duty.core.links import Link
from zbyj_duty.journal.domain import LogDraft
from zbyj_duty.journal.entry_line import Hit, ReadLine, read_line
from zbyj_duty.people.party_book import PartyBook
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.drafts import KeptDraft
from zbyj_duty.widgets.line_entry import LineEntry

PLACE = "log.entry"
WAITING = "log.waiting:"
SECRECY_WORDS = ("绝密", "机密", "秘密")
_CHIP_NAMES = ("time", "kind", "party")


@dataclass(frozen=True, slots=True)
class _Sent:
    """A line on its way to the record: whose it is, and which chips were turned back into text."""

    author: Actor
    taken_back: frozenset[str]


class EntryBar(QWidget):
    """Always on screen under the log.

    Signals:
        line_ready: a LogDraft to be saved; its text stays kept on disk until ``saved`` or ``refused``.
    """

    line_ready = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._book = PartyBook()
        self._key = ""
        self._asked_again = ""
        self._author = desk.actor
        self._esc_once = False
        self._in_flight: dict[str, _Sent] = {}
        self._build()
        self._wire()
        self._bring_back()

    def _build(self) -> None:
        self.entry = LineEntry("entry", "记一条", "记一条：1432 htx 园区氨气味（时间、对方、内容）", self)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self._labels: dict[str, QLabel] = {}
        for name in _CHIP_NAMES:
            label = QLabel(self)
            label.setProperty("part", "chip")
            label.setObjectName(f"chip_{name}")
            label.hide()
            self._labels[name] = label
            self._chips.addWidget(label)
        self.told = QLabel(self)
        self.told.setObjectName("entry_told")
        self.told.setProperty("part", "small")
        self._chips.addWidget(self.told, 1)
        self.waiting = QLabel(self)
        self.waiting.setObjectName("entry_waiting")
        self.waiting.setProperty("part", "chip")
        self.waiting.setProperty("tone", "due")
        self.waiting.hide()
        self._chips.addWidget(self.waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.entry)
        column.addLayout(self._chips)

    def _wire(self) -> None:
        self.entry.typed.connect(self._typed)
        self.entry.submitted.connect(self._submit)
        self.entry.clear_requested.connect(self._clear_asked)
        self.entry.cleaned.connect(self._tell_cleaned)
        self._desk.session.changed.connect(self._person_changed)

    def use_book(self, book: PartyBook) -> None:
        """Look parties up in ``book`` from now on."""
        self._book = book
        self._show_reading(self._read())

    def saved(self, draft: LogDraft) -> None:
        """The line is in the record; its draft may go."""
        sent = self._in_flight.pop(draft.key, None)
        self._desk.drafts.forget(WAITING + draft.key, sent.author.person_id if sent else self._author_id())
        self._asked_again = ""

    def refused(self, draft: LogDraft, raw: str, again: bool, keep_key: bool = True) -> None:
        """The line was not saved: its text comes back, into the line or, if one is typing already, to wait beside it.

        Args:
            draft: what was refused.
            raw: as it was typed.
            again: Enter once more shall save it although it says the same.
            keep_key: False when the key has saved other words already.
        """
        sent = self._in_flight.pop(draft.key, None)
        other_author = sent is not None and sent.author.person_id != self._author_id()
        if other_author or self.entry.text().strip():
            self._show_waiting()
            return
        self._key = draft.key if keep_key else uuid.uuid4().hex
        self.entry.put(raw, sent.taken_back if sent else frozenset())
        self._asked_again = raw if again else ""
        self._keep(PLACE, raw, self._key)
        self._desk.drafts.forget(WAITING + draft.key, self._author_id())

    def holds(self, key: str) -> bool:
        """Tell whether the line with ``key`` stands in the entry line now."""
        return bool(self._key) and self._key == key

    def clear_saved(self) -> None:
        """The line that stands here was saved by another way."""
        self.entry.put("")

    def put_aside(self) -> None:
        """搁置: keep this line and take another call; it waits beside the entry line."""
        text = self.entry.text()
        if not text.strip():
            return
        self._keep(WAITING + self._key, text, self._key)
        self._desk.drafts.forget(PLACE, self._author_id())
        self._key = ""
        self.entry.put("")
        self._show_waiting()

    def fetch_waiting(self) -> None:
        """Bring the oldest waiting draft into the empty line."""
        if self.entry.text().strip():
            self.told.setText("先保存或清空现在这一条，再取回草稿")
            return
        for draft in self._others()[:1]:
            self._key = draft.key
            self.entry.put(draft.text)
            self._desk.drafts.forget(draft.place, draft.author_id)
        self._show_waiting()

    def _typed(self, text: str) -> None:
        if text.strip() and not self._key:
            self._key = uuid.uuid4().hex
        self._keep(PLACE, text, self._key)
        if not text.strip():
            self._key = ""
        self._esc_once = False
        self._show_reading(self._read())

    def _submit(self, raw: str) -> None:
        if not raw.strip():
            return
        if not self._desk.session.named:
            self.told.setText("请先登录（文字已存为草稿），登录后再按 Enter")
            self._desk.session.ask_login()
            return
        line = self._read()
        draft = LogDraft(
            kind=line.kind,
            text=line.text,
            key=self._key or uuid.uuid4().hex,
            occurred_at=line.occurred_at,
            party_text=line.party_text,
            party=line.party if isinstance(line.party, Link) else None,
            channel="电话" if line.party_text else "",
            again=bool(self._asked_again) and self._asked_again == raw,
        )
        self._in_flight[draft.key] = _Sent(self._author, self.entry.taken_back)
        self._keep(WAITING + draft.key, raw, draft.key)
        self._desk.drafts.forget(PLACE, self._author_id())
        self._key = ""
        self.entry.put("")
        self.line_ready.emit((draft, raw))

    def _tell_cleaned(self, removed: int) -> None:
        self.told.setText(f"粘贴的文字里有 {removed} 个不可见字符，已去掉")

    def _clear_asked(self) -> None:
        text = self.entry.text().strip()
        if text and not self._esc_once:
            self._esc_once = True
            self.told.setText("再按一次 Esc 清空这一条")
        elif text:
            self.entry.put("")

    def _read(self) -> ReadLine:
        return read_line(self.entry.text(), self._desk.clock.now(), self._look_up, self.entry.taken_back)

    def _look_up(self, word: str) -> Hit | None:
        found = self._book.find(word)
        if found.equals:
            return Hit("", None, tuple(party.name for party in found.equals))
        return Hit(found.party.name, found.party.link) if found.party else None

    def _show_reading(self, line: ReadLine) -> None:
        pieces = {piece.name: piece for piece in line.pieces}
        for name, label in self._labels.items():
            piece = pieces.get(name)
            words = piece.words if piece else ""
            if name == "kind":
                words = line.kind.words if self.entry.text().strip() else ""
            label.setText(words)
            label.setVisible(bool(words))
        self.entry.show_chips({piece.end: piece.name for piece in line.pieces}, line.doubtful)
        secret = next((word for word in SECRECY_WORDS if word in self.entry.text()), "")
        if secret:
            self.told.setText(f"▲ 出现“{secret}”字样：非涉密系统，严禁录入国家秘密")
        elif line.doubtful:
            self.told.setText("虚线处不是时间（应在 0000—2359，不晚于现在），按文字保存")
        elif line.equals:
            self.told.setText(f"对方不止一个：{'、'.join(line.equals[:4])}；请写全名，或按文字保存")
        else:
            self.told.setText("Enter 保存   Ctrl+Enter 换行   Backspace 撤销识别" if line.pieces else "")

    def _keep(self, place: str, text: str, key: str) -> None:
        actor = self._author
        name = actor.name if actor.person_id is not None else ""
        self._desk.drafts.keep(KeptDraft(place, name, actor.person_id, text, key))

    def _author_id(self) -> int | None:
        return self._author.person_id

    def _bring_back(self) -> None:
        own = [d for d in self._desk.drafts.kept(PLACE) if d.author_id == self._author_id()]
        if own and not self.entry.text().strip():
            self._key = own[0].key
            self.entry.put(own[0].text)
            self.told.setText(f"已恢复{own[0].author or '未登录时'}的草稿，按 Enter 保存")
        self._show_waiting()

    def _set_own_aside(self) -> None:
        """Move what this person had begun earlier to wait, before other words take its place."""
        for draft in self._desk.drafts.kept(PLACE):
            if draft.author_id == self._author_id():
                self._keep(WAITING + draft.key, draft.text, draft.key)

    def _others(self) -> list[KeptDraft]:
        waiting = [
            d for d in self._desk.drafts.all() if d.place.startswith(WAITING) and d.key not in self._in_flight
        ]
        foreign = [d for d in self._desk.drafts.kept(PLACE) if d.author_id != self._author_id()]
        return waiting + foreign

    def _show_waiting(self) -> None:
        others = self._others()
        if others:
            first = others[0]
            self.waiting.setText(
                f"另有 {len(others)} 份未保存的草稿：{first.author or '未登录'}“{first.text[:12]}…”（F7 取回）"
            )
        self.waiting.setVisible(bool(others))

    def _person_changed(self, _actor: object) -> None:
        unnamed = self._author.person_id is None
        text, key = self.entry.text(), self._key
        self._author = self._desk.actor
        if unnamed and text.strip():
            self._set_own_aside()
            self._keep(PLACE, text, key)
        if unnamed:
            self._desk.drafts.forget(PLACE, None)
        if not unnamed:
            self.entry.blockSignals(True)
            self.entry.put("")
            self.entry.blockSignals(False)
            self._key = ""
        self._bring_back()
        self._show_reading(self._read())
