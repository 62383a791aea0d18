"""Rights are checked in the services: whoever lacks the role is refused before anything else, in every state; and
nobody at all can change what is saved."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import zbyj_duty
import zbyj_duty.app.schema
from tests.conftest import start
from tests.support.people import Actors, seed_people
from tests.support.servers import new_sqlite_store
from tests.support.signed_watch import DAY, PLANNED, signed_watch
from zbyj_duty.app.context import AppContext
from zbyj_duty.app.pages import sections
from zbyj_duty.core.access import Actor, Role, system_actor
from zbyj_duty.core.errors import AppError, NotAllowed, StoreTrouble
from zbyj_duty.duty.domain import TakeDraft
from zbyj_duty.profiles.posting import post_defaults
from zbyj_duty.store.audit import audit
from zbyj_duty.store.base import Record
from zbyj_duty.store.engine import place_of
from zbyj_duty.store.ink import ink_tables, kept_tables
from zbyj_duty.store.opening import found_store, open_store
from zbyj_duty.store.work import Store

MEANT_TO_WRITE = {
    "AccountService.login": "every try is a row, and nobody is logged in before it",
    "AccountService.change_passphrase": "one's own",
    "ReportService.printed_copy": "a reader may print, and the printing is counted",
}


def services() -> list[type]:
    """Every class of the program that is named a service."""
    found = set()
    for info in pkgutil.walk_packages(zbyj_duty.__path__, "zbyj_duty."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        found |= {
            c
            for name, c in inspect.getmembers(module, inspect.isclass)
            if name.endswith("Service") and c.__module__ == info.name
        }
    return sorted(found, key=lambda c: c.__name__)


def public_methods(service: type) -> list[tuple[str, Any]]:
    """What can be called on a service, with its inherited part."""
    members = inspect.getmembers(service)
    return [(name, m) for name, m in members if not name.startswith("_") and callable(m)]


FUNCTIONS = {
    f"{service.__name__}.{name}": (service, name, method)
    for service in services()
    for name, method in public_methods(service)
}
RULED = sorted(name for name, (_, _, method) in FUNCTIONS.items() if hasattr(method, "role_rule"))


def test_every_public_function_of_every_service_has_its_role_rule() -> None:
    assert len(services()) >= 11
    assert sorted(FUNCTIONS.keys() - set(RULED)) == []


def test_no_rule_is_empty() -> None:
    rules = {name: FUNCTIONS[name][2].role_rule for name in RULED}
    assert [name for name, rule in rules.items() if not rule or not rule <= frozenset(Role)] == []


def test_who_may_only_read_is_given_no_function_that_writes() -> None:
    only_readers = {Role.READER, Role.SEAT}
    writing = {
        name
        for name in RULED
        if ".writing(" in inspect.getsource(FUNCTIONS[name][2])
        and FUNCTIONS[name][2].role_rule & only_readers
    }
    assert writing == set(MEANT_TO_WRITE)


def on_nothing(store: Store, people: Actors) -> None:
    """Nobody has ever taken a watch."""


def on_watch(store: Store, people: Actors) -> None:
    """Somebody stands the first watch."""
    draft = TakeDraft(people.crew(people.officer), "first")
    AppContext(store).duty.take(people.officer, draft, DAY, PLANNED)


def offered(store: Store, people: Actors) -> None:
    """The watch is offered."""
    on_watch(store, people)
    AppContext(store).handover.offer(people.officer, "o1")


@pytest.fixture(scope="module", params=[on_nothing, on_watch, offered], ids=lambda f: f.__name__)
def office(
    request: pytest.FixtureRequest, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Actors]]:
    """A store in one of the states."""
    store = new_sqlite_store(template, tmp_path_factory.mktemp("office"), start())
    found_store(store, "淄博市应急管理局", sample=False)
    with store.writing(system_actor()) as unit:
        post_defaults(unit)
    people = seed_people(store)
    bring: Callable[[Store, Actors], None] = request.param
    bring(store, people)
    yield store, people
    store.close()


def made(service: type, context: AppContext) -> Any:
    """Construct a service from what the program has."""
    known = {"store": context.store, "sources": context.sources, "sections": sections()}
    wanted = inspect.signature(service).parameters
    return service(*(known[name] if name in known else getattr(context, name) for name in wanted))


def strangers(people: Actors, rule: frozenset[Role]) -> list[Actor]:
    """Everybody whom a rule leaves out: each role alone, all of them together, and somebody with none."""
    person = people.officer.person_id
    outside = [role for role in Role if role not in rule]
    alone = [Actor(person, str(role), frozenset({role})) for role in outside]
    return [*alone, Actor(person, "身兼数职", frozenset(outside)), Actor(person, "无岗位", frozenset())]


@pytest.mark.parametrize("name", RULED)
def test_a_role_outside_the_rule_is_refused_before_anything_else(
    name: str, office: tuple[Store, Actors]
) -> None:
    store, people = office
    service, called, method = FUNCTIONS[name]
    function = getattr(made(service, AppContext(store)), called)
    before = store.head()
    for actor in strangers(people, method.role_rule):
        with pytest.raises(NotAllowed) as caught:
            function(actor, *[object()] * 9)
        assert caught.value.code == "access.role" and caught.value.facts["name"] == actor.name
        assert all(role in str(caught.value.facts["roles"]) for role in method.role_rule)
    assert store.head() == before


@pytest.mark.parametrize("name", RULED)
def test_a_role_inside_the_rule_is_not_refused_for_its_role(name: str, office: tuple[Store, Actors]) -> None:
    store, people = office
    service, called, method = FUNCTIONS[name]
    function = getattr(made(service, AppContext(store)), called)
    for role in method.role_rule:
        try:
            function(Actor(people.officer.person_id, "某人", frozenset({role})))
        except NotAllowed as refused:
            pytest.fail(f"{role}: {refused}")
        except (TypeError, AppError):
            continue


@pytest.fixture(scope="module")
def full(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A SQLite store with rows in every table of facts."""
    home = signed_watch(template, tmp_path_factory.mktemp("full"), start()).home
    store = open_store(place_of(home), start())
    yield store
    store.close()


def columns(table: str) -> list[str]:
    return [c.name for c in Record.metadata.tables[table].columns]


def upsert(table: str) -> str:
    """Write a row over itself by way of a conflict."""
    listed, key = ", ".join(columns(table)), columns(table)[0]
    last = columns(table)[-1]
    return (
        f"INSERT INTO {table} ({listed}) SELECT {listed} FROM {table} WHERE true "
        f"ON CONFLICT ({key}) DO UPDATE SET {last} = excluded.{last}"
    )


OVERWRITE = {
    "update": lambda t: f"UPDATE {t} SET {columns(t)[-1]} = {columns(t)[-1]}",
    "upsert": upsert,
}
ERASE = {"delete": lambda t: f"DELETE FROM {t}", "truncate": lambda t: f"TRUNCATE {t} CASCADE"}
REPLACE = {
    "replace": lambda t: f"INSERT OR REPLACE INTO {t} SELECT * FROM {t}",
    "update or replace": lambda t: f"UPDATE OR REPLACE {t} SET {columns(t)[0]} = {columns(t)[0]} + 1",
}


def refused(store: Store, statement: str) -> None:
    with pytest.raises(StoreTrouble) as caught, store.writing(system_actor()) as unit:
        unit.session.execute(text(statement))
    assert caught.value.code == "store.ink", statement


@pytest.mark.parametrize("table", sorted(kept_tables()))
def test_no_saved_row_of_a_file_can_be_overwritten_or_erased(table: str, full: Store) -> None:
    with full.reading() as session:
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0
    ways = [ERASE["delete"], REPLACE["replace"]]
    if table in ink_tables():
        ways += [*OVERWRITE.values(), REPLACE["update or replace"]]
    for way in ways:
        refused(full, way(table))
    with full.reading() as session:
        assert audit(session).problems == ()


@pytest.mark.postgres
def test_no_saved_row_of_a_server_can_be_overwritten_or_erased(postgres_store: Store) -> None:
    for table in sorted(kept_tables()):
        ways = [*ERASE.values(), *(OVERWRITE.values() if table in ink_tables() else ())]
        for way in ways:
            refused(postgres_store, way(table))


def test_a_reading_connection_writes_nothing_at_all(store: Store) -> None:
    for statement in ("DELETE FROM open_alarm", "UPDATE ledger_head SET count = 0"):
        with pytest.raises(StoreTrouble) as caught, store.reading() as session:
            session.execute(text(statement))
        assert caught.value.code in ("store.read_only", "store.ink")


def test_the_ledger_and_the_log_are_ink() -> None:
    ink = {"ledger_entry", "log_line", "log_strike", "report_revision", "handover_acceptance", "watch"}
    assert ink <= ink_tables()
