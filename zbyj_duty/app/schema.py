"""Every table of the program; importing this makes the metadata whole."""

from __future__ import annotations

import zbyj_duty.alarms.records
import zbyj_duty.duty.absences.records
import zbyj_duty.duty.modes.records
import zbyj_duty.duty.records
import zbyj_duty.duty.roster.records
import zbyj_duty.handover.records
import zbyj_duty.journal.records
import zbyj_duty.modules.dispatch.records
import zbyj_duty.people.records
import zbyj_duty.profiles.records
import zbyj_duty.reports.records
import zbyj_duty.store.info
import zbyj_duty.store.ledger  # noqa: F401
from zbyj_duty.store.base import Record

metadata = Record.metadata
