"""A store made beside its place, and put there once it is whole.

Rule kept here: what stands at the place is whole or somebody else's; what others put there
meanwhile is neither written over nor taken away. An error names the store that was to be made,
and nothing is left of what was begun.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from noe_stores.errors import StoreError, StoreUnwritable
from noe_stores.places import FILES, Place, give_name, size_of, taken

REMEDY = "Free some space there or choose another place, then try again"


@contextmanager
def making(place: Place) -> Iterator[Place]:
    """Where to make the store that is put at a free place once it is made, and closed.

    Raises:
        PlaceTaken: somebody was quicker; what he put there is left as it is.
        StoreUnwritable: the system would not have it made.
    """
    try:
        with TemporaryDirectory(prefix=".noe-", dir=place.path.parent.resolve()) as folder:
            made = place.moved(Path(folder))
            with _naming(made, place):
                yield made
                _put(made, place)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, StoreError):
            raise
        raise StoreUnwritable(
            f"it could not be made: {_why(error)}",
            store=place.name,
            remedy=REMEDY,
        ) from error


@contextmanager
def _naming(made: Place, place: Place) -> Iterator[None]:
    """An error of the store that is made names the place it is made for."""
    try:
        yield
    except StoreError as error:
        error.store = error.store.replace(made.name, place.name)
        error.args = (str(error.args[0]).replace(made.name, place.name),)
        raise
    except OSError as error:
        if error.filename is not None:
            error.filename = str(error.filename).replace(made.name, place.name)
        raise


def _why(error: Exception) -> str:
    if not isinstance(error, OSError):
        return str(error)
    return f"{error.strerror}{f' ({error.filename})' if error.filename else ''}"


def _put(made: Place, place: Place) -> None:
    """Put a store at its place, where nothing is; there it is from one moment to the next."""
    if made.kind == FILES:
        _put_folder(made.path, place.path)
    else:
        _demand_folded(made)
        give_name(made.path, place.path)
        if made.witness().exists():
            # Whoever opened the store already has made his own; it is a store without one, too.
            with suppress(OSError):
                give_name(made.witness(), place.witness())
    _synced(place.path.parent)


def _demand_folded(made: Place) -> None:
    """Refuse a file whose log still has what it should hold: they would have to move as one."""
    log = made.path.with_name(f"{made.path.name}-wal")
    if size_of(log):
        raise StoreUnwritable("its log could not be folded into it", store=made.name, remedy=REMEDY)


def _put_folder(made: Path, path: Path) -> None:
    try:
        path.mkdir()
    except FileExistsError as error:
        raise taken(path) from error
    try:
        made.replace(path)  # which the system does to an empty folder only
    except BaseException as error:
        with suppress(OSError):  # unless somebody has begun a store in it: then it is his
            path.rmdir()
        if isinstance(error, OSError) and error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
            raise taken(path) from error
        raise


def _synced(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
