"""From a command to a window: display, application, look, names, and behind them the store."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zbyj_duty.core.clock import Clock, SystemClock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from zbyj_duty.app.context import AppContext
    from zbyj_duty.app.program import Program
    from zbyj_duty.widgets.theme import Theme

SETTLE_SECONDS = 30.0


def has_display() -> bool:
    """Tell whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def application() -> tuple[QApplication, Theme]:
    """Return the running application, with Chinese standard words, the shipped fonts and the look."""
    from PySide6.QtCore import QLibraryInfo, QTranslator
    from PySide6.QtWidgets import QApplication

    from zbyj_duty.widgets.theme import Theme

    made = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(made, QApplication)
    made.setApplicationName("zbyj-duty")
    translator = QTranslator(made)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        made.installTranslator(translator)
    return made, Theme(made)


def open_window(home: Path, store: str | None, owner: str | None, seat: str) -> int:
    """Open the window and run until it is closed; returns the exit code."""
    if not has_display() and os.environ.get("QT_QPA_PLATFORM") is None:
        print("没有显示器，不能开窗口。请在有桌面的电脑上运行，或使用命令：zbyj-duty --help", file=sys.stderr)
        return 2
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    clock = SystemClock()
    return run_program(home, clock, seat, partial(open_context, home, store, owner, clock, seat))


def open_context(home: Path, store: str | None, owner: str | None, clock: Clock, seat: str) -> AppContext:
    """Import the rest, take the lock, check, migrate, open."""
    from sqlalchemy.engine import make_url

    import zbyj_duty.app.schema  # noqa: F401
    from zbyj_duty.app.context import AppContext
    from zbyj_duty.store.engine import place_of
    from zbyj_duty.store.opening import open_store

    owned = make_url(owner).set(drivername="postgresql+psycopg") if owner else None
    return AppContext(open_store(place_of(home, store), clock, seat, owned))


def run_program(home: Path, clock: Clock, seat: str, opening: Callable[[], AppContext]) -> int:
    """Run the window over what ``opening`` opens."""
    from zbyj_duty.app.program import Program
    from zbyj_duty.shell.crash_dialog import CrashWatch

    made, theme = application()
    crash = CrashWatch(home / "crashes.log")
    program = Program(theme, home, clock, seat, opening, notes_runs=True)
    program.ended.connect(made.quit)
    program.start()
    code = made.exec()
    crash.stop()
    return code


def open_demo_window(home: Path, seat: str) -> None:
    """Open the window on the sample store."""
    clock = SystemClock()
    run_program(home, clock, seat, partial(open_context, home, None, None, clock, seat))


def picture_tabs(home: Path, folder: Path, seat: str) -> list[Path]:
    """Draw the login and every tab of a store into PNG files, without a screen; returns their paths."""
    from zbyj_duty.app.program import Program

    made, theme = application()
    theme.choose(False)
    clock = SystemClock()
    program = Program(theme, home, clock, seat, partial(open_context, home, None, None, clock, seat))
    folder.mkdir(parents=True, exist_ok=True)
    program.start()
    settle(made, program)
    paths = [folder / "登录.png"]
    program.window.grab().save(str(paths[0]))
    program.let_in(somebody_on_watch(program))
    assert program.desk_view is not None
    for dark in (False, True):
        theme.choose(dark)
        for page in program.desk_view.pages:
            program.desk_view.turn_to(page.title)
            settle(made, program)
            if show_something := getattr(page, "show_newest", None):
                show_something()
                settle(made, program)
            paths.append(folder / f"{page.title}{'-深色' if dark else ''}.png")
            program.window.grab().save(str(paths[-1]))
    program.window.close()
    return paths


def somebody_on_watch(program: Program) -> object:
    """Return the 值班长 of the watch now standing, as if logged in; for pictures of sample data only."""
    from zbyj_duty.core.access import Actor, Role

    assert program.context is not None and program.context.info and program.context.info.sample
    watch = program.context.duty.current(program.session.actor)
    assert watch is not None and watch.head is not None
    return Actor(watch.head.person_id, watch.head.name, frozenset({Role.OFFICER}), program.session.actor.seat)


def settle(made: QApplication, program: Program) -> None:
    """Let the window do what is under way."""
    from PySide6.QtCore import QEventLoop

    ends = time.monotonic() + SETTLE_SECONDS
    quiet = 0
    while quiet < 5 and time.monotonic() < ends:
        made.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        quiet = quiet + 1 if program.attempt.is_quiet and program.context is not None else 0
        time.sleep(0.02)
