"""The crew of a watch, typed desk by desk from the posts in force (1+5+N)."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from zbyj_duty.duty.domain import Part, TypedMember
from zbyj_duty.people.person_picker import PersonIndex, PersonPicker
from zbyj_duty.profiles.domain import Post

_SEPARATORS = re.compile(r"[\s,，、;；]+")


class CrewEditor(QWidget):
    """One line a desk; a post without an upper bound takes several names in one line.

    Args:
        posts: the template in force.
        index: the register.
    """

    def __init__(self, posts: tuple[Post, ...], index: PersonIndex, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._desks: list[tuple[Post, PersonPicker, bool]] = []
        self._crowds: list[tuple[Post, QLineEdit]] = []
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        for post in posts:
            if post.maximum is None:
                self._add_crowd(form, post)
            else:
                for place in range(max(post.maximum, 1)):
                    self._add_desk(form, post, place)

    def _add_desk(self, form: QFormLayout, post: Post, place: int) -> None:
        label = post.name if place == 0 else f"{post.name} {place + 1}"
        picker = PersonPicker(self._index, label, self)
        picker.setObjectName(f"desk_{len(self._desks)}")
        form.addRow(label, picker)
        self._desks.append((post, picker, place < post.minimum))

    def _add_crowd(self, form: QFormLayout, post: Post) -> None:
        line = QLineEdit(self)
        line.setAccessibleName(post.name)
        line.setPlaceholderText("可写多人，用空格隔开；可不填")
        line.setObjectName(f"crowd_{len(self._crowds)}")
        form.addRow(post.name, line)
        self._crowds.append((post, line))

    def put_head(self, person_id: int | None) -> None:
        """Write the 值班长 in where that desk is still empty."""
        for post, picker, _ in self._desks:
            if post.part == Part.HEAD and not picker.text():
                picker.put(person_id)
                return

    def head_id(self) -> int | None:
        """Return who is written in as 值班长."""
        for post, picker, _ in self._desks:
            if post.part == Part.HEAD:
                person = picker.person()
                return person.id if person else None
        return None

    def value(self) -> tuple[TypedMember, ...]:
        """Return what was typed, desk by desk."""
        typed = [
            self._typed(post, picker.person(), picker.text(), needed) for post, picker, needed in self._desks
        ]
        for post, line in self._crowds:
            for name in filter(None, _SEPARATORS.split(line.text())):
                typed.append(self._typed(post, self._index.one(name), name, False))
        return tuple(typed)

    def _typed(self, post: Post, person: object, text: str, needed: bool) -> TypedMember:
        person_id = getattr(person, "id", None)
        return TypedMember(post.name, Part(post.part), person_id, text, needed)
