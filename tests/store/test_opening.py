"""Opening a store: what is refused, what a failing migration leaves, and that models and schema agree."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text

from tests.support.servers import Server
from zbyj_duty.app.schema import metadata
from zbyj_duty.core.clock import SteppedClock
from zbyj_duty.core.errors import StoreTrouble
from zbyj_duty.core.paths import shipped
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.store import location
from zbyj_duty.store.engine import Place, place_of
from zbyj_duty.store.ink import expected_triggers, missing_triggers
from zbyj_duty.store.migrate import migrate, newest_revision
from zbyj_duty.store.opening import open_store
from zbyj_duty.store.work import Store

BROKEN = '''"""A step that fails half-way."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE TABLE half_way (id INTEGER PRIMARY KEY)")
    op.execute("ALTER TABLE person RENAME COLUMN note TO remark")
    {then}


def downgrade() -> None:
    raise RuntimeError("Restore the backup that was made before the upgrade.")
'''
FAILS = {
    "it raises": ('raise RuntimeError("half-way")', "half-way"),
    "a statement fails": ('op.execute("INSERT INTO nowhere VALUES (1)")', "nowhere"),
    "a foreign key breaks": (
        "op.execute(\"INSERT INTO person_role VALUES (999, 12345, 'admin', '2026-01-01', NULL)\")",
        "foreign keys broken",
    ),
    "rows get lost": (
        'op.execute("DROP TRIGGER ink_store_info_delete"); op.execute("DELETE FROM store_info")',
        "rows lost by the migration: {'store_info': 1}",
    ),
}


def scripts(folder: Path, then: str) -> Path:
    """The shipped migrations and one more, which ends with ``then``."""
    copied = folder / "migrations"
    shutil.copytree(shipped("migrations"), copied)
    (copied / "versions" / "0002_half_way.py").write_text(BROKEN.format(then=then), "utf-8")
    return copied


@pytest.fixture
def closed(sqlite_store: Store) -> Place:
    """A founded store that nobody has open."""
    sqlite_store.close()
    return sqlite_store.place


def rows_of(file: Path) -> list[str]:
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    told = list(connection.iterdump())
    connection.close()
    return told


@pytest.mark.parametrize("case", FAILS)
def test_a_migration_that_fails_half_way_leaves_the_old_file_byte_for_byte(
    case: str, closed: Place, clock: SteppedClock, tmp_path: Path
) -> None:
    before = closed.file.read_bytes()
    with pytest.raises(StoreTrouble) as caught:
        migrate(closed, clock.now(), scripts=scripts(tmp_path, FAILS[case][0]))
    assert caught.value.code == "store.migration_failed"
    assert FAILS[case][1] in str(caught.value.__cause__)
    assert closed.file.read_bytes() == before
    copy = Path(str(caught.value.facts["copy"]))
    assert copy.parent == closed.home / "backups" and str(copy) in sentence(caught.value)
    assert rows_of(copy) == rows_of(closed.file)
    assert copy.stat().st_mode & 0o077 == 0
    assert not list(copy.parent.glob("*.partial"))
    open_store(closed, clock).close()


def test_a_migration_that_goes_through_keeps_every_row_and_a_copy_of_before(
    closed: Place, clock: SteppedClock, tmp_path: Path
) -> None:
    before = rows_of(closed.file)
    assert migrate(closed, clock.now(), scripts=scripts(tmp_path, "pass")) == "0001"
    connection = sqlite3.connect(closed.file)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
    assert connection.execute("SELECT bureau FROM store_info").fetchone() == ("淄博市应急管理局",)
    connection.close()
    (copy,) = (closed.home / "backups").glob("*.db")
    assert rows_of(copy) == before


def test_a_store_that_is_up_to_date_is_not_copied(closed: Place, clock: SteppedClock) -> None:
    open_store(closed, clock).close()
    assert not (closed.home / "backups").exists()


def test_a_newer_schema_is_refused_and_names_both_versions(
    closed: Place, clock: SteppedClock, tmp_path: Path
) -> None:
    migrate(closed, clock.now(), scripts=scripts(tmp_path, "pass"))
    before = closed.file.read_bytes()
    with pytest.raises(StoreTrouble) as caught:
        open_store(closed, clock)
    assert caught.value.code == "store.newer"
    assert "0002" in sentence(caught.value) and newest_revision() in sentence(caught.value)
    assert closed.file.read_bytes() == before
    with pytest.raises(StoreTrouble) as again:
        open_store(closed, clock)
    assert again.value.code == "store.newer", "the lock was not given back"


@pytest.mark.postgres
def test_a_newer_schema_on_a_server_is_refused(
    postgres_store: Store, clock: SteppedClock, tmp_path: Path
) -> None:
    owner = postgres_store.place.url.set(username="postgres")
    place = postgres_store.place
    migrate(place, clock.now(), owner, scripts(tmp_path, "pass"))
    with pytest.raises(StoreTrouble) as caught:
        open_store(place, clock)
    assert caught.value.code == "store.newer"


@pytest.mark.postgres
def test_a_migration_that_fails_half_way_leaves_the_server_as_it_was(
    postgres_store: Store, clock: SteppedClock, tmp_path: Path
) -> None:
    owner = postgres_store.place.url.set(username="postgres")
    with pytest.raises(StoreTrouble) as caught:
        migrate(postgres_store.place, clock.now(), owner, scripts(tmp_path, FAILS["it raises"][0]))
    assert caught.value.code == "store.migration_failed"
    with postgres_store.reading() as session:
        assert session.execute(text("SELECT to_regclass('half_way')")).scalar() is None
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
    open_store(postgres_store.place, clock).close()


def test_models_and_migrated_schema_are_equal(store: Store) -> None:
    differences = with_owner(store, schema_differences)
    assert differences == []


def schema_differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return [d for d in compare_metadata(context, metadata) if "alembic_version" not in str(d)]


def with_owner(store: Store, ask: object) -> object:
    """Ask something of the store's database over a connection of its owner."""
    url = store.place.url if store.is_sqlite else store.place.url.set(username="postgres")
    engine = create_engine(url)
    with engine.connect() as connection:
        told = ask(connection)  # type: ignore[operator]
    engine.dispose()
    return told


def test_every_protecting_trigger_is_there_and_a_lost_one_stops_the_opening(
    closed: Place, clock: SteppedClock
) -> None:
    connection = sqlite3.connect(closed.file)
    found = {n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert found == expected_triggers("sqlite")
    connection.execute("DROP TRIGGER ink_log_line_update")
    connection.commit()
    connection.close()
    for _ in range(2):
        with pytest.raises(StoreTrouble) as caught:
            open_store(closed, clock)
        assert caught.value.code == "store.triggers_missing"
        assert caught.value.facts["names"] == "ink_log_line_update"


@pytest.mark.postgres
def test_a_trigger_switched_off_on_the_server_stops_the_opening(
    postgres_store: Store, clock: SteppedClock, postgres: Server
) -> None:
    place = postgres_store.place
    assert with_owner(postgres_store, missing_triggers) == ()
    postgres.run("ALTER TABLE log_line DISABLE TRIGGER ink_log_line_delete", str(place.url.database))
    with pytest.raises(StoreTrouble) as caught:
        open_store(place, clock)
    assert caught.value.facts["names"] == "ink_log_line_delete"


SHARES = ("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "davfs")
DISKS = ("ext4", "xfs", "btrfs", "overlay", "tmpfs", "ntfs3", "")


@pytest.mark.parametrize("kind", SHARES)
def test_a_store_on_a_network_share_is_refused_with_advice_and_nothing_is_made(
    kind: str, tmp_path: Path, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "_mount_kind", lambda folder, mounts: kind)
    home = tmp_path / "share"
    with pytest.raises(StoreTrouble) as caught:
        open_store(place_of(home), clock)
    assert caught.value.code == "store.network_share"
    assert kind in sentence(caught.value) and "PostgreSQL" in sentence(caught.value)
    assert not home.exists()


@pytest.mark.parametrize("kind", DISKS)
def test_a_store_on_a_disk_of_this_machine_is_opened(
    kind: str, closed: Place, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "_mount_kind", lambda folder, mounts: kind)
    open_store(closed, clock).close()


MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/duty /srv/duty nfs4 rw 0 0
/dev/vdb /srv/duty/local xfs rw 0 0
//pc/share /mnt/my\\040share cifs rw 0 0
short line
"""


@pytest.mark.parametrize(
    ("folder", "share"),
    [
        ("/home/duty", False),
        ("/srv/duty", True),
        ("/srv/duty/room/2026", True),
        ("/srv/duty/local/room", False),
        ("/srv/duty-local", False),
        ("/mnt/my share/room", True),
    ],
)
def test_the_nearest_mount_decides(folder: str, share: bool) -> None:
    if not share:
        location.refuse_network_share(Path(folder), MOUNTS)
        return
    with pytest.raises(StoreTrouble):
        location.refuse_network_share(Path(folder), MOUNTS)


@pytest.mark.parametrize("content", [b"not a database at all" * 300, b"\x89PNG\r\n"], ids=["text", "picture"])
def test_something_that_is_no_store_is_refused_and_kept(
    content: bytes, tmp_path: Path, clock: SteppedClock
) -> None:
    place = place_of(tmp_path)
    place.file.write_bytes(content)
    with pytest.raises(StoreTrouble) as caught:
        open_store(place, clock)
    assert caught.value.code == "store.not_a_database" and place.file.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_kept(tmp_path: Path, clock: SteppedClock) -> None:
    place = place_of(tmp_path)
    other = sqlite3.connect(place.file)
    other.execute("CREATE TABLE invoices (id INTEGER)")
    other.close()
    with pytest.raises(StoreTrouble) as caught:
        open_store(place, clock)
    assert caught.value.code == "store.not_a_database"
    assert any("invoices" in row for row in rows_of(place.file))


def test_a_new_store_and_its_folder_are_for_their_owner_alone(tmp_path: Path, clock: SteppedClock) -> None:
    home = tmp_path / "new" / "room"
    open_store(place_of(home), clock).close()
    assert home.stat().st_mode & 0o777 == 0o700
    assert {f.name: f.stat().st_mode & 0o077 for f in home.iterdir() if f.stat().st_mode & 0o077} == {}
