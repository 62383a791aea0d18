"""Paper, read back by other libraries."""
