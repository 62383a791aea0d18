"""The tabs, and the slices that compositions draw from. A later module adds itself here and changes nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from zbyj_duty.core.sources import Source

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from zbyj_duty.app.context import AppContext
    from zbyj_duty.settings.window import SettingsWindow
    from zbyj_duty.widgets.desk import Desk
    from zbyj_duty.widgets.module_page import ModulePage

LINKS = {
    "log_line": ("今日值班", "go_to_line"),
    "report": ("值班报告", "show_report"),
    "watch": ("交接班", ""),
    "round": ("每日调度", "show_round"),
    "round_plan": ("每日调度", ""),
}


def sources() -> tuple[Source, ...]:
    """Return what each slice offers to 下一步, handover and report."""
    from zbyj_duty.journal.source import JournalSource
    from zbyj_duty.modules.dispatch.source import DispatchSource
    from zbyj_duty.reports.source import ReportSource

    return (JournalSource(), DispatchSource(), ReportSource())


def sections() -> Mapping[str, Callable[[Any], tuple[Any, ...]]]:
    """Return, by slice, the function that sets the slice's frozen part of a watch on paper."""
    from zbyj_duty.modules.dispatch.sheet import section as dispatch_section

    return {"dispatch": dispatch_section}


def pages(context: AppContext, desk: Desk) -> tuple[ModulePage, ...]:
    """Return the tabs in their order."""
    from zbyj_duty.handover.page import HandoverPage
    from zbyj_duty.handover.reading import HandoverServices
    from zbyj_duty.modules.dispatch.page import DispatchPage
    from zbyj_duty.reports.page import ReportPage
    from zbyj_duty.reports.reading import ReportServices
    from zbyj_duty.today.page import TodayPage
    from zbyj_duty.today.reading import TodayServices

    c = context
    return (
        TodayPage(desk, TodayServices(c.duty, c.journal, c.handover, c.alarms, c.people)),
        DispatchPage(desk, c.dispatch, c.profiles),
        HandoverPage(
            desk,
            HandoverServices(c.handover, c.duty, c.people, c.profiles, c.accounts, c.keys, c.ceremony),
        ),
        ReportPage(desk, ReportServices(c.reports, c.accounts, c.keys, c.verify)),
    )


def settings(context: AppContext, desk: Desk, window: QWidget) -> SettingsWindow:
    """Return the settings, beside the window."""
    from zbyj_duty.settings.reading import SettingsServices
    from zbyj_duty.settings.window import SettingsWindow

    c = context
    services = SettingsServices(c.people, c.accounts, c.admission, c.keys, c.imports, c.profiles)
    return SettingsWindow(desk, services, window)
