"""The first release: every table, the triggers that keep ink, the application role's rights."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INK = (
    "ledger_entry",
    "store_info",
)
KEPT = (
    "ledger_entry",
    "store_info",
)
DERIVED = ("ledger_head",)


def upgrade() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_entry")),
    )
    op.create_index("ix_ledger_entry_subject", "ledger_entry", ["subject", "seq"], unique=False)
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "store_info",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("store_uuid", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("bureau", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('real', 'sample')", name=op.f("ck_store_info_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_store_info_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_info")),
    )
    _keep_ink()
    op.execute(
        sa.text(
            "INSERT INTO ledger_head (id, count, hash, recorded_at) VALUES (1, 0, :hash, :instant)"
        ).bindparams(
            sa.bindparam("hash", bytes(32), sa.LargeBinary()),
            sa.bindparam("instant", _epoch(), sa.DateTime(timezone=True)),
        )
    )


def _epoch() -> object:
    from datetime import UTC, datetime

    instant = datetime(2000, 1, 1, tzinfo=UTC)
    return instant.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else instant


def _keep_ink() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in INK:
            op.execute(_sqlite_trigger(table, "UPDATE"))
        for table in KEPT:
            op.execute(_sqlite_trigger(table, "DELETE"))
        return
    op.execute(
        """
        CREATE FUNCTION zbyj_keep_ink() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'ink: %', TG_TABLE_NAME;
        END $$
        """
    )
    for table in INK:
        op.execute(_postgres_trigger(table, "UPDATE", "ROW"))
    for table in KEPT:
        op.execute(_postgres_trigger(table, "DELETE", "ROW"))
        op.execute(_postgres_trigger(table, "TRUNCATE", "STATEMENT"))
    _grant()


def _sqlite_trigger(table: str, action: str) -> str:
    name = f"ink_{table}_{action.lower()}"
    return (
        f"CREATE TRIGGER {name} BEFORE {action} ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'ink: {table}'); END"
    )


def _postgres_trigger(table: str, action: str, each: str) -> str:
    name = f"ink_{table}_{action.lower()}"
    return (
        f'CREATE TRIGGER {name} BEFORE {action} ON "{table}" FOR EACH {each} EXECUTE FUNCTION zbyj_keep_ink()'
    )


def _grant() -> None:
    op.execute(
        """
        DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'zbyj_app') THEN
                CREATE ROLE zbyj_app NOLOGIN;
            END IF;
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO zbyj_app', current_schema());
        END $$
        """
    )
    for table in (*KEPT, *DERIVED, "alembic_version"):
        op.execute(f'GRANT SELECT ON "{table}" TO zbyj_app')
    for table in (*KEPT, *DERIVED):
        op.execute(f'GRANT INSERT ON "{table}" TO zbyj_app')
    for table in (*DERIVED, *(t for t in KEPT if t not in INK)):
        op.execute(f'GRANT UPDATE ON "{table}" TO zbyj_app')
    for table in DERIVED:
        op.execute(f'GRANT DELETE ON "{table}" TO zbyj_app')
    op.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO zbyj_app")


def downgrade() -> None:
    raise RuntimeError("Restore the backup that was made before the upgrade.")
