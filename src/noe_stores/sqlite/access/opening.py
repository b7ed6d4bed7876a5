"""How a connection to a store file is opened, and what is asked of it before it is used.

Rule kept here: what a connection promises (write-ahead log, every commit synced) is set and
then read back; what the file system cannot promise is refused, not passed over.

A file without a log, at which nobody has been writing, is read as it lies (``immutable``):
quicker, possible without the right to write, and without a trace beside it. It is safe as long
as the file looks the same afterwards as before. A file with a log is read through it.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from typing import Any
from urllib.parse import quote

from noe_stores.durability import Durability
from noe_stores.errors import NotDurable, StoreError, StoreUnreachable
from noe_stores.sqlite.access import forks
from noe_stores.sqlite.access.driver import is_busy, translated, wants_room_to_share

_SYNCHRONOUS = {Durability.SYNCED: 2, Durability.UNSYNCED: 0}
_PAUSE = 0.01
_STEP = 0.1
"""Seconds SQLite itself waits for a lock; between two such waits a signal can be heard."""

_LONGEST = 2**27
"""Bytes of the longest value that is read or written; a state has at most half of it."""


def open_still(path: str) -> sqlite3.Connection:
    """A connection to a file that nobody writes to."""
    # It takes no locks, so a fork does it no harm.
    return _set_up(sqlite3.connect(f"file:{quote(path)}?mode=ro&immutable=1", **_OPTIONS))


def open_live(path: str, *, mode: str) -> sqlite3.Connection:
    """A connection that sees what others commit; ``mode`` is SQLite's: ro, rw or rwc.

    Raises:
        StoreClosed: this process was forked while the file was in use.
    """
    return _set_up(forks.connect(path, f"file:{quote(path)}?mode={mode}", **_OPTIONS))


def open_alone(path: str) -> sqlite3.Connection:
    """A connection that needs no memory shared with others: nobody else may use the file."""
    connection = open_live(path, mode="rw")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    return connection


def open_in_memory() -> sqlite3.Connection:
    """A database of this one connection, gone when it is closed."""
    return _set_up(sqlite3.connect("file::memory:", **_OPTIONS))


_OPTIONS: dict[str, Any] = {
    "uri": True,
    "timeout": _STEP,
    "isolation_level": None,  # transactions are begun by name, never by the driver
    "check_same_thread": False,  # it is lent to one thread at a time
}


def _set_up(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    # The file may come from anybody: its schema must not call functions of ours.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def unreadable_log(error: sqlite3.Error, *, store: str) -> StoreError:
    """The error for a log that a crash left where we cannot write."""
    if wants_room_to_share(error) or is_busy(error):
        return translated(error, store=store)
    return StoreUnreachable(
        f"its writer left a log beside it that cannot be read without write access ({error})",
        store=store,
        remedy="Open and close it once with write access to the file and its folder",
    )


def make_durable(
    connection: sqlite3.Connection, durability: Durability, *, store: str, lock_timeout: float
) -> None:
    """Ask for the write-ahead log and for its syncs, and see that both were given."""
    mode = _log_ahead(connection, lock_timeout)
    if mode != "wal":
        raise NotDurable(
            f"SQLite stays in journal mode {mode!r} although a write-ahead log was asked for; "
            "the file system cannot share memory between processes",
            store=store,
            remedy="Keep the store on a local disk, not on a network share",
        )
    wanted = _SYNCHRONOUS[durability]
    connection.execute(f"PRAGMA synchronous = {wanted}")
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    if synchronous != wanted:
        raise NotDurable(
            f"SQLite keeps synchronous = {synchronous} although {wanted} was asked for",
            store=store,
            remedy="Use a build of SQLite that lets commits be synced",
        )
    if sys.platform == "darwin":  # where a plain fsync stops at the drive's cache
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")


def begin(connection: sqlite3.Connection, lock_timeout: float) -> None:
    """Begin to write, waiting for programs that do not stand in our line."""
    deadline = time.monotonic() + lock_timeout
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
        else:
            return


def _log_ahead(connection: sqlite3.Connection, lock_timeout: float) -> str:
    """Switch to the write-ahead log; SQLite does not itself wait when two switch at once."""
    deadline = time.monotonic() + lock_timeout
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE)
