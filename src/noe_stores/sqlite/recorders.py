"""The recorders of the port, over one store file each.

Rule kept here: one call is one transaction. What a recorder returns has been synced to disk;
what it refuses has left nothing behind.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import repeat
from typing import Any, Literal
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    Notification,
    StoredEvent,
    Subscription,
)

from noe_stores.admission import admit, admit_id, refuse_tracking
from noe_stores.port import Head
from noe_stores.sqlite import tables
from noe_stores.sqlite.database import LOCK_TIMEOUT, Database

_END = 2**63 - 1


class SQLiteAggregateRecorder(AggregateRecorder):
    """Streams of records, or the snapshots of aggregates, in one file.

    Args:
        path: where the file is, or ``:memory:`` for one that only this recorder sees.
        purpose: ``events``, or ``snapshots`` for the table whose versions may have gaps.
        create: whether a missing store may be created.
        lock_timeout: seconds to wait for other writers.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        purpose: Literal["events", "snapshots"] = "events",
        create: bool = True,
        lock_timeout: float = LOCK_TIMEOUT,
    ) -> None:
        self._shelf = tables.SNAPSHOTS if purpose == "snapshots" else tables.RECORDS
        self._database = Database(path, create=create, lock_timeout=lock_timeout)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep all of the records or none."""
        self._record(stored_events, **kwargs)
        return None

    def _record(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        refuse_tracking(kwargs.get("tracking"))
        store = self._database.store
        admit(stored_events, store=store)
        with self._database.writing() as connection:
            if self._shelf is tables.RECORDS:
                return tables.append(connection, stored_events, store=store)
            tables.insert(
                connection, self._shelf, stored_events, positions=repeat(None), store=store
            )
            return []

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The records of one stream by version; a limit of zero or less gives nothing."""
        admit_id(originator_id, store=self._database.store)
        with self._database.reading() as connection:
            return tables.select(
                connection, self._shelf, originator_id, gt=gt, lte=lte, desc=desc, limit=limit
            )

    def close(self) -> None:
        """Close every connection; the last one to close folds the log into the file."""
        self._database.close()


class SQLiteApplicationRecorder(SQLiteAggregateRecorder, ApplicationRecorder):
    """Streams and the order across them, with an index of the streams.

    Args:
        path: where the file is, or ``:memory:`` for one that only this recorder sees.
        create: whether a missing store may be created.
        lock_timeout: seconds to wait for other writers.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        lock_timeout: float = LOCK_TIMEOUT,
    ) -> None:
        super().__init__(path, create=create, lock_timeout=lock_timeout)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep all of the records or none, and tell their positions."""
        return self._record(stored_events, **kwargs)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Records in order of position; a limit of zero or less gives nothing."""
        first = 1 if start is None else start if inclusive_of_start else start + 1
        last = _END if stop is None else stop
        with self._database.reading() as connection:
            return tables.select_from(connection, first, last, topics=topics, limit=limit)

    def max_notification_id(self) -> int | None:
        """The last position, or ``None`` while nothing is recorded."""
        with self._database.reading() as connection:
            return tables.last_position(connection)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Comes with a later release."""
        raise NotImplementedError("subscriptions come with a later release")

    def head(self, stream: str) -> Head | None:
        """The end of one stream; ``None`` when the store has none of that id."""
        admit_id(stream, store=self._database.store)
        with self._database.reading() as connection:
            return tables.head(connection, stream)

    def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
        """Ends of the streams with a text id greater than ``after``, in order of code points."""
        if after is not None:
            admit_id(after, store=self._database.store)
        with self._database.reading() as connection:
            return tables.heads(connection, after=after, limit=limit)
