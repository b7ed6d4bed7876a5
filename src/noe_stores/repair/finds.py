"""What was found of a damaged store, on a scratch file of its own until it is put together.

Rule kept here: memory does not grow with the store. A record found twice is one find; the
better of the places it was found at counts, and the position, wherever one was seen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from attrs import frozen

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE finds (
        stream NOT NULL, version INTEGER NOT NULL, key BLOB NOT NULL,
        topic TEXT NOT NULL, state BLOB NOT NULL, source INTEGER NOT NULL, position INTEGER,
        PRIMARY KEY (stream, version, key)
    ) WITHOUT ROWID;
    CREATE TABLE kept (
        stream NOT NULL, version INTEGER NOT NULL, key BLOB NOT NULL, place INTEGER NOT NULL,
        PRIMARY KEY (stream, version)
    ) WITHOUT ROWID;
    CREATE TABLE odds (
        place TEXT NOT NULL, state BLOB NOT NULL, why TEXT NOT NULL, PRIMARY KEY (place, state)
    ) WITHOUT ROWID;
"""

_ADD = """
    INSERT INTO finds (stream, version, key, topic, state, source, position)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (stream, version, key) DO UPDATE SET
        source = min(source, excluded.source), position = ifnull(position, excluded.position)
"""

_COLUMNS = "f.stream, f.version, f.key, f.topic, f.state, f.source, f.position"


class Source(IntEnum):
    """Where a record was found; the lower one is believed first."""

    STORE = 1
    SECOND_COPY = 2
    REMAINS = 3


@frozen
class Find:
    """A record as it was found."""

    stream: UUID | str
    version: int
    key: bytes
    topic: str
    state: bytes
    source: Source
    position: int | None


class Finds:
    """The scratch file."""

    def __init__(self, path: Path) -> None:
        self._scratch = sqlite3.connect(path, isolation_level=None)
        self._scratch.executescript(_TABLES)
        self._scratch.execute("BEGIN")  # once for all: nothing here needs to outlast the work

    def add(
        self,
        stream: UUID | str,
        version: int,
        topic: str,
        state: bytes,
        *,
        source: Source,
        position: int | None = None,
    ) -> None:
        """Take in a record."""
        key = sha256(topic.encode() + b"\n" + state).digest()
        row = (_as_kept(stream), version, key, topic, state, int(source), position)
        self._scratch.execute(_ADD, row)

    def add_odd(self, place: str, state: bytes, why: str) -> None:
        """Take in what is no record."""
        self._scratch.execute("INSERT OR IGNORE INTO odds VALUES (?, ?, ?)", (place, state, why))

    def any(self) -> bool:
        """Whether anything was found."""
        return self._scratch.execute("SELECT 1 FROM finds").fetchone() is not None

    def streams(self) -> Iterator[UUID | str]:
        """The ids of which something was found, text ids first."""
        query = "SELECT DISTINCT stream FROM finds ORDER BY typeof(stream) DESC, stream"
        # The order asked for is not that of the table, so the list is made before it is read.
        return (_as_given(stream) for (stream,) in self._scratch.execute(query))

    def of(self, stream: UUID | str, *, version: int) -> list[Find]:
        """What was found at one place of a stream, what is believed first in front."""
        query = f"SELECT {_COLUMNS} FROM finds f WHERE stream = ? AND version = ? ORDER BY source"  # noqa: S608 - constants
        return [*map(_find, self._scratch.execute(query, (_as_kept(stream), version)))]

    def all_of(self, stream: UUID | str) -> Iterator[Find]:
        """What was found of a stream, by version."""
        query = f"SELECT {_COLUMNS} FROM finds f WHERE stream = ? ORDER BY version, position"  # noqa: S608 - constants
        return map(_find, self._scratch.execute(query, (_as_kept(stream),)))

    def count(self, stream: UUID | str) -> int:
        """How many different records were found of a stream."""
        query = "SELECT count(*) FROM finds WHERE stream = ?"
        (found,) = self._scratch.execute(query, (_as_kept(stream),)).fetchone()
        return int(found)

    def last_version(self, stream: UUID | str, *, up_to: Source) -> int:
        """The highest version found at places believed that much."""
        query = "SELECT max(version) FROM finds WHERE stream = ? AND source <= ?"
        (last,) = self._scratch.execute(query, (_as_kept(stream), int(up_to))).fetchone()
        return last or 0

    def next_position(self, stream: UUID | str, *, after: int) -> int | None:
        """The first position known of a later version of the stream."""
        query = "SELECT min(position) FROM finds WHERE stream = ? AND version > ?"
        (first,) = self._scratch.execute(query, (_as_kept(stream), after)).fetchone()
        return None if first is None else int(first)

    def keep(self, chosen: Iterable[tuple[Find, int]]) -> None:
        """Say which finds go into the new store, each with its place in the order."""
        rows = ((_as_kept(f.stream), f.version, f.key, place) for f, place in chosen)
        self._scratch.executemany("INSERT INTO kept VALUES (?, ?, ?, ?)", rows)

    def kept(self) -> Iterator[Find]:
        """What goes into the new store, in the order across streams."""
        query = (
            f"SELECT {_COLUMNS} FROM kept k JOIN finds f USING (stream, version, key) "  # noqa: S608
            "ORDER BY k.place, typeof(k.stream) DESC, k.stream, k.version"
        )
        return map(_find, self._scratch.execute(query))

    def left(self) -> Iterator[Find]:
        """What does not go into the new store, by stream and version."""
        query = (
            f"SELECT {_COLUMNS} FROM finds f LEFT JOIN kept k USING (stream, version, key) "  # noqa: S608
            "WHERE k.place IS NULL ORDER BY typeof(f.stream) DESC, f.stream, f.version, f.source"
        )
        return map(_find, self._scratch.execute(query))

    def odds(self) -> Iterator[tuple[str, bytes, str]]:
        """What is no record: where it was found, its bytes, and why."""
        return iter(self._scratch.execute("SELECT place, state, why FROM odds"))

    def close(self) -> None:
        """Let go of the file."""
        self._scratch.close()


def _find(row: tuple[bytes | str, int, bytes, str, bytes, int, int | None]) -> Find:
    stream, version, key, topic, state, source, position = row
    return Find(_as_given(stream), version, key, topic, state, Source(source), position)


def _as_kept(stream: UUID | str) -> bytes | str:
    return stream.bytes if isinstance(stream, UUID) else stream


def _as_given(stream: bytes | str) -> UUID | str:
    return UUID(bytes=stream) if isinstance(stream, bytes) else stream
