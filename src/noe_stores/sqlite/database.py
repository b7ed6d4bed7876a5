"""One store file and the connections to it.

Rule kept here: a connection serves one thread at a time and one process for ever. Writers of
this process queue here, writers of other processes at ``BEGIN IMMEDIATE``; each waits no
longer than the lock timeout. Readers do not wait.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from noe_stores.errors import (
    StoreBusy,
    StoreClosed,
    StoreError,
    StoreMissing,
    StoreUnreachable,
    StoreUnwritable,
)
from noe_stores.sqlite.driver import translated
from noe_stores.sqlite.opening import (
    inspect,
    mark,
    may_write,
    open_for_reading,
    open_for_writing,
    open_in_memory,
)

LOCK_TIMEOUT = 30.0
"""Seconds a writer waits for others; a command that waits is better than one that fails."""

IN_MEMORY = ":memory:"

_inherited: list[sqlite3.Connection] = []
"""Connections of a parent process, kept from being closed here, where that would touch its log."""


class Database:
    """Lends connections to one store; open until ``close``."""

    def __init__(self, path: str | os.PathLike[str], *, create: bool, lock_timeout: float) -> None:
        self._lock_timeout = lock_timeout
        self._pid = os.getpid()
        self._closed = False
        self._idle: list[sqlite3.Connection] = []
        self._idle_lock = Lock()
        self._turn = Lock()  # held by the one writer of this process
        self._in_memory = os.fspath(path) == IN_MEMORY
        # Resolved once: a later chdir must not lead elsewhere, and the log lies beside the target.
        self._path = Path(path) if self._in_memory else Path(os.path.realpath(path))
        self.store = str(self._path)
        with self._translating():
            self._open(create=create)

    def _open(self, *, create: bool) -> None:
        if self._in_memory:
            self._writable = True
            self._idle.append(open_in_memory())
            return
        there = inspect(self._path, new=create)
        self._writable = not there or may_write(self._path)
        if self._writable:
            self._idle.append(
                open_for_writing(self._path, new=create, lock_timeout=self._lock_timeout)
            )
        else:
            open_for_reading(self._path, lock_timeout=self._lock_timeout).close()
        seen = self._path.stat()
        self._file = (seen.st_dev, seen.st_ino)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with; one statement sees one state of the store."""
        self._check_usable()
        if self._in_memory:
            # The only connection: a reader must not look into a writer's open transaction.
            with self._queue(), self._translating(), self._lent() as connection:
                yield connection
        elif self._writable:
            with self._translating(), self._lent() as connection:
                yield connection
        else:
            with self._translating(), self._opened_for_one_reading() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection within one transaction: all of it is kept, or none."""
        self._check_usable()
        if not self._writable:
            raise StoreUnwritable(
                "the file or its folder is read-only",
                store=self.store,
                remedy=f"Get write access to it and to {self._path.parent}, then open it again",
            )
        with self._queue(), self._translating(), self._lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close every connection; one that is in use is closed when it comes back."""
        self._closed = True
        if os.getpid() != self._pid:
            _inherited.extend(self._idle)
            return
        with self._idle_lock:
            while self._idle:
                self._idle.pop().close()

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        connection = self._take()
        try:
            yield connection
        finally:
            self._put_back(connection)

    def _take(self) -> sqlite3.Connection:
        self._check_in_place()
        with self._idle_lock:
            self._check_usable()
            if self._idle:
                return self._idle.pop()
        return open_for_writing(self._path, new=False, lock_timeout=self._lock_timeout)

    def _put_back(self, connection: sqlite3.Connection) -> None:
        if os.getpid() != self._pid:
            _inherited.append(connection)
            return
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            # What cannot be rolled back is given up: closing it leaves nothing behind.
            connection.close()
            raise
        with self._idle_lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    @contextmanager
    def _opened_for_one_reading(self) -> Iterator[sqlite3.Connection]:
        """A fresh look each time: what we may not lock may have changed since the last one."""
        self._check_in_place()
        before = mark(self._path)
        connection = open_for_reading(self._path, lock_timeout=self._lock_timeout)
        try:
            yield connection
        finally:
            connection.close()
        if mark(self._path) != before:
            raise StoreBusy(
                "it was written while it was read without the right to lock it",
                store=self.store,
                remedy="Read again",
            )

    @contextmanager
    def _queue(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=self._lock_timeout):
            raise StoreBusy(
                f"other threads wrote for more than {self._lock_timeout} s",
                store=self.store,
                remedy="Try again, or give a longer lock timeout",
            )
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise translated(error, store=self.store) from error
        except StoreError:
            raise  # some of ours are kinds of OSError too
        except OSError as error:
            raise StoreUnreachable(
                f"the system refuses access ({error.strerror})",
                store=self.store,
                remedy="Check the path and the permissions of its folders",
            ) from error

    def _check_usable(self) -> None:
        if os.getpid() != self._pid:
            raise StoreClosed(
                f"it was opened by process {self._pid} and carried into another by a fork",
                store=self.store,
                remedy="Open the store anew in each process",
            )
        if self._closed:
            raise StoreClosed("the store was closed", store=self.store, remedy="Open it again")

    def _check_in_place(self) -> None:
        """SQLite would go on writing to a file that was moved or deleted, and lose it."""
        if self._in_memory:
            return
        try:
            seen = self._path.stat()
        except FileNotFoundError as error:
            raise self._moved() from error
        if (seen.st_dev, seen.st_ino) != self._file:
            raise self._moved()

    def _moved(self) -> StoreMissing:
        return StoreMissing(
            "the file was moved, replaced or deleted while open",
            store=self.store,
            remedy="Put it back, or open the store again",
        )
