"""A store in memory, on SQLite: gone with its handle.

Rule kept here: there is one connection, which readers and writers take in turn, for a reader
must not look into a writer's open transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from noe_stores.durability import Durability
from noe_stores.errors import Interrupted, Outcome, StoreClosed, StoreError
from noe_stores.following import Bell
from noe_stores.sqlite.access import opening
from noe_stores.sqlite.access.driver import translated
from noe_stores.sqlite.lasting import confirming
from noe_stores.sqlite.tables import packed, schema
from noe_stores.sqlite.tables.adding import Call
from noe_stores.sqlite.tables.layout import Layout
from noe_stores.sqlite.tables.names import Names

IN_MEMORY = ":memory:"

P = ParamSpec("P")
T = TypeVar("T")


class InMemory:
    """A store of this process alone; open until ``close``."""

    store = IN_MEMORY
    format = schema.SCHEMA_VERSION
    writable = True
    missing = 0
    dark = None
    durability = Durability.UNSYNCED
    layout: Layout = packed

    def __init__(self) -> None:
        self.names = Names(self.store)
        self.bell = Bell(glance=None)
        self._turn = Lock()
        self._pid = os.getpid()
        self._closed = False
        self._connection = opening.open_in_memory()
        schema.create(self._connection)

    def read(
        self,
        work: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What some work finds."""
        self.check_usable()
        try:
            with self._turn:
                return work(self._connection, *args, **kwargs)
        except sqlite3.Error as error:
            raise translated(error, store=self.store) from error

    def keep(self, call: Call) -> range:
        """Keep all of a call or nothing of it; the positions of its records."""
        try:
            self.check_usable()
            with self._turn:
                self._commit(call)
        except BaseException as error:
            told = self._ended(call, error)
            if told is error:
                raise
            raise told from error
        call.learnt(self.names)
        self.bell.ring()
        return call.positions

    def _commit(self, call: Call) -> None:
        connection = self._connection
        try:
            connection.execute("BEGIN")
            call.run(connection, self.names)
            call.asked = True
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _ended(self, call: Call, error: BaseException) -> BaseException:
        streams = [str(event.originator_id) for event in call.events]
        outcome = Outcome.NOT_KEPT
        if call.asked:
            outcome = self.read(confirming.outcome, Names(self.store), call)
        if isinstance(error, KeyboardInterrupt):
            interrupted = Interrupted(self.store, outcome)
            interrupted.streams = tuple(dict.fromkeys(streams))
            return interrupted
        told = translated(error, store=self.store) if isinstance(error, sqlite3.Error) else error
        if isinstance(told, StoreError):
            return told.ended(outcome, streams)
        error.add_note(f"{self.store}: the facts of this call are {outcome}")
        return error

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """The connection, for as long as one looks."""
        self.check_usable()
        with self._turn:
            yield self._connection

    def last_position(self) -> int | None:
        """The last position, or ``None`` while nothing is recorded."""
        return self.read(packed.last_position)

    def check_reaches(self, position: int) -> None:
        """Nothing of it can go missing."""

    def check_whole(self, stream: UUID | str) -> None:
        """Nothing of it can go missing."""

    def close(self) -> None:
        """Give it up, and all it holds."""
        self._closed = True
        if os.getpid() == self._pid:
            with self._turn:
                self._connection.close()
            self.bell.ring()

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
