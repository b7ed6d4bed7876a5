"""Adding to a store: what one call puts into the tables, and whether it is there.

Rule kept here: sound only inside a write transaction, for nobody else can take the positions
meanwhile. A call leads from what is asked to what became of it, so that whoever is interrupted
half-way can find out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from attrs import define, field
from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.errors import AlreadyTracked, StoreDamaged, Unstorable, VersionTaken
from noe_stores.sqlite import snapshots
from noe_stores.sqlite.driver import is_duplicate
from noe_stores.sqlite.names import BITS, Names, as_kept
from noe_stores.sqlite.witness import digest_of

_LAST_NUMBER = 2**31 - 1

_RECORD = "INSERT INTO records (key, topic, state) VALUES (?, ?, ?)"
_PLACE = "INSERT INTO log (key) VALUES (?)"
_STREAM = "INSERT INTO streams (name, count, version, sum) VALUES (?, 0, -1, NULL)"
_INDEX = """
    UPDATE streams SET
        count = count + ?1,
        sum = CASE WHEN ?2 > version THEN ?3 ELSE sum END,
        version = max(version, ?2)
    WHERE number = ?4
"""
_THERE = "SELECT 1 FROM records WHERE key = ?"
_SPEND = "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'log'"
_USED = "SELECT seq FROM sqlite_sequence WHERE name = 'log'"

_TRACKED = "SELECT id FROM tracking WHERE application = ?"
_TRACK = """
    INSERT INTO tracking (application, id) VALUES (?, ?)
    ON CONFLICT (application) DO UPDATE SET id = excluded.id
"""


@define
class Call:
    """What one call is to keep, and how far it came.

    ``asked`` says that the commit was sent, ``committed`` that SQLite reported it done, and
    ``positions`` where the records came to stand.
    """

    events: Sequence[StoredEvent]
    tracking: Tracking | None = None
    shelved: bool = False
    asked: bool = False
    committed: bool = False
    positions: range = range(0)
    keys: list[int] = field(factory=list)
    _fresh: dict[bytes | str, int] = field(factory=dict)

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
        for kept, number in self._fresh.items():
            names.learn(kept, number)

    def _add_one(self, connection: sqlite3.Connection, names: Names, event: StoredEvent) -> None:
        version = event.originator_version
        number = self._number(connection, names, event)
        key = number << BITS | version
        try:
            connection.execute(_RECORD, (key, event.topic, event.state))
        except sqlite3.IntegrityError as error:
            if is_duplicate(error):
                raise VersionTaken.by(event.originator_id, version, store=names.store) from error
            raise
        position = connection.execute(_PLACE, (key,)).lastrowid or 0
        _index(connection, names.store, number, 1, event)
        self.keys = [key]
        self.positions = range(position, position + 1)

    def _add(self, connection: sqlite3.Connection, names: Names) -> None:
        counts: dict[int, int] = {}
        lasts: dict[int, StoredEvent] = {}
        rows = []
        for event in self.events:
            number = self._number(connection, names, event)
            rows.append((number << BITS | event.originator_version, event.topic, event.state))
            counts[number] = counts.get(number, 0) + 1
            last = lasts.get(number)
            if last is None or event.originator_version > last.originator_version:
                lasts[number] = event
        try:
            connection.executemany(_RECORD, rows)
        except sqlite3.IntegrityError as error:
            if is_duplicate(error):
                raise self._taken(connection, names) from error
            raise
        self.keys = [key for key, _, _ in rows]
        first = connection.execute(_PLACE, (self.keys[0],)).lastrowid or 0
        connection.executemany(_PLACE, [(key,) for key in self.keys[1:]])
        self.positions = range(first, first + len(rows))
        for number, last in lasts.items():
            _index(connection, names.store, number, counts[number], last)

    def _number(self, connection: sqlite3.Connection, names: Names, event: StoredEvent) -> int:
        """The number of a record's stream, a new one where it has none yet."""
        kept = as_kept(event.originator_id)
        number = self._fresh.get(kept) or names.number(connection, event.originator_id)
        if number is None:
            number = connection.execute(_STREAM, (kept,)).lastrowid or 0
            if not 0 < number <= _LAST_NUMBER:
                raise Unstorable(
                    f"it has {_LAST_NUMBER} streams, no number is left for another",
                    store=names.store,
                    remedy="Begin another store",
                )
            self._fresh[kept] = number
        return number

    def _taken(self, connection: sqlite3.Connection, names: Names) -> VersionTaken:
        """Which record of the call is there already, or twice in the call itself."""
        connection.execute("ROLLBACK")
        known: set[int] = set()
        for event in self.events:
            number = names.number(connection, event.originator_id)
            kept = as_kept(event.originator_id)
            key = (number or self._fresh[kept]) << BITS | event.originator_version
            if key in known or (number and connection.execute(_THERE, (key,)).fetchone()):
                break
            known.add(key)
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
    connection: sqlite3.Connection, store: str, number: int, count: int, last: StoredEvent
) -> None:
    row = (count, last.originator_version, digest_of(last.state), number)
    if connection.execute(_INDEX, row).rowcount != 1:
        raise StoreDamaged(
            f"stream number {number} is no longer in the index", store=store, remedy="Run verify"
        )


def _track(connection: sqlite3.Connection, tracking: Tracking, store: str) -> None:
    application, position = tracking.application_name, tracking.notification_id
    row = connection.execute(_TRACKED, (application,)).fetchone()
    if row is not None and row[0] >= position:
        raise AlreadyTracked.beyond(application, position, row[0], store=store)
    connection.execute(_TRACK, (application, position))


def used(connection: sqlite3.Connection) -> int:
    """The last position that was ever given."""
    row = connection.execute(_USED).fetchone()
    return 0 if row is None else int(row[0])


def spend(connection: sqlite3.Connection) -> None:
    """Give a position to nobody, which is a commit that changes nothing else."""
    connection.execute(_SPEND)
