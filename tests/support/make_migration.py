"""Write migrations/versions/0001_first_release.py from the models. For use until the first release only."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from zbyj_duty.app.schema import metadata
from zbyj_duty.store.ink import ink_tables, kept_tables
from zbyj_duty.store.types import JsonText, UtcInstant

HEAD = '''"""The first release: every table, the triggers that keep ink, the application role's rights."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INK = {ink}
KEPT = {kept}
DERIVED = {derived}


def upgrade() -> None:
{body}
    _keep_ink()
    op.execute(
        sa.text("INSERT INTO ledger_head (id, count, hash, recorded_at) VALUES (1, 0, :hash, :instant)").bindparams(
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
    name = f"ink_{{table}}_{{action.lower()}}"
    return (
        f'CREATE TRIGGER {{name}} BEFORE {{action}} ON "{{table}}" '
        f"BEGIN SELECT RAISE(ABORT, 'ink: {{table}}'); END"
    )


def _postgres_trigger(table: str, action: str, each: str) -> str:
    name = f"ink_{{table}}_{{action.lower()}}"
    return (
        f'CREATE TRIGGER {{name}} BEFORE {{action}} ON "{{table}}" '
        f"FOR EACH {{each}} EXECUTE FUNCTION zbyj_keep_ink()"
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
        op.execute(f'GRANT SELECT ON "{{table}}" TO zbyj_app')
    for table in (*KEPT, *DERIVED):
        op.execute(f'GRANT INSERT ON "{{table}}" TO zbyj_app')
    for table in (*DERIVED, *(t for t in KEPT if t not in INK)):
        op.execute(f'GRANT UPDATE ON "{{table}}" TO zbyj_app')
    for table in DERIVED:
        op.execute(f'GRANT DELETE ON "{{table}}" TO zbyj_app')
    op.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO zbyj_app")


def downgrade() -> None:
    raise RuntimeError("Restore the backup that was made before the upgrade.")
'''


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Spell the project's own column types with SQLAlchemy's, so that the migration stands alone."""
    if isinstance(item, UtcInstant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JsonText):
        return "sa.Text()"
    return False


def render() -> str:
    """Return the migration's text."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"render_item": render_item, "target_metadata": metadata}
        )
        script = produce_migrations(context, metadata)
        body = render_python_code(script.upgrade_ops, render_item=render_item, migration_context=context)
    tables = frozenset(metadata.tables)
    ink, kept = ink_tables(), kept_tables()

    def spell(names: frozenset[str]) -> str:
        return "(\n" + "".join(f'    "{n}",\n' for n in sorted(names)) + ")"

    lines = [line for line in body.splitlines() if not line.strip().startswith("# ###")]
    text = "\n".join("    " + line.removeprefix("    ") if line.strip() else "" for line in lines)
    return HEAD.format(ink=spell(ink), kept=spell(kept), derived=spell(tables - kept), body=text)


if __name__ == "__main__":
    target = Path(__file__).resolve().parents[2] / "migrations" / "versions" / "0001_first_release.py"
    target.write_text(render())
