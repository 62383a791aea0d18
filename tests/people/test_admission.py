"""Accounts and keys given in one act, on both engines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.people import PASSPHRASE, Actors
from zbyj_duty.core.access import Role, seat_actor
from zbyj_duty.core.errors import InvalidInput, NotAllowed, RuleViolation
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.people.admission import AdmissionDraft, AdmissionService
from zbyj_duty.people.domain import PersonDraft
from zbyj_duty.people.keys import KeyService
from zbyj_duty.people.service import PeopleService
from zbyj_duty.store.work import Store

GIVEN = "临时口令八个字以上"


def test_account_and_key_come_together_or_not_at_all(store: Store, actors: Actors) -> None:
    keys, admission = KeyService(store), AdmissionService(store)
    keys.found_ca(actors.admin, PASSPHRASE)
    person_id = actors.officer.person_id
    for draft, field in (
        (AdmissionDraft(person_id, "短", True, PASSPHRASE), "passphrase"),
        (AdmissionDraft(person_id, GIVEN, True, "不是这个口令"), "ca"),
        (AdmissionDraft(person_id, GIVEN, True), "ca"),
    ):
        head = store.head()
        with pytest.raises(InvalidInput) as told:
            admission.admit(actors.admin, draft)
        assert told.value.field == field and store.head() == head
    admission.admit(actors.admin, AdmissionDraft(person_id, GIVEN, True, PASSPHRASE))
    row = admission.own(actors.officer)
    assert row.must_change and row.key is not None and row.key.revoked_at is None
    with pytest.raises(RuleViolation, match="account_already"):
        admission.admit(actors.admin, AdmissionDraft(person_id, GIVEN, False))
    admission.reset(actors.admin, AdmissionDraft(person_id, GIVEN + "二", False, reason="忘记口令"))
    row = admission.own(actors.officer)
    assert row.key is not None and row.key.reason == "忘记口令"
    assert not keys.may_sign(actors.admin, person_id)


def test_only_an_administrator_gives_accounts_and_high_roles(store: Store, actors: Actors) -> None:
    people = PeopleService(store)
    with pytest.raises(NotAllowed):
        AdmissionService(store).admit(actors.planner, AdmissionDraft(1, GIVEN, False))
    with pytest.raises(NotAllowed):
        people.add_person(actors.planner, PersonDraft("301", "甲乙", roles=frozenset({Role.ADMIN})))
    with pytest.raises(InvalidInput, match="too_long"):
        people.add_person(actors.planner, PersonDraft("302", "甲乙", department="科" * 61))
    people.add_person(actors.planner, PersonDraft("303", "甲乙", roles=frozenset({Role.OFFICER})))


def test_a_role_is_not_given_twice_and_the_last_administrator_stays(store: Store, actors: Actors) -> None:
    people, accounts = PeopleService(store), AccountService(store)
    accounts.set_passphrase(actors.admin, actors.admin.person_id, PASSPHRASE, must_change=False)
    day = date(2026, 12, 1)
    with pytest.raises(RuleViolation, match="role_already"):
        people.give_role(actors.admin, actors.officer.person_id, Role.OFFICER, day)
    with pytest.raises(RuleViolation, match="role_not_held"):
        people.end_role(actors.admin, actors.officer.person_id, Role.LEADER, day)
    for lose in (
        lambda: people.end_role(actors.admin, actors.admin.person_id, Role.ADMIN, day),
        lambda: people.retire_person(actors.admin, actors.admin.person_id, day),
    ):
        with pytest.raises(RuleViolation, match="last_admin"):
            lose()
    people.give_role(actors.admin, actors.planner.person_id, Role.ADMIN, day)
    accounts.set_passphrase(actors.admin, actors.planner.person_id, PASSPHRASE)
    people.end_role(actors.admin, actors.admin.person_id, Role.ADMIN, day)


def test_the_authority_follows_its_administrators_passphrase(store: Store, actors: Actors) -> None:
    keys, accounts = KeyService(store), AccountService(store)
    keys.found_ca(actors.admin, PASSPHRASE)
    accounts.set_passphrase(actors.admin, actors.admin.person_id, PASSPHRASE, must_change=False)
    accounts.change_passphrase(actors.admin, PASSPHRASE, "换过的系统管理员口令")
    accounts.change_passphrase(actors.admin, "换过的系统管理员口令", "又换了一次的口令")
    opened = {keys.open_ca(actors.admin, s).fingerprint for s in (PASSPHRASE, "又换了一次的口令")}
    assert len(opened) == 1 and len(keys.roots(seat_actor())) == 1
