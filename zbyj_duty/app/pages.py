"""The list of slices that compositions draw from. A later module adds itself here and changes nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zbyj_duty.core.sources import Source


def sources() -> tuple[Source, ...]:
    """Return what each slice offers to 下一步, handover and report."""
    from zbyj_duty.journal.source import JournalSource
    from zbyj_duty.reports.source import ReportSource

    return (JournalSource(), ReportSource())


def sections() -> Mapping[str, Callable[[Any], tuple[Any, ...]]]:
    """Return, by slice, the function that sets the slice's frozen part of a watch on paper."""
    return {}
