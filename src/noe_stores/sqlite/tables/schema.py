"""The tables of a store file, and how a file says that it is one.

Rule kept here: a file that is not ours, or comes from a later release, is told by numbers in
its header and left untouched; ours is created in one transaction, so it is whole or not there.

A record's key is its stream's number and its version in one integer, so the records of a
stream lie side by side in one tree, and the order across streams is a table of keys. What was
recorded is never changed or deleted: triggers refuse it to every program.
"""

from __future__ import annotations

import sqlite3

from noe_stores.errors import NewerStore, NotOurStore

APPLICATION_ID = int.from_bytes(b"noe1", "big")
"""Written in the header of every store file; ``file(1)`` and we tell ours by it."""

SCHEMA_VERSION = 2
FIRST_VERSION = 1

_KEPT = (
    ("records", "UPDATE"),
    ("records", "DELETE"),
    ("log", "UPDATE"),
    ("log", "DELETE"),
    ("streams", "DELETE"),
    ("names", "UPDATE"),
    ("names", "DELETE"),
)


def _name_of(statement: str) -> str | None:
    verb, _, name, *_ = statement.split()
    return name if verb == "CREATE" else None


_TABLES = (
    # A name without a type keeps a UUID (BLOB) and a text id (TEXT) apart as they came.
    (
        "CREATE TABLE streams (number INTEGER PRIMARY KEY, name NOT NULL UNIQUE,"
        " count INTEGER NOT NULL, version INTEGER NOT NULL, sum TEXT)"
    ),
    # The names once more, by their hash: one that is not found among the streams, although it
    # was given, is told from one that never was.
    "CREATE TABLE names (hash INTEGER PRIMARY KEY, number INTEGER NOT NULL)",
    # The key is number << 32 | version; the position stands here too, so that neither of the two
    # tables can be reordered without the other telling.
    (
        "CREATE TABLE records (key INTEGER PRIMARY KEY, position INTEGER NOT NULL,"
        " topic TEXT NOT NULL, state BLOB NOT NULL)"
    ),
    # Runs of records that follow each other in one stream and in the order: where the last one
    # stands, its key, and how many they are. Nothing is deleted from it, so no position is given
    # twice; key 0 stands for no record.
    (
        "CREATE TABLE log (position INTEGER PRIMARY KEY, key INTEGER NOT NULL,"
        " count INTEGER NOT NULL)"
    ),
    (
        "CREATE TABLE snapshots (stream NOT NULL, version INTEGER NOT NULL,"
        " topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (stream, version))"
    ),
    "CREATE TABLE tracking (application TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID",
    *(
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'what was recorded stays'); END"
        for table, verb in _KEPT
    ),
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


OURS = {name: text for text in _TABLES if (name := _name_of(text))}
"""What a store file has, by name: the statement that SQLite keeps of it."""


def asked_format(connection: sqlite3.Connection, *, store: str) -> int:
    """The format of a file, 0 while it is empty; refuse one that is not ours."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION_ID:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > 0:
            return int(version)
    connection.execute("BEGIN")  # one moment for all questions
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.execute("ROLLBACK")
    if (application, version, objects) == (0, 0, 0):
        return 0
    if application != APPLICATION_ID or version < 1:
        raise NotOurStore(
            "the file is an SQLite database of another program",
            store=store,
            remedy="Choose another path; nothing was changed",
        )
    return int(version)


def admit_format(version: int, *, store: str) -> int:
    """The format, if this release can read it."""
    if version > SCHEMA_VERSION:
        raise NewerStore(
            f"the file has schema {version}, this release knows up to {SCHEMA_VERSION}",
            store=store,
            remedy="Install a later release of noe",
        )
    return version


def create(connection: sqlite3.Connection) -> None:
    """Make an empty file a store, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
