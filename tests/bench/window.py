"""The login window with its names (the store opens behind it) against a bare QMainWindow: whole processes."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import Figure, NotMeasured, whole_process

REPETITIONS = 9
_WHAT = "login window / bare QMainWindow, whole process"
_OURS = """
import sys
from pathlib import Path
from zbyj_duty.app.startup import application
from zbyj_duty.app.program import Program
from zbyj_duty.core.clock import SystemClock
made, theme = application()
program = Program(theme, Path(sys.argv[1]), SystemClock(), "值班席", lambda: None)
program.window.resize(1366, 768)
program.window.show()
made.processEvents()
assert program.window.isVisible()
slow = {"sqlalchemy", "alembic", "reportlab", "pyhanko", "pikepdf", "pyqtgraph", "numpy", "openpyxl"} & set(sys.modules)
assert not slow, slow
"""
_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 768)
window.show()
application.processEvents()
"""


def measure() -> list[Figure | NotMeasured]:
    """Return the figure of the first painted window."""
    if importlib.util.find_spec("zbyj_duty.app.program") is None:
        return [NotMeasured(_WHAT, "no login window yet")]
    with tempfile.TemporaryDirectory(prefix="zbyj-bench-") as folder:
        home = Path(folder) / "home"
        _sample_home(home)
        ours = [sys.executable, "-c", _OURS, str(home)]
        bare = [sys.executable, "-c", _BARE]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        best = [float("inf"), float("inf")]
        for turn in range(REPETITIONS + 1):
            for which in (0, 1) if turn % 2 == 0 else (1, 0):
                spent = whole_process((ours, bare)[which], environment)
                if turn:
                    best[which] = min(best[which], spent)
    return [Figure(_WHAT, best[0], best[1], 1.6)]


def _sample_home(home: Path) -> None:
    """A duty room with its people's tiles and a log to show."""
    from zbyj_duty.app.demo import build, finish
    from zbyj_duty.core.clock import SystemClock

    options = argparse.Namespace(home=home, seat="值班席")
    finish(build(options.home, SystemClock().now()))
