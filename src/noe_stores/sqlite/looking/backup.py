"""A copy of a store as of one moment, while others write to it.

Rule kept here: nothing that is there is written over, and what was begun and failed is taken
away again. The copy is one file, whole and synced, without anything beside it.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from noe_stores.errors import StoreError, StoreUnwritable
from noe_stores.places import refuse_taken, taken
from noe_stores.sqlite.access import opening
from noe_stores.sqlite.access.driver import translated
from noe_stores.sqlite.access.places import sync_folder
from noe_stores.sqlite.access.witness import SUFFIX
from noe_stores.sqlite.database import OnDisk
from noe_stores.sqlite.in_memory import InMemory

_BESIDE = ("-wal", "-shm", "-journal")
"""What the names of the files add that SQLite makes beside its own."""


def back_up(store: OnDisk | InMemory, target: Path) -> None:
    """Copy a store to a place where nothing is yet.

    Raises:
        StoreError: something is there, or it cannot be written.
    """
    if store.missing:  # the copy would look whole
        store.check_reaches(store.missing)
    target = Path(os.path.realpath(target))
    for beside in ("", *_BESIDE, SUFFIX):
        refuse_taken(target.with_name(target.name + beside))
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644))
    except FileExistsError as error:
        raise taken(target) from error
    except OSError as error:
        raise StoreUnwritable(
            f"no file can be made there ({error.strerror})",
            store=str(target),
            remedy="Choose another place",
        ) from error
    try:
        store.read(_copied, target)
        _synced(target)
    except BaseException as error:
        for beside in ("", *_BESIDE):
            with suppress(OSError):
                target.with_name(target.name + beside).unlink()
        if isinstance(error, StoreError) or not isinstance(error, OSError | sqlite3.Error):
            raise
        raise StoreUnwritable(
            f"it could not be written ({error})", store=str(target), remedy="Choose another place"
        ) from error


def _copied(source: sqlite3.Connection, target: Path) -> None:
    copy = opening.open_live(str(target), mode="rw")
    try:
        copy.execute("PRAGMA synchronous = FULL")
        source.backup(copy)
    except sqlite3.Error as error:
        raise translated(error, store=str(target)) from error
    finally:
        copy.close()


def _synced(target: Path) -> None:
    descriptor = os.open(target, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(str(target))
