"""One store file and the sessions at it.

Rule kept here: a session serves one thread at a time and one process for ever. Writers stand
in one line, the lock on the side file, whether they are threads or processes; each waits no
longer than the lock timeout. Readers do not wait.

The ways in are flat on purpose: a signal can end any of them between two instructions, and
what must be given back is given back by the first instruction of a ``finally``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec, TypeVar

from noe_stores.durability import Durability
from noe_stores.errors import (
    AlreadyTracked,
    OlderStore,
    OutcomeUnknown,
    StoreBusy,
    StoreClosed,
    StoreError,
    StoreShortened,
    StoreUnreachable,
    StoreUnwritable,
    VersionTaken,
)
from noe_stores.following import Bell
from noe_stores.sqlite import confirming, first, founding, opening, packed, places, witness
from noe_stores.sqlite.adding import Call
from noe_stores.sqlite.aftermath import ended
from noe_stores.sqlite.driver import translated
from noe_stores.sqlite.layout import Layout
from noe_stores.sqlite.names import Names
from noe_stores.sqlite.schema import FIRST_VERSION
from noe_stores.sqlite.session import Session

P = ParamSpec("P")
T = TypeVar("T")

_TRIES = 3


class OnDisk:
    """A store in a file; open until ``close``."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool,
        lock_timeout: float,
        durability: Durability,
    ) -> None:
        # Resolved once: a later chdir must not lead elsewhere, and the log lies beside the target.
        self.store = os.path.realpath(path)
        self.durability = durability
        self.lock_timeout = lock_timeout
        self.names = Names(self.store)
        self.bell = Bell()
        self._pid = os.getpid()
        self._closed = False
        self._told = 0  # the last position this handle wrote and the witness knows
        self._live: list[Session] = []
        self._still: list[Session] = []
        try:
            self.format = founding.open_or_found(self.store, durability, create, lock_timeout)
            self.layout: Layout = first if self.format == FIRST_VERSION else packed
            self.writable = places.may_write(self.store)
            self._file = places.identity(self.store)
        except OSError as error:
            raise self.told(error) from error
        except sqlite3.Error as error:
            raise translated(error, store=self.store) from error
        self._check_witness()

    # Reading

    def read(
        self,
        work: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What some work finds; each of its statements sees one state of the store."""
        self.check_usable()
        session: Session | None = None
        try:
            for _ in range(_TRIES):
                session = self._reader()
                try:
                    found = work(session.connection, *args, **kwargs)
                except (sqlite3.Error, StoreError):
                    if not self._changed(session):
                        raise
                else:
                    if not self._changed(session):
                        self._put_back(session)
                        return found
                session.close()
        except BaseException as error:
            if session is not None:
                session.close()
            told = self.told(error)
            if told is error:
                raise
            raise told from error
        raise self._written_meanwhile()

    def _written_meanwhile(self) -> StoreBusy:
        return StoreBusy(
            "it was written while it was read without the right to lock it",
            store=self.store,
            remedy="Read again",
        )

    def _changed(self, session: Session) -> bool:
        """Whether somebody wrote while a file was read as it lies."""
        return session.mark is not None and places.mark(self.store) != session.mark

    def _put_back(self, session: Session) -> None:
        (self._live if session.mark is None else self._still).append(session)
        if self._closed:
            self.close()

    def _reader(self) -> Session:
        if self._live:
            if places.identity(self.store) != self._file:
                raise places.moved(self.store)
            return self._pop(self._live) or self.opened()
        mark = places.mark(self.store)
        if mark[:2] != self._file:
            raise places.moved(self.store)
        if mark[4] or (self.writable and not places.is_settled(mark)):
            return self.opened()
        while session := self._pop(self._still):
            if session.mark == mark:
                return session
            session.close()
        return Session(opening.open_still(self.store), mark)

    def opened(self) -> Session:
        """A session that sees what others commit."""
        if self.writable and self.format != FIRST_VERSION:
            return Session(opening.open_live(self.store, mode="rw"))
        session = Session(opening.open_live(self.store, mode="ro"))
        try:
            session.connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            session.close()
            raise opening.unreadable_log(error, store=self.store) from error
        return session

    def _pop(self, idle: list[Session]) -> Session | None:
        try:
            return idle.pop()
        except IndexError:  # another thread was quicker
            return None

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """A connection that shows one moment for as long as one looks."""
        self.check_usable()
        session = self.opened() if self.writable else self._reader()
        try:
            session.connection.execute("BEGIN")
            yield session.connection
        except (sqlite3.Error, OSError) as error:
            raise self.told(error) from error
        finally:
            session.close()

    def last_position(self) -> int | None:
        """The last position, or ``None`` while nothing is recorded."""
        return self.read(self.layout.last_position)

    def _check_witness(self) -> None:
        told = witness.look(self.store)  # before the database: what is acknowledged is there
        if told is not None and (self.last_position() or 0) < told.position:
            self.close()
            raise self.shortened(told.position)

    def shortened(self, position: int) -> StoreShortened:
        """The error for a store that no longer holds what was acknowledged."""
        return StoreShortened(
            f"position {position} was acknowledged, and is not there",
            store=self.store,
            remedy="Run noe repair, which salvages what is left beside it; if an older copy was "
            f"put back on purpose, delete {self.store}{witness.SUFFIX}",
        )

    # Writing

    def keep(self, call: Call) -> range:
        """Keep all of a call or nothing of it; the positions of its records.

        Raises:
            StoreError: why not, and what became of the facts.
        """
        session: Session | None = None
        try:
            self._check_writable()
            session = self._pop(self._live) or self.opened()
            lock = session.prepare(self.store, self.durability, self.lock_timeout)
            try:
                if not lock.acquire(self.lock_timeout):
                    raise self._busy()
                self._commit(session, call, lock.fd)
            finally:
                lock.release()
            self._confirm(call)
        except BaseException as error:  # noqa: BLE001 - told again with what became of the facts
            self._end(session, call, error)
        call.learnt(self.names)
        self._put_back(session)
        self.bell.ring()
        return call.positions

    def _commit(self, session: Session, call: Call, side: int) -> None:
        connection = session.connection
        session.check_in_place(self.store, self._file)
        opening.begin(connection, self.lock_timeout)
        call.run(connection, self.names)
        positions = call.positions
        if positions and positions[0] != self._told + 1:
            said = witness.read(side)
            if said is not None and positions[0] <= said.position:
                raise self.shortened(said.position)
        call.asked = True
        connection.execute("COMMIT")
        call.committed = True
        if positions:
            witness.write(side, positions[-1], witness.mark_of(call.events[-1].state))
            self._told = positions[-1]

    def _confirm(self, call: Call) -> None:
        """Read back what was committed, with another connection."""
        other = self._pop(self._live) or self.opened()
        if not confirming.arrived(other.connection, call):
            other.close()
            raise OutcomeUnknown(
                "what was written cannot be read back as it was sent",
                store=self.store,
                remedy="Check the disk, run noe verify, then offer the facts again",
            )
        self._put_back(other)

    def _end(self, session: Session | None, call: Call, error: BaseException) -> NoReturn:
        """Give the session up, find out what became of the call, and tell it."""
        if session is not None:
            self._give_up(session, error)
        told = ended(self, call, error)
        if told is error:
            raise error
        raise told from error

    def _give_up(self, session: Session, error: BaseException) -> None:
        """Close a session, unless all it met was a call that could not be kept."""
        if isinstance(error, VersionTaken | AlreadyTracked | StoreBusy):
            try:
                if session.connection.in_transaction:
                    session.connection.execute("ROLLBACK")
            except sqlite3.Error:
                pass
            else:
                self._put_back(session)
                return
        session.close()

    def _check_writable(self) -> None:
        self.check_usable()
        if self.format == FIRST_VERSION:
            raise OlderStore(
                f"the store has format {FIRST_VERSION}, which is read and no longer written",
                store=self.store,
                remedy="Make a new one of it: noe upgrade",
            )
        if not self.writable:
            raise StoreUnwritable(
                "the file or its folder is read-only",
                store=self.store,
                remedy=f"Get write access to it and to {Path(self.store).parent}, then open it again",
            )

    def _busy(self) -> StoreBusy:
        return StoreBusy(
            f"others wrote for more than {self.lock_timeout} s",
            store=self.store,
            remedy="Try again, or give a longer lock timeout",
        )

    # The handle

    def close(self) -> None:
        """Close every session; one that is in use is closed when its call ends."""
        self._closed = True
        if os.getpid() == self._pid:
            for idle in (self._live, self._still):
                while session := self._pop(idle):
                    session.close()

    def check_usable(self) -> None:
        """Refuse a handle that was closed, or carried into another process."""
        if os.getpid() != self._pid:
            raise StoreClosed(
                f"it was opened by process {self._pid} and carried into another by a fork",
                store=self.store,
                remedy="Open the store anew in each process",
            )
        if self._closed:
            raise StoreClosed("the store was closed", store=self.store, remedy="Open it again")

    def told(self, error: BaseException) -> BaseException:
        """An error as one of ours."""
        if isinstance(error, sqlite3.Error):
            return translated(error, store=self.store)
        if isinstance(error, FileNotFoundError) and not isinstance(error, StoreError):
            return places.moved(self.store)
        if isinstance(error, OSError) and not isinstance(error, StoreError):
            return StoreUnreachable(
                f"the system refuses access ({error.strerror})",
                store=self.store,
                remedy="Check the path and the permissions of its folders",
            )
        return error
