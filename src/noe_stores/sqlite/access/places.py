"""The file of a store in the file system: whether it is there, ours to write, and still the one.

Rule kept here: a place where no store can be is refused with its reason before anything is
made there, and nothing is written beside a file that is not ours. Paths are plain text here:
these questions are asked on the way of every call.
"""

# ruff: noqa: PTH116 - a question asked so often is not wrapped in an object first

from __future__ import annotations

import errno
import os
import stat
import time

from noe_stores.errors import (
    NotOurStore,
    StoreMissing,
    StoreUnreachable,
    StoreUnwritable,
)

LOG = "-wal"
"""What the name of SQLite's log adds to that of the file."""

JOURNAL = "-journal"
"""What SQLite's other journal adds, which it keeps while a store is made."""

_SMALLEST = 512
"""Bytes of the smallest page of SQLite, hence of its smallest file."""

_SETTLED = 10**8
"""Nanoseconds after which a change must show in a file's time, coarse as some clocks are."""

_TICK = 2 * 10**7
"""Nanoseconds within which the system gives two changes one time, and a little more."""

Identity = tuple[int, int]
"""Which file it is, whatever its name: device and number."""

Mark = tuple[int, int, int, int, bool]
"""How a file looks: identity, size, time of change, and whether a log or journal is beside it."""


def mark(path: str) -> Mark:
    """How the file looks now; it looks otherwise once somebody wrote to it."""
    seen = os.stat(path)
    beside = has_content(path + LOG) or has_content(path + JOURNAL)
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, beside


def is_settled(seen: Mark) -> bool:
    """Whether the last change is so long ago that another one would show."""
    return not seen[4] and time.time_ns() - seen[3] > _SETTLED


def is_fresh(seen: Mark) -> bool:
    """Whether the last change was a moment ago, so that another one may not show yet."""
    return 0 <= time.time_ns() - seen[3] <= _TICK


def identity(path: str) -> Identity:
    """Which file stands at a path."""
    seen = os.stat(path)
    return seen.st_dev, seen.st_ino


def has_content(path: str) -> bool:
    """Whether a file is there and holds anything."""
    try:
        return os.stat(path).st_size > 0
    except FileNotFoundError:
        return False


def may_write(path: str) -> bool:
    """Whether the file and its folder, where the log lives, can be written."""
    return os.access(path, os.W_OK) and os.access(os.path.dirname(path), os.W_OK)  # noqa: PTH120


def size(path: str, *, create: bool) -> int:
    """The bytes of the file, 0 for one that may be made; refuse a place where none can be."""
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise StoreUnreachable(
            "its path is not UTF-8, as SQLite asks of a path", store=path, remedy="Rename it"
        ) from error
    try:
        seen = os.stat(path)
    except FileNotFoundError:
        _check_may_be_made(path, create=create)
        return 0
    if stat.S_ISDIR(seen.st_mode):
        raise NotOurStore("it is a folder", store=path, remedy="Name a file in it")
    if not stat.S_ISREG(seen.st_mode):
        raise NotOurStore("it is no file", store=path, remedy="Choose another path")
    if not os.access(path, os.R_OK):
        raise StoreUnreachable(
            "reading it is not allowed", store=path, remedy="Ask its owner for access"
        )
    if 0 < seen.st_size < _SMALLEST:
        # SQLite takes some files of a few bytes for empty ones and would write over them.
        raise NotOurStore("the file is no database", store=path, remedy="Choose another path")
    return seen.st_size


def _check_may_be_made(path: str, *, create: bool) -> None:
    folder = os.path.dirname(path)  # noqa: PTH120 - as above
    if not create:
        raise StoreMissing(
            "there is no store", store=path, remedy="Check the path, or allow to create it"
        )
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        raise StoreMissing("its folder does not exist", store=path, remedy=f"Create {folder} first")
    if not os.access(folder, os.W_OK):
        raise StoreUnwritable(
            "its folder is read-only, so no store can be created",
            store=path,
            remedy=f"Get write access to {folder}, or choose another folder",
        )


def sync_log(path: str) -> None:
    """See that what a log brings back outlives the power: its writer may have died before.

    SQLite has no locks on its log, so this may open and close it.
    """
    try:
        descriptor = os.open(path + LOG, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EROFS, errno.EINVAL}:  # nothing is to be kept there
            raise
    finally:
        os.close(descriptor)


def sync_folder(path: str) -> None:
    """See that a new name in a folder outlives the power."""
    descriptor = os.open(os.path.dirname(path), os.O_RDONLY | os.O_CLOEXEC)  # noqa: PTH120
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
