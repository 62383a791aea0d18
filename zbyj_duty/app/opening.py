"""Open a store for a command: to read, or to write."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url

import zbyj_duty.app.schema  # noqa: F401
from zbyj_duty.app.context import AppContext
from zbyj_duty.store.engine import place_of
from zbyj_duty.store.opening import open_store, open_to_read


@contextmanager
def writing(options: argparse.Namespace) -> Iterator[AppContext]:
    """Open for writing; an open window on the same SQLite store is named and the command refused."""
    owner = make_url(options.owner).set(drivername="postgresql+psycopg") if options.owner else None
    store = open_store(place_of(options.home, options.store), options.clock, options.seat, owner)
    try:
        yield AppContext(store)
    finally:
        store.close()


@contextmanager
def reading(options: argparse.Namespace) -> Iterator[AppContext]:
    """Open to read; works beside an open window."""
    store = open_to_read(place_of(options.home, options.store), options.clock, options.seat)
    try:
        yield AppContext(store)
    finally:
        store.close()
