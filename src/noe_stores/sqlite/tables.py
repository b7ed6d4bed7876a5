"""The statements: how records go into the tables and come out.

Rule kept here: statements are constants, values are parameters. Rows are read as tuples.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from attrs import frozen
from eventsourcing.persistence import Notification, StoredEvent

from noe_stores import chain
from noe_stores.admission import LAST_VERSION
from noe_stores.errors import VersionTaken
from noe_stores.port import Head
from noe_stores.sqlite.driver import is_duplicate

_LAST_POSITION = 2**63 - 1
_NO_LIMIT = -1


@frozen
class Shelf:
    """One of the two tables that hold records by stream and version."""

    insert: str
    ascending: str
    descending: str


RECORDS = Shelf(
    insert="INSERT INTO records (position, stream, version, topic, state) VALUES (?, ?, ?, ?, ?)",
    ascending="SELECT version, topic, state FROM records"
    " WHERE stream = ? AND version > ? AND version <= ? ORDER BY version LIMIT ?",
    descending="SELECT version, topic, state FROM records"
    " WHERE stream = ? AND version > ? AND version <= ? ORDER BY version DESC LIMIT ?",
)

# A snapshot has no position: its row number is given as NULL, so SQLite takes one.
SNAPSHOTS = Shelf(
    insert="INSERT INTO snapshots (rowid, stream, version, topic, state) VALUES (?, ?, ?, ?, ?)",
    ascending="SELECT version, topic, state FROM snapshots"
    " WHERE stream = ? AND version > ? AND version <= ? ORDER BY version LIMIT ?",
    descending="SELECT version, topic, state FROM snapshots"
    " WHERE stream = ? AND version > ? AND version <= ? ORDER BY version DESC LIMIT ?",
)

# The greater of the two, as AUTOINCREMENT itself reckons.
_USED = """
    SELECT max(ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'records'), 0),
               ifnull((SELECT max(position) FROM records), 0))
"""

_INDEX = """
    INSERT INTO streams (stream, count, version, sum) VALUES (?, ?, ?, ?)
    ON CONFLICT (stream) DO UPDATE SET
        count = count + excluded.count,
        sum = CASE WHEN excluded.version > version THEN excluded.sum ELSE sum END,
        version = max(version, excluded.version)
"""

_NOTIFICATIONS = """
    SELECT stream, version, topic, state, position FROM records
    WHERE position >= ? AND position <= ? ORDER BY position LIMIT ?
"""

_NOTIFICATIONS_OF_TOPICS = """
    SELECT stream, version, topic, state, position FROM records
    WHERE position >= ? AND position <= ? AND topic IN (SELECT value FROM json_each(?))
    ORDER BY position LIMIT ?
"""

_HEAD = "SELECT stream, count, version, sum FROM streams WHERE stream = ?"

# Every text sorts before every BLOB, so the second bound leaves the UUIDs out.
_FIRST_HEADS = """
    SELECT stream, count, version, sum FROM streams
    WHERE stream >= '' AND stream < x'' ORDER BY stream LIMIT ?
"""

_HEADS_AFTER = """
    SELECT stream, count, version, sum FROM streams
    WHERE stream > ? AND stream < x'' ORDER BY stream LIMIT ?
"""


def append(
    connection: sqlite3.Connection, events: Sequence[StoredEvent], *, store: str
) -> list[int]:
    """Add records and bring the index of streams up to date; tell the positions.

    Sound only inside a write transaction: nobody else can take the positions meanwhile.
    """
    if not events:
        return []
    (used,) = connection.execute(_USED).fetchone()
    positions = range(used + 1, used + 1 + len(events))
    insert(connection, RECORDS, events, positions=positions, store=store)
    connection.executemany(_INDEX, _ends(events))
    return list(positions)


def insert(
    connection: sqlite3.Connection,
    shelf: Shelf,
    events: Sequence[StoredEvent],
    *,
    positions: Iterable[int | None],
    store: str,
) -> None:
    """Put records on a shelf; the driver takes rows one by one, so the last taken is at fault."""
    taken: list[StoredEvent] = []

    def rows() -> Iterator[tuple[int | None, bytes | str, int, str, bytes]]:
        for position, event in zip(positions, events, strict=False):
            taken[:] = [event]
            stream = as_kept(event.originator_id)
            yield position, stream, event.originator_version, event.topic, event.state

    try:
        connection.executemany(shelf.insert, rows())
    except sqlite3.IntegrityError as error:
        if not is_duplicate(error):
            raise
        (event,) = taken
        raise VersionTaken.by(event.originator_id, event.originator_version, store=store) from error


def _ends(events: Sequence[StoredEvent]) -> Iterator[tuple[bytes | str, int, int, str | None]]:
    """What a call adds to the index: per stream the count, the last version and its digest."""
    counts: dict[UUID | str, int] = {}
    lasts: dict[UUID | str, StoredEvent] = {}
    for event in events:
        stream = event.originator_id
        counts[stream] = counts.get(stream, 0) + 1
        last = lasts.get(stream)
        if last is None or event.originator_version > last.originator_version:
            lasts[stream] = event
    for stream, last in lasts.items():
        digest = chain.unseal(last.state)[1]
        yield as_kept(stream), counts[stream], last.originator_version, digest


def select(
    connection: sqlite3.Connection,
    shelf: Shelf,
    stream: UUID | str,
    *,
    gt: int | None,
    lte: int | None,
    desc: bool,
    limit: int | None,
) -> list[StoredEvent]:
    """Records of one stream by version."""
    found = connection.execute(
        shelf.descending if desc else shelf.ascending,
        (
            as_kept(stream),
            -1 if gt is None else _within(gt, LAST_VERSION),
            LAST_VERSION if lte is None else _within(lte, LAST_VERSION),
            _NO_LIMIT if limit is None else _within(max(limit, 0), _LAST_POSITION),
        ),
    ).fetchall()
    return [StoredEvent(stream, version, topic, state) for version, topic, state in found]


def select_from(
    connection: sqlite3.Connection,
    first: int,
    last: int,
    *,
    topics: Sequence[str],
    limit: int,
) -> list[Notification]:
    """Records of all streams by position, both bounds included."""
    bounds = (_within(first, _LAST_POSITION), _within(last, _LAST_POSITION))
    rows = _within(max(limit, 0), _LAST_POSITION)
    found = (
        connection.execute(_NOTIFICATIONS_OF_TOPICS, (*bounds, json.dumps(list(topics)), rows))
        if topics
        else connection.execute(_NOTIFICATIONS, (*bounds, rows))
    )
    return [
        Notification(as_given(stream), version, topic, state, position)
        for stream, version, topic, state, position in found.fetchall()
    ]


def last_position(connection: sqlite3.Connection) -> int | None:
    """The position of the last record, or ``None`` while there is none."""
    (position,) = connection.execute("SELECT max(position) FROM records").fetchone()
    return None if position is None else int(position)


def head(connection: sqlite3.Connection, stream: str) -> Head | None:
    """The end of one stream, from the index."""
    row = connection.execute(_HEAD, (stream,)).fetchone()
    return None if row is None else _head(row)


def heads(connection: sqlite3.Connection, *, after: str | None, limit: int) -> list[Head]:
    """The ends of the streams with a text id, from the index, by code points."""
    rows = _within(max(limit, 0), _LAST_POSITION)
    found = (
        connection.execute(_FIRST_HEADS, (rows,))
        if after is None
        else connection.execute(_HEADS_AFTER, (after, rows))
    )
    return [_head(row) for row in found.fetchall()]


def as_kept(stream: UUID | str) -> bytes | str:
    """An id as the column holds it: a UUID by its 16 bytes, a text as it is."""
    return stream.bytes if isinstance(stream, UUID) else stream


def as_given(stream: bytes | str) -> UUID | str:
    """An id as it was given; the two kinds never meet, whatever they look like."""
    return UUID(bytes=stream) if isinstance(stream, bytes) else stream


def _within(number: int, greatest: int) -> int:
    """A bound SQLite can hold that selects the same."""
    return max(-1, min(number, greatest))


def _head(row: tuple[str, int, int, str | None]) -> Head:
    stream, records, version, digest = row
    return Head(stream=stream, count=records, version=version, sum=digest)
