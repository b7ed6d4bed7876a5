"""Adding to a store: what one call puts into the tables.

Rule kept here: sound only inside a write transaction, for nobody else can take the positions
meanwhile. A call leads from what is asked to what became of it, so that whoever is interrupted
half-way can find out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from uuid import UUID

from attrs import define, field
from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.errors import AlreadyTracked, StoreDamaged, Unstorable, VersionTaken
from noe_stores.sqlite.access.driver import is_duplicate
from noe_stores.sqlite.access.witness import Run, digest_of
from noe_stores.sqlite.tables import snapshots
from noe_stores.sqlite.tables.names import BITS, LAST, LAST_NUMBER, Names, as_kept, hash_of

LONGEST = 1024
"""How many records a run has at most, so that a reader knows how far one may reach."""

Row = tuple[int, int, str, bytes]
"""A record as it stands in its table: key, position, topic, state."""

_RECORD = "INSERT INTO records (key, position, topic, state) VALUES (?, ?, ?, ?)"
# The place after the last one is SQLite's own choice, where none is named.
_PLACE = "INSERT INTO log (key, count) VALUES (?, 1)"
_RUN = "INSERT INTO log (position, key, count) VALUES (?, ?, ?)"
_LAST = "SELECT max(position) FROM log"
_STREAM = "INSERT INTO streams (name, count, version, sum) VALUES (?, 0, -1, NULL)"
_NAME = "INSERT OR IGNORE INTO names (hash, number) VALUES (?, ?)"
_INDEX = """
    UPDATE streams SET
        count = count + ?1,
        sum = CASE WHEN ?2 > version THEN ?3 ELSE sum END,
        version = max(version, ?2)
    WHERE number = ?4 AND typeof(count) = 'integer' AND typeof(version) = 'integer'
"""
_THERE = "SELECT 1 FROM records WHERE key = ?"
_SPEND = "INSERT INTO log (key, count) VALUES (0, 1)"

_TRACKED = "SELECT id FROM tracking WHERE application = ?"
_TRACK = """
    INSERT INTO tracking (application, id) VALUES (?, ?)
    ON CONFLICT (application) DO UPDATE SET id = excluded.id
"""


@define
class Call:
    """What one call is to keep, and how far it came.

    ``asked`` says that the commit was sent, ``committed`` that SQLite reported it done, and
    ``positions`` where the records came to stand, ``rows`` how they stand in their table, by
    their streams' numbers in ``streams``, ``runs`` where those end that follow each other in one
    stream, and how many they are, ``digest`` that of the last one, and ``fresh`` the streams that
    the call begins.
    """

    events: Sequence[StoredEvent]
    tracking: Tracking | None = None
    shelved: bool = False
    asked: bool = False
    committed: bool = False
    positions: range = range(0)
    rows: Sequence[Row] = ()
    runs: Sequence[tuple[int, int]] = ()
    digest: str | None = None
    streams: dict[int, list[Row]] = field(factory=dict)
    fresh: dict[bytes | str, int] = field(factory=dict)

    def run(self, connection: sqlite3.Connection, names: Names) -> None:
        """Put everything into the tables of an open transaction.

        Raises:
            VersionTaken, AlreadyTracked: something of it is there already.
        """
        if self.tracking is not None:
            _track(connection, self.tracking, names.store)
        if self.shelved:
            self._shelve(connection, names.store)
        elif len(self.events) == 1:
            self._add_one(connection, names, self.events[0])
        elif self.events:
            self._add(connection, names)

    def learnt(self, names: Names) -> None:
        """Let the numbers of new streams be known, once they are committed."""
        for kept, number in self.fresh.items():
            names.learn(kept, number)

    def told(self) -> Iterator[Run]:
        """What the side file is told of the records: their runs, by the streams' names."""
        for last, count in self.runs:
            event = self.events[last - self.positions[0]]
            yield last, count, hash_of(as_kept(event.originator_id))

    def _add_one(self, connection: sqlite3.Connection, names: Names, event: StoredEvent) -> None:
        version, state = event.originator_version, event.state
        key = self._number(connection, names, event) << BITS | version
        position = connection.execute(_PLACE, (key,)).lastrowid or 0
        row = (key, position, event.topic, state)
        try:
            connection.execute(_RECORD, row)
        except sqlite3.IntegrityError as error:
            if is_duplicate(error):
                raise VersionTaken.by(event.originator_id, version, store=names.store) from error
            raise
        digest = digest_of(state)
        _index(connection, names.store, key, 1, digest)
        self.rows, self.digest = (row,), digest
        self.positions, self.runs = range(position, position + 1), ((position, 1),)

    def _add(self, connection: sqlite3.Connection, names: Names) -> None:
        rows, runs = self._placed(connection, names)
        try:
            connection.executemany(_RECORD, rows)
        except sqlite3.IntegrityError as error:
            if is_duplicate(error):
                raise self._taken(connection, names) from error
            raise
        connection.executemany(_RUN, runs)
        for row in rows:
            self.streams.setdefault(row[0] >> BITS, []).append(row)
        for own in self.streams.values():
            last = max(own)
            _index(connection, names.store, last[0], len(own), digest_of(last[3]))
        self.rows, self.digest = rows, digest_of(rows[-1][3])
        self.positions = range(rows[0][1], rows[-1][1] + 1)
        self.runs = [(last, count) for last, _, count in runs]

    def _placed(
        self, connection: sqlite3.Connection, names: Names
    ) -> tuple[list[Row], list[tuple[int, int, int]]]:
        """The records with their keys and positions, and the runs that they make."""
        position = first = 1 + (connection.execute(_LAST).fetchone()[0] or 0)
        rows: list[Row] = []
        runs: list[tuple[int, int, int]] = []
        stream: UUID | str | None = None
        base = 0
        last = -1
        for event in self.events:
            if event.originator_id != stream:
                stream = event.originator_id
                base = self._number(connection, names, event) << BITS
            key = base | event.originator_version
            if key != last + 1 or position - first == LONGEST:
                if rows:
                    runs.append((position - 1, last, position - first))
                first = position
            rows.append((key, position, event.topic, event.state))
            last = key
            position += 1
        runs.append((position - 1, last, position - first))
        return rows, runs

    def _number(self, connection: sqlite3.Connection, names: Names, event: StoredEvent) -> int:
        """The number of a record's stream, a new one where it has none yet."""
        stream = event.originator_id
        number = names.number(connection, stream, self.fresh)
        if number is None:
            kept = as_kept(stream)
            number = connection.execute(_STREAM, (kept,)).lastrowid or 0
            if not 0 < number <= LAST_NUMBER:
                raise Unstorable(
                    f"it has {LAST_NUMBER} streams, no number is left for another",
                    store=names.store,
                    remedy="Begin another store",
                )
            connection.execute(_NAME, (hash_of(kept), number))
            self.fresh[kept] = number
        return number

    def _taken(self, connection: sqlite3.Connection, names: Names) -> VersionTaken:
        """Which record of the call is there already, or twice in the call itself."""
        connection.execute("ROLLBACK")
        names.forget()
        known: set[tuple[bytes | str, int]] = set()
        for event in self.events:
            place = (as_kept(event.originator_id), event.originator_version)
            number = names.number(connection, event.originator_id)
            key = (number or 0) << BITS | event.originator_version
            if place in known or (number and connection.execute(_THERE, (key,)).fetchone()):
                break
            known.add(place)
        return VersionTaken.by(event.originator_id, event.originator_version, store=names.store)

    def _shelve(self, connection: sqlite3.Connection, store: str) -> None:
        for event in self.events:
            try:
                snapshots.add(connection, event)
            except sqlite3.IntegrityError as error:
                if not is_duplicate(error):
                    raise
                raise VersionTaken.by(
                    event.originator_id, event.originator_version, store=store
                ) from error


def _index(
    connection: sqlite3.Connection, store: str, key: int, count: int, digest: str | None
) -> None:
    row = (count, key & LAST, digest, key >> BITS)
    if connection.execute(_INDEX, row).rowcount != 1:
        raise StoreDamaged(
            f"stream number {key >> BITS} is no longer in the index as it was",
            store=store,
            remedy="Run noe verify",
        )


def _track(connection: sqlite3.Connection, tracking: Tracking, store: str) -> None:
    application, position = tracking.application_name, tracking.notification_id
    row = connection.execute(_TRACKED, (application,)).fetchone()
    if row is not None and row[0] >= position:
        raise AlreadyTracked.beyond(application, position, row[0], store=store)
    connection.execute(_TRACK, (application, position))


def spend(connection: sqlite3.Connection) -> None:
    """Give a position to no record, which is a commit that changes nothing else."""
    connection.execute(_SPEND)
