"""Everything that a window or a command needs, made once from an open store."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from zbyj_duty.core.clock import Clock, beijing
from zbyj_duty.core.sources import Source
from zbyj_duty.store.work import Store

if TYPE_CHECKING:
    from zbyj_duty.alarms.service import AlarmService
    from zbyj_duty.duty.roster.service import RosterQueries
    from zbyj_duty.duty.service import DutyService
    from zbyj_duty.handover.acceptance import AcceptanceService
    from zbyj_duty.handover.ceremony import Ceremony
    from zbyj_duty.handover.service import HandoverService
    from zbyj_duty.journal.service import JournalService
    from zbyj_duty.modules.dispatch.service import DispatchService
    from zbyj_duty.modules.roster.service import RosterService
    from zbyj_duty.people.accounts import AccountService
    from zbyj_duty.people.admission import AdmissionService
    from zbyj_duty.people.import_service import ImportService
    from zbyj_duty.people.keys import KeyService
    from zbyj_duty.people.service import PeopleService
    from zbyj_duty.profiles.service import ProfileService
    from zbyj_duty.reports.service import ReportService
    from zbyj_duty.reports.verify import VerifyService
    from zbyj_duty.store.info import StoreInfo


class AppContext:
    """The services over one store; each is made, and its module imported, on first use.

    Args:
        store: the open record.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def clock(self) -> Clock:
        """Where instants come from."""
        return self.store.clock

    @property
    def today(self) -> date:
        """The calendar date in Beijing."""
        return beijing(self.clock.now()).date()

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """What every slice offers to handover and report."""
        from zbyj_duty.app.pages import sources

        return sources()

    @cached_property
    def info(self) -> StoreInfo | None:
        """Which store this is, None before set-up."""
        from zbyj_duty.store.info import info_of

        with self.store.reading() as session:
            return info_of(session)

    @cached_property
    def people(self) -> PeopleService:
        """人员与单位."""
        from zbyj_duty.people.service import PeopleService

        return PeopleService(self.store)

    @cached_property
    def accounts(self) -> AccountService:
        """Login."""
        from zbyj_duty.people.accounts import AccountService

        return AccountService(self.store)

    @cached_property
    def keys(self) -> KeyService:
        """Signing keys."""
        from zbyj_duty.people.keys import KeyService

        return KeyService(self.store)

    @cached_property
    def admission(self) -> AdmissionService:
        """Accounts and keys, given."""
        from zbyj_duty.people.admission import AdmissionService

        return AdmissionService(self.store)

    @cached_property
    def imports(self) -> ImportService:
        """导入."""
        from zbyj_duty.people.import_service import ImportService

        return ImportService(self.store)

    @cached_property
    def profiles(self) -> ProfileService:
        """Dated rules."""
        from zbyj_duty.profiles.service import ProfileService

        return ProfileService(self.store)

    @cached_property
    def duty(self) -> DutyService:
        """当班."""
        from zbyj_duty.duty.service import DutyService

        return DutyService(self.store)

    @cached_property
    def on_duty(self) -> RosterQueries:
        """The effective roster: who is on, the gaps, the mode."""
        from zbyj_duty.duty.roster.service import RosterQueries

        return RosterQueries(self.store)

    @cached_property
    def roster(self) -> RosterService:
        """值班排班."""
        from zbyj_duty.modules.roster.service import RosterService

        return RosterService(self.store)

    @cached_property
    def journal(self) -> JournalService:
        """值班日志."""
        from zbyj_duty.journal.service import JournalService

        return JournalService(self.store)

    @cached_property
    def alarms(self) -> AlarmService:
        """提醒."""
        from zbyj_duty.alarms.service import AlarmService

        return AlarmService(self.store)

    @cached_property
    def dispatch(self) -> DispatchService:
        """每日调度."""
        from zbyj_duty.modules.dispatch.service import DispatchService

        return DispatchService(self.store)

    @cached_property
    def handover(self) -> HandoverService:
        """交接班."""
        from zbyj_duty.handover.service import HandoverService

        return HandoverService(self.store, self.sources)

    @cached_property
    def acceptance(self) -> AcceptanceService:
        """The ceremony's transaction."""
        from zbyj_duty.handover.acceptance import AcceptanceService

        return AcceptanceService(self.store, self.sources)

    @cached_property
    def reports(self) -> ReportService:
        """值班报告."""
        from zbyj_duty.app.pages import sections
        from zbyj_duty.reports.service import ReportService

        return ReportService(self.store, self.sources, sections())

    @cached_property
    def verify(self) -> VerifyService:
        """Verification of files and of the record."""
        from zbyj_duty.reports.verify import VerifyService

        return VerifyService(self.store)

    @cached_property
    def ceremony(self) -> Ceremony:
        """The handover at the desk."""
        from zbyj_duty.handover.ceremony import Ceremony

        return Ceremony(self.accounts, self.keys, self.acceptance, self.reports)
