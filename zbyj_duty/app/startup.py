"""The ordered steps from a command to a window."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def has_display() -> bool:
    """Tell whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(home: Path, store: str | None, owner: str | None, seat: str) -> int:
    return 0


def open_demo_window(home: Path, seat: str) -> None:
    pass


def picture_tabs(home: Path, folder: Path, seat: str) -> list[Path]:
    return []
