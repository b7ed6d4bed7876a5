"""The sessions of one handle that are not in use, and how another one is opened.

Rule kept here: a session is lent to one thread at a time. A file at which nobody writes is
read as it lies; from the first write of this handle on, and wherever somebody else writes, it
is read through its log. Until it is known that nothing is missing, and where something is, no
session can write: what SQLite passes over in a log is not thrown away by closing it.
"""

from __future__ import annotations

import sqlite3

from noe_stores.errors import StoreMissing
from noe_stores.sqlite.access import forks, opening, places
from noe_stores.sqlite.access.driver import wants_room_to_share
from noe_stores.sqlite.access.session import Session


class Pool:
    """The idle sessions at a file.

    Args:
        path: where the file is.
    """

    def __init__(self, path: str) -> None:
        self.path = path
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

    def reader(self) -> Session:
        """A session to read with.

        Raises:
            StoreMissing: the file is no longer the one that was opened.
        """
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
        if session.alone:
            session.close()
            return
        (self._live if session.mark is None else self._still).append(session)
        if self.closed:
            self.close()

    def changed(self, session: Session) -> bool:
        """Whether somebody wrote to the file while it was read as it lies."""
        return session.mark is not None and self._mark() != session.mark

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
