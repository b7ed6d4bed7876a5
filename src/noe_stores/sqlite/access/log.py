"""The log that SQLite writes ahead: whether it is in its place, and room in it before its use.

Rule kept here: nothing but zeros is put into it, behind its end only, and only by whoever holds
SQLite's own right to write. Zeros are no frame to SQLite: a frame begins with the number of a
page, which is never nought, and bears the salt of its log and a checksum over all before it.

Why: to sync a file that became longer, the file system must commit its own books too; one that
is written over needs only its content synced.
"""

# ruff: noqa: PTH116 - a question asked at each call is not wrapped in an object first

from __future__ import annotations

import os
from contextlib import suppress

from noe_stores.errors import StoreMissing
from noe_stores.sqlite.access.places import LOG

_HEADER = 32
"""Bytes before the first frame."""

_ABOVE_PAGE = 24
"""Bytes of a frame before its page."""

_NUMBER = 4
"""Bytes of the number of a frame's page, with which it begins."""

_MOST = 1000
"""Frames after which SQLite folds the log into the file, and begins it again from the front."""

_AT_ONCE = 64
"""Frames for which room is made at most, since a call waits for it."""


class Log:
    """The log that one session writes to, as long as it is the same."""

    __slots__ = ("_identity", "_size", "_store", "has_grown")

    def __init__(self, store: str) -> None:
        self._store = store
        self._identity: tuple[int, int] | None = None
        self._size = 0
        self.has_grown = False
        with suppress(FileNotFoundError):  # `check_in_place` tells
            seen = os.stat(store + LOG)
            self._identity, self._size = (seen.st_dev, seen.st_ino), seen.st_size

    def check_in_place(self) -> None:
        """See that the log written to is the one that stands in its place, and whether it grew.

        Raises:
            StoreMissing: SQLite would go on writing to a log that was moved or deleted.
        """
        try:
            seen = os.stat(self._store + LOG)
        except FileNotFoundError:
            seen = None
        if seen is None or (seen.st_dev, seen.st_ino) != self._identity:
            raise StoreMissing(
                "its log was moved, replaced or deleted while open",
                store=self._store,
                remedy="Open the store again; noe verify tells what is missing",
            )
        self.has_grown = seen.st_size > self._size
        self._size = seen.st_size

    def make_room(self, page: int) -> None:
        """Make the log longer, twice as long at most, where the last frame that fits is used up.

        Without room it goes on as before: whatever hinders this will hinder the commit, or not.
        """
        self.has_grown = False
        with suppress(OSError):
            descriptor = os.open(self._store + LOG, os.O_RDWR | os.O_CLOEXEC)
            try:
                seen = os.fstat(descriptor)
                if (seen.st_dev, seen.st_ino) == self._identity:
                    self._size = _with_room(descriptor, seen.st_size, _ABOVE_PAGE + page)
            finally:
                os.close(descriptor)  # SQLite has no locks on its log that this could end


def _with_room(descriptor: int, size: int, frame: int) -> int:
    """Put zeros behind the end of a log, unless there are some; how long it is then."""
    frames = (size - _HEADER) // frame
    last = _HEADER + (frames - 1) * frame
    if not 0 < frames < _MOST or not any(os.pread(descriptor, _NUMBER, last)):
        return size
    wanted = _HEADER + min(frames + min(frames, _AT_ONCE), _MOST) * frame
    return size + os.pwrite(descriptor, bytes(wanted - size), size)
