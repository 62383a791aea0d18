"""Where files are: the data that ships with the program, and the duty room's own folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def shipped(*parts: str) -> Path:
    """Return a path under resources/ or migrations/ in a checkout, a wheel or an installed folder.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for root in (Path(getattr(sys, "_MEIPASS", package.parent)), package.parent, package / "_data"):
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    raise FileNotFoundError("/".join(parts))


def default_home() -> Path:
    """Return the duty room's folder: ``ZBYJ_HOME``, else the user's data folder."""
    if told := os.environ.get("ZBYJ_HOME"):
        return Path(told)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "zbyj_duty"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "zbyj_duty"
