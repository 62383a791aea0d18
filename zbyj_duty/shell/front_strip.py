"""The strip on top of every tab: which watch, who, the record's state, the time. Red when nobody is on watch."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from zbyj_duty.core.clock import beijing, date_words, weekday_words
from zbyj_duty.duty.domain import WatchDetail
from zbyj_duty.widgets.desk import Desk


class ElidedLabel(QLabel):
    """A label that shortens its words at the end and tells them whole in its tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setMinimumWidth(40)

    def put(self, words: str) -> None:
        """Show ``words``."""
        if words == self._words:
            return
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()

    @property
    def words(self) -> str:
        """The whole words."""
        return self._words

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, max(self.width(), 40)))


class FrontStrip(QFrame):
    """Answers at a glance: whose watch is this."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._watch: WatchDetail | None = None
        self._trouble = ""
        self.setObjectName("front_strip")
        self.setProperty("part", "strip")
        self._build()
        desk.attempt.busy_changed.connect(self._busy)
        self._busy(desk.attempt.busy)
        self.show_seat()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(26)
        self.day = self._pair(row, "day", "值班日", 4)
        self.leader = self._pair(row, "leader", "带班领导", 4)
        self.crew = self._pair(row, "crew", "当班", 5)
        self.record = self._pair(row, "record", "记录", 2)
        self.seat = self._pair(row, "seat", "席位", 2)
        self.clock = QLabel(self)
        self.clock.setObjectName("clock")
        self.clock.setProperty("part", "clock")
        row.addWidget(self.clock)

    def _pair(self, row: QHBoxLayout, name: str, title: str, stretch: int) -> ElidedLabel:
        head = QLabel(title, self)
        head.setProperty("part", "small")
        head.setObjectName(f"{name}_head")
        value = ElidedLabel(self)
        value.setObjectName(name)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(value)
        row.addLayout(column, stretch)
        return value

    def show_watch(self, watch: WatchDetail | None, leader_number: str) -> None:
        """Show the watch now standing; None turns the strip red.

        Args:
            watch: the watch.
            leader_number: "" when the seat is without a person.
        """
        self._watch = watch
        if watch is None:
            self.day.put("现在无人值班")
            self.leader.put("—")
            self.crew.put("请到“交接班”接班")
        else:
            local = beijing(watch.planned_start)
            end = beijing(watch.planned_end)
            tomorrow = "次日" if end.date() > local.date() else ""
            hours = f"{local.hour}:{local.minute:02d}—{tomorrow}{end.hour}:{end.minute:02d}"
            self._head("day_head", f"值班日 {hours}")
            day = watch.business_date
            self.day.put(f"{date_words(day)} {weekday_words(day)}")
            leader = watch.leader
            self.leader.put(f"{leader.name} {leader.title} {leader_number}".strip() if leader else "—")
            self._head("crew_head", f"当班 {len(watch.crew)} 人")
            self.crew.put(" ".join(member.name for member in watch.crew))
        self.tick()

    def show_trouble(self, words: str) -> None:
        """Say that saving does not work now; "" when it works again."""
        self._trouble = words
        self._busy(self._desk.attempt.busy)
        self._tone()

    def show_seat(self) -> None:
        """Show who is logged in."""
        actor = self._desk.actor
        self.seat.put(actor.name if actor.person_id is not None else "未登录")

    def tick(self) -> None:
        """Move the clock on; an overdue change-over is said here too."""
        now = self._desk.clock.now()
        local = beijing(now)
        self.clock.setText(f"{local.hour:02d}:{local.minute:02d}:{local.second:02d}")
        if self._watch is not None and (late := self._watch.overtime_minutes(now)):
            self._head("day_head", f"已超时 {late} 分钟，接班人未到")
        self._tone()

    def _busy(self, count: int) -> None:
        self.record.put(self._trouble or ("◌ 保存中…" if count else "● 已保存"))

    def _tone(self) -> None:
        tone = "bad" if self._watch is None or self._trouble else ""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            for widget in (self, *self.findChildren(QLabel)):
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def _head(self, name: str, words: str) -> None:
        label = self.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        if label.text() != words:
            label.setText(words)
