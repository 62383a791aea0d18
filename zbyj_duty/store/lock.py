"""One writer per SQLite store: an operating-system lock on a side file, gone with the process that held it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from zbyj_duty.core.errors import StoreTrouble

_LOCKED_BYTE = 4096


class WriterLock:
    """Held from opening to closing; nothing to clean after a kill -9."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self, holder: dict[str, str]) -> None:
        """Lock, and leave word of who holds it.

        Raises:
            StoreTrouble: ``store.held`` with the holder's seat, process and start.
        """
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            raise StoreTrouble("store.held", holder=self.holder_words()) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(holder, ensure_ascii=False).encode(), 0) if hasattr(os, "pwrite") else (
            os.lseek(handle, 0, os.SEEK_SET),
            os.write(handle, json.dumps(holder, ensure_ascii=False).encode()),
        )
        self._handle = handle

    def holder_words(self) -> str:
        """Return who left word in the side file, in Chinese."""
        try:
            told = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return "另一个程序"
        return f"{told.get('seat', '另一席位')}（进程 {told.get('pid', '?')}，{told.get('since', '')}起）"

    def release(self) -> None:
        """Give the lock back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        return
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
