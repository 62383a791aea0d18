"""Dated rules: posts, hours, rounds, questions, handover items, calendar."""
