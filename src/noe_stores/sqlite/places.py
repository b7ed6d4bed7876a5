"""The file of a store in the file system: whether it is there, ours to write, and still the one.

Rule kept here: a place where no store can be is refused with its reason before anything is
made there, and nothing is written beside a file that is not ours.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from attrs import frozen

from noe_stores.errors import (
    NotOurStore,
    StoreMissing,
    StoreUnreachable,
    StoreUnwritable,
)

_SMALLEST = 512
"""Bytes of the smallest page of SQLite, hence of its smallest file."""

_HEADER = 100

_SETTLED = 10**8
"""Nanoseconds after which a change must show in a file's time, coarse as some clocks are."""

Identity = tuple[int, int]


@frozen
class Mark:
    """How a file looks from outside; it looks otherwise once somebody wrote to it."""

    identity: Identity
    size: int
    changed: int
    logged: bool

    @property
    def settled(self) -> bool:
        """Whether the last change is so long ago that another one would show."""
        return time.time_ns() - self.changed > _SETTLED


def mark(path: Path) -> Mark:
    """How the file looks now."""
    seen = path.stat()
    return Mark((seen.st_dev, seen.st_ino), seen.st_size, seen.st_mtime_ns, has_log(path))


def identity(path: str | Path) -> Identity:
    """Which file stands at a path."""
    seen = os.stat(path)  # noqa: PTH116 - on the way of every call, a path is a plain name
    return seen.st_dev, seen.st_ino


def header(path: Path) -> bytes:
    """The first bytes of a file."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.pread(descriptor, _HEADER, 0)
    finally:
        os.close(descriptor)


def log_file(path: Path) -> Path:
    """Where SQLite keeps what is committed and not in the file yet."""
    return path.with_name(path.name + "-wal")


def has_log(path: Path) -> bool:
    """Whether a log or a journal beside the file holds what the file does not."""
    return _has_content(f"{path}-wal") or _has_content(f"{path}-journal")


def _has_content(path: str) -> bool:
    try:
        return os.stat(path).st_size > 0  # noqa: PTH116 - as above
    except FileNotFoundError:
        return False


def may_write(path: Path) -> bool:
    """Whether the file and its folder, where the log lives, can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def is_there(path: Path, *, create: bool) -> bool:
    """Whether a file is there; refuse a place where none can be or may be made."""
    if path.is_dir():
        raise NotOurStore("it is a folder", store=str(path), remedy="Name a file in it")
    if path.exists():
        _check_readable(path)
        return True
    if not create:
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


def _check_readable(path: Path) -> None:
    if not os.access(path, os.R_OK):
        raise StoreUnreachable(
            "reading it is not allowed", store=str(path), remedy="Ask its owner for access"
        )
    if not path.is_file():
        raise NotOurStore("it is no file", store=str(path), remedy="Choose another path")
    if 0 < path.stat().st_size < _SMALLEST:
        # SQLite takes some files of a few bytes for empty ones and would write over them.
        raise NotOurStore("the file is no database", store=str(path), remedy="Choose another path")


def moved(store: str) -> StoreMissing:
    """The error for a file that is no longer the one that was opened."""
    return StoreMissing(
        "the file was moved, replaced or deleted while open",
        store=store,
        remedy="Put it back, or open the store again",
    )


def sync_folder(path: Path) -> None:
    """See that a new name in a folder outlives the power."""
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
