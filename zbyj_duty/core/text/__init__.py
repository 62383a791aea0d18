"""The Chinese sentences of every error, one file a slice."""
