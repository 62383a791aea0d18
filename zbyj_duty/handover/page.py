"""交接班: the sheet, computed; offer, look at each item, return or take over."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from zbyj_duty.core.clock import time_words
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.handover import columns
from zbyj_duty.handover.ceremony import Held
from zbyj_duty.handover.dialogs import HandoverDialogs
from zbyj_duty.handover.domain import HandoverDetail, SheetItem, State
from zbyj_duty.handover.reading import HandoverServices, Register, read_register
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.module_page import ModulePage
from zbyj_duty.widgets.row_table import RowTable, TableColumn

ITEM_COLUMNS = (
    TableColumn("查看", columns.state_text, 88, columns.state_tone),
    TableColumn("类别", columns.kind_text, 108),
    TableColumn("来源", columns.source_text, 108),
    TableColumn("事项", columns.title_text),
    TableColumn("开始", columns.since_text, 138),
    TableColumn("实有 / 应有", columns.quantity_text, 108, columns.state_tone),
    TableColumn("查看人", columns.seen_text, 128),
)


def _key(item: SheetItem) -> str:
    return item.key


@dataclass(frozen=True, slots=True)
class _Act:
    """A button of the page: its key, its words, in which states it stands."""

    key: str
    words: str
    slot: Callable[[], None]
    states: tuple[State, ...]
    main: bool = False


class HandoverPage(ModulePage):
    """The handover of the watch now standing.

    Args:
        desk: the place.
        services: handover, ceremony and what they need.
    """

    title = "交接班"
    topics = frozenset({"handover", "duty", "journal", "reports", "dispatch", "people", "profiles"})
    keys = (
        ("Enter", "查看选中的一项（物品要填实有数量）"),
        ("F5", "提交交班，或接班"),
        ("F6", "退回"),
        ("F7", "撤回"),
        ("F8", "保留意见"),
        ("F9", "带班领导放行"),
        ("Ctrl+F9", "紧急接管"),
    )

    def __init__(self, desk: Desk, services: HandoverServices, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._services = services
        self._now = HandoverDetail(State.NOBODY, None, None, (), (), (), None)
        self._register = Register((), (), None)
        self._dialogs = HandoverDialogs(desk, services, self)
        self._build()
        self._wire()

    def _build(self) -> None:
        self.head = QLabel("交接班", self)
        self.head.setProperty("part", "head")
        self.head.setObjectName("handover_head")
        self.body.addWidget(self.head)
        self.sheet = RowTable("sheet", "交接单", ITEM_COLUMNS, _key, None, self)
        self.body.addWidget(self.sheet, 1)
        self.told = QLabel(self)
        self.told.setObjectName("handover_told")
        self.told.setWordWrap(True)
        self.told.setProperty("part", "small")
        self.body.addWidget(self.told)
        self._acts = (
            _Act("F5", "接第一个班", self._take_first, (State.NOBODY,), True),
            _Act("F5", "提交交班", self._offer, (State.PREPARING,), True),
            _Act("F5", "接班", self._accept, (State.OFFERED,), True),
            _Act("F6", "退回", self._give_back, (State.OFFERED,)),
            _Act("F7", "撤回", self._withdraw, (State.OFFERED,)),
            _Act("F8", "保留意见", self._reserve, (State.OFFERED,)),
            _Act("F9", "放行", self._waive, (State.OFFERED,)),
            _Act("Ctrl+F9", "紧急接管", self._take_over, (State.PREPARING, State.OFFERED)),
        )
        row = QHBoxLayout()
        self.buttons: list[QPushButton] = []
        for number, act in enumerate(self._acts):
            button = QPushButton(f"{act.words} ({act.key})", self)
            button.setObjectName(f"act_{number}")
            button.setProperty("part", "main" if act.main else "")
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _wire(self) -> None:
        self.sheet.chosen.connect(self._look_at)
        for act, button in zip(self._acts, self.buttons, strict=True):
            button.clicked.connect(act.slot)
        for key, slot in (
            ("F5", self._main_act),
            ("F6", self._give_back),
            ("F7", self._withdraw),
            ("F8", self._reserve),
            ("F9", self._waive),
            ("Ctrl+F9", self._take_over),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.desk.theme.changed.connect(self.sheet.use)
        self.sheet.use(self.desk.theme.tokens)

    def query(self) -> Callable[[], Any]:
        """Return the call that reads sheet and register."""
        return partial(_read, self._services, self.desk)

    def show_data(self, data: tuple[HandoverDetail, Register]) -> None:
        """Show where the handover stands."""
        self._now, self._register = data
        now = self._now
        words = now.watch.words if now.watch else ""
        offered = ""
        if now.offer:
            offered = f"  {now.offer.by_name} {time_words(now.offer.offered_at)} 提交，截止第 {now.offer.cutoff_seq} 条"
        self.head.setText(f"交接班：{now.state.words}  {words}{offered}")
        self.sheet.set_rows(now.items)
        self.told.setText(_summary(now))
        for act, button in zip(self._acts, self.buttons, strict=True):
            button.setVisible(now.state in act.states)

    def first_focus(self) -> QWidget:
        """The sheet."""
        return self.sheet

    def _main_act(self) -> None:
        acts = {State.NOBODY: self._take_first, State.PREPARING: self._offer, State.OFFERED: self._accept}
        acts[self._now.state]()

    def _take_first(self) -> None:
        if self._may(State.NOBODY):
            self._dialogs.take_first(self._register, self._done)

    def _offer(self) -> None:
        if self._may(State.PREPARING):
            work = partial(self._services.handover.offer, self.desk.actor, uuid.uuid4().hex)
            self.do(work, self._done)

    def _accept(self) -> None:
        if self._may(State.OFFERED):
            self._dialogs.accept(self._now, self._register, self._accepted)

    def _take_over(self) -> None:
        if self._may(State.PREPARING, State.OFFERED):
            self._dialogs.take_over(self._now, self._register, self._accepted)

    def _give_back(self) -> None:
        if self._may(State.OFFERED):
            self._dialogs.give_back(self._now, self._done)

    def _withdraw(self) -> None:
        if self._may(State.OFFERED):
            self._dialogs.withdraw(self._now, self._done)

    def _reserve(self) -> None:
        if self._may(State.OFFERED):
            self._dialogs.reserve(self._now, self._done)

    def _waive(self) -> None:
        if self._may(State.OFFERED):
            self._dialogs.waive(self._now, self._register, self._done)

    def _look_at(self, item: SheetItem) -> None:
        if self._now.state is not State.OFFERED:
            self.notice.tell("提交交班以后，由接班人逐项查看")
            return
        if not self._may(State.OFFERED):
            return
        if item.expected is not None:
            self._dialogs.count(self._now, item, self._done)
            return
        assert self._now.offer
        work = partial(self._services.handover.tick, self.desk.actor, self._now.offer.id, item.key)
        self.do(work, self._ticked)

    def _ticked(self, now: HandoverDetail) -> None:
        self.show_data((now, self._register))
        self._go_to_next_unseen()

    def _go_to_next_unseen(self) -> None:
        unseen = next((item for item in self._now.items if item.ticked_at is None), None)
        if unseen is not None:
            self.sheet.go_to(unseen.key)

    def _accepted(self, held: Held) -> None:
        """The watch has changed hands; who stood at the seat goes, the names are shown."""
        words = held.accepted.next_watch.words
        if held.report is not None:
            self.notice.good(f"已接班：{words}。签名报告 {held.report.number} 已生成，见“值班报告”")
        else:
            why = sentence(held.trouble) if held.trouble else ""
            self.notice.tell(f"已接班：{words}。签名报告还没有生成：{why}请到“值班报告”按 F6 补签")
        self.reload()
        self.desk.session.leave()

    def _done(self, _result: object) -> None:
        self.notice.clear()
        self.reload()

    def _may(self, *states: State) -> bool:
        if self._now.state not in states:
            return False
        if not self.desk.session.named:
            self.desk.session.ask_login()
            return False
        return True


def _read(services: HandoverServices, desk: Desk) -> tuple[HandoverDetail, Register]:
    return services.handover.current(desk.actor), read_register(services, desk)


def _summary(now: HandoverDetail) -> str:
    lines = []
    if now.state is State.OFFERED:
        left = len(now.item_blockers())
        lines.append(f"还有 {left} 项未看或不符" if left else "各项都已查看，可以接班")
    lines += [f"保留意见：{text}（{by}）" for text, by in now.reservations]
    lines += [f"此前{how}：{reason}（{by}）" for how, reason, by in now.earlier]
    if now.waiver:
        lines.append(
            f"{now.waiver.leader_name} 放行：{'；'.join(now.waiver.blockers)}（理由：{now.waiver.reason}）"
        )
    return "\n".join(lines)
