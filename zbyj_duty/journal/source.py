"""The log's open matters: every 待办 that nobody has closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zbyj_duty.core.clock import beijing, time_words
from zbyj_duty.core.links import Link
from zbyj_duty.core.sources import OpenMatter
from zbyj_duty.journal.reading import open_follow_ups


class JournalSource:
    """待办 for 下一步 and for the handover. Its lines are printed by the report itself."""

    name = "journal"
    title = "值班日志"

    def open_matters(self, reader: Any) -> tuple[OpenMatter, ...]:
        """Return the open 待办, oldest first."""
        return tuple(
            OpenMatter(
                key=f"log_follow_up:{row.id}",
                source="待办",
                text=f"{_day(row.line.occurred_at)}{time_words(row.line.occurred_at)} {row.line.text}",
                since=row.made_at,
                due_at=row.due_at,
                link=Link("log_line", row.line.id),
            )
            for row in open_follow_ups(reader)
        )

    def freeze(self, reader: Any, low_seq: int, high_seq: int) -> None:
        """Nothing beyond the lines themselves."""
        return None


def _day(instant: datetime) -> str:
    local = beijing(instant)
    return f"{local.month}月{local.day}日"
