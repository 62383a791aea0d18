"""``python -m zbyj_duty`` and the command ``zbyj-duty``: without a command the window, else the command line."""

from __future__ import annotations

import logging
import sys


def main() -> int:
    """Start; returns the exit code. Damage in a file is told in the verdict, not in a library's trace."""
    from zbyj_duty.app.cli import run

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
