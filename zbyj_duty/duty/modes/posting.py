"""What others write through the modes: an order, its confirmation, its new end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from zbyj_duty.core.access import WATCH, check_role
from zbyj_duty.core.clock import beijing, instant_words
from zbyj_duty.core.errors import InvalidInput, NotFound, RuleViolation
from zbyj_duty.core.validate import limited
from zbyj_duty.duty.modes.domain import WORDS_LIMIT, ModeOrder, ModeOrderDraft, check_order
from zbyj_duty.duty.modes.reading import mode_orders
from zbyj_duty.duty.modes.records import ModeOrderRecord, ModeOrderStepRecord
from zbyj_duty.profiles.domain import ProfileKind
from zbyj_duty.profiles.reading import in_force
from zbyj_duty.profiles.spelling import to_json
from zbyj_duty.store.work import Unit


def post_order(unit: Unit, draft: ModeOrderDraft) -> ModeOrder:
    """Save an order; the same key again is the order that is there.

    Raises:
        InvalidInput: see ``check_order``.
    """
    check_role(unit.actor, WATCH)
    checked = check_order(draft, unit.instant)
    there = unit.session.execute(
        select(ModeOrderRecord.id).where(ModeOrderRecord.key == checked.key)
    ).scalar_one_or_none()
    if there is None:
        rules = in_force(unit.session, ProfileKind.MODES, beijing(checked.from_at).date())
        record = ModeOrderRecord(
            mode=checked.mode.value,
            from_at=checked.from_at,
            until_at=checked.until_at,
            authority=checked.authority,
            document=checked.document,
            heard_at=checked.heard_at,
            scope=checked.scope,
            rules=to_json(tuple(rule for rule in rules if rule.mode == checked.mode.value)),
            made_at=unit.instant,
            by_id=unit.actor.person_id,
            by_name=unit.actor.name,
            key=checked.key,
        )
        unit.add(record, "mode.ordered")
        there = record.id
    unit.touch("modes")
    return order_of(unit, there)


def order_of(unit: Unit, order_id: int) -> ModeOrder:
    """Return an order that counts.

    Raises:
        NotFound: ``modes.no_such_order``: never made, or withdrawn.
    """
    found = next((o for o in mode_orders(unit.session) if o.id == order_id), None)
    if found is None:
        raise NotFound("modes.no_such_order")
    return found


def post_confirmed(unit: Unit, order_id: int, authority: str, document: str) -> ModeOrder:
    """Name who gave an order that was 待确认.

    Raises:
        InvalidInput: field ``authority``.
    """
    check_role(unit.actor, WATCH)
    order_of(unit, order_id)
    words = limited("authority", authority, WORDS_LIMIT)
    if not words:
        raise InvalidInput("authority", "input.blank")
    return _step(unit, order_id, "confirmed", None, words, limited("document", document, WORDS_LIMIT))


def post_end(
    unit: Unit, order_id: int, until_at: datetime | None, authority: str, document: str
) -> ModeOrder:
    """Extend an order, or end it: at ``until_at``, now at the earliest; None leaves its end open.

    Raises:
        InvalidInput: ``until_at`` in the past, or no ``authority``; RuleViolation: ``modes.over``.
    """
    check_role(unit.actor, WATCH)
    order = order_of(unit, order_id)
    words = limited("authority", authority, WORDS_LIMIT)
    if not words:
        raise InvalidInput("authority", "input.blank")
    if order.until_at is not None and order.until_at <= unit.instant:
        raise RuleViolation("modes.over", when=instant_words(order.until_at))
    if until_at is not None and until_at < unit.instant:
        until_at = unit.instant
    if until_at is not None and until_at <= order.from_at:
        return _step(unit, order_id, "withdrawn", None, words, limited("document", document, WORDS_LIMIT))
    shorter = until_at is not None and (order.until_at is None or until_at < order.until_at)
    what = "ended" if shorter else "extended"
    return _step(unit, order_id, what, until_at, words, limited("document", document, WORDS_LIMIT))


def _step(
    unit: Unit, order_id: int, what: str, until_at: datetime | None, authority: str, document: str
) -> ModeOrder:
    before = order_of(unit, order_id)
    step = ModeOrderStepRecord(
        order_id=order_id,
        what=what,
        until_at=until_at,
        authority=authority,
        document=document,
        at=unit.instant,
        by_id=unit.actor.person_id,
        by_name=unit.actor.name,
    )
    unit.add(step, f"mode.{what}")
    unit.touch("modes")
    return before if what == "withdrawn" else order_of(unit, order_id)
