"""Whether what a call was to keep is in the files.

Rule kept here: asked of another connection than the one that wrote, which has pages of its own
and so sees what reached the files, not what was sent there.
"""

from __future__ import annotations

import sqlite3

from noe_stores.errors import Outcome
from noe_stores.sqlite import packed, snapshots
from noe_stores.sqlite.adding import Call
from noe_stores.sqlite.names import BITS, LAST, Names

# Every tree that the call wrote to is gone through: records, order, index, positions used.
_BACK = """
    SELECT records.key, state, version, (SELECT seq FROM sqlite_sequence WHERE name = 'log')
    FROM log JOIN records ON records.key = log.key JOIN streams ON number = log.key >> 32
    WHERE position >= ? AND position <= ? ORDER BY position
"""
_STATE = "SELECT state FROM records WHERE key = ?"


def arrived(connection: sqlite3.Connection, call: Call) -> bool:
    """Whether what was committed can be read back as it was sent."""
    if call.shelved or not call.positions:
        return outcome(connection, Names(""), call) is Outcome.KEPT
    last = call.positions[-1]
    found = connection.execute(_BACK, (call.positions[0], last)).fetchall()
    if len(found) != len(call.events):
        return False
    for event, key, (read_key, state, version, seq) in zip(
        call.events, call.keys, found, strict=True
    ):
        if not (read_key == key and state == event.state and version >= key & LAST and seq >= last):
            return False
    return call.tracking is None or _tracked(connection, call)


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
