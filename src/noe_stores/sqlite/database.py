"""One store file, read and written.

Rule kept here: a handle serves the process that opened it. Writers stand in one line, the lock
on the side file, whether they are threads or processes, and each waits no longer than the lock
timeout. Readers do not wait.

The ways in are flat on purpose: a signal can end any of them between two instructions, and
what must be given back is given back by the first instruction of a ``finally``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec, TypeVar
from uuid import UUID

from noe_stores.durability import Durability
from noe_stores.errors import (
    AlreadyTracked,
    OlderStore,
    OutcomeUnknown,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreShortened,
    StoreUnreachable,
    StoreUnwritable,
    VersionTaken,
)
from noe_stores.following import Bell
from noe_stores.sqlite.access import places, witness
from noe_stores.sqlite.access.driver import translated
from noe_stores.sqlite.access.forks import let_forks_pass
from noe_stores.sqlite.access.session import Session
from noe_stores.sqlite.lasting import confirming, folding, founding
from noe_stores.sqlite.lasting.aftermath import ended
from noe_stores.sqlite.tables import first, packed
from noe_stores.sqlite.tables.adding import Call
from noe_stores.sqlite.tables.layout import Layout
from noe_stores.sqlite.tables.names import Names, as_kept, hash_of
from noe_stores.sqlite.tables.schema import FIRST_VERSION

P = ParamSpec("P")
T = TypeVar("T")


class OnDisk:
    """A store in a file; open until ``close``.

    ``missing`` is the last position that was acknowledged, where the store does not reach it
    any more: what is left can be read, but for the ends of the streams that lost something, and
    nothing is written. Nor is where its end cannot be told, which ``dark`` says.
    """

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
        self._wrote = False
        self._told = 0  # the last position this handle wrote and the witness knows
        let_forks_pass()
        try:
            self.format, self.pool = founding.open_or_found(
                self.store, durability, create, lock_timeout
            )
            self.layout: Layout = first if self.format == FIRST_VERSION else packed
            self.writable = places.may_write(self.store)
        except (OSError, sqlite3.Error, UnicodeError) as error:
            raise self.told(error) from error
        self._lost: frozenset[int] | None = frozenset()
        self.dark: StoreDamaged | None = None
        self.missing = self._missing()
        if self.writable and self.layout is packed and not (self.missing or self.dark):
            self.pool.may_write()

    def _missing(self) -> int:
        said = witness.look(self.store)  # before the database: what is acknowledged is there
        if said is None or said.position == 0:
            return 0
        try:
            last = self.last_position() or 0
            while last < said.position and self.pool.is_fresh():
                last = self.last_position() or 0
        except StoreDamaged as error:  # told to whoever reads what is damaged
            self.dark = error
            return 0
        if said.position <= last:
            return 0
        self._lost = witness.streams_between(self.store, last, said.position)
        return said.position

    # Reading

    def read(
        self,
        work: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What some work finds; each of its statements sees one state of the store."""
        self.check_usable()
        try:
            return self.pool.read(work, *args, **kwargs)
        except Exception as error:
            told = self.told(error)
            if told is error:
                raise
            raise told from error

    def last_position(self) -> int | None:
        """The last position, or ``None`` while nothing is recorded."""
        return self.read(self.layout.last_position)

    def check_reaches(self, position: int) -> None:
        """See that what was acknowledged from a position on is there, or never was.

        Raises:
            StoreShortened: it was acknowledged, and is gone.
        """
        if position <= self.missing and (self.last_position() or 0) < position:
            raise self._shortened(self.missing)

    def check_whole(self, stream: UUID | str) -> None:
        """See that a stream lost nothing that was acknowledged, as far as can be said.

        Raises:
            StoreShortened: it did, or nobody knows.
        """
        if self.missing and (self._lost is None or hash_of(as_kept(stream)) in self._lost):
            told = self._shortened(self.missing, f"; {stream!s:.200} is one that may have gone on")
            told.streams = (str(stream),)
            raise told

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """A connection that shows one moment for as long as one looks."""
        self.check_usable()
        session: Session | None = None
        try:
            self.pool.check_in_place()
            session = self.pool.seeing() if self.pool.writable else self.pool.reader()
            session.connection.execute("BEGIN")
            yield session.connection
            if self.pool.changed(session):
                raise StoreBusy(
                    "others wrote to it while it was gone through",
                    store=self.store,
                    remedy="Try again",
                )
        except (sqlite3.Error, OSError) as error:
            raise self.told(error) from error
        finally:
            if session is not None:
                session.close()

    # Writing

    def keep(self, call: Call) -> range:
        """Keep all of a call or nothing of it; the positions of its records.

        Raises:
            StoreError: why not, and what became of the facts.
        """
        session: Session | None = None
        other: Session | None = None
        try:
            self._check_writable()
            session = self.pool.live()
            other = self.pool.live()  # now, so that it need not be opened when it matters
            lock = session.prepare(self.store, self.durability, self.lock_timeout)
            other.touch()
            try:
                if not lock.acquire(self.lock_timeout):
                    raise self.pool.busy("others wrote")
                self._commit(session, call, lock.fd)
                if not confirming.arrived(other.connection, call):
                    other.close()
                    other = self._written_anew(session, call)
            finally:
                lock.release()
            call.learnt(self.names)
            used, session, other = (other, session), None, None
            for one in used:
                self.pool.put_back(one)
            self.bell.ring()
        except BaseException as error:  # noqa: BLE001 - told again with what became of the facts
            self._end(session, other, call, error)
        return call.positions

    def _commit(self, session: Session, call: Call, side: int) -> None:
        connection = session.connection
        self.pool.check_in_place()
        session.begin(self.lock_timeout)
        call.run(connection, self.names)
        positions = call.positions
        if positions and positions[0] != self._told + 1:
            said = witness.read(side)
            if said is not None and positions[0] <= said.position:
                raise self._shortened(said.position)
        self._wrote = call.asked = True
        connection.execute("COMMIT")
        call.committed = True
        if positions:
            mark = witness.mark_of(call.rows[-1][3], call.digest)
            witness.write(side, positions[-1], mark, call.told())
            self._told = positions[-1]

    def _written_anew(self, session: Session, call: Call) -> Session:
        """Write all pages once more, where those of a call did not arrive.

        The connection that sent them still has them as they should be; another one that finds
        them now is given.
        """
        confirming.write_anew(session.connection)
        again = self.pool.opened()
        if confirming.arrived(again.connection, call):
            return again
        again.close()
        raise OutcomeUnknown(
            "what was written cannot be read back as it was sent",
            store=self.store,
            remedy="Check the disk, run noe verify, then offer the facts again",
        )

    def _end(
        self, session: Session | None, other: Session | None, call: Call, error: BaseException
    ) -> NoReturn:
        """Give the sessions up, find out what became of the call, and tell it."""
        unharmed = isinstance(error, VersionTaken | AlreadyTracked | StoreBusy)
        if other is not None:
            other.close()
        if session is not None and unharmed and session.undone():
            self.pool.put_back(session)
            session = None
        told = ended(self, session, call, error)
        if told is error:
            raise error
        raise told from error

    def _check_writable(self) -> None:
        self.check_usable()
        if self.format == FIRST_VERSION:
            raise OlderStore(
                f"the store has format {FIRST_VERSION}, which is read and no longer written",
                store=self.store,
                remedy="Make a new one of it: noe upgrade",
            )
        if self.missing:
            raise self._shortened(self.missing)
        if self.dark is not None:
            raise StoreDamaged(
                f"nothing is recorded in it, since its end cannot be told ({self.dark.args[0]})",
                store=self.store,
                remedy="Run noe verify; noe repair salvages what is left",
            )
        if not self.writable:
            raise StoreUnwritable(
                "the file or its folder is read-only",
                store=self.store,
                remedy=f"Get write access to it and to {Path(self.store).parent}, then try again",
            )

    # The handle

    def close(self) -> None:
        """Close every session; one that is in use is closed when its call ends."""
        let_forks_pass()
        try:
            if self._wrote and not self.pool.closed and os.getpid() == self._pid:
                with suppress(sqlite3.Error, OSError, StoreError, ValueError):  # all is in the log
                    self._fold()
        finally:
            self.pool.closed = True
            if os.getpid() == self._pid:
                self.pool.close()
                self.bell.ring()

    def _fold(self) -> None:
        """Fold the log into the file, unless somebody else writes, who will do it in his turn."""
        session = self.pool.live()
        other = self.pool.live()
        try:
            self.pool.check_in_place()
            lock = session.prepare(self.store, self.durability, self.lock_timeout)
            try:
                if lock.acquire(0):
                    folding.fold(self.store, session.connection, other.connection)
            finally:
                lock.release()
        finally:
            session.close()
            other.close()

    def check_usable(self) -> None:
        """Refuse a handle that was closed, or carried into another process."""
        let_forks_pass()
        if os.getpid() != self._pid:
            raise StoreClosed(
                f"it was opened by process {self._pid} and carried into another by a fork",
                store=self.store,
                remedy="Open the store anew in each process",
            )
        if self.pool.closed:
            raise StoreClosed("the store was closed", store=self.store, remedy="Open it again")

    def told(self, error: BaseException) -> BaseException:
        """An error as one of ours."""
        if isinstance(error, sqlite3.Error):
            return translated(error, store=self.store)
        if isinstance(error, TypeError | ValueError | OverflowError):
            # SQLite keeps any kind of value, if told to.
            return StoreDamaged(
                f"a value in it is of another kind than was written ({error})",
                store=self.store,
                remedy="Run noe verify",
            )
        if isinstance(error, OSError) and not isinstance(error, StoreError):
            return StoreUnreachable(
                f"the system refuses access ({error.strerror})",
                store=self.store,
                remedy="Check the path and the permissions of its folders",
            )
        return error

    def _shortened(self, position: int, more: str = "") -> StoreShortened:
        return StoreShortened(
            f"position {position} was acknowledged, and is not there{more}",
            store=self.store,
            remedy="Run noe repair, which salvages what is left beside it; if an older copy was "
            f"put back on purpose, delete {self.store}{witness.SUFFIX}",
        )
