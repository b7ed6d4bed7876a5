"""What is wrong with a store file beneath its streams: pages, order, index, what was promised.

Rule kept here: a finding never stops the walk. Everything is seen at one moment, whoever
writes meanwhile, and memory does not grow with the store: what must be compared is compared
by SQLite, which goes through its tables in order.
"""

# ruff: noqa: S608 - what is put into the statements are constants of ours

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from uuid import UUID

from msgspec.json import encode

from noe_stores.port import Finding
from noe_stores.sqlite.access import witness
from noe_stores.sqlite.access.witness import Witness, digest_of, mark_of
from noe_stores.sqlite.database import OnDisk
from noe_stores.sqlite.in_memory import InMemory
from noe_stores.sqlite.tables.adding import LONGEST
from noe_stores.sqlite.tables.names import BITS, LAST, hash_of
from noe_stores.sqlite.tables.schema import FIRST_VERSION, OURS

_MOST = 1000
"""How many faults of its pages SQLite names at most."""

_UUID = 16
"""Bytes of a UUID."""

# What SQLite makes for itself has no text, or a name that nobody else may give.
_OBJECTS = """
    SELECT type, name, sql FROM sqlite_master
    WHERE sql NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
"""
_FAULTS = f"PRAGMA integrity_check({_MOST})"

# The records of a run are those whose keys reach back from its last one.
_IN_RUN = "records.key > log.key - log.count AND records.key <= log.key"

_INCOMPLETE = f"""
    SELECT log.position, log.key, log.count, name FROM log LEFT JOIN records ON {_IN_RUN}
    LEFT JOIN streams ON number = log.key >> 32
    WHERE log.key > 0 GROUP BY log.position HAVING count(records.key) <> log.count
"""
_MISPLACED = f"""
    SELECT log.position - (log.key - records.key) AS place, records.key, name, records.position
    FROM log JOIN records ON {_IN_RUN} LEFT JOIN streams ON number = records.key >> 32
    WHERE log.key > 0 AND records.position IS NOT place ORDER BY log.position
"""
_UNCONNECTED = """
    SELECT position, count, before FROM (
        SELECT position, count, lag(position, 1, 0) OVER (ORDER BY position) AS before FROM log
    ) WHERE position - count <> before
"""
_WITHOUT_PLACE = f"""
    SELECT key, name FROM records LEFT JOIN streams ON number = key >> 32
    WHERE NOT EXISTS (
        SELECT 1 FROM log WHERE log.position >= records.position
        AND log.position < records.position + {LONGEST} AND {_IN_RUN}
    ) ORDER BY key
"""
_OF_ANOTHER_KIND = """
    SELECT key, name FROM records LEFT JOIN streams ON number = key >> 32
    WHERE typeof(state) <> 'blob' OR typeof(topic) <> 'text' ORDER BY key
"""
_NAMELESS = """
    SELECT number, count(*) FROM (SELECT key >> 32 AS number FROM records)
    WHERE number NOT IN (SELECT number FROM streams) GROUP BY number
"""
_GIVEN = """
    SELECT hash, names.number, streams.name
    FROM names LEFT JOIN streams ON streams.number = names.number ORDER BY names.number
"""
_EVERY_NAME = "SELECT name FROM streams WHERE typeof(name) IN ('text', 'blob') ORDER BY number"
_IS_GIVEN = "SELECT 1 FROM names WHERE hash = ?"
_STREAMS = "SELECT number, name, count, version, sum FROM streams ORDER BY number"
_EXTENT = "SELECT count(*), max(key) FROM records WHERE key >= ? AND key <= ?"
_STATE = "SELECT state FROM records WHERE key = ?"
_AT = f"""
    SELECT state FROM log JOIN records ON records.key = log.key - (log.position - ?1)
    WHERE log.position >= ?1 AND log.position < ?1 + {LONGEST} AND log.position - log.count < ?1
"""
_LINE = b'{"stream":"'
_OURS = b'{"stream":%b,'

_FIRST_STREAMS = """
    SELECT streams.stream, streams.count, streams.version, count(records.version),
        max(records.version)
    FROM streams LEFT JOIN records ON records.stream = streams.stream
    GROUP BY streams.stream
"""

Check = Callable[[sqlite3.Connection], Iterator[Finding]]


def inspect(store: OnDisk | InMemory) -> Iterator[Finding]:
    """What is wrong with the store itself."""
    store.check_usable()
    told = witness.look(store.store) if isinstance(store, OnDisk) else None
    checks = _FIRST if store.format == FIRST_VERSION else _PACKED
    with store.looking() as connection:
        if told is not None:
            yield from _guarded(connection, lambda c: _witnessed(c, told), "side file")
        for place, check in checks:
            yield from _guarded(connection, check, place)


def _guarded(connection: sqlite3.Connection, check: Check, place: str) -> Iterator[Finding]:
    try:
        yield from check(connection)
    except (sqlite3.Error, TypeError, ValueError, OverflowError) as error:
        yield Finding(place=place, why=f"it cannot be gone through ({error})")


def _witnessed(connection: sqlite3.Connection, told: Witness) -> Iterator[Finding]:
    if told.position == 0:
        return
    row = connection.execute(_AT, (told.position,)).fetchone()
    if row is None:
        yield Finding(
            place=f"position {told.position}", why="it was acknowledged, and is not there"
        )
    elif mark_of(row[0]) != told.mark:
        yield Finding(
            place=f"position {told.position}",
            why="the record there is not the one that was acknowledged",
        )


def _foreign(connection: sqlite3.Connection) -> Iterator[Finding]:
    for kind, name, text in connection.execute(_OBJECTS):
        if name not in OURS:
            yield Finding(place="schema", why=f"the {kind} {name!s:.200} in it is not ours")
        elif text != OURS[name]:
            yield Finding(place="schema", why=f"the {kind} {name} is not as it was made")


def _pages(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (said,) in connection.execute(_FAULTS):
        for line in str(said).splitlines():
            if line != "ok" and not line.startswith("***"):
                yield Finding(place="pages", why=line)


def _order(connection: sqlite3.Connection) -> Iterator[Finding]:
    for end, key, count, name in connection.execute(_INCOMPLETE):
        for back in range(min(count, LONGEST) - 1, -1, -1):
            if connection.execute(_STATE, (key - back,)).fetchone() is None:
                yield Finding(
                    place=f"log, position {end - back}",
                    why=f"the record there, {_named(name, key - back)}, is gone",
                    streams=_streams(name),
                )
    for place, key, name, own in connection.execute(_MISPLACED):
        yield Finding(
            place=f"log, position {place}",
            why=f"the record there, {_named(name, key)}, was recorded at {own}",
            streams=_streams(name),
        )
    for position, count, before in connection.execute(_UNCONNECTED):
        yield Finding(
            place=f"log, position {position}",
            why=f"the {count} up to there do not follow on {before}: some were moved or lost",
        )


def _records(connection: sqlite3.Connection) -> Iterator[Finding]:
    for key, name in connection.execute(_WITHOUT_PLACE):
        yield Finding(
            place="records",
            why=f"{_named(name, key)} has no place in the order",
            streams=_streams(name),
        )
    for key, name in connection.execute(_OF_ANOTHER_KIND):
        yield Finding(
            place="records",
            why=f"{_named(name, key)} is of another kind than was written",
            streams=_streams(name),
        )
    for number, count in connection.execute(_NAMELESS):
        yield Finding(
            place="streams", why=f"number {number} has {count} records, but no name any more"
        )


def _index(connection: sqlite3.Connection) -> Iterator[Finding]:
    for number, name, count, version, digest in connection.execute(_STREAMS):
        base = number << BITS
        there, greatest = connection.execute(_EXTENT, (base, base | LAST)).fetchone()
        last = (greatest or base) - base
        if (there, last) != (count, version):
            yield _ended_otherwise(name, (there, last), (count, version))
            continue
        (state,) = connection.execute(_STATE, (greatest,)).fetchone()
        if digest != digest_of(state):
            why = f"the last record of {_text(name)} is not the one that is indexed"
            yield Finding(place="streams", why=why, streams=_streams(name))
        elif digest and state.startswith(_LINE) and not state.startswith(_OURS % encode(name)):
            why = f"the last record of {_text(name)} says that it is of another stream"
            yield Finding(place="streams", why=why, streams=_streams(name))


def _names(connection: sqlite3.Connection) -> Iterator[Finding]:
    for given, number, name in connection.execute(_GIVEN):
        if not isinstance(name, bytes | str) or hash_of(name) != given:
            now = "is gone" if name is None else f"is {_text(name)} now"
            yield Finding(
                place="names",
                why=f"the name of stream number {number} {now}",
                streams=_streams(name),
            )
    for (name,) in connection.execute(_EVERY_NAME):
        if connection.execute(_IS_GIVEN, (hash_of(name),)).fetchone() is None:
            why = f"{_text(name)} is not among the names that were given"
            yield Finding(place="names", why=why, streams=_streams(name))


def _index_of_first(connection: sqlite3.Connection) -> Iterator[Finding]:
    for name, count, version, there, last in connection.execute(_FIRST_STREAMS):
        if (there, last) != (count, version):
            yield _ended_otherwise(name, (there, last), (count, version))


def _ended_otherwise(name: object, there: tuple[int, int], kept: tuple[int, int]) -> Finding:
    return Finding(
        place="streams",
        why=f"{_text(name)} has {there[0]} records up to version {there[1]}, "
        f"but {kept[0]} up to version {kept[1]} were kept",
        streams=_streams(name),
    )


_PACKED: tuple[tuple[str, Check], ...] = (
    ("schema", _foreign),
    ("pages", _pages),
    ("log", _order),
    ("records", _records),
    ("streams", _index),
    ("names", _names),
)
_FIRST: tuple[tuple[str, Check], ...] = (("pages", _pages), ("streams", _index_of_first))


def _text(name: object) -> str:
    if isinstance(name, bytes) and len(name) == _UUID:
        return str(UUID(bytes=name))
    return f"{name!s:.200}"


def _streams(name: object) -> tuple[str, ...]:
    return () if name is None else (_text(name),)


def _named(name: object, key: int) -> str:
    stream = f"stream number {key >> BITS}" if name is None else _text(name)
    return f"{stream} version {key & LAST}"
