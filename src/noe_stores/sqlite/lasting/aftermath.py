"""What became of a call that failed: kept, not kept, or not known.

Rule kept here: nothing is assumed kept because it can be seen, nor lost because it cannot,
after the system failed to sync. A commit that failed leaves pages behind that a crash might
bring back; only another commit that succeeds puts an end to them.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from noe_stores.errors import Interrupted, Outcome, OutcomeUnknown, StoreError
from noe_stores.sqlite.access import opening
from noe_stores.sqlite.access.driver import wrote_nothing
from noe_stores.sqlite.access.session import Session
from noe_stores.sqlite.lasting import confirming
from noe_stores.sqlite.tables import adding
from noe_stores.sqlite.tables.adding import Call
from noe_stores.sqlite.tables.names import Names

if TYPE_CHECKING:
    from noe_stores.sqlite.database import OnDisk


def ended(
    store: OnDisk, session: Session | None, call: Call, error: BaseException
) -> BaseException:
    """The error to raise, with what became of the call in it; the session is given up."""
    streams = [str(event.originator_id) for event in call.events]
    outcome = _outcome(store, session, call, error)
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


def _outcome(store: OnDisk, session: Session | None, call: Call, error: BaseException) -> Outcome:
    outcome = None
    if isinstance(error, sqlite3.Error) and call.asked and not call.committed and session:
        outcome = Outcome.NOT_KEPT if wrote_nothing(error) else _overwritten(store, session)
    if session is not None:
        session.close()
    if outcome is not None:
        return outcome
    if isinstance(error, StoreError) and error.outcome is not None:
        return error.outcome
    if not call.asked:
        return Outcome.NOT_KEPT
    return Outcome.UNKNOWN if isinstance(error, OutcomeUnknown) else _looked_for(store, call)


def _looked_for(store: OnDisk, call: Call) -> Outcome:
    """What a connection of its own sees of the call."""
    try:
        session = store.pool.seeing()
        try:
            seen = confirming.outcome(session.connection, Names(store.store), call)
            if seen is Outcome.KEPT and not confirming.arrived(session.connection, call):
                return Outcome.UNKNOWN
            return seen
        finally:
            session.close()
    except (sqlite3.Error, OSError, StoreError):
        return Outcome.UNKNOWN


def _overwritten(store: OnDisk, session: Session) -> Outcome:
    """Put something else where the pages of a failed commit stand; whether that was kept.

    Where not even that can be synced, the pages are at least no longer there to be taken for
    the facts by whoever looks next.
    """
    try:
        lock = session.prepare(store.store, store.durability, store.lock_timeout)
        try:
            if session.undone() and lock.acquire(store.lock_timeout):
                opening.begin(session.connection, store.lock_timeout)
                adding.spend(session.connection)
                session.connection.execute("COMMIT")
                return Outcome.NOT_KEPT
        finally:
            lock.release()
    except (sqlite3.Error, OSError, StoreError):
        session.undone()
    return Outcome.UNKNOWN
