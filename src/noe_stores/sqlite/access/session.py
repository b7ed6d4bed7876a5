"""One connection to a store, with what belongs to it, used by one thread at a time.

Rule kept here: a session is opened as little as its use asks for; what only writers need is
added when one writes. A session that met an error, or a signal, is given up whole.
"""

from __future__ import annotations

import ctypes
import os
import sqlite3
from contextlib import suppress
from weakref import WeakSet

from noe_stores.durability import Durability
from noe_stores.filelock import FileLock
from noe_stores.sqlite.access import opening, places
from noe_stores.sqlite.access.log import Log
from noe_stores.sqlite.access.witness import SUFFIX


class Session:
    """A connection; for writers also the lock they take and the log they write to.

    ``mark`` is how the file looked, where it is read as it lies; ``alone`` says that nobody else
    can use the file meanwhile.
    """

    __slots__ = ("__weakref__", "_log", "_touched", "alone", "connection", "lock", "mark")

    def __init__(
        self,
        connection: sqlite3.Connection,
        mark: places.Mark | None = None,
        *,
        alone: bool = False,
    ) -> None:
        self.connection = connection
        self.mark = mark
        self.alone = alone
        self.lock: FileLock | None = None
        self._log: Log | None = None
        self._touched = False
        _all.add(self)

    def prepare(self, path: str, durability: Durability, lock_timeout: float) -> FileLock:
        """Make it one to write with; the lock it takes for that."""
        if self.lock is None:
            opening.make_durable(self.connection, durability, store=path, lock_timeout=lock_timeout)
            self._touched = False  # a log begun just now is made when it is first read through
            self.touch()
            self._log = Log(path)
            self.lock = lock_of(path)
        return self.lock

    def touch(self) -> None:
        """Open what is opened late, before it is needed."""
        if not self._touched:
            self.connection.execute("SELECT 1 FROM log LIMIT 0").fetchone()
            self._touched = True

    def begin(self, lock_timeout: float) -> None:
        """Begin to write, with room for it in the log.

        Raises:
            StoreMissing: the log is not the one it writes to.
        """
        if self._log is not None:
            self._log.check_in_place()
        opening.begin(self.connection, lock_timeout)
        if self._log is not None and self._log.has_grown:
            (page,) = self.connection.execute("PRAGMA page_size").fetchone()
            self._log.make_room(page)

    def undone(self) -> bool:
        """Undo what was begun; whether the session is as good as new."""
        try:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        except sqlite3.Error:
            return False
        return True

    def close(self) -> None:
        """Let go of everything; what was not committed is undone."""
        if self.lock is not None:
            self.lock.close()
        with suppress(sqlite3.Error):
            self.connection.close()


def lock_of(path: str) -> FileLock:
    """The lock that all writers of a store take, on its side file."""
    try:
        mode = os.stat(path).st_mode & 0o777  # noqa: PTH116 - a path is plain text here
    except FileNotFoundError:
        mode = 0o644
    lock = FileLock(path + SUFFIX, mode=mode)
    seen = os.fstat(lock.fd)
    if seen.st_mode & 0o777 != mode and seen.st_uid == os.geteuid():
        os.fchmod(lock.fd, mode)  # whoever may write the one must be able to write the other
    return lock


_all: WeakSet[Session] = WeakSet()


def _keep_for_ever() -> None:
    """Keep a parent's connections from being closed in a child, where that touches its log."""
    for session in list(_all):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(session.connection))


os.register_at_fork(after_in_child=_keep_for_ever)
