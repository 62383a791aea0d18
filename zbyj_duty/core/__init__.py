"""Plain Python: clock, errors, sentences, validation, paths."""
