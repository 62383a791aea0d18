"""What spans two modules: one unit of work, both modules' postings."""
