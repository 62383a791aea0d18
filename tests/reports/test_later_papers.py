"""Papers that could not be made at the handover, and characters that no shipped font has."""

from __future__ import annotations

import io
import json

import pdfplumber

from tests.support.people import PASSPHRASE, Actors, give_accounts, give_keys
from tests.support.watches import take_first
from zbyj_duty.app.context import AppContext
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.handover.domain import AcceptDraft
from zbyj_duty.journal.domain import LineKind, LogDraft
from zbyj_duty.pdf.archive import attachment_of
from zbyj_duty.reports.compose import SNAPSHOT_FILE
from zbyj_duty.reports.verify import Verdict
from zbyj_duty.store.work import Store


def accepted(store: Store, actors: Actors, clock: SteppedClock, text: str) -> tuple[AppContext, int]:
    """Hand a watch over without making its paper."""
    give_accounts(store, actors)
    for key in give_keys(store, actors).values():
        key.wipe()
    context = AppContext(store)
    take_first(store, actors)
    context.journal.write(actors.officer, LogDraft(LineKind.NOTE, text, "line"))
    clock.step(hours=23, minutes=50)
    offer = context.handover.offer(actors.officer, "o").offer
    assert offer
    for item in context.handover.current(actors.second_officer).items:
        context.handover.tick(actors.second_officer, offer.id, item.key, item.expected)
    opened = context.ceremony.accept(
        actors.officer,
        AcceptDraft(offer.id, actors.crew(actors.second_officer), "next"),
        (actors.officer.person_id or 0, PASSPHRASE),
        (actors.second_officer.person_id or 0, PASSPHRASE),
    )
    opened.wipe()
    return context, opened.accepted.acceptance_id


def test_a_paper_that_was_not_made_is_made_and_signed_later_by_everybody(
    store: Store, actors: Actors, clock: SteppedClock
) -> None:
    context, acceptance = accepted(store, actors, clock, "园区氨气味")
    matters = context.handover.open_matters(actors.officer)
    assert any("已接、待签 PDF" in m.text for m in matters)
    for who in (actors.second_officer, actors.officer, actors.leader):
        key = context.keys.open_own(who, PASSPHRASE)
        row = context.reports.sign(who, acceptance, key)
    assert {s.field for s in row.signed} == {"outgoing", "incoming", "leader"} and not row.missing
    pdf = context.reports.newest_file(actors.officer, acceptance)
    assert context.verify.file(actors.officer, pdf).verdict is Verdict.ORIGINAL
    assert not context.handover.open_matters(actors.officer)


def test_a_character_without_a_glyph_is_spelled_on_paper_and_kept_in_the_record(
    store: Store, actors: Actors, clock: SteppedClock
) -> None:
    context, acceptance = accepted(store, actors, clock, "群众发来😀表示平安")
    context.reports.make_up(actors.officer, acceptance)
    pdf = context.reports.newest_file(actors.officer, acceptance)
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        text = "".join("".join(p.extract_text().split()) for p in opened.pages)
    assert "群众发来〔U+1F600〕表示平安" in text
    attached = attachment_of(pdf, SNAPSHOT_FILE)
    assert attached and json.loads(attached)["lines"][0]["text"] == "群众发来😀表示平安"
