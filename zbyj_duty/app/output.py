"""What commands print: words for people, one JSON object for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any


def say(options: argparse.Namespace, words: str | Sequence[str], data: Any) -> None:
    """Print ``words``, or with --json ``data`` as one object."""
    if options.json:
        json.dump(data, sys.stdout, ensure_ascii=False, indent=1, default=str)
        print()
        return
    for line in (words,) if isinstance(words, str) else words:
        print(line)
