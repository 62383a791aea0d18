"""``python -m tests.bench [NAME…]``: prints each ratio; exit code 1 when a bound is broken."""

from __future__ import annotations

import importlib
import sys

PARTS = ("lines", "window", "paper")


def main(names: list[str]) -> int:
    """Measure every part, or those named."""
    if unknown := set(names) - set(PARTS):
        print(f"no such part: {', '.join(sorted(unknown))}; parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    kept = True
    for name in names or PARTS:
        for figure in importlib.import_module(f"tests.bench.{name}").measure():
            print(figure.words(), flush=True)
            kept = kept and figure.ok
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
