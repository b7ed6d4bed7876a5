"""The limits: the least that keeps the same lines durably and reads them back typed.

Rule kept here: nothing is validated beyond types, nothing is chained, nobody else may write.
On SQLite one table in WAL with every commit synced; on files one of JSON lines a stream.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

import msgspec
from parties import Append, Replay
from work_told import RECORDED_BY, Minutes, Work, stream_id, works

AT_ONCE = 1000


Nature = Literal["production", "reflexive", "coordination", "learning"]


class Data(msgspec.Struct):
    """The fact itself."""

    minutes: int
    nature: Nature
    topic: str
    work_id: str


class Line(msgspec.Struct):
    """A whole line, read in one go."""

    stream: str
    version: int
    id: UUID
    event: str
    schema: int
    occurred_at: date
    recorded_at: datetime
    recorded_by: str
    data: Data


ENCODE = msgspec.json.Encoder().encode
DECODE = msgspec.json.Decoder(Line).decode
DECODE_LINES = msgspec.json.Decoder(Line).decode_lines

TABLE = (
    "CREATE TABLE IF NOT EXISTS records (position INTEGER PRIMARY KEY, stream TEXT NOT NULL,"
    " version INTEGER NOT NULL, topic TEXT NOT NULL, state BLOB NOT NULL,"
    " UNIQUE (stream, version))"
)
INSERT = "INSERT INTO records (stream, version, topic, state) VALUES (?, ?, ?, ?)"
SELECT = "SELECT state FROM records WHERE stream = ? ORDER BY version"


def line(stream: str, version: int, work: Work) -> bytes:
    """The line of one piece of work."""
    return ENCODE(
        Line(
            stream=stream,
            version=version,
            id=uuid4(),
            event="work_recorded",
            schema=1,
            occurred_at=work.on,
            recorded_at=datetime.now(UTC),
            recorded_by=RECORDED_BY,
            data=Data(
                minutes=work.minutes,
                nature="production",
                topic=work.topic,
                work_id=work.work_id,
            ),
        )
    )


def fold(lines: Iterable[Line]) -> Minutes:
    """The minutes by month."""
    months: Minutes = {}
    for one in lines:
        month = str(one.occurred_at)[:7]
        months[month] = months.get(month, 0) + one.data.minutes
    return months


class OnSQLite:
    """One table of plain SQLite."""

    def _open(self, folder: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(folder / "limit.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    def _append(
        self, connection: sqlite3.Connection, stream: str, version: int, some: Sequence[Work]
    ) -> None:
        rows = [
            (stream, at, "work_recorded", line(stream, at, work))
            for at, work in enumerate(some, version + 1)
        ]
        if len(rows) == 1:
            connection.execute(INSERT, rows[0])
            return
        connection.execute("BEGIN")
        connection.executemany(INSERT, rows)
        connection.execute("COMMIT")

    def fill(self, folder: Path, streams: int, facts: int) -> None:
        """Make a store of so many streams of so many facts each."""
        with closing(self._open(folder)) as connection:
            connection.execute(TABLE)
            for number in range(streams):
                for first in range(0, facts, AT_ONCE):
                    some = tuple(works(first, min(AT_ONCE, facts - first)))
                    self._append(connection, stream_id(number), first, some)

    @contextmanager
    def appending(self, folder: Path) -> Iterator[Append]:
        """A store opened, and one stream of it taken in hand, to append to."""
        with closing(self._open(folder)) as connection:
            connection.execute(TABLE)
            stream, version = stream_id(0), 0

            def append(some: Sequence[Work]) -> None:
                nonlocal version
                self._append(connection, stream, version, some)
                version += len(some)

            yield append

    @contextmanager
    def reading(self, folder: Path) -> Iterator[Replay]:
        """A store opened to read."""
        with closing(self._open(folder)) as connection:
            yield lambda number: fold(
                DECODE(state) for (state,) in connection.execute(SELECT, (stream_id(number),))
            )


class OnFiles:
    """A file of JSON lines for each stream, synced at every append."""

    def fill(self, folder: Path, streams: int, facts: int) -> None:
        """Make a folder of so many files of so many lines each."""
        for number in range(streams):
            stream = stream_id(number)
            lines = (line(stream, at, work) for at, work in enumerate(works(0, facts), 1))
            (folder / f"{stream}.jsonl").write_bytes(b"\n".join(lines) + b"\n")

    @contextmanager
    def appending(self, folder: Path) -> Iterator[Append]:
        """The file of one stream opened to append to."""
        stream, version = stream_id(0), 0
        file = os.open(folder / f"{stream}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def append(some: Sequence[Work]) -> None:
            nonlocal version
            lines = [line(stream, at, work) for at, work in enumerate(some, version + 1)]
            os.write(file, b"\n".join(lines) + b"\n")
            os.fdatasync(file)
            version += len(some)

        try:
            yield append
        finally:
            os.close(file)

    @contextmanager
    def reading(self, folder: Path) -> Iterator[Replay]:
        """A folder to read in."""
        yield lambda number: fold(
            DECODE_LINES((folder / f"{stream_id(number)}.jsonl").read_bytes())
        )
