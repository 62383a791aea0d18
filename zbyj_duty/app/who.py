"""Who a command acts as: staff number, and passphrase from a prompt or a file, never from an argument."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path

from zbyj_duty.app.context import AppContext
from zbyj_duty.core.access import Actor, Role, seat_actor
from zbyj_duty.core.errors import InvalidInput


def reader(options: argparse.Namespace) -> Actor:
    """Return the actor of reading commands: whoever may open the store's files may read it."""
    return Actor(None, "命令行", frozenset({Role.READER}), options.seat)


def passphrase_of(options: argparse.Namespace, staff_no: str) -> str:
    """Return somebody's passphrase: from the file's line for the number, its only line, or the prompt."""
    if options.passphrase_file is None:
        return getpass.getpass(f"{staff_no} 的口令：")
    return read_passphrase(options.passphrase_file, staff_no)


def read_passphrase(path: Path, staff_no: str) -> str:
    """Read ``编号 口令`` lines, or a file that holds one passphrase alone.

    Raises:
        InvalidInput: no line for the number, or the file cannot be read.
    """
    try:
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeError) as error:
        raise InvalidInput("passphrase", "cli.bad_passphrase_file", path=str(path)) from error
    for line in lines:
        number, _, secret = line.strip().partition(" ")
        if number == staff_no and secret:
            return secret.strip()
    if len(lines) == 1:
        return lines[0].strip()
    raise InvalidInput("passphrase", "cli.no_passphrase", staff_no=staff_no, path=str(path))


def log_in(context: AppContext, options: argparse.Namespace, staff_no: str, purpose: str = "login") -> Actor:
    """Return the person behind a staff number, after the passphrase."""
    person_id = person_id_of(context, staff_no)
    secret = passphrase_of(options, staff_no)
    return context.accounts.login(seat_actor(options.seat), person_id, secret, purpose)


def person_id_of(context: AppContext, staff_no: str) -> int:
    """Return the row behind a staff number."""
    everyone = Actor(None, "命令行", frozenset({Role.READER}))
    return context.people.person_by_staff_no(everyone, staff_no).id
