"""Whether what a call was to keep is in the files.

Rule kept here: asked of another connection than the one that wrote, which has pages of its own
and so sees what reached the files, not what was sent there. Every tree that the call wrote to
is gone down to the leaf: records, order, index.
"""

from __future__ import annotations

import sqlite3

from noe_stores.errors import Outcome
from noe_stores.sqlite.access.driver import is_damage
from noe_stores.sqlite.tables import packed, snapshots
from noe_stores.sqlite.tables.adding import Call
from noe_stores.sqlite.tables.names import BITS, LAST, Names, hash_of

_LEAF = 512
"""Bytes of a state that is surely kept on the page of its record, whatever the page's size."""

_FEW = 2**16
"""Pages of the largest store that is written anew on the way: a quarter of a gibibyte."""

_ONE = """
    SELECT position, state, (SELECT key FROM log WHERE position = ?2),
        (SELECT version FROM streams WHERE number = ?3)
    FROM records WHERE key = ?1
"""
# Gone through by SQLite itself: every leaf is read, and no row becomes an object.
_MANY = """
    SELECT count(*), min(position), max(position), sum(length(state))
    FROM records WHERE key >= ? AND key <= ? AND position >= ? AND position <= ?
"""
_RUNS = "SELECT sum(count) FROM log WHERE position >= ? AND position <= ?"
_VERSION = "SELECT version FROM streams WHERE number = ?"
_NAME = "SELECT number FROM streams WHERE name = ? AND EXISTS (SELECT 1 FROM names WHERE hash = ?)"
_STATE = "SELECT state FROM records WHERE key = ?"


def arrived(connection: sqlite3.Connection, call: Call) -> bool:
    """Whether what was committed can be read back as it was sent."""
    try:
        return _arrived(connection, call)
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def _arrived(connection: sqlite3.Connection, call: Call) -> bool:
    if call.tracking is not None and not _tracked(connection, call):
        return False
    for kept, number in call.fresh.items():
        if connection.execute(_NAME, (kept, hash_of(kept))).fetchone() != (number,):
            return False
    rows = call.rows
    if len(rows) == 1:
        ((key, position, _, state),) = rows
        row = connection.execute(_ONE, (key, position, key >> BITS)).fetchone()
        return row is not None and row[:3] == (position, state, key) and row[3] >= key & LAST
    if rows:
        return _all_arrived(connection, call)
    return all(snapshots.state(connection, event) == event.state for event in call.events)


def _all_arrived(connection: sqlite3.Connection, call: Call) -> bool:
    rows = call.rows
    bounds = (rows[0][1], rows[-1][1])
    if connection.execute(_RUNS, bounds).fetchone() != (len(rows),):
        return False
    for number, own in call.streams.items():
        keys, positions, _, states = zip(*own, strict=True)
        wanted = (
            len(own),
            min(positions),
            max(positions),
            sum(map(len, states)),
        )
        first, last = min(keys), max(keys)
        if connection.execute(_MANY, (first, last, *bounds)).fetchone() != wanted:
            return False
        row = connection.execute(_VERSION, (number,)).fetchone()
        if row is None or row[0] < last & LAST:
            return False
    # What is too long for a leaf stands on pages of its own; and the last record is compared.
    return all(
        connection.execute(_STATE, (key,)).fetchone() == (state,)
        for key, _, _, state in rows
        if len(state) > _LEAF or key == rows[-1][0]
    )


def write_anew(connection: sqlite3.Connection) -> None:
    """Write every page once more, and fold the log into the file."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    if pages <= _FEW:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def outcome(connection: sqlite3.Connection, names: Names, call: Call) -> Outcome:
    """What became of a call that ended early, by what is there of it."""
    if not call.events:
        return Outcome.KEPT if _tracked(connection, call) else Outcome.NOT_KEPT
    found = {_state(connection, names, call, n) == e.state for n, e in enumerate(call.events)}
    if found == {True}:
        return Outcome.KEPT
    return Outcome.NOT_KEPT if found == {False} else Outcome.UNKNOWN


def _tracked(connection: sqlite3.Connection, call: Call) -> bool:
    if call.tracking is None:
        return True
    last = packed.tracked(connection, call.tracking.application_name)
    return last is not None and last >= call.tracking.notification_id


def _state(connection: sqlite3.Connection, names: Names, call: Call, n: int) -> bytes | None:
    event = call.events[n]
    if call.shelved:
        return snapshots.state(connection, event)
    number = names.number(connection, event.originator_id)
    if number is None:
        return None
    row = connection.execute(_STATE, (number << BITS | event.originator_version,)).fetchone()
    return None if row is None else row[0]
