"""The chain: what it keeps, and what the audit finds."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import create_engine, text

from zbyj_duty.core.access import system_actor
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.core.errors import StoreTrouble
from zbyj_duty.store.audit import NO_ANCHOR, audit
from zbyj_duty.store.ledger import Anchor, Entry, entry_bytes, read_anchors
from zbyj_duty.store.types import canonical_json
from zbyj_duty.store.work import Store


def write_notes(store: Store, n: int) -> None:
    for i in range(n):
        with store.writing(system_actor()) as unit:
            unit.note("test.note", {"n": i, "text": "氨气䶮𬭎"})


def check(store: Store, *anchors: Anchor) -> tuple[str, ...]:
    with store.reading() as session:
        return audit(session, anchors).problems


def test_format_v1_is_spelt_byte_by_byte() -> None:
    import datetime as dt

    entry = Entry(
        1,
        dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC),
        None,
        "系统",
        "值班席",
        "k",
        "note:1",
        '{"a":1}',
        bytes(32),
    )
    assert entry_bytes(entry).hex() == (
        "01"
        + "0000000131"
        + "00000020"
        + b"2026-11-23T00:30:00.000000+00:00".hex()
        + "00000000"
        + "00000006"
        + "系统".encode().hex()
        + "00000009"
        + "值班席".encode().hex()
        + "000000016b"
        + "00000006"
        + b"note:1".hex()
        + "00000007"
        + b'{"a":1}'.hex()
        + "00000020"
        + "00" * 32
    )


def test_floats_have_no_place_in_the_ledger() -> None:
    with pytest.raises(TypeError):
        canonical_json({"a": [1.5]})


def test_an_untouched_store_has_no_problem(store: Store) -> None:
    write_notes(store, 5)
    assert check(store) == ()
    assert store.head().count == 6


def test_without_an_outside_anchor_the_audit_says_what_it_cannot_exclude(store: Store) -> None:
    with store.reading() as session:
        assert audit(session).notes == (NO_ANCHOR,)


def test_a_failed_unit_leaves_nothing_and_burns_no_number(store: Store) -> None:
    with pytest.raises(ValueError), store.writing(system_actor()) as unit:
        unit.note("test.note", {})
        raise ValueError
    write_notes(store, 1)
    assert check(store) == ()
    assert store.head().count == 2


def test_a_nested_writing_unit_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing(system_actor()), store.writing(system_actor()):
        pass


def test_recorded_instants_never_go_backwards(store: Store, clock: SteppedClock) -> None:
    write_notes(store, 1)
    clock.step(hours=-3)
    write_notes(store, 1)
    assert check(store) == ()


def test_every_commit_is_remembered_outside(store: Store) -> None:
    write_notes(store, 3)
    anchors = store.heads.all()
    assert [a.count for a in anchors] == [1, 2, 3, 4]
    assert check(store, *anchors) == ()


def test_a_head_typed_from_paper_is_read_with_or_without_hyphens(sqlite_store: Store) -> None:
    head = sqlite_store.head()
    typed = read_anchors([f"{head.count}：{head.short.replace('-', ' ').lower()}"], "输入的链首")
    assert check(sqlite_store, *typed) == ()


DAMAGE = {
    "a changed payload": (
        "UPDATE ledger_entry SET payload = replace(payload, '2', '3') WHERE seq = 4",
        "第 4 条",
    ),
    "a changed actor": ("UPDATE ledger_entry SET actor_name = '某人' WHERE seq = 2", "第 2 条"),
    "a removed row": ("DELETE FROM ledger_entry WHERE seq = 3", "第 3 条记录缺失"),
    "a cut-off tail": ("DELETE FROM ledger_entry WHERE seq > 4", "链首登记"),
    "a changed fact": ("UPDATE store_info SET bureau = '别的局'", "store_info:1 被改动：bureau"),
    "a removed fact": ("DELETE FROM store_info", "store_info:1 缺失"),
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda name: name.replace(" ", "-"))
def test_damage_done_outside_the_program_is_named(damage: str, sqlite_store: Store) -> None:
    write_notes(sqlite_store, 6)
    statement, found = DAMAGE[damage]
    outsider(sqlite_store, statement)
    assert any(found in problem for problem in check(sqlite_store))


def outsider(store: Store, statement: str) -> None:
    """Change the file as somebody would who owns the PC: triggers dropped first."""
    connection = sqlite3.connect(store.place.file)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_tail_cut_with_a_mended_head_is_found_by_the_outside_anchor(sqlite_store: Store) -> None:
    write_notes(sqlite_store, 4)
    outsider(sqlite_store, "DELETE FROM ledger_entry WHERE seq > 3")
    outsider(
        sqlite_store,
        "UPDATE ledger_head SET count = 3, hash = (SELECT hash FROM ledger_entry WHERE seq = 3)",
    )
    assert check(sqlite_store) == ()
    assert any("链尾缺失" in p for p in check(sqlite_store, *sqlite_store.heads.all()))


INK = [
    "UPDATE store_info SET bureau = 'x'",
    "DELETE FROM store_info",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_entry SET kind = 'x'",
]


@pytest.mark.parametrize("statement", INK)
def test_the_application_cannot_change_ink_by_sql(statement: str, store: Store) -> None:
    with pytest.raises(StoreTrouble) as caught, store.writing(system_actor()) as unit:
        unit.session.execute(text(statement))
    assert caught.value.code == "store.ink"
    assert check(store) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER ink_store_info_update",
        "PRAGMA writable_schema = ON",
        "PRAGMA recursive_triggers = OFF",
        "ALTER TABLE store_info RENAME TO x",
        "DROP TABLE store_info",
    ],
)
def test_the_application_cannot_open_the_schema(statement: str, sqlite_store: Store) -> None:
    with pytest.raises(StoreTrouble) as caught, sqlite_store.writing(system_actor()) as unit:
        unit.session.execute(text(statement))
    assert caught.value.code == "store.ink"


def test_replacing_a_row_does_not_get_round_the_triggers(sqlite_store: Store) -> None:
    with pytest.raises(StoreTrouble) as caught, sqlite_store.writing(system_actor()) as unit:
        unit.session.execute(
            text(
                "INSERT OR REPLACE INTO store_info SELECT id, store_uuid, kind, 'x', created_at FROM store_info"
            )
        )
    assert caught.value.code == "store.ink"


def test_the_owner_of_the_tables_meets_the_triggers_too(
    postgres_store: Store, request: pytest.FixtureRequest
) -> None:
    url = postgres_store.place.url.set(username="postgres")
    engine = create_engine(url)
    for statement in (*INK, "TRUNCATE store_info"):
        with pytest.raises(Exception, match="ink"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()
