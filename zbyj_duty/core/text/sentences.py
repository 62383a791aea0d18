"""An error's code to the Chinese sentence a person reads: what happened, what to do."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import zbyj_duty.core.text as package
from zbyj_duty.core.errors import AppError

_FILES = tuple(info.name for info in pkgutil.iter_modules(package.__path__) if info.name != "sentences")


@cache
def all_sentences() -> dict[str, str]:
    """Every code with its sentence; a code given twice is a defect."""
    merged: dict[str, str] = {}
    for name in _FILES:
        part: dict[str, str] = importlib.import_module(f"{package.__name__}.{name}").SENTENCES
        doubled = merged.keys() & part.keys()
        if doubled:
            raise ValueError(f"sentences given twice: {sorted(doubled)}")
        merged |= part
    return merged


def sentence(error: AppError) -> str:
    """Return the sentence for ``error``, its facts filled in."""
    return all_sentences()[error.code].format(**error.facts)
