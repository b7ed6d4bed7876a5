"""What a store is: its format, its counts, its sizes, and the durability in force.

Rule kept here: durability is told as SQLite gives it back, not as it was asked for.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from noe_stores.errors import StoreError
from noe_stores.places import size_of
from noe_stores.port import Description
from noe_stores.sqlite.access.places import LOG
from noe_stores.sqlite.access.witness import SUFFIX
from noe_stores.sqlite.database import OnDisk
from noe_stores.sqlite.in_memory import InMemory
from noe_stores.sqlite.tables.schema import FIRST_VERSION, SCHEMA_VERSION

_LEVELS = {0: "no commit is synced", 1: "checkpoints are synced", 2: "every commit is synced"}


def describe(store: OnDisk | InMemory) -> Description:
    """The store as it is now."""
    streams, records = store.read(_counts, store.format == FIRST_VERSION)
    return Description(
        kind="sqlite",
        place=store.store,
        format=store.format,
        writable=store.writable
        and store.format == SCHEMA_VERSION
        and not (store.missing or store.dark),
        durability=_durability(store),
        streams=streams,
        records=records,
        last_position=store.last_position(),
        engine=f"SQLite {sqlite3.sqlite_version}",
        sizes=_sizes(store),
        notes=_notes(store),
    )


def _counts(connection: sqlite3.Connection, by_first_format: bool) -> tuple[int, int]:
    (streams,) = connection.execute("SELECT count(*) FROM streams").fetchone()
    (records,) = connection.execute(
        "SELECT count(*) FROM records"
        if by_first_format
        else "SELECT ifnull(sum(count), 0) FROM log WHERE key > 0"
    ).fetchone()
    return streams, records


def _durability(store: OnDisk | InMemory) -> str:
    if isinstance(store, InMemory):
        return "none: it is gone with its handle"
    if not store.pool.writable:
        return "as its writers chose: it is only read here"
    try:
        return _in_force(store)
    except (sqlite3.Error, OSError, StoreError) as error:  # a full disk, a folder without locks
        return f"cannot be had at present: {error}"


def _in_force(store: OnDisk) -> str:
    session = store.pool.opened()
    try:
        session.prepare(store.store, store.durability, store.lock_timeout)
        (mode,) = session.connection.execute("PRAGMA journal_mode").fetchone()
        (level,) = session.connection.execute("PRAGMA synchronous").fetchone()
    finally:
        session.close()
    return f"{store.durability}: journal_mode={mode}, synchronous={level}, {_LEVELS[level]}"


def _sizes(store: OnDisk | InMemory) -> tuple[tuple[str, int], ...]:
    files = (Path(store.store + beside) for beside in ("", LOG, SUFFIX))
    sizes = ((file.name, size_of(file)) for file in files)  # others may fold the log meanwhile
    return tuple((name, size) for name, size in sizes if size is not None)


def _notes(store: OnDisk | InMemory) -> tuple[str, ...]:
    if store.missing:
        gone = f"Position {store.missing} was acknowledged, and is not there"
        return (f"{gone}: what is left is only read; noe repair salvages it",)
    if store.format == FIRST_VERSION:
        return ("It is of an earlier release's format: noe upgrade makes one of it to write to",)
    return ()
