"""What is being typed, kept on disk so that it comes back after a crash; one 0600 file, overwritten in place."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from zbyj_duty.widgets.writer import Writer

SAVE_MILLISECONDS = 800


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """Text that was not saved as a line yet.

    Attributes:
        place: the field it belongs to.
        author: name, "" when nobody had logged in.
        author_id: the person, None for the bare seat.
        key: idempotency key of the line it will become.
    """

    place: str
    author: str
    author_id: int | None
    text: str
    key: str


class Drafts(QObject):
    """Keeps drafts at most about a second behind the keyboard.

    Args:
        path: the file.
    """

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._kept: dict[tuple[str, int | None], KeptDraft] = {
            (d.place, d.author_id): d for d in read_drafts(path)
        }
        self._disk = Writer("drafts")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MILLISECONDS)
        self._timer.timeout.connect(self._save)

    def kept(self, place: str) -> tuple[KeptDraft, ...]:
        """Return what was kept for a field, by whomever."""
        return tuple(d for d in self._kept.values() if d.place == place)

    def all(self) -> tuple[KeptDraft, ...]:
        """Return everything that is kept."""
        return tuple(self._kept.values())

    def keep(self, draft: KeptDraft) -> None:
        """Keep what is typed now; blank text forgets it at once."""
        slot = (draft.place, draft.author_id)
        if not draft.text.strip():
            self.forget(draft.place, draft.author_id)
            return
        if self._kept.get(slot) == draft:
            return
        self._kept[slot] = draft
        if not self._timer.isActive():
            self._timer.start()

    def forget(self, place: str, author_id: int | None) -> None:
        """Empty a slot: its text is a saved line now, or was cleared."""
        if self._kept.pop((place, author_id), None) is not None:
            self._timer.stop()
            self._save()

    def stop(self) -> None:
        """Write what is kept and end."""
        self._timer.stop()
        self._save()
        self._disk.stop(5.0)

    def _save(self) -> None:
        drafts = list(self._kept.values())
        path = self._path

        def work() -> None:
            write_drafts(path, drafts)

        self._disk.put(work)


def write_drafts(path: Path, drafts: list[KeptDraft]) -> None:
    """Overwrite the file in place; trouble with it is not trouble with the log."""
    told = [
        {"place": d.place, "author": d.author, "author_id": d.author_id, "text": d.text, "key": d.key}
        for d in drafts
    ]
    content = (json.dumps(told, ensure_ascii=False) + "\n").encode()
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return
    try:
        os.write(handle, content)
        os.ftruncate(handle, len(content))
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


def read_drafts(path: Path) -> list[KeptDraft]:
    """Return what the file holds; a tail left by an interrupted overwrite is passed over."""
    try:
        told, _ = json.JSONDecoder().raw_decode(path.read_text("utf-8", "replace"))
        return [KeptDraft(d["place"], d["author"], d["author_id"], d["text"], d["key"]) for d in told]
    except (OSError, ValueError, KeyError, TypeError):
        return []
