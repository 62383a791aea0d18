"""``python -m zbyj_duty`` and the command ``zbyj-duty``: without a command the window, else the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Start; returns the exit code."""
    from zbyj_duty.app.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
