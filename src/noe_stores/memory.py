"""A store that lives and dies with its process: the double of the others in tests.

Rule kept here: it promises what the durable stores promise, durability apart. Same order
(by version, whatever the order of insertion), same refusals, same errors. It is chosen with
``PERSISTENCE_MODULE=noe_stores.memory``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import nsmallest
from itertools import islice
from threading import RLock
from typing import Any
from uuid import UUID

from attrs import define, field
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    TrackingRecorder,
)

from noe_stores import chain
from noe_stores.admission import admit, admit_id, refuse_tracking
from noe_stores.errors import StoreClosed, VersionTaken
from noe_stores.port import Head

_STORE = "memory"


@define
class _Stream:
    """The records of one stream in the order of their versions."""

    versions: list[int] = field(factory=list)
    events: list[StoredEvent] = field(factory=list)

    def add(self, event: StoredEvent) -> None:
        at = bisect_right(self.versions, event.originator_version)
        self.versions.insert(at, event.originator_version)
        self.events.insert(at, event)

    def holds(self, version: int) -> bool:
        at = bisect_left(self.versions, version)
        return at < len(self.versions) and self.versions[at] == version


class MemoryAggregateRecorder(AggregateRecorder):
    """Streams of records in memory, safe to share among threads."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._streams: dict[UUID | str, _Stream] = {}
        self._closed = False

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep all of the records or none."""
        refuse_tracking(kwargs.get("tracking"))
        with self._lock:
            self._add(stored_events)
        return None

    def _add(self, stored_events: Sequence[StoredEvent]) -> None:
        self._check_open()
        admit(stored_events, store=_STORE)
        taken: set[tuple[UUID | str, int]] = set()
        for event in stored_events:
            key = (event.originator_id, event.originator_version)
            known = self._streams.get(event.originator_id)
            if key in taken or (known and known.holds(event.originator_version)):
                raise VersionTaken.by(*key, store=_STORE)
            taken.add(key)
        for event in stored_events:
            self._streams.setdefault(event.originator_id, _Stream()).add(event)

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
        with self._lock:
            self._check_open()
            admit_id(originator_id, store=_STORE)
            stream = self._streams.get(originator_id)
            if stream is None:
                return []
            low = 0 if gt is None else bisect_right(stream.versions, gt)
            high = len(stream.versions) if lte is None else bisect_right(stream.versions, lte)
            found = stream.events[low:high]
        if desc:
            found.reverse()
        return found if limit is None else found[: max(limit, 0)]

    def close(self) -> None:
        """Refuse further use; what was kept is gone with the handle."""
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise StoreClosed("the store was closed", store=_STORE, remedy="Open it again")


class MemoryApplicationRecorder(MemoryAggregateRecorder, ApplicationRecorder):
    """Streams and the order across them: positions 1, 2, 3 … never used twice."""

    def __init__(self) -> None:
        super().__init__()
        self._log: list[StoredEvent] = []

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep all of the records or none, and tell their positions."""
        refuse_tracking(kwargs.get("tracking"))
        with self._lock:
            self._add(stored_events)
            first = len(self._log) + 1
            self._log.extend(stored_events)
            return list(range(first, len(self._log) + 1))

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
        first = 1 if start is None else max(1, start if inclusive_of_start else start + 1)
        with self._lock:
            self._check_open()
            last = len(self._log) if stop is None else min(stop, len(self._log))
            numbered = ((n, self._log[n - 1]) for n in range(first, last + 1))
            wanted = (pair for pair in numbered if not topics or pair[1].topic in topics)
            return [
                Notification(
                    id=position,
                    originator_id=event.originator_id,
                    originator_version=event.originator_version,
                    topic=event.topic,
                    state=event.state,
                )
                for position, event in islice(wanted, max(0, min(limit, len(self._log))))
            ]

    def max_notification_id(self) -> int | None:
        """The last position, or ``None`` while nothing is recorded."""
        with self._lock:
            self._check_open()
            return len(self._log) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Comes with a later release."""
        raise NotImplementedError("subscriptions come with a later release")

    def head(self, stream: str) -> Head | None:
        """The end of one stream; ``None`` when the store has none of that id."""
        with self._lock:
            self._check_open()
            admit_id(stream, store=_STORE)
            found = self._streams.get(stream)
            return None if found is None else _head(stream, found)

    def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
        """Ends of the streams with a text id greater than ``after``, in order of code points."""
        with self._lock:
            self._check_open()
            ids = (s for s in self._streams if isinstance(s, str) and (after is None or s > after))
            return [_head(s, self._streams[s]) for s in nsmallest(max(limit, 0), ids)]


def _head(stream: str, found: _Stream) -> Head:
    last = found.events[-1]
    return Head(
        stream=stream,
        count=len(found.events),
        version=last.originator_version,
        sum=chain.unseal(last.state)[1],
    )


class MemoryFactory(InfrastructureFactory[TrackingRecorder]):
    """What ``eventsourcing`` finds behind ``PERSISTENCE_MODULE=noe_stores.memory``."""

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:  # noqa: ARG002
        """A recorder of its own for every purpose."""
        return MemoryAggregateRecorder()

    def application_recorder(self) -> ApplicationRecorder:
        """A new and empty store."""
        return MemoryApplicationRecorder()

    def tracking_recorder(
        self, tracking_recorder_class: type[TrackingRecorder] | None = None
    ) -> TrackingRecorder:
        """Comes with a later release."""
        raise NotImplementedError("tracking recorders come with a later release")

    def process_recorder(self) -> ProcessRecorder:
        """Comes with a later release."""
        raise NotImplementedError("process recorders come with a later release")
