"""Whether what a call was to keep is in the files.

Rule kept here: asked of another connection than the one that wrote, which has pages of its own
and so sees what reached the files, not what was sent there. Every tree that the call wrote to
is gone down to the leaf: records, order, index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from noe_stores.errors import Outcome
from noe_stores.sqlite import packed, snapshots
from noe_stores.sqlite.adding import Call
from noe_stores.sqlite.driver import is_damage
from noe_stores.sqlite.names import BITS, LAST, Names

_FEW = 2**16
"""Pages of the largest store that is written anew on the way: a quarter of a gibibyte."""

_ONE = """
    SELECT position, state, (SELECT key FROM log WHERE position = ?2),
        (SELECT version FROM streams WHERE number = ?3)
    FROM records WHERE key = ?1
"""
_MANY = "SELECT key, position, topic, state FROM records WHERE key >= ? AND key <= ? ORDER BY key"
_PLACES = "SELECT key FROM log WHERE position >= ? AND position <= ? ORDER BY position"
_VERSION = "SELECT version FROM streams WHERE number = ?"
_NAME = "SELECT number FROM streams WHERE name = ?"
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
        if connection.execute(_NAME, (kept,)).fetchone() != (number,):
            return False
    rows = call.rows
    if len(rows) == 1:
        ((key, position, _, state),) = rows
        row = connection.execute(_ONE, (key, position, key >> BITS)).fetchone()
        return row is not None and row[:3] == (position, state, key) and row[3] >= key & LAST
    if rows:
        return _all_arrived(connection, call, rows)
    return all(snapshots.state(connection, event) == event.state for event in call.events)


def _all_arrived(
    connection: sqlite3.Connection, call: Call, rows: Sequence[tuple[int, int, str, bytes]]
) -> bool:
    bounds = (call.positions[0], call.positions[-1])
    if connection.execute(_PLACES, bounds).fetchall() != [row[:1] for row in rows]:
        return False
    by_key = sorted(rows)
    at = 0
    while at < len(by_key):  # one stream after the other
        number = by_key[at][0] >> BITS
        end = at + 1
        while end < len(by_key) and by_key[end][0] >> BITS == number:
            end += 1
        wanted = by_key[at:end]
        found = connection.execute(_MANY, (wanted[0][0], wanted[-1][0])).fetchall()
        if found != wanted and not set(wanted) <= set(found):
            return False
        row = connection.execute(_VERSION, (number,)).fetchone()
        if row is None or row[0] < wanted[-1][0] & LAST:
            return False
        at = end
    return True


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
