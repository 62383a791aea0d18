"""A window in a process of its own that types line after line and says what it was shown as saved; to be killed.

Usage: python -m tests.faults.typist HOME lines|draft
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from zbyj_duty.app.program import Program
from zbyj_duty.app.startup import application, open_context, settle, somebody_on_watch
from zbyj_duty.core.clock import SystemClock


def main(home: Path, what: str) -> None:
    """Open the window over ``home`` and type."""
    made, theme = application()
    clock = SystemClock()
    program = Program(theme, home, clock, "席", partial(open_context, home, None, None, clock, "席"))
    program.start()
    settle(made, program)
    program.let_in(somebody_on_watch(program))
    settle(made, program)
    page = program.desk_view.page("今日值班")
    entry = page.entry_bar.entry
    print(f"begin {entry.toPlainText()}", flush=True)
    if what == "draft":
        QTest.keyClicks(entry, "half a sentence")
        while True:
            made.processEvents()
            QTest.qWait(20)
    told: set[int] = {row.number for row in page.log.rows}
    number = 0
    while True:
        number += 1
        QTest.keyClicks(entry, f"line {clock.now().timestamp()} {number}")
        QTest.keyClick(entry, Qt.Key.Key_Return)
        for _ in range(3):
            QApplication.processEvents()
            QTest.qWait(3)
        for row in page.log.rows:
            if row.number and row.number not in told:
                told.add(row.number)
                print(f"saved {row.number} {row.text}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
