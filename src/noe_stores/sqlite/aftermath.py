"""What became of a call that failed: kept, not kept, or not known.

Rule kept here: nothing is assumed kept because it can be seen, nor lost because it cannot,
after the system failed to sync. A commit that failed leaves pages behind that a crash might
bring back; only another commit that succeeds puts an end to them.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from noe_stores.errors import Interrupted, Outcome, OutcomeUnknown, StoreError
from noe_stores.sqlite import adding, confirming, opening
from noe_stores.sqlite.adding import Call
from noe_stores.sqlite.driver import wrote_nothing
from noe_stores.sqlite.names import Names

if TYPE_CHECKING:
    from noe_stores.sqlite.database import OnDisk


def ended(store: OnDisk, call: Call, error: BaseException) -> BaseException:
    """The error to raise, with what became of the call in it."""
    streams = [str(event.originator_id) for event in call.events]
    outcome = _outcome(store, call, error)
    told = store.told(error)
    if isinstance(told, StoreError):
        if outcome is Outcome.UNKNOWN and not isinstance(told, OutcomeUnknown):
            told = OutcomeUnknown(told.args[0], store=store.store, remedy=told.remedy)
        return told.ended(outcome, streams)
    if isinstance(error, KeyboardInterrupt):
        interrupted = Interrupted(store.store, outcome)
        interrupted.streams = tuple(dict.fromkeys(streams))
        return interrupted
    error.add_note(f"{store.store}: the facts of this call are {outcome}")
    return error


def _outcome(store: OnDisk, call: Call, error: BaseException) -> Outcome:
    if isinstance(error, StoreError) and error.outcome is not None:
        return error.outcome
    if not call.asked:
        return Outcome.NOT_KEPT
    if isinstance(error, OutcomeUnknown):
        return Outcome.UNKNOWN
    if isinstance(error, sqlite3.Error) and not call.committed:
        if wrote_nothing(error):
            return Outcome.NOT_KEPT
        return _ended_for_good(store, call)
    return _looked_for(store, call)


def _looked_for(store: OnDisk, call: Call) -> Outcome:
    """What a connection of its own sees of the call."""
    try:
        session = store.pool.opened()
        try:
            return confirming.outcome(session.connection, Names(store.store), call)
        finally:
            session.close()
    except (sqlite3.Error, OSError, StoreError):
        return Outcome.UNKNOWN


def _ended_for_good(store: OnDisk, call: Call) -> Outcome:
    """Whether the call can be undone for good, after its commit failed."""
    try:
        session = store.pool.opened()
        try:
            lock = session.prepare(store.store, store.durability, store.lock_timeout)
            try:
                if not lock.acquire(store.lock_timeout):
                    return Outcome.UNKNOWN
                opening.begin(session.connection, store.lock_timeout)
                adding.spend(session.connection)
                session.connection.execute("COMMIT")
            finally:
                lock.release()
            seen = confirming.outcome(session.connection, Names(store.store), call)
        finally:
            session.close()
    except (sqlite3.Error, OSError, StoreError):
        return Outcome.UNKNOWN
    return Outcome.NOT_KEPT if seen is Outcome.NOT_KEPT else Outcome.UNKNOWN
