"""How a connection to a store file is opened, and what is asked of it before it is used.

Rule kept here: what a connection promises (write-ahead log, every commit synced) is set and
then read back; what the file system cannot promise is refused, not passed over.

Reading without the right to write: SQLite needs to write beside the file even to read a log
(``-wal``). Where we may not, a file without a log is opened as ``immutable``, which is safe
only while nobody writes; ``mark`` lets the caller see that somebody did. A file that has a
log is opened ``mode=ro``, which works as long as its writer is alive.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from noe_stores.errors import (
    NotDurable,
    NotOurStore,
    StoreMissing,
    StoreUnreachable,
    StoreUnwritable,
)
from noe_stores.sqlite.driver import primary_code
from noe_stores.sqlite.schema import create, is_blank

_FULL = 2
_PAUSE = 0.01
_SMALLEST = 512
"""Bytes of the smallest page of SQLite, hence of its smallest file."""


def open_for_writing(path: Path, *, new: bool, lock_timeout: float) -> sqlite3.Connection:
    """A durable connection to our store; ``new`` allows to create it."""
    store = str(path)
    connection = _connect(path.as_uri() + ("?mode=rwc" if new else "?mode=rw"), lock_timeout)
    try:
        # First the question whose file it is: a stranger's journal mode is not ours to change.
        blank = _examine(connection, store=store, may_be_blank=new)
        make_durable(connection, store=store, lock_timeout=lock_timeout)
        if blank:
            create(connection, store=store)
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path, *, lock_timeout: float) -> sqlite3.Connection:
    """A connection that leaves no trace beside a file we may not write."""
    logged = has_log(path)
    mode = "?mode=ro" if logged else "?mode=ro&immutable=1"
    connection = _connect(path.as_uri() + mode, lock_timeout)
    try:
        _examine(connection, store=str(path), may_be_blank=False)
    except sqlite3.OperationalError as error:
        connection.close()
        if not logged:
            raise
        raise StoreUnreachable(
            f"its writer left a log beside it that cannot be read without write access ({error})",
            store=str(path),
            remedy="Open and close it once with write access to the file and its folder",
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection


def open_in_memory() -> sqlite3.Connection:
    """A database of this one connection, gone when it is closed."""
    connection = _connect("file::memory:", 0)
    create(connection, store=":memory:")
    return connection


def make_durable(connection: sqlite3.Connection, *, store: str, lock_timeout: float) -> None:
    """Ask for the write-ahead log and a sync at every commit, and see that both were given."""
    mode = _log_ahead(connection, lock_timeout)
    if mode != "wal":
        raise NotDurable(
            f"SQLite stays in journal mode {mode!r} although a write-ahead log was asked for; "
            "the file system cannot share memory between processes",
            store=store,
            remedy="Keep the store on a local disk, not on a network share",
        )
    connection.execute("PRAGMA synchronous = FULL")
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    if synchronous != _FULL:
        raise NotDurable(
            f"SQLite keeps synchronous = {synchronous} although FULL was asked for",
            store=store,
            remedy="Use a build of SQLite that lets commits be synced",
        )
    # On macOS a plain fsync stops at the drive's cache; elsewhere these two do nothing.
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")


def may_write(path: Path) -> bool:
    """Whether the file and its folder, where the log lives, can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def has_log(path: Path) -> bool:
    """Whether a log or a journal beside the file holds what the file does not."""
    return any(
        side.exists() and side.stat().st_size > 0
        for side in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal"))
    )


def mark(path: Path) -> tuple[int, ...]:
    """Changes when somebody wrote to the file or opened it for writing."""
    seen = path.stat()
    return (seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, has_log(path))


def inspect(path: Path, *, new: bool) -> bool:
    """Whether a file is there; refuse a place where none can be or may be made."""
    if path.is_dir():
        raise NotOurStore("it is a folder", store=str(path), remedy="Name a file in it")
    if path.exists():
        if not os.access(path, os.R_OK):
            raise StoreUnreachable(
                "reading it is not allowed", store=str(path), remedy="Ask its owner for access"
            )
        if 0 < path.stat().st_size < _SMALLEST:
            # SQLite takes some files of a few bytes for empty ones and would write over them.
            raise NotOurStore(
                "the file is no database", store=str(path), remedy="Choose another path"
            )
        return True
    if not new:
        raise StoreMissing(
            "there is no store", store=str(path), remedy="Check the path, or allow to create it"
        )
    if not path.parent.is_dir():
        raise StoreMissing(
            "its folder does not exist", store=str(path), remedy=f"Create {path.parent} first"
        )
    if not os.access(path.parent, os.W_OK):
        raise StoreUnwritable(
            "its folder is read-only, so no store can be created",
            store=str(path),
            remedy=f"Get write access to {path.parent}, or choose another folder",
        )
    return False


def _connect(uri: str, lock_timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri,
        uri=True,
        timeout=lock_timeout,
        isolation_level=None,  # transactions are begun by name, never by the driver
        check_same_thread=False,  # the database lends it to one thread at a time
    )
    # The file may come from anybody: its schema must not call functions of ours.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _log_ahead(connection: sqlite3.Connection, lock_timeout: float) -> str:
    """Switch to the write-ahead log; SQLite does not itself wait when two switch at once."""
    deadline = time.monotonic() + lock_timeout
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE)


def _examine(connection: sqlite3.Connection, *, store: str, may_be_blank: bool) -> bool:
    blank = is_blank(connection, store=store)
    if blank and not may_be_blank:
        raise NotOurStore(
            "the file is empty", store=store, remedy="Check the path, or allow to create a store"
        )
    return blank
