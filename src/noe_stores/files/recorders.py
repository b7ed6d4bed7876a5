"""The recorders of the port, over one folder each.

Rule kept here: one call is one batch. What a recorder returns is on the disk; what it refuses
has left nothing behind; where neither can be said, the error says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
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

from noe_stores.admission import admit, admit_id, admit_tracking, refuse_tracking
from noe_stores.durability import LOCK_TIMEOUT, Durability, chosen, seconds
from noe_stores.files.backup import back_up
from noe_stores.files.dossiers.names import path_of
from noe_stores.files.journal import batch
from noe_stores.files.knowing.copies import copies
from noe_stores.files.opening import close, open_store
from noe_stores.files.reading import stream as reading
from noe_stores.files.reading.describing import describe
from noe_stores.files.reading.index import head, heads
from noe_stores.files.reading.inspecting import inspect
from noe_stores.files.reading.looking import Outside, settled
from noe_stores.files.reading.order import Order, Tracked
from noe_stores.files.recovery.keeping import Call
from noe_stores.files.store import Asking
from noe_stores.files.turn import Turn
from noe_stores.following import Following
from noe_stores.identity import is_stream
from noe_stores.port import Description, Finding, Head


class FilesRecorder(Recorder):
    """What the recorders have in common: a folder, turns to take, and an end.

    Args:
        folder: where the store is.
        create: whether a missing store may be created.
        lock_timeout: seconds to wait for other writers.
        durability: what survives once a call has returned.
    """

    _tracks = False
    """Whether positions of followers are kept, too."""

    _shelf: str | None = None
    """Where the records stand, if not with the facts."""

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        create: bool = True,
        lock_timeout: float = LOCK_TIMEOUT,
        durability: Durability = Durability.SYNCED,
    ) -> None:
        self._store = open_store(
            folder,
            create=create,
            lock_timeout=seconds(lock_timeout),
            durability=chosen(durability),
        )
        self._order = Order(self._store)
        self._tracked = Tracked(self._store)
        self._outside = Outside(self._store)

    def _keep(self, events: Sequence[StoredEvent], tracking: Tracking | None = None) -> range:
        """Keep all of it or none; the positions of the records."""
        name = self._store.name
        call = Call(tuple(events), self._shelf, tracking)
        turn = Turn(self._store, self._tracked, call)
        try:
            admit(call.events, store=name)
            if tracking is not None:
                (admit_tracking if self._tracks else refuse_tracking)(tracking, store=name)
            elif not call.events:
                self._store.check_open()
                return range(0)
            return turn.take()
        except BaseException as error:
            told = turn.ended(error)
            if told is error:
                raise
            raise told from error

    def _reading(self, *streams: UUID | str) -> Asking:
        """The store, once it is seen that it can be asked for those streams."""
        self._store.check_open()
        for stream in streams:
            admit_id(stream, store=self._store.name)
        return Asking(self._store, streams)

    def close(self) -> None:
        """Note what is on the disk and let go of the folder; using it afterwards says so."""
        close(self._store)


class FilesAggregateRecorder(FilesRecorder, AggregateRecorder):
    """Streams of records, or the snapshots of aggregates, in one folder.

    Its ``purpose`` is ``events``, or ``snapshots`` for those of aggregates.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        purpose: Literal["events", "snapshots"] = "events",
        create: bool = True,
        lock_timeout: float = LOCK_TIMEOUT,
        durability: Durability = Durability.SYNCED,
    ) -> None:
        super().__init__(folder, create=create, lock_timeout=lock_timeout, durability=durability)
        self._shelf = batch.SNAPSHOTS if purpose == "snapshots" else None

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep all of the records or none."""
        self._keep(stored_events, kwargs.get("tracking"))
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
        most = None if limit is None else max(limit, 0)
        with self._reading(originator_id) as store:
            if self._shelf:
                found = reading.snapshots(store, originator_id, gt, lte)
            else:
                found = reading.events(store, originator_id, gt, lte, None if desc else most)
        return (found[::-1] if desc else found)[:most]


class FilesApplicationRecorder(FilesAggregateRecorder, ApplicationRecorder):
    """Streams and the order across them, with an index of the streams."""

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
            NewEpoch: the start is from before the positions were begun anew.
        """
        first = 1 if start is None else start if inclusive_of_start else start + 1
        with self._reading() as store:
            return self._order.between(first, stop, topics, limit, settled(store))

    def max_notification_id(self) -> int | None:
        """The last position, or ``None`` while nothing is recorded."""
        with self._reading() as store:
            mark = settled(store)
        return mark.position if mark.position >= mark.began else None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """The records after a position, then those that come, until stopped."""
        return Following(self, gt, topics)

    def await_growth(self, after: int, timeout: float) -> bool:
        """Whether a position above ``after`` exists, waiting for one up to so many seconds."""

        def grown() -> bool:
            return (self.max_notification_id() or 0) > after

        with self._reading() as store:
            return store.bell.wait(lambda: grown() or (self._outside.look() and grown()), timeout)

    def head(self, stream: str) -> Head | None:
        """The end of one stream; ``None`` when the store has none of that id."""
        with self._reading(stream) as store:
            return head(store, stream)

    def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
        """Ends of the streams with a text id greater than ``after``, in order of code points."""
        if after is not None:
            admit_id(after, store=self._store.name)
        with self._reading() as store:
            return heads(store, after, limit)

    def lines(self, stream: str, *, after: int = 0, limit: int = 5000) -> Sequence[bytes]:
        """The states of the records with a version above ``after``, in order of version.

        Raises:
            StoreDamaged: the records are not those that were kept.
        """
        with self._reading(stream) as store:
            return reading.lines(store, stream, after, limit)

    def other_copy(self, stream: str, *, after: int = 0) -> Iterator[bytes]:
        """The states of the stream above a version, as the journal has them."""
        with self._reading(stream) as store:
            if is_stream(stream):
                yield from islice(copies(store, path_of(stream)), after, None)

    def inspect(self) -> Iterator[Finding]:
        """What is wrong with files and journal; the chains of the streams are not its matter."""
        with self._reading() as store:
            yield from inspect(store)

    def describe(self) -> Description:
        """The store as it is now."""
        with self._reading() as store:
            return describe(store)

    def back_up(self, target: Path) -> None:
        """Make a store in a folder that is not there yet, as of one moment.

        Raises:
            StoreError: something is there already, or it cannot be written.
        """
        with self._reading() as store:
            back_up(store, target)


class FilesTrackingRecorder(FilesRecorder, TrackingRecorder):
    """How far each follower came, ascending."""

    _tracks = True

    def insert_tracking(self, tracking: Tracking) -> None:
        """Keep a position, which must be above the last one of that application."""
        self._keep((), tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """The last position kept for an application."""
        with self._reading() as store:
            return self._tracked.last(application_name, settled(store))


class FilesProcessRecorder(FilesTrackingRecorder, FilesApplicationRecorder, ProcessRecorder):
    """Records kept together with the position of what led to them: both or neither."""
