"""A line in which a person is found by characters, pinyin or initials."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from zbyj_duty.people.domain import PersonRow
from zbyj_duty.people.pinyin import matches, search_keys

_SHOWN = 8


class PersonIndex:
    """The register made searchable once, for many pickers."""

    def __init__(self, persons: tuple[PersonRow, ...]) -> None:
        self.persons = persons
        self._keys = {p.id: search_keys(p.name, True, p.pinyin) for p in persons}
        names = [p.name for p in persons]
        self._words = {
            p.id: p.name if names.count(p.name) == 1 else f"{p.name}（{p.staff_no}）" for p in persons
        }

    def words(self, person: PersonRow) -> str:
        """Return the name; with the staff number where two bear it."""
        return self._words[person.id]

    def found(self, typed: str) -> tuple[PersonRow, ...]:
        """Return who answers to what was typed, an exact name or staff number before everybody else."""
        wanted = typed.strip()
        exact = [p for p in self.persons if wanted in (self.words(p), p.name, p.staff_no)]
        if exact:
            return tuple(exact)
        return tuple(p for p in self.persons if matches(wanted, p.name, self._keys[p.id]))

    def one(self, typed: str) -> PersonRow | None:
        """Return the only person who answers, None when there is none or more than one."""
        found = self.found(typed)
        return found[0] if len(found) == 1 else None

    def by_id(self, person_id: int) -> PersonRow | None:
        """Return a person by row."""
        return next((p for p in self.persons if p.id == person_id), None)


class PersonPicker(QLineEdit):
    """Completes names; ``person()`` is who stands there."""

    def __init__(self, index: PersonIndex, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._list = QStringListModel(self)
        completer = QCompleter(self._list, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.setAccessibleName(title)
        self.setPlaceholderText("姓名或首字母")
        self.textEdited.connect(self._complete)

    def put(self, person_id: int | None) -> None:
        """Write a person's name in."""
        person = self._index.by_id(person_id) if person_id is not None else None
        self.setText(self._index.words(person) if person else "")

    def person(self) -> PersonRow | None:
        """Return who is written there, None when it is nobody or not sure."""
        return self._index.one(self.text()) if self.text().strip() else None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Initials become the name when only one person answers."""
        if (person := self.person()) is not None:
            self.setText(self._index.words(person))
        super().focusOutEvent(event)

    def _complete(self, typed: str) -> None:
        found = self._index.found(typed) if typed.strip() else ()
        self._list.setStringList([self._index.words(p) for p in found[:_SHOWN]])
