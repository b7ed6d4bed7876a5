"""Forks and open connections, kept apart.

Rule kept here: SQLite remembers once for a whole process which locks it holds on which file. A
forked child inherits that memory, and not the locks: others could take a log away beneath it. So
no connection is open while a process forks: those at rest are closed first, and the calls of
other threads are waited for. Where one is open all the same, the child refuses that file.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from threading import Event, get_ident
from typing import Any, Protocol, TypeVar
from weakref import WeakSet

from noe_stores.errors import StoreClosed

PATIENCE = 5.0
"""Seconds that a fork waits for the calls of other threads, and they for the fork."""

_PAUSE = 0.001

T = TypeVar("T")


class Resting(Protocol):
    """What holds connections that nobody uses."""

    def rest(self) -> None:
        """Close those, to be opened anew when one is asked for."""


class _Use:
    """A connection that takes locks on a file, from before it is opened until it is closed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.thread = get_ident()


class Connection(sqlite3.Connection):
    """One that is known here while it is open."""

    use: _Use

    def close(self) -> None:
        """Close it; it takes no locks any more."""
        super().close()
        _uses.discard(self.use)


_uses: WeakSet[_Use] = WeakSet()
_resting: WeakSet[Resting] = WeakSet()
_refused: set[str | tuple[int, int]] = set()
_passable = Event()
_passable.set()


def connect(path: str, address: str, **options: Any) -> sqlite3.Connection:
    """A connection that takes locks on a file.

    Raises:
        StoreClosed: this process was forked while the file was in use.
    """
    if _refused and not _refused.isdisjoint(_names_of(path)):
        raise StoreClosed(
            "it was in use when this process was forked, so that its locks cannot be trusted here",
            store=path,
            remedy="Fork while no call is at work on it, or start a process that does not fork",
        )
    use = _Use(path)
    _uses.add(use)
    connection = sqlite3.connect(address, factory=Connection, **options)
    connection.use = use
    return connection


def close_at_forks(holder: Resting) -> None:
    """Let what rests there be closed before each fork."""
    _resting.add(holder)


def let_forks_pass() -> None:
    """Let a fork that was begun in another thread come first; called before a call begins."""
    if not _passable.is_set():
        _passable.wait(PATIENCE)


def _names_of(path: str) -> Iterator[str | tuple[int, int]]:
    """A file by its path, and by its number: it may have another path too."""
    yield path
    try:
        seen = os.stat(path)  # noqa: PTH116 - a path is plain text here
    except OSError:
        return
    yield seen.st_dev, seen.st_ino


def _listed(known: WeakSet[T]) -> list[T]:
    while True:
        try:
            return list(known)
        except RuntimeError:  # another thread added one meanwhile
            continue


def _before() -> None:
    _passable.clear()
    until = time.monotonic() + PATIENCE
    own = get_ident()
    while True:
        for holder in _listed(_resting):
            holder.rest()
        # What this very thread is in the middle of will not end while it is waited for.
        if all(use.thread == own for use in _listed(_uses)) or time.monotonic() > until:
            return
        time.sleep(_PAUSE)


def _in_parent() -> None:
    _passable.set()


def _in_child() -> None:
    global _passable  # noqa: PLW0603 - another thread may have held the lock of the old one
    _passable = Event()
    _passable.set()
    for use in _listed(_uses):
        _refused.update(_names_of(use.path))
    _uses.clear()


os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)
