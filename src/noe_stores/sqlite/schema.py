"""The tables of a store file, and how a file says that it is one.

Rule kept here: a file that is not ours, or comes from a later release, is told by numbers in
its header and left untouched; ours is created in one transaction, so it is whole or not there.
"""

from __future__ import annotations

import sqlite3

from noe_stores.errors import NewerStore, NotOurStore

APPLICATION_ID = int.from_bytes(b"noe1", "big")
"""Written in the header of every store file; ``file(1)`` and we tell ours by it."""

SCHEMA_VERSION = 1

_TABLES = (
    # AUTOINCREMENT: a position once given is never given again, even if its record is erased.
    # A column without a type keeps a UUID (BLOB) and a text id (TEXT) apart as they came.
    """
    CREATE TABLE records (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        stream NOT NULL,
        version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        UNIQUE (stream, version)
    )
    """,
    """
    CREATE TABLE streams (
        stream NOT NULL PRIMARY KEY,
        count INTEGER NOT NULL,
        version INTEGER NOT NULL,
        sum TEXT
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE snapshots (
        stream NOT NULL,
        version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        UNIQUE (stream, version)
    )
    """,
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


def is_blank(connection: sqlite3.Connection, *, store: str) -> bool:
    """Whether the file is still empty; refuse one that is neither empty nor ours."""
    connection.execute("BEGIN")  # one snapshot for the three questions
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.execute("ROLLBACK")
    if (application, version, objects) == (0, 0, 0):
        return True
    if application != APPLICATION_ID or version < 1:
        raise NotOurStore(
            "the file is an SQLite database of another program",
            store=store,
            remedy="Choose another path; nothing was changed",
        )
    if version > SCHEMA_VERSION:
        raise NewerStore(
            f"the file has schema {version}, this release knows up to {SCHEMA_VERSION}",
            store=store,
            remedy="Install a later release of noe",
        )
    return False


def create(connection: sqlite3.Connection, *, store: str) -> None:
    """Make an empty file a store, unless another process has just done so."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _TABLES:
                connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    # Whoever came first may have been a stranger.
    is_blank(connection, store=store)
