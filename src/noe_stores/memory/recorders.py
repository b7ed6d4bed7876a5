"""The recorders of the port, each over a shelf of its own.

Rule kept here: threads take turns; a call is kept whole or not at all, also when it is
interrupted, and an error says which. A handle carried into another process by a fork would
keep facts that nobody else ever sees: it is refused.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from threading import RLock
from typing import Any
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
from noe_stores.errors import Interrupted, Outcome, StoreClosed, StoreError
from noe_stores.following import Bell, Following
from noe_stores.memory.shelf import STORE, Call, Shelf
from noe_stores.port import Description, Finding, Head


class MemoryRecorder(Recorder):
    """What the recorders have in common: a shelf, turns to take, and an end."""

    _tracks = False
    """Whether positions of followers are kept, too."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._lock = RLock()
        self._bell = Bell(glance=None)
        self._pid = os.getpid()
        self._closed = False

    def _keep(
        self, events: Sequence[StoredEvent], tracking: Tracking | None = None
    ) -> Sequence[int]:
        """Keep all of it or none; the positions of the records."""
        call = Call(0, tuple(events), tracking)
        try:
            with self._lock:
                self._check(call)
                call.first = len(self._shelf.log) + 1
                self._shelf.put_down(call)
                self._shelf.settle()
            self._bell.ring()
        except StoreError as error:
            error.ended(Outcome.NOT_KEPT, call.streams)
            raise
        except KeyboardInterrupt as interrupt:
            told = Interrupted(STORE, self._outcome(call))
            told.streams = call.streams
            raise told from interrupt
        except BaseException as other:
            other.add_note(f"{STORE}: what this call was to keep is {self._outcome(call)}")
            raise
        return range(call.first, call.first + len(call.events))

    def _check(self, call: Call) -> None:
        self._check_open()
        admit(call.events, store=STORE)
        if call.tracking is not None:
            (admit_tracking if self._tracks else refuse_tracking)(call.tracking, store=STORE)
        self._shelf.refuse_taken(call.events, call.tracking)

    def _outcome(self, call: Call) -> Outcome:
        """What became of a call that was cut short."""
        with self._lock:
            self._shelf.settle()
        self._bell.ring()
        return Outcome.KEPT if call.settled else Outcome.NOT_KEPT

    def close(self) -> None:
        """Refuse further use; what was kept is gone with the handle."""
        self._closed = True
        self._bell.ring()

    def _check_open(self) -> None:
        if os.getpid() != self._pid:
            raise StoreClosed(
                f"it was opened by process {self._pid} and carried into another by a fork",
                store=STORE,
                remedy="Open a store anew in each process; one in memory is seen by one alone",
            )
        if self._closed:
            raise StoreClosed("the store was closed", store=STORE, remedy="Open it again")


class MemoryAggregateRecorder(MemoryRecorder, AggregateRecorder):
    """Streams of records in memory, safe to share among threads."""

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
        admit_id(originator_id, store=STORE)
        with self._lock:
            self._check_open()
            stream = self._shelf.streams.get(originator_id)
            return stream.between(gt, lte, desc=desc, limit=limit) if stream else []


class MemoryApplicationRecorder(MemoryAggregateRecorder, ApplicationRecorder):
    """Streams and the order across them: positions 1, 2, 3 … never used twice."""

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
        """Records in order of position; a limit of zero or less gives nothing."""
        first = 1 if start is None else max(start if inclusive_of_start else start + 1, 1)
        with self._lock:
            self._check_open()
            log = self._shelf.log
            last = len(log) if stop is None else min(stop, len(log))
            numbered = ((n, log[n - 1]) for n in range(first, last + 1))
            wanted = (pair for pair in numbered if not topics or pair[1].topic in topics)
            return [_notified(*pair) for pair in islice(wanted, max(0, min(limit, len(log))))]

    def max_notification_id(self) -> int | None:
        """The last position, or ``None`` while nothing is recorded."""
        with self._lock:
            self._check_open()
            return len(self._shelf.log) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """The records after a position, then those that come, until stopped."""
        return Following(self, gt, topics)

    def await_growth(self, after: int, timeout: float) -> bool:
        """Whether a position above ``after`` exists, waiting for one up to so many seconds."""
        return self._bell.wait(lambda: (self.max_notification_id() or 0) > after, timeout)

    def head(self, stream: str) -> Head | None:
        """The end of one stream; ``None`` when the store has none of that id."""
        admit_id(stream, store=STORE)
        with self._lock:
            self._check_open()
            found = self._shelf.streams.get(stream)
            return None if found is None else found.head(stream)

    def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
        """Ends of the streams with a text id greater than ``after``, in order of code points."""
        if after is not None:
            admit_id(after, store=STORE)
        with self._lock:
            self._check_open()
            return self._shelf.heads(after, limit)

    def lines(self, stream: str, *, after: int = 0, limit: int = 5000) -> Sequence[bytes]:
        """The states of the records with a version above ``after``, in order of version."""
        return [event.state for event in self.select_events(stream, gt=after, limit=limit)]

    def inspect(self) -> Iterator[Finding]:
        """Nothing: there is no file beneath the streams that could be wrong."""
        self._check_open()
        return iter(())

    def describe(self) -> Description:
        """The store as it is now."""
        with self._lock:
            self._check_open()
            shelf = self._shelf
            return Description(
                kind=STORE,
                place=STORE,
                format=1,
                writable=True,
                durability="none: it ends with its process",
                streams=len(shelf.streams),
                records=len(shelf.log),
                last_position=len(shelf.log) or None,
            )


def _notified(position: int, event: StoredEvent) -> Notification:
    return Notification(
        id=position,
        originator_id=event.originator_id,
        originator_version=event.originator_version,
        topic=event.topic,
        state=event.state,
    )


class MemoryTrackingRecorder(MemoryRecorder, TrackingRecorder):
    """How far each follower came, ascending."""

    _tracks = True

    def insert_tracking(self, tracking: Tracking) -> None:
        """Keep a position, which must be above the last one of that application."""
        self._keep((), tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """The last position kept for an application."""
        with self._lock:
            self._check_open()
            return self._shelf.tracked.get(application_name)


class MemoryProcessRecorder(MemoryTrackingRecorder, MemoryApplicationRecorder, ProcessRecorder):
    """Records kept together with the position of what led to them: both or neither."""
