"""A running window: opens the store behind the names, lets people in and out, keeps the reminders, ends in order."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from zbyj_duty.core.access import Actor, seat_actor, system_actor
from zbyj_duty.core.clock import Clock
from zbyj_duty.core.errors import AppError
from zbyj_duty.shell.login import TileName, read_tiles
from zbyj_duty.shell.main_window import MainWindow
from zbyj_duty.widgets.attempt import Attempt
from zbyj_duty.widgets.desk import Desk, Session
from zbyj_duty.widgets.drafts import Drafts
from zbyj_duty.widgets.theme import Theme

if TYPE_CHECKING:
    from zbyj_duty.app.context import AppContext
    from zbyj_duty.settings.window import SettingsWindow
    from zbyj_duty.shell.desk_view import DeskView
    from zbyj_duty.store.ledger import Head

REMIND_MILLISECONDS = 5 * 60_000
OTHERS_MILLISECONDS = 2_000
ALL_TOPICS = frozenset(("journal", "duty", "handover", "alarms", "reports", "dispatch", "people", "profiles"))


class Program(QObject):
    """The ordered steps: names at once; the store behind them; the store judges the passphrase.

    Args:
        theme: the look.
        home: the duty room's folder.
        clock: where instants come from.
        seat: this duty-room PC.
        open_context: opens the store; called on the writing thread.
        notes_runs: leave a 系统 line when the program starts and when it is closed.

    Signals:
        ready: the store is open.
        ended: everything is closed.
    """

    ready = Signal()
    ended = Signal()

    def __init__(
        self,
        theme: Theme,
        home: Path,
        clock: Clock,
        seat: str,
        open_context: Callable[[], AppContext],
        notes_runs: bool = False,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._home = home
        self._clock = clock
        self._seat = seat
        self._open_context = open_context
        self._notes_runs = notes_runs
        self._waiting: tuple[int, str] | None = None
        self.context: AppContext | None = None
        self.desk_view: DeskView | None = None
        self.settings: SettingsWindow | None = None
        self.attempt = Attempt(self)
        self.session = Session(seat_actor(seat), self)
        self.window = MainWindow(read_tiles(home))
        self._timer = QTimer(self)
        self._timer.setInterval(REMIND_MILLISECONDS)
        self._head_count = 0
        self._others = QTimer(self)
        self._others.setInterval(OTHERS_MILLISECONDS)
        self._wire()

    def _wire(self) -> None:
        self.window.login_submitted.connect(self._log_in)
        self.window.closed.connect(self.end)
        self.window.idle.connect(self.leave)
        self.session.left.connect(self.leave)
        self.session.login_requested.connect(self._ask_name)
        self._timer.timeout.connect(self._remind)
        self._others.timeout.connect(self._look_for_others)

    def start(self) -> None:
        """Show the names and open the store behind them."""
        self.window.show()
        self.attempt.write(self._open_context, self._opened, self.window.stop_with)

    def _opened(self, context: AppContext) -> None:
        from zbyj_duty.widgets.relay import Relay

        self.context = context
        self.relay = Relay(context.store.hub, self)
        self.drafts = Drafts(self._home / "drafts.json", self)
        self.relay.changed.connect(self._heard)
        self._timer.start()
        if not context.store.is_sqlite:
            self._look_for_others()
            self._others.start()
        if context.info is None:
            self._found()
        else:
            self._refresh_tiles()
            self._remind()
            self._note("值班程序启动")
        self.ready.emit()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._log_in(*waiting)

    def _found(self) -> None:
        from zbyj_duty.shell.founding import open_founding

        assert self.context is not None
        self.window.login.wait("这是一个新的值班室，请先完成首次设置")
        open_founding(self.attempt, self.context.store, self.window, self._founded)

    def _founded(self, _founded: Any) -> None:
        assert self.context is not None
        del self.context.info
        self.window.login.wait("首次设置已完成。请选姓名登录")
        self._refresh_tiles()

    def _log_in(self, person_id: int, passphrase: str) -> None:
        if self.context is None:
            self._waiting = (person_id, passphrase)
            self.window.login.wait("正在打开记录库…")
            return
        work = partial(self.context.accounts.login, seat_actor(self._seat), person_id, passphrase)
        self.attempt.write(work, self.let_in, self.window.refuse)

    def let_in(self, actor: Actor) -> None:
        """Somebody is at the seat."""
        self.session.become(actor)
        if self.desk_view is None:
            self._show_desk()
        else:
            self.window.hide_login()
        assert self.desk_view is not None and self.context is not None
        self.desk_view.dim(False)
        self.desk_view.focus_page()
        work = partial(self.context.accounts.must_change, actor, actor.person_id or 0)
        self.attempt.read(work, self._ask_new_passphrase, self.window.refuse)

    def _ask_new_passphrase(self, needed: bool) -> None:
        if needed:
            from zbyj_duty.shell.passphrase_dialog import open_passphrase

            assert self.context is not None
            open_passphrase(self.attempt, self.context.accounts, self.session.actor, self.window, True)

    def _show_desk(self) -> None:
        from zbyj_duty.app.pages import LINKS, pages
        from zbyj_duty.shell.desk_view import DeskView
        from zbyj_duty.shell.overview import OverviewServices

        context = self.context
        assert context is not None
        desk = Desk(self.session, self.attempt, self.relay, self.drafts, self._theme, self._clock)
        services = OverviewServices(context.duty, context.alarms)
        sample = bool(context.info and context.info.sample)
        self.desk_view = DeskView(desk, services, pages(context, desk), LINKS, sample, self.window)
        self.desk_view.leave_requested.connect(self.leave)
        self.desk_view.settings_requested.connect(self._show_settings)
        self._desk = desk
        self.window.show_desk(self.desk_view)

    def _show_settings(self) -> None:
        if not self.session.named:
            self._ask_name()
            return
        if self.settings is None:
            from zbyj_duty.app.pages import settings

            assert self.context is not None
            self.settings = settings(self.context, self._desk, self.window)
            self.settings.passphrase_requested.connect(self._change_passphrase)
            self.window.closed.connect(self.settings.close)
        self.settings.come()

    def _change_passphrase(self) -> None:
        from zbyj_duty.shell.passphrase_dialog import open_passphrase

        assert self.context is not None and self.settings is not None
        open_passphrase(self.attempt, self.context.accounts, self.session.actor, self.settings)

    def leave(self) -> None:
        """The seat is without a person: log and alarms stay to be seen, nothing can be written."""
        if self.desk_view is None or not self.session.named:
            return
        self.session.become(seat_actor(self._seat))
        self.desk_view.dim(True)
        self.window.show_login()

    def _ask_name(self) -> None:
        self.window.show_login("请先登录：选姓名，输入口令。已写的文字不会丢")

    def _heard(self, topics: frozenset[str]) -> None:
        if topics & {"people", "duty", "handover"}:
            self._refresh_tiles()
        if topics & {"duty", "profiles"}:
            self._remind()

    def _refresh_tiles(self) -> None:
        assert self.context is not None
        self.attempt.read(
            partial(_tiles, self.context, self._seat), self.window.login.show_tiles, self._quiet
        )

    def _remind(self) -> None:
        assert self.context is not None
        if self.context.info is not None:
            self.attempt.write(partial(_remind, self.context), self._reminded, self._quiet)

    def _reminded(self, _result: object) -> None:
        return

    def _note(self, words: str) -> None:
        if self._notes_runs and self.context is not None and self.context.info is not None:
            work = partial(_note, self.context, f"{words}（{self._seat}）")
            self.attempt.write(work, self._reminded, self._quiet)

    def _look_for_others(self) -> None:
        assert self.context is not None
        self.attempt.read(self.context.store.head, self._head_seen, self._quiet)

    def _head_seen(self, head: Head) -> None:
        """Another seat has written: every page asks anew."""
        known = max(self._head_count, self.relay.count)
        self._head_count = max(head.count, known)
        if known and head.count > known:
            self.relay.changed.emit(ALL_TOPICS)

    def _quiet(self, error: AppError) -> None:
        """The front strip has said it already."""
        self.window.setProperty("last_trouble", error.code)

    def end(self) -> None:
        """Finish what was handed in, then close."""
        self._note("值班程序关闭")
        self._timer.stop()
        self._others.stop()
        self.attempt.stop()
        QCoreApplication.sendPostedEvents(self.attempt, 0)
        if self.context is not None:
            self.relay.stop()
            self.drafts.stop()
        if self.context is not None:
            self.context.store.close()
            self.context = None
        self.ended.emit()


def _tiles(context: AppContext, seat: str) -> tuple[TileName, ...]:
    """Return the names, those on watch first; and write them beside the store for the next start."""
    actor = seat_actor(seat)
    context.accounts.write_tiles(actor)
    tiles = read_tiles(context.store.place.home)
    watch = context.duty.current(actor)
    here = [m.person_id for m in watch.members] if watch else []
    return tuple(sorted(tiles, key=lambda t: here.index(t.person_id) if t.person_id in here else len(here)))


def _note(context: AppContext, words: str) -> None:
    context.journal.tell(system_actor(context.store.seat), words, uuid.uuid4().hex)


def _remind(context: AppContext) -> None:
    context.handover.remind(system_actor(context.store.seat))
    context.dispatch.remind(system_actor(context.store.seat))
