"""From what the SQLite driver raises to what the port promises.

Rule kept here: a cause is told by the class of the error and SQLite's extended error code,
never by the text of a message. Whatever the driver raises, what comes out is one of ours.
"""

from __future__ import annotations

import sqlite3

from noe_stores.errors import (
    NotOurStore,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreUnreachable,
    StoreUnwritable,
    Unstorable,
)

_PRIMARY = 0xFF
"""The low byte of an extended code is the primary one it refines."""

_CAUSES: dict[int, tuple[type[StoreError], str, str]] = {
    sqlite3.SQLITE_BUSY: (StoreBusy, "another writer holds it", "Try again"),
    sqlite3.SQLITE_LOCKED: (StoreBusy, "another writer holds it", "Try again"),
    sqlite3.SQLITE_PROTOCOL: (StoreBusy, "others open and close it all the time", "Try again"),
    sqlite3.SQLITE_READONLY: (StoreUnwritable, "it is read-only", "Check permissions"),
    sqlite3.SQLITE_PERM: (StoreUnwritable, "access is denied", "Check permissions"),
    sqlite3.SQLITE_FULL: (StoreUnwritable, "the disk is full", "Free some space"),
    sqlite3.SQLITE_CANTOPEN: (
        StoreUnreachable,
        "a file of it cannot be opened",
        "Check the folder and its permissions",
    ),
    sqlite3.SQLITE_IOERR: (StoreUnreachable, "reading or writing failed", "Check the disk"),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, "the file is damaged", "Run noe verify"),
    sqlite3.SQLITE_NOTADB: (NotOurStore, "the file is no database", "Choose another path"),
    sqlite3.SQLITE_TOOBIG: (Unstorable, "a value is too large", "Keep large content elsewhere"),
}

_DUPLICATES = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
}


def primary_code(error: sqlite3.Error) -> int | None:
    """SQLite's own code of the error; ``None`` where the Python driver itself refused."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY


def is_busy(error: Exception) -> bool:
    """Whether somebody else holds a lock."""
    return isinstance(error, sqlite3.Error) and primary_code(error) == sqlite3.SQLITE_BUSY


def is_damage(error: sqlite3.Error) -> bool:
    """Whether pages are not what they should be, or not there."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_IOERR_SHORT_READ:
        return True
    return primary_code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def wants_access(error: sqlite3.Error) -> bool:
    """Whether what one only reads had to be made, or made good, before it can be read."""
    return primary_code(error) in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


def wants_room_to_share(error: sqlite3.Error) -> bool:
    """Whether the disk has no room for the small file that all who use a store share."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_IOERR_SHMSIZE


def is_duplicate(error: sqlite3.IntegrityError) -> bool:
    """Whether a unique key was met twice, as against any other constraint."""
    return getattr(error, "sqlite_errorcode", None) in _DUPLICATES


def wrote_nothing(error: sqlite3.Error) -> bool:
    """Whether a commit failed before its last page was written, so that it can never count."""
    code = getattr(error, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_IOERR_WRITE or primary_code(error) == sqlite3.SQLITE_FULL


def translated(error: sqlite3.Error, *, store: str) -> StoreError:
    """The error of the port for an error of the driver; the caller chains them."""
    code = sqlite3.SQLITE_FULL if wants_room_to_share(error) else primary_code(error)
    if code in _CAUSES:
        kind, problem, remedy = _CAUSES[code]
        return kind(f"{problem} ({error})", store=store, remedy=remedy)
    if isinstance(error, sqlite3.ProgrammingError):
        return StoreClosed(f"its handle was misused ({error})", store=store, remedy="Open it again")
    return StoreDamaged(
        f"it is not built as it should be ({error})", store=store, remedy="Run noe verify"
    )
