"""The base of every tab: build, wire, reload; loads on the reading thread and only while it is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zbyj_duty.core.errors import AppError, Stale
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.notice import Notice
from zbyj_duty.widgets.tokens import MIDDLE, NARROW, WIDE


class ModulePage(QWidget):
    """A tab.

    Attributes:
        title: the word on the tab.
        topics: changes of the store that concern it.
        keys: (key, what it does), listed under F1 and at the foot.

    Signals:
        link_requested: a core Link that another page shows.
    """

    title: ClassVar[str] = ""
    topics: ClassVar[frozenset[str]] = frozenset()
    keys: ClassVar[tuple[tuple[str, str], ...]] = ()
    link_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName(type(self).__name__)
        self.setProperty("part", "page")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(WIDE, MIDDLE, WIDE, NARROW)
        self.body.setSpacing(NARROW)
        self.notice = Notice(self)
        self.body.addWidget(self.notice)
        self._loading = False
        self._stale = True
        self.desk.relay.changed.connect(self._heard)
        self.desk.session.changed.connect(self._person_changed)

    def query(self) -> Callable[[], Any]:
        """Return the call that fetches what the page shows (abstract); it runs on the reading thread."""
        raise NotImplementedError(type(self).__name__)

    def show_data(self, data: Any) -> None:
        """Show what was fetched (abstract)."""
        raise NotImplementedError(type(self).__name__)

    def first_focus(self) -> QWidget:
        """Return where the keyboard goes when the tab is turned to."""
        return self

    def reload(self) -> None:
        """Fetch again; at once when the page is seen, else when it comes to be seen."""
        if self._loading or not self.isVisible():
            self._stale = True
            return
        self._loading, self._stale = True, False
        self.desk.attempt.read(self.query(), self._loaded, self._not_loaded)

    def do(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Write; trouble is told in the bar."""
        self.desk.attempt.write(work, done, self.show_error)

    def show_error(self, error: AppError) -> None:
        """Tell of trouble in the bar; what was changed elsewhere is shown anew."""
        self.notice.bad(error)
        if isinstance(error, Stale):
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch what has changed while the page was away."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _loaded(self, data: Any) -> None:
        self._loading = False
        self.show_data(data)
        if self._stale:
            self.reload()

    def _not_loaded(self, error: AppError) -> None:
        self._loading = False
        self.notice.bad(error)

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & self.topics:
            self.reload()

    def _person_changed(self, _actor: object) -> None:
        self.reload()
