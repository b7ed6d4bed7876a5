"""Reading a store of format 2: one tree of records by key, the order across streams beside it.

Rule kept here: statements are constants, values are parameters, rows are read as tuples. A
stream read to its end is compared with what is indexed of it, and a place in the order that
leads to no record is told, not skipped.
"""

# ruff: noqa: S608 - what is put into the statements are constants of ours

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from noe_stores.errors import StoreDamaged, StoreShortened
from noe_stores.port import Head
from noe_stores.sqlite.access.witness import digest_of
from noe_stores.sqlite.tables.adding import LONGEST
from noe_stores.sqlite.tables.bounds import LAST_POSITION, no_more_than, versions, within
from noe_stores.sqlite.tables.kinds import check, events, of_another_kind
from noe_stores.sqlite.tables.names import BITS, LAST, Names

_STATES = "SELECT state FROM records WHERE key > ? AND key <= ? ORDER BY key LIMIT ?"
_ASCENDING = "SELECT key, topic, state FROM records WHERE key > ? AND key <= ? ORDER BY key LIMIT ?"
_DESCENDING = (
    "SELECT key, topic, state FROM records WHERE key > ? AND key <= ? ORDER BY key DESC LIMIT ?"
)
_END = "SELECT count, version, sum FROM streams WHERE number = ?"
_EXTENT = "SELECT count(*), max(key) FROM records WHERE key >= ? AND key <= ?"
_STATE = "SELECT state FROM records WHERE key = ?"

_LAST = "SELECT position FROM log WHERE key > 0 ORDER BY position DESC LIMIT 1"
# A run reaches back from the place of its last record; one that begins before the last place
# asked for ends no further than the longest run beyond it.
_ORDER = f"""
    SELECT records.position, records.key, topic, state, log.position - (log.key - records.key)
    FROM log JOIN records ON records.key > log.key - log.count AND records.key <= log.key
    WHERE log.position >= ?1 AND log.position < ?2 + {LONGEST} AND log.key > 0
    AND log.position - (log.key - records.key) BETWEEN ?1 AND ?2
"""
_IN_ORDER = _ORDER + " ORDER BY log.position, records.key LIMIT ?3"
_OF_TOPICS = (
    _ORDER
    + " AND topic IN (SELECT value FROM json_each(?4))"
    + " ORDER BY log.position, records.key LIMIT ?3"
)
_HOLE = f"""
    SELECT log.position, log.key, log.count
    FROM log LEFT JOIN records ON records.key > log.key - log.count AND records.key <= log.key
    WHERE log.position >= ?1 AND log.position < ?2 + {LONGEST} AND log.key > 0
    GROUP BY log.position HAVING count(records.key) <> log.count LIMIT 1
"""

_HEAD = "SELECT name, count, version, sum FROM streams WHERE number = ?"
# Every text sorts before every BLOB, so the second bound leaves the UUIDs out.
_FIRST_HEADS = """
    SELECT name, count, version, sum FROM streams
    WHERE name >= '' AND name < x'' ORDER BY name LIMIT ?
"""
_HEADS_AFTER = """
    SELECT name, count, version, sum FROM streams
    WHERE name > ? AND name < x'' ORDER BY name LIMIT ?
"""

_TRACKED = "SELECT id FROM tracking WHERE application = ?"


def lines(
    connection: sqlite3.Connection, names: Names, stream: str, after: int, limit: int
) -> list[bytes]:
    """The states of a stream above a version."""
    number = names.number(connection, stream)
    if number is None:
        return []
    base = number << BITS
    after, limit = within(after, LAST), max(limit, 0)
    bounds = (base + after, base | LAST, limit)
    states = list(chain.from_iterable(connection.execute(_STATES, bounds)))
    if len(states) < limit:
        version = after + len(states)
        count, last, digest = _end(connection, names, stream, number)
        same = not states or digest_of(states[-1]) == digest
        if not (count == last == version and same):
            _check_end(connection, names, stream, number)
            return list(chain.from_iterable(connection.execute(_STATES, bounds)))
    return states


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
    number = names.number(connection, stream)
    if number is None:
        return []
    base = number << BITS
    after, to = versions(gt, lte, LAST)
    bounds = (base + after, base + to, no_more_than(limit))
    found = connection.execute(_DESCENDING if desc else _ASCENDING, bounds).fetchall()
    if lte is None and not desc and (limit is None or len(found) < limit):
        count, version, digest = _end(connection, names, stream, number)
        if not (
            (gt is not None or count == len(found))
            and (found[-1][0] - base == version if found else version <= after)
            and (not found or digest_of(found[-1][2]) == digest)
        ):
            _check_end(connection, names, stream, number)
            found = connection.execute(_ASCENDING, bounds).fetchall()
    rows = ((key - base, topic, state) for key, topic, state in found)
    return events(stream, rows, store=names.store)


def _end(
    connection: sqlite3.Connection, names: Names, stream: UUID | str, number: int
) -> tuple[Any, Any, Any]:
    """Count, version and sum of a stream, from the index."""
    row: tuple[Any, Any, Any] | None = connection.execute(_END, (number,)).fetchone()
    if row is None:
        raise names.lost(stream, number)
    if type(row[0]) is not int or type(row[1]) is not int:
        raise of_another_kind(f"the index of {stream!s:.200}", store=names.store, stream=stream)
    return row


def _check_end(
    connection: sqlite3.Connection, names: Names, stream: UUID | str, number: int
) -> None:
    """See whether a stream ends as is indexed, at one moment: a writer may have been quicker."""
    base = number << BITS
    connection.execute("BEGIN")
    try:
        count, version, digest = _end(connection, names, stream, number)
        there, greatest = connection.execute(_EXTENT, (base, base | LAST)).fetchone()
        row = connection.execute(_STATE, (greatest,)).fetchone()
    finally:
        connection.execute("ROLLBACK")
    last = (greatest or base) - base
    if there < count or last < version:
        told: StoreDamaged = StoreShortened(
            f"{stream!s:.200} has {there} records up to version {last},"
            f" but {count} up to version {version} were kept",
            store=names.store,
            remedy="Run noe verify; noe repair salvages what is left",
        )
    elif (there, last) != (count, version) or (row and digest_of(row[0]) != digest):
        told = StoreDamaged(
            f"{stream!s:.200} does not end with the record that is indexed, version {version}"
            f" of {count}",
            store=names.store,
            remedy="Run noe verify; noe repair salvages what is left",
        )
    else:
        return
    told.streams = (str(stream),)
    raise told


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
    bounds = (max(first, 1), min(last, LAST_POSITION - LONGEST), no_more_than(limit))
    if limit <= 0 or bounds[0] > bounds[1]:
        return []
    found = (
        connection.execute(_OF_TOPICS, (*bounds, json.dumps(list(topics))))
        if topics
        else connection.execute(_IN_ORDER, bounds)
    ).fetchall()
    told = []
    for position, key, topic, state, place in found:
        name = names.name(connection, key >> BITS)
        if position != place:
            raise _misplaced(names.store, place, position, name, key & LAST)
        check(name, key & LAST, topic, state, store=names.store)
        told.append(Notification(name, key & LAST, topic, state, position))
    first, last, most = bounds
    if told and told[-1].id - first + 1 == len(told):  # none is missing up to there
        first = told[-1].id + 1
    if len(told) == most:
        last = told[-1].id
    if first <= last:
        _check_order(connection, names, first, last)
    return told


def _check_order(connection: sqlite3.Connection, names: Names, first: int, last: int) -> None:
    """See that no record was passed over: each place of a run leads to one."""
    for end, key, count in connection.execute(_HOLE, (first, last)).fetchall():
        if not 0 < count <= LONGEST:
            raise of_another_kind(f"the run up to position {end}", store=names.store)
        for place in range(max(end - count + 1, first), min(end, last) + 1):
            here = key - (end - place)
            if connection.execute(_STATE, (here,)).fetchone() is None:
                name = names.name(connection, here >> BITS)
                raise _misplaced(names.store, place, None, name, here & LAST)


def _misplaced(
    store: str, place: int, own: int | None, stream: UUID | str, version: int
) -> StoreDamaged:
    record = f"{stream!s:.200} version {version}"
    remedy = "Run noe verify; noe repair salvages what is left"
    told = (
        StoreShortened(
            f"the record at position {place}, {record}, is gone", store=store, remedy=remedy
        )
        if own is None
        else StoreDamaged(
            f"{record} stands at position {place}, but was recorded at {own}",
            store=store,
            remedy=remedy,
        )
    )
    told.streams = (str(stream),)
    return told


def last_position(connection: sqlite3.Connection) -> int | None:
    """The position of the last record, or ``None`` while there is none."""
    row = connection.execute(_LAST).fetchone()
    return None if row is None else int(row[0])


def head(connection: sqlite3.Connection, names: Names, stream: str) -> Head | None:
    """The end of one stream, from the index."""
    number = names.number(connection, stream)
    if number is None:
        return None
    row = connection.execute(_HEAD, (number,)).fetchone()
    if row is None or row[0] != stream:
        raise names.lost(stream, number)
    return _head(row)


def heads(connection: sqlite3.Connection, after: str | None, limit: int) -> list[Head]:
    """The ends of the streams with a text id, from the index, by code points."""
    rows = no_more_than(limit)
    found = (
        connection.execute(_FIRST_HEADS, (rows,))
        if after is None
        else connection.execute(_HEADS_AFTER, (after, rows))
    )
    return [_head(row) for row in found.fetchall()]


def tracked(connection: sqlite3.Connection, application: str) -> int | None:
    """The last position kept for a followed application."""
    row = connection.execute(_TRACKED, (application,)).fetchone()
    if row is not None and type(row[0]) is not int:
        raise TypeError(f"the position of {application:.200} is {row[0]!r:.40}")
    return None if row is None else row[0]


def _head(row: tuple[str, Any, Any, str | None]) -> Head:
    stream, records, version, digest = row
    if type(records) is not int or type(version) is not int:
        raise TypeError(f"the index of {stream:.200} holds {records!r:.40} and {version!r:.40}")
    return Head(stream=stream, count=records, version=version, sum=digest)
