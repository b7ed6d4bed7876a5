"""Reading a store of format 1, which an earlier release wrote: records by position.

Rule kept here: what was written stays readable; it is never written again, nor changed by
reading. See `packed` for what is asked.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from noe_stores.port import Head
from noe_stores.sqlite.tables.bounds import LAST_POSITION, no_more_than, versions, within
from noe_stores.sqlite.tables.kinds import events
from noe_stores.sqlite.tables.names import Names, as_given, as_kept

_LAST_VERSION = 2**53 - 1

_ASCENDING = """
    SELECT version, topic, state FROM records
    WHERE stream = ? AND version > ? AND version <= ? ORDER BY version LIMIT ?
"""
_DESCENDING = """
    SELECT version, topic, state FROM records
    WHERE stream = ? AND version > ? AND version <= ? ORDER BY version DESC LIMIT ?
"""
_ORDER = """
    SELECT stream, version, topic, state, position FROM records
    WHERE position >= ? AND position <= ? ORDER BY position LIMIT ?
"""
_ORDER_OF_TOPICS = """
    SELECT stream, version, topic, state, position FROM records
    WHERE position >= ? AND position <= ? AND topic IN (SELECT value FROM json_each(?))
    ORDER BY position LIMIT ?
"""
_LAST = "SELECT max(position) FROM records"
_HEAD = "SELECT stream, count, version, sum FROM streams WHERE stream = ?"
_FIRST_HEADS = """
    SELECT stream, count, version, sum FROM streams
    WHERE stream >= '' AND stream < x'' ORDER BY stream LIMIT ?
"""
_HEADS_AFTER = """
    SELECT stream, count, version, sum FROM streams
    WHERE stream > ? AND stream < x'' ORDER BY stream LIMIT ?
"""


def lines(
    connection: sqlite3.Connection, names: Names, stream: str, after: int, limit: int
) -> list[bytes]:
    """The states of a stream above a version."""
    return [
        event.state
        for event in select(
            connection, names, stream, gt=after, lte=None, desc=False, limit=max(limit, 0)
        )
    ]


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
    """Records of one stream by version."""
    found = connection.execute(
        _DESCENDING if desc else _ASCENDING,
        (as_kept(stream), *versions(gt, lte, _LAST_VERSION), no_more_than(limit)),
    ).fetchall()
    return events(stream, found, store=names.store)


def select_from(
    connection: sqlite3.Connection,
    names: Names,
    *,
    first: int,
    last: int,
    topics: Sequence[str],
    limit: int,
) -> list[Notification]:
    """Records of all streams by position, both bounds included."""
    bounds = (within(first, LAST_POSITION), within(last, LAST_POSITION))
    rows = no_more_than(limit)
    found = (
        connection.execute(_ORDER_OF_TOPICS, (*bounds, json.dumps(list(topics)), rows))
        if topics
        else connection.execute(_ORDER, (*bounds, rows))
    )
    return [
        Notification(as_given(stream, store=names.store), version, topic, state, position)
        for stream, version, topic, state, position in found.fetchall()
    ]


def last_position(connection: sqlite3.Connection) -> int | None:
    """The position of the last record, or ``None`` while there is none."""
    (position,) = connection.execute(_LAST).fetchone()
    return None if position is None else int(position)


def head(connection: sqlite3.Connection, names: Names, stream: str) -> Head | None:  # noqa: ARG001
    """The end of one stream, from the index."""
    row = connection.execute(_HEAD, (as_kept(stream),)).fetchone()
    return None if row is None else _head(row)


def heads(connection: sqlite3.Connection, after: str | None, limit: int) -> list[Head]:
    """The ends of the streams with a text id, from the index, by code points."""
    rows = no_more_than(limit)
    found = (
        connection.execute(_FIRST_HEADS, (rows,))
        if after is None
        else connection.execute(_HEADS_AFTER, (after, rows))
    )
    return [_head(row) for row in found.fetchall()]


def tracked(connection: sqlite3.Connection, application: str) -> int | None:  # noqa: ARG001
    """Positions of followers were not kept yet."""
    return None


def _head(row: tuple[str, int, int, str | None]) -> Head:
    stream, records, version, digest = row
    return Head(stream=stream, count=records, version=version, sum=digest)
