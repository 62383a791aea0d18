"""Accounts and keys: passphrases, the lock-out, what a change or a reset does to the signing key."""

from __future__ import annotations

import json
import stat
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.people import PASSPHRASE, Actors, give_accounts, give_keys, seed_people
from zbyj_duty.core.access import Actor, Role, seat_actor
from zbyj_duty.core.clock import SteppedClock, beijing
from zbyj_duty.core.errors import InvalidInput, PaperTrouble, RuleViolation
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.people.accounts import AccountService
from zbyj_duty.people.keys import KeyService
from zbyj_duty.people.records import AccountRecord, KeyBoxRecord
from zbyj_duty.people.service import PeopleService
from zbyj_duty.store.audit import audit
from zbyj_duty.store.ledger import LedgerEntryRecord
from zbyj_duty.store.work import Store

WRONG = "不是这个口令"
NEW = "黎明前最黑的一小时"
SEAT = seat_actor()


@pytest.fixture
def accounts(store: Store, actors: Actors) -> AccountService:
    give_accounts(store, actors)
    return AccountService(store)


def fail(accounts: AccountService, person: Actor, times: int) -> list[str]:
    """Try a wrong passphrase; returns the codes of the refusals."""
    codes = []
    for _ in range(times):
        with pytest.raises((InvalidInput, RuleViolation)) as caught:
            accounts.login(SEAT, person.person_id, WRONG)
        codes.append(caught.value.code)
    return codes


def is_locked(accounts: AccountService, person: Actor) -> bool:
    try:
        accounts.login(SEAT, person.person_id, PASSPHRASE)
    except RuleViolation as refused:
        assert refused.code == "people.locked"
        return True
    return False


def test_the_right_passphrase_gives_the_person_with_the_roles_in_force(
    accounts: AccountService, actors: Actors
) -> None:
    person = accounts.login(seat_actor("二号席"), actors.officer.person_id, PASSPHRASE)
    assert (person.name, person.roles, person.seat) == ("王海燕", frozenset({Role.OFFICER}), "二号席")


def test_two_input_methods_that_write_the_same_character_differently_agree(
    accounts: AccountService, actors: Actors
) -> None:
    accounts.set_passphrase(actors.admin, actors.officer.person_id, "Ｄｕｔｙ－２０２６值班")
    assert accounts.login(SEAT, actors.officer.person_id, "Duty-2026值班")


def test_the_fifth_wrong_try_locks_and_the_ones_before_count_down(
    accounts: AccountService, actors: Actors
) -> None:
    lefts = []
    for _ in range(4):
        with pytest.raises(InvalidInput) as caught:
            accounts.login(SEAT, actors.officer.person_id, WRONG)
        assert caught.value.field == "passphrase"
        lefts.append(caught.value.facts["left"])
    assert lefts == [4, 3, 2, 1]
    assert fail(accounts, actors.officer, 1) == ["people.locked"]
    assert is_locked(accounts, actors.officer)


def test_a_right_try_forgives_the_wrong_ones_before(accounts: AccountService, actors: Actors) -> None:
    for _ in range(3):
        assert fail(accounts, actors.officer, 4) == ["people.wrong_passphrase"] * 4
        assert not is_locked(accounts, actors.officer)


def test_somebody_elses_lock_hinders_nobody(accounts: AccountService, actors: Actors) -> None:
    fail(accounts, actors.officer, 5)
    assert not is_locked(accounts, actors.second_officer)


def test_the_lock_ends_after_five_minutes_and_not_a_second_before(
    accounts: AccountService, actors: Actors, clock: SteppedClock
) -> None:
    fail(accounts, actors.officer, 5)
    until = clock.now() + timedelta(minutes=5)
    with pytest.raises(RuleViolation) as caught:
        accounts.login(SEAT, actors.officer.person_id, PASSPHRASE)
    local = beijing(until)
    assert f"{local.hour}:{local.minute:02d}" in sentence(caught.value)
    clock.move_to(until - timedelta(seconds=1))
    assert is_locked(accounts, actors.officer)
    clock.move_to(until)
    assert not is_locked(accounts, actors.officer)


def test_trying_on_while_locked_neither_lengthens_nor_shortens_the_lock(
    accounts: AccountService, actors: Actors, clock: SteppedClock
) -> None:
    fail(accounts, actors.officer, 5)
    clock.step(minutes=4)
    assert fail(accounts, actors.officer, 7) == ["people.locked"] * 7
    clock.step(minutes=1)
    assert not is_locked(accounts, actors.officer)


def test_after_the_lock_there_are_five_tries_again(
    accounts: AccountService, actors: Actors, clock: SteppedClock
) -> None:
    fail(accounts, actors.officer, 5)
    clock.step(minutes=5)
    assert fail(accounts, actors.officer, 5) == ["people.wrong_passphrase"] * 4 + ["people.locked"]
    assert is_locked(accounts, actors.officer)


def test_a_clock_set_back_does_not_prolong_the_lock_by_more_than_it_was_set_back(
    accounts: AccountService, actors: Actors, clock: SteppedClock
) -> None:
    clock.step(days=1)
    fail(accounts, actors.officer, 5)
    clock.step(hours=-6)
    assert is_locked(accounts, actors.officer)
    clock.step(hours=6, minutes=5)
    assert not is_locked(accounts, actors.officer)


def test_a_clock_set_back_does_not_open_a_lock(
    accounts: AccountService, actors: Actors, clock: SteppedClock
) -> None:
    fail(accounts, actors.officer, 5)
    for span in ({"minutes": -4}, {"hours": -3}, {"days": -400}):
        clock.step(**span)
        assert is_locked(accounts, actors.officer)


def test_a_clock_set_back_during_the_tries_counts_them_all_the_same(
    accounts: AccountService, actors: Actors, clock: SteppedClock
) -> None:
    fail(accounts, actors.officer, 3)
    clock.step(hours=-2)
    assert fail(accounts, actors.officer, 2)[-1] == "people.locked"
    assert is_locked(accounts, actors.officer)


WEAK = {
    "七个字不够长": "people.short_passphrase",
    "": "people.short_passphrase",
    "19850312": "people.digits_passphrase",
    "12000000101": "people.digits_passphrase",
    "password": "people.common_passphrase",
    "Password": "people.common_passphrase",
    "aaaaaaaaaaaa": "people.common_passphrase",
    "王海燕王海燕王海燕": "people.common_passphrase",
}


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_passphrase_is_refused_beside_its_field_and_says_why(weak: str, sqlite_store: Store) -> None:
    people = seed_people(sqlite_store)
    before = sqlite_store.head()
    with pytest.raises(InvalidInput) as caught:
        AccountService(sqlite_store).set_passphrase(people.admin, people.officer.person_id, weak)
    assert (caught.value.field, caught.value.code) == ("passphrase", WEAK[weak])
    assert sqlite_store.head() == before


def test_a_passphrase_is_kept_only_as_argon2id_with_a_salt_of_its_own(
    accounts: AccountService, store: Store
) -> None:
    with store.reading() as session:
        told = "".join(session.execute(select(LedgerEntryRecord.payload)).scalars())
        hashes = session.execute(select(AccountRecord.passphrase_hash)).scalars().all()
    assert PASSPHRASE not in told
    assert hashes and all(h.startswith(b"$argon2id$") for h in hashes) and len(set(hashes)) == len(hashes)
    with store.reading() as session:
        told = " ".join(session.execute(select(LedgerEntryRecord.payload)).scalars())
    assert "argon2id" not in told


def test_a_passphrase_given_by_somebody_else_is_to_be_changed(
    accounts: AccountService, actors: Actors
) -> None:
    person = actors.officer
    accounts.set_passphrase(actors.admin, person.person_id, NEW)
    assert accounts.must_change(person, person.person_id)
    accounts.change_passphrase(person, NEW, PASSPHRASE)
    assert not accounts.must_change(person, person.person_id)


def test_a_changed_passphrase_opens_account_and_key_and_the_old_one_neither(
    accounts: AccountService, store: Store, actors: Actors
) -> None:
    give_keys(store, actors)
    keys, person = KeyService(store), actors.officer
    before = keys.open_own(person, PASSPHRASE)
    with store.reading() as session:
        boxes = {b.id: b.box for b in session.execute(select(KeyBoxRecord)).scalars()}
    accounts.change_passphrase(person, PASSPHRASE, NEW)
    after = keys.open_own(person, NEW)
    assert before and after and after.fingerprint == before.fingerprint
    with pytest.raises(PaperTrouble) as caught:
        keys.open_own(person, PASSPHRASE)
    assert caught.value.code == "paper.wrong_passphrase"
    assert accounts.login(SEAT, person.person_id, NEW)
    assert fail_with(accounts, person, PASSPHRASE) == "people.wrong_passphrase"
    with store.reading() as session:
        changed = [b.id for b in session.execute(select(KeyBoxRecord)).scalars() if b.box != boxes[b.id]]
        assert len(changed) == 1 and audit(session).problems == ()


def fail_with(accounts: AccountService, person: Actor, passphrase: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        accounts.login(SEAT, person.person_id, passphrase)
    return caught.value.code


def test_a_change_with_a_wrong_old_or_a_weak_new_passphrase_changes_nothing(
    accounts: AccountService, store: Store, actors: Actors
) -> None:
    give_keys(store, actors)
    for old, new in ((WRONG, NEW), (PASSPHRASE, "短")):
        with pytest.raises(InvalidInput):
            accounts.change_passphrase(actors.officer, old, new)
    assert not is_locked(accounts, actors.officer)
    assert KeyService(store).open_own(actors.officer, PASSPHRASE)


def test_a_reset_revokes_the_old_key_with_its_reason_and_gives_a_new_one(
    accounts: AccountService, store: Store, actors: Actors
) -> None:
    old = give_keys(store, actors)[actors.officer.person_id or 0]
    keys, admin = KeyService(store), actors.admin
    accounts.set_passphrase(admin, actors.officer.person_id, NEW)
    new = keys.reset(admin, actors.officer.person_id, NEW, keys.open_ca(admin, PASSPHRASE), "忘记口令")
    mine = {k.fingerprint: k for k in keys.keys(admin) if k.person_id == actors.officer.person_id}
    assert mine.keys() == {old.fingerprint, new.fingerprint}
    assert mine[old.fingerprint].reason == "忘记口令" and mine[old.fingerprint].revoked_at
    assert mine[new.fingerprint].revoked_at is None
    opened = keys.open_own(actors.officer, NEW)
    assert opened and opened.fingerprint == new.fingerprint
    assert all(k.revoked_at is None for k in keys.keys(admin) if k.person_id != actors.officer.person_id)


def test_a_reset_without_a_reason_is_refused(accounts: AccountService, store: Store, actors: Actors) -> None:
    give_keys(store, actors)
    keys = KeyService(store)
    ca = keys.open_ca(actors.admin, PASSPHRASE)
    with pytest.raises(InvalidInput) as caught:
        keys.reset(actors.admin, actors.officer.person_id, NEW, ca, " ")
    assert caught.value.field == "reason" and keys.may_sign(actors.admin, actors.officer.person_id)


def test_somebody_retired_or_without_a_role_has_no_tile_and_cannot_log_in(
    accounts: AccountService, store: Store, actors: Actors, clock: SteppedClock
) -> None:
    people, today = PeopleService(store), beijing(clock.now()).date()
    people.retire_person(actors.planner, actors.officer.person_id, today)
    people.end_role(actors.admin, actors.reader.person_id, Role.READER, today - timedelta(days=1))
    names = {tile.name for tile in accounts.tiles(SEAT)}
    assert "曾堃" in names and not names & {"王海燕", "单雪梅"}
    for person, code in ((actors.officer, "people.retired"), (actors.reader, "people.no_role")):
        with pytest.raises(RuleViolation) as caught:
            accounts.login(SEAT, person.person_id, PASSPHRASE)
        assert caught.value.code == code


def test_the_tiles_beside_the_store_hold_names_and_no_secret(accounts: AccountService, store: Store) -> None:
    accounts.write_tiles(SEAT)
    path = store.place.home / "tiles.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = json.loads(path.read_text("utf-8"))
    assert {"王海燕", "周立新"} <= {tile["name"] for tile in told}
    assert "argon2" not in path.read_text("utf-8") and not {"passphrase", "number"} & set(told[0])
