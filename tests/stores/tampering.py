"""Somebody's hand in a store file: what triggers forbid is done all the same, in SQL.

Rule kept here: only what a statement says is changed; the triggers stand again afterwards.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

_BITS = 32
"""How many bits of a record's key hold the version; the stream's number stands above them."""


def edited(path: Path, *statements: str) -> None:
    """The file after some statements; ``key_of(stream, version)`` is a record's key in them."""
    with closing(sqlite3.connect(path)) as connection, connection:
        numbers = dict(connection.execute("SELECT name, number FROM streams").fetchall())
        connection.create_function("key_of", 2, lambda name, at: numbers[name] << _BITS | at)
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            with suppress(sqlite3.OperationalError):  # its table may be what was taken away
                connection.execute(sql)
