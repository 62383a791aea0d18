"""heads.log: each commit's count and head, outside the store, so that an older copy put in place is noticed."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from zbyj_duty.core.clock import beijing
from zbyj_duty.store.ledger import Anchor, Head, read_anchors


class HeadsLog:
    """A text file, one line a commit, appended best effort: a failing disk never fails a save."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._name = str(path)

    def append(self, head: Head, instant: datetime) -> None:
        """Add one line; trouble with this file is not trouble with the record."""
        line = f"{beijing(instant).isoformat(timespec='seconds')} {head.words}\n"
        try:
            file = os.open(self._name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(file, line.encode())
            finally:
                os.close(file)
        except OSError:
            return

    def newest(self) -> Anchor | None:
        """Return the furthest head the file remembers, None when there is none."""
        try:
            lines = self.path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return None
        anchors = read_anchors(lines, self.path.name)
        return max(anchors, key=lambda anchor: anchor.count, default=None)

    def all(self) -> list[Anchor]:
        """Return every head the file remembers, oldest first."""
        try:
            lines = self.path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        return read_anchors(lines, self.path.name)
