"""Snapshots of a guest's aggregates: a shelf of their own, alike in every format.

Rule kept here: a snapshot has neither a position nor a place in the index, and its versions
may have gaps.
"""

from __future__ import annotations

import sqlite3
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from noe_stores.sqlite.tables.bounds import no_more_than, versions
from noe_stores.sqlite.tables.kinds import events
from noe_stores.sqlite.tables.names import Names, as_kept

_LAST_VERSION = 2**53 - 1

_INSERT = "INSERT INTO snapshots (stream, version, topic, state) VALUES (?, ?, ?, ?)"
_ASCENDING = """
    SELECT version, topic, state FROM snapshots
    WHERE stream = ? AND version > ? AND version <= ? ORDER BY version LIMIT ?
"""
_DESCENDING = """
    SELECT version, topic, state FROM snapshots
    WHERE stream = ? AND version > ? AND version <= ? ORDER BY version DESC LIMIT ?
"""
_STATE = "SELECT state FROM snapshots WHERE stream = ? AND version = ?"


def add(connection: sqlite3.Connection, snapshot: StoredEvent) -> None:
    """Put one on the shelf."""
    stream = as_kept(snapshot.originator_id)
    connection.execute(
        _INSERT, (stream, snapshot.originator_version, snapshot.topic, snapshot.state)
    )


def state(connection: sqlite3.Connection, snapshot: StoredEvent) -> bytes | None:
    """What stands on the shelf in the place of one."""
    place = (as_kept(snapshot.originator_id), snapshot.originator_version)
    row = connection.execute(_STATE, place).fetchone()
    return None if row is None else row[0]


def select(
    connection: sqlite3.Connection,
    names: Names,
    stream: UUID | str,
    *,
    gt: int | None,
    lte: int | None,
    desc: bool,
    limit: int | None,
) -> list[StoredEvent]:
    """Snapshots of one stream by version."""
    found = connection.execute(
        _DESCENDING if desc else _ASCENDING,
        (as_kept(stream), *versions(gt, lte, _LAST_VERSION), no_more_than(limit)),
    ).fetchall()
    return events(stream, found, store=names.store)
