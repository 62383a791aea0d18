"""Tiles and a passphrase: who is at the seat. Needs no database; the store judges the passphrase later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from zbyj_duty.core.errors import AppError
from zbyj_duty.core.text.sentences import sentence

_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class TileName:
    """A name to choose, and the initials and readings it is found by."""

    person_id: int
    name: str
    department: str
    keys: tuple[str, ...] = ()

    def answers(self, wanted: str) -> bool:
        """Tell whether what was typed finds this name."""
        return wanted in self.name or any(key.startswith(wanted.lower()) for key in self.keys)


def read_tiles(home: Path) -> tuple[TileName, ...]:
    """Return the names written beside the store at the last change; () before set-up."""
    try:
        told = json.loads((home / "tiles.json").read_text("utf-8"))
        return tuple(TileName(t["person_id"], t["name"], t["department"], tuple(t["keys"])) for t in told)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


class _PassingArea(QScrollArea):
    """Scrolls, and passes the keyboard on to its neighbour."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go on in the direction it came from."""
        from PySide6.QtCore import Qt

        self.focusNextPrevChild(event.reason() is not Qt.FocusReason.BacktabFocusReason)


class LoginView(QWidget):
    """The first thing seen, and what the idle seat shows beside log and alarms.

    Signals:
        submitted: (person_id, passphrase).
    """

    submitted = Signal(int, str)

    def __init__(self, tiles: tuple[TileName, ...], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("login")
        self.setProperty("part", "page")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._names: dict[int, TileName] = {}
        self._build(title)
        self.show_tiles(tiles)
        self._wire()

    def _build(self, title: str) -> None:
        head = QLabel(title, self)
        head.setProperty("part", "head")
        self.filter = QLineEdit(self)
        self.filter.setObjectName("login_filter")
        self.filter.setAccessibleName("找姓名")
        self.filter.setPlaceholderText("姓名或拼音首字母")
        self.filter.setMinimumWidth(300)
        top = QHBoxLayout()
        top.addWidget(head, 1)
        top.addWidget(self.filter)
        self._tiles = QWidget(self)
        self._grid = QGridLayout(self._tiles)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(10)
        area = _PassingArea(self)
        area.setWidgetResizable(True)
        area.setWidget(self._tiles)
        self.passphrase = QLineEdit(self)
        self.passphrase.setObjectName("login_passphrase")
        self.passphrase.setAccessibleName("口令")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText("先选姓名，再输入口令，按 Enter")
        self.passphrase.setMinimumWidth(320)
        self.enter = QPushButton("登录 (Enter)", self)
        self.enter.setObjectName("enter")
        self.enter.setProperty("part", "main")
        bottom = QHBoxLayout()
        bottom.addWidget(QLabel("口令", self))
        bottom.addWidget(self.passphrase)
        bottom.addWidget(self.enter)
        bottom.addStretch(1)
        self.told = QLabel(self)
        self.told.setObjectName("login_told")
        self.told.setProperty("part", "error")
        self.told.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(area, 1)
        column.addLayout(bottom)
        column.addWidget(self.told)

    def _wire(self) -> None:
        self.filter.textChanged.connect(self._narrow)
        self.passphrase.returnPressed.connect(self._submit)
        self.enter.clicked.connect(self._submit)
        self._group.idClicked.connect(self._chosen)

    def show_tiles(self, tiles: tuple[TileName, ...]) -> None:
        """Show other names; the chosen one stays chosen."""
        chosen = self._group.checkedId()
        self._names = {tile.person_id: tile for tile in tiles}
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.deleteLater()
        for number, tile in enumerate(tiles):
            button = QPushButton(f"{tile.name}    {tile.department}", self._tiles)
            button.setProperty("part", "tile")
            button.setCheckable(True)
            button.setAccessibleName(tile.name)
            button.setObjectName(f"tile_{tile.person_id}")
            button.setChecked(tile.person_id == chosen)
            self._group.addButton(button, tile.person_id)
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        self._grid.setRowStretch(len(tiles) // _COLUMNS + 1, 1)

    def choose(self, person_id: int) -> None:
        """Choose a name and go to the passphrase."""
        button = self._group.button(person_id)
        if button is not None:
            button.setChecked(True)
            self.passphrase.setFocus()

    def refuse(self, error: AppError) -> None:
        """Tell why nobody was let in; the passphrase can be typed again."""
        self.told.setText(sentence(error))
        self.passphrase.selectAll()
        self.passphrase.setFocus()
        self.enter.setEnabled(True)

    def wait(self, words: str) -> None:
        """Say what is being waited for."""
        self.told.setText(words)

    def let_in(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()
        self.filter.clear()
        self.told.setText("")
        self.enter.setEnabled(True)

    def _chosen(self, _person_id: int) -> None:
        self.passphrase.setFocus()

    def _narrow(self, text: str) -> None:
        wanted = text.strip()
        shown = []
        for button in self._group.buttons():
            visible = not wanted or self._names[self._group.id(button)].answers(wanted)
            button.setVisible(visible)
            shown += [button] if visible else []
            if not visible and button.isChecked():
                self._group.setExclusive(False)
                button.setChecked(False)
                self._group.setExclusive(True)
        if len(shown) == 1:
            shown[0].setChecked(True)

    def _submit(self) -> None:
        if not self.enter.isEnabled():
            return
        person_id = self._group.checkedId()
        if person_id < 0:
            self.told.setText("请先选姓名")
            return
        if not self.passphrase.text():
            self.told.setText("请输入口令")
            self.passphrase.setFocus()
            return
        self.enter.setEnabled(False)
        self.told.setText("")
        self.submitted.emit(person_id, self.passphrase.text())
