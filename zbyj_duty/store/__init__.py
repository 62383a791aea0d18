"""Database kit: engine, unit of work, ledger, migration, backup, trouble."""
