"""The recorders of the port, over one store file each.

Rule kept here: one call is one transaction. What a recorder returns has been synced to disk
and read back; what it refuses has left nothing behind; where neither can be said, the error
says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    Notification,
    ProcessRecorder,
    Recorder,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)

from noe_stores.admission import (
    admit,
    admit_application,
    admit_bounds,
    admit_id,
    admit_tracking,
    refuse_tracking,
)
from noe_stores.durability import LOCK_TIMEOUT, Durability, chosen, seconds
from noe_stores.errors import Outcome, StoreError
from noe_stores.following import Following
from noe_stores.port import Description, Finding, Head
from noe_stores.sqlite.database import OnDisk
from noe_stores.sqlite.in_memory import IN_MEMORY, InMemory
from noe_stores.sqlite.looking.backup import back_up
from noe_stores.sqlite.looking.describing import describe
from noe_stores.sqlite.looking.inspecting import inspect
from noe_stores.sqlite.tables import snapshots
from noe_stores.sqlite.tables.adding import Call
from noe_stores.sqlite.tables.bounds import LAST_POSITION
from noe_stores.sqlite.tables.kinds import naming


class SQLiteRecorder(Recorder):
    """What the recorders have in common: a store, and an end.

    Args:
        path: where the file is, or ``:memory:`` for one that only this recorder sees.
        create: whether a missing store may be created.
        lock_timeout: seconds to wait for other writers.
        durability: what survives once a call has returned.
    """

    _tracks = False
    """Whether positions of followers are kept, too."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        lock_timeout: float = LOCK_TIMEOUT,
        durability: Durability = Durability.SYNCED,
    ) -> None:
        self._database: OnDisk | InMemory = (
            InMemory()
            if os.fspath(path) == IN_MEMORY
            else OnDisk(
                path,
                create=create,
                lock_timeout=seconds(lock_timeout),
                durability=chosen(durability),
            )
        )

    def _keep(
        self,
        events: Sequence[StoredEvent],
        tracking: Tracking | None = None,
        *,
        shelved: bool = False,
    ) -> range:
        """Keep all of it or none; the positions of the records."""
        database = self._database
        try:
            admit(events, store=database.store)
            if tracking is not None:
                (admit_tracking if self._tracks else refuse_tracking)(
                    tracking, store=database.store
                )
        except StoreError as error:
            error.ended(Outcome.NOT_KEPT, (event.originator_id for event in events))
            raise
        if not events and tracking is None:
            database.check_usable()
            return range(0)
        return database.keep(Call(events, tracking, shelved))

    def close(self) -> None:
        """Close every connection; the last one to close folds the log into the file."""
        self._database.close()


class SQLiteAggregateRecorder(SQLiteRecorder, AggregateRecorder):
    """Streams of records, or the snapshots of aggregates, in one file.

    Args:
        path: where the file is, or ``:memory:`` for one that only this recorder sees.
        purpose: ``events``, or ``snapshots`` for the table whose versions may have gaps.
        create: whether a missing store may be created.
        lock_timeout: seconds to wait for other writers.
        durability: what survives once a call has returned.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        purpose: Literal["events", "snapshots"] = "events",
        create: bool = True,
        lock_timeout: float = LOCK_TIMEOUT,
        durability: Durability = Durability.SYNCED,
    ) -> None:
        super().__init__(path, create=create, lock_timeout=lock_timeout, durability=durability)
        self._shelved = purpose == "snapshots"

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep all of the records or none."""
        self._keep(stored_events, kwargs.get("tracking"), shelved=self._shelved)
        return None

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
        database = self._database
        admit_id(originator_id, store=database.store)
        admit_bounds(gt, lte, limit)
        with naming(originator_id):
            found = database.read(
                snapshots.select if self._shelved else database.layout.select,
                database.names,
                originator_id,
                gt=gt,
                lte=lte,
                desc=desc,
                limit=limit,
            )
        if lte is None and (desc or limit is None or len(found) < limit) and not self._shelved:
            database.check_whole(originator_id)
        return found


class SQLiteApplicationRecorder(SQLiteAggregateRecorder, ApplicationRecorder):
    """Streams and the order across them, with an index of the streams.

    Args:
        path: where the file is, or ``:memory:`` for one that only this recorder sees.
        create: whether a missing store may be created.
        lock_timeout: seconds to wait for other writers.
        durability: what survives once a call has returned.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        lock_timeout: float = LOCK_TIMEOUT,
        durability: Durability = Durability.SYNCED,
    ) -> None:
        super().__init__(path, create=create, lock_timeout=lock_timeout, durability=durability)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep all of the records or none, and tell their positions."""
        return [*self._keep(stored_events, kwargs.get("tracking"))]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Records in order of position; a limit of zero or less gives nothing.

        Raises:
            StoreDamaged: a record is gone, or stands elsewhere than it was recorded; at the end
                of a store that lost what it acknowledged, `StoreShortened`.
        """
        admit_bounds(start, stop, limit)
        first = 1 if start is None else start if inclusive_of_start else start + 1
        last = LAST_POSITION if stop is None else stop
        database = self._database
        found = database.read(
            database.layout.select_from,
            database.names,
            first=first,
            last=last,
            topics=topics,
            limit=limit,
        )
        if not found and limit > 0 and first <= last:
            database.check_reaches(first)
        return found

    def max_notification_id(self) -> int | None:
        """The last position, or ``None`` while nothing is recorded."""
        return self._database.last_position()

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """The records after a position, then those that come, until stopped."""
        return Following(self, gt, topics)

    def await_growth(self, after: int, timeout: float) -> bool:
        """Whether a position above ``after`` exists, waiting for one up to so many seconds."""
        last = self._database.last_position
        return self._database.bell.wait(lambda: (last() or 0) > after, timeout)

    def head(self, stream: str) -> Head | None:
        """The end of one stream; ``None`` when the store has none of that id."""
        database = self._database
        admit_id(stream, store=database.store)
        database.check_whole(stream)
        with naming(stream):
            return database.read(database.layout.head, database.names, stream)

    def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
        """Ends of the streams with a text id greater than ``after``, in order of code points.

        Raises:
            StoreShortened: those given before are what is left, and some end too early.
        """
        if after is not None:
            admit_id(after, store=self._database.store)
        admit_bounds(limit)
        found = self._database.read(self._database.layout.heads, after, limit)
        if not found and limit > 0 and self._database.missing:
            self._database.check_reaches(self._database.missing)
        return found

    def lines(self, stream: str, *, after: int = 0, limit: int = 5000) -> Sequence[bytes]:
        """The states of the records with a version above ``after``, in order of version.

        Raises:
            StoreDamaged: the stream does not end with the record that is indexed.
        """
        database = self._database
        admit_id(stream, store=database.store)
        admit_bounds(after, limit)
        with naming(stream):
            states = database.read(database.layout.lines, database.names, stream, after, limit)
        if len(states) < limit:
            database.check_whole(stream)
        return states

    def inspect(self) -> Iterator[Finding]:
        """What is wrong with the file itself; the chains of the streams are not its matter."""
        return inspect(self._database)

    def describe(self) -> Description:
        """The store as it is now."""
        return describe(self._database)

    def back_up(self, target: Path) -> None:
        """Make a store of the same kind at a place that is still free, as of one moment.

        Raises:
            StoreError: something is at the place already, or it cannot be written.
        """
        back_up(self._database, target)


class SQLiteTrackingRecorder(SQLiteRecorder, TrackingRecorder):
    """How far each follower came, ascending."""

    _tracks = True

    def insert_tracking(self, tracking: Tracking) -> None:
        """Keep a position, which must be above the last one of that application."""
        self._keep((), tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """The last position kept for an application."""
        admit_application(application_name, store=self._database.store)
        return self._database.read(self._database.layout.tracked, application_name)


class SQLiteProcessRecorder(SQLiteTrackingRecorder, SQLiteApplicationRecorder, ProcessRecorder):
    """Records kept together with the position of what led to them: both or neither."""
