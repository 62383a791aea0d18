"""Errors a person is told about; anything else is a bug and ends in the crash dialog."""

from __future__ import annotations


class AppError(Exception):
    """A known trouble: a code that core.text turns into a Chinese sentence, and its facts.

    Args:
        code: dotted name, e.g. ``journal.blank_text``; every code has a sentence.
        facts: values the sentence names.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class InvalidInput(AppError):
    """What was typed cannot be saved; shown beside ``field``."""

    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(code, **facts)
        self.field = field


class RuleViolation(AppError):
    """The office's rules forbid the act in this state; shown as a bar on the page."""


class NotAllowed(RuleViolation):
    """The person's roles do not carry the right."""


class NotFound(AppError):
    """What was asked for is not in the store."""


class Stale(AppError):
    """Somebody else changed it in the meantime; the page reloads."""


class StoreTrouble(AppError):
    """The machine, not the office: busy, full, read-only, corrupt, newer, held by another program.

    The code is ``store.<kind>``.
    """


class PaperTrouble(AppError):
    """The paper cannot be made as asked: a glyph missing, a key closed, a file that cannot be written."""
