"""The sessions of one handle that are not in use, how another one is opened, and read with.

Rule kept here: a session is lent to one thread at a time. A file at which nobody writes is
read as it lies; from the first write of this handle on, and wherever somebody else writes, it
is read through its log. Until it is known that nothing is missing, and where something is, no
session can write: what SQLite passes over in a log is not thrown away by closing it. What
others hinder by opening and closing the file meanwhile is tried again, and not told.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from noe_stores.errors import StoreBusy, StoreError, StoreMissing, StoreUnreachable
from noe_stores.sqlite.access import forks, opening, places
from noe_stores.sqlite.access.driver import is_busy, wants_access, wants_room_to_share
from noe_stores.sqlite.access.session import Session

P = ParamSpec("P")
T = TypeVar("T")

_PAUSE = 0.002
_COMING_OR_GOING = 0.5
"""Seconds after which a log that cannot be read is taken for one that was left behind."""


class Pool:
    """The idle sessions at a file.

    Args:
        path: where the file is.
        lock_timeout: seconds to wait for others.
    """

    def __init__(self, path: str, lock_timeout: float) -> None:
        self.path = path
        self.lock_timeout = lock_timeout
        self.writable = False
        self.closed = False
        self._file = places.identity(path)
        self._live: list[Session] = []
        self._still: list[Session] = []
        forks.close_at_forks(self)

    def may_write(self) -> None:
        """Let sessions be opened that can write: they fold the log into the file at the end."""
        self.writable = True
        while session := _popped(self._live):
            session.close()

    def rest(self) -> None:
        """Close the sessions that nobody uses."""
        for idle in (self._live, self._still):
            while session := _popped(idle):
                session.close()

    def read(
        self,
        work: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What some work finds; each of its statements sees one state of the file.

        Raises:
            StoreBusy: others wrote, or opened and closed it, for longer than the lock timeout.
            StoreMissing: the file is no longer the one that was opened.
        """
        until = 0.0
        while True:
            session: Session | None = None
            try:
                session = self.reader()
                found = work(session.connection, *args, **kwargs)
                if not self.changed(session):
                    self.put_back(session)
                    return found
                session.close()
            except BaseException as error:
                if not self._in_passing(session, error):
                    raise
                time.sleep(_PAUSE)
            until = until or time.monotonic() + self.lock_timeout
            if time.monotonic() > until:
                raise self.busy("others wrote or closed it whenever it was read")

    def _in_passing(self, session: Session | None, error: BaseException) -> bool:
        """Whether a reading failed only because of what others did; the session is given up."""
        if session is None:
            return False
        session.close()
        if session.mark is not None and isinstance(error, sqlite3.Error | StoreError):
            return places.is_fresh(session.mark) or self.changed(session)
        return isinstance(error, sqlite3.Error) and (
            is_busy(error) or (wants_access(error) and not self.writable)
        )

    def reader(self) -> Session:
        """A session to read with.

        Raises:
            StoreMissing: the file is no longer the one that was opened.
            StoreUnreachable: a writer that is gone left a log that cannot be read here.
        """
        until = 0.0
        while True:
            try:
                return self._reader()
            except (StoreUnreachable, StoreBusy) as error:
                patience = self.lock_timeout  # others begin or end the log just now, perhaps
                if isinstance(error, StoreUnreachable):
                    patience = min(_COMING_OR_GOING, patience)
                until = until or time.monotonic() + patience
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)

    def _reader(self) -> Session:
        if self._live:
            self.check_in_place()
            return _popped(self._live) or self.seeing()
        mark = self._mark()
        if mark[4] or (self.writable and not places.is_settled(mark)):
            return self.seeing()
        while session := _popped(self._still):
            if session.mark == mark:
                return session
            session.close()
        return Session(opening.open_still(self.path), mark)

    def live(self) -> Session:
        """A session that sees what others commit, an idle one if there is."""
        return _popped(self._live) or self.opened()

    def opened(self) -> Session:
        """A new session that sees what others commit."""
        places.sync_log(self.path)
        if self.writable:
            return Session(opening.open_live(self.path, mode="rw"))
        session = Session(opening.open_live(self.path, mode="ro"))
        try:
            session.connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            session.close()
            raise opening.unreadable_log(error, store=self.path) from error
        return session

    def seeing(self) -> Session:
        """A new session to read with that sees what others commit.

        Those who use a file share a small one beside it. Where the disk has no room for that,
        one can still read alone.
        """
        session = self.opened()
        if self.writable:
            try:
                session.touch()
            except sqlite3.Error as error:  # anything else is met, and told, by whoever reads
                if wants_room_to_share(error):
                    session.close()
                    return Session(opening.open_alone(self.path), alone=True)
        return session

    def put_back(self, session: Session) -> None:
        """Take a session back that is as good as new."""
        if session.alone or (session.mark is not None and not places.is_settled(session.mark)):
            session.close()  # where another change would not show, it might keep pages of before
            return
        (self._live if session.mark is None else self._still).append(session)
        if self.closed:
            self.close()

    def changed(self, session: Session) -> bool:
        """Whether somebody wrote to the file while it was read as it lies."""
        return session.mark is not None and self._mark() != session.mark

    def is_fresh(self) -> bool:
        """Whether the file was written a moment ago, so that another change may not show yet."""
        return places.is_fresh(self._mark())

    def _mark(self) -> places.Mark:
        try:
            mark = places.mark(self.path)
        except FileNotFoundError as error:
            raise self._moved() from error
        if mark[:2] != self._file:
            raise self._moved()
        return mark

    def check_in_place(self) -> None:
        """See that the file is still the one that was opened.

        Raises:
            StoreMissing: it was moved, replaced or deleted.
        """
        try:
            if places.identity(self.path) == self._file:
                return
        except FileNotFoundError as error:
            raise self._moved() from error
        raise self._moved()

    def close(self) -> None:
        """Close every session; one that is in use is closed when it comes back."""
        self.closed = True
        self.rest()

    def busy(self, why: str) -> StoreBusy:
        """The error for a file that others have for longer than one waits."""
        return StoreBusy(
            f"{why} for more than {self.lock_timeout} s",
            store=self.path,
            remedy="Try again, or give a longer lock timeout",
        )

    def _moved(self) -> StoreMissing:
        return StoreMissing(
            "the file was moved, replaced or deleted while open",
            store=self.path,
            remedy="Put it back, or open the store again",
        )


def _popped(idle: list[Session]) -> Session | None:
    try:
        return idle.pop()
    except IndexError:  # another thread was quicker
        return None
