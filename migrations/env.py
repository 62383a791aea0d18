"""Runs the numbered migrations on the connection that store/migrate.py gives; one transaction for all steps."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    transaction_per_migration=False,
)
context.run_migrations()
