"""The window: names and passphrase first, then the desk; the idle seat goes back to the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QWidget

from zbyj_duty.core.errors import AppError
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.shell.login import LoginView, TileName

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

IDLE_MINUTES = 10
IDLE_HEIGHT = 250
TITLE = "淄博应急值班"


class MainWindow(QMainWindow):
    """Holds the login and, once somebody has logged in, the desk under it.

    Args:
        tiles: names read beside the store.
        bureau: "" until the store is open.

    Signals:
        login_submitted: (person_id, passphrase).
        closed: the window is gone; what is under way may finish.
        idle: nobody has touched anything for ten minutes.
    """

    login_submitted = Signal(int, str)
    closed = Signal()
    idle = Signal()

    def __init__(self, tiles: tuple[TileName, ...]) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.resize(1440, 860)
        self.setMinimumSize(1024, 640)
        self.login = LoginView(tiles, f"{TITLE}：选姓名，输入口令", self)
        self.setCentralWidget(self.login)
        self._split: QSplitter | None = None
        self._active: frozenset[object] = frozenset()
        self.desk_view: QWidget | None = None
        self.login.submitted.connect(self.login_submitted)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MINUTES * 60_000)
        self._timer.timeout.connect(self.idle)

    def show_desk(self, desk_view: QWidget) -> None:
        """Put the desk into the window, in place of the names."""
        from PySide6.QtCore import QEvent, Qt

        self._active = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
        self.desk_view = desk_view
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.takeCentralWidget())
        self._split.addWidget(desk_view)
        self.setCentralWidget(self._split)
        self._split.setStretchFactor(1, 1)
        self.hide_login()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def show_login(self, words: str = "") -> None:
        """Show the names above the desk; log and alarms stay to be seen."""
        self.login.let_in()
        self.login.wait(words)
        self.login.show()
        self._timer.stop()
        if self._split is not None:
            self._split.setSizes([IDLE_HEIGHT, max(self.height() - IDLE_HEIGHT, 380)])

    def hide_login(self) -> None:
        """Somebody is there: the names go."""
        self.login.let_in()
        self.login.hide()
        self._timer.start()

    def refuse(self, error: AppError) -> None:
        """Tell why nobody was let in."""
        self.login.refuse(error)

    def stop_with(self, error: AppError) -> None:
        """The store cannot be opened: say so and leave nothing to press."""
        self.login.wait(sentence(error))
        self.login.enter.setEnabled(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or click starts the idle time anew."""
        if event.type() in self._active and self._timer.isActive():
            self._timer.start()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; what was handed in is finished first by whoever listens."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._timer.stop()
        super().closeEvent(event)
        self.closed.emit()
