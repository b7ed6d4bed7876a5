"""What a store in memory holds, and the one step in which a call is kept.

Rule kept here: a call is put down whole, by one append that no interrupt cuts in two; what
follows from it (streams, order, tracking) is worked out after, by steps that may be done
again. So a call that was interrupted anywhere is there, or is not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from heapq import nsmallest
from uuid import UUID

from attrs import define, field
from eventsourcing.persistence import StoredEvent, Tracking

from noe_stores.errors import AlreadyTracked, VersionTaken
from noe_stores.lines import chain
from noe_stores.port import Head

STORE = "memory"
"""How errors name the store."""


@define
class Call:
    """What one call keeps: its records from a position on, and how far a follower came."""

    first: int
    events: Sequence[StoredEvent]
    tracking: Tracking | None
    settled: bool = False

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams its records belong to."""
        return tuple(dict.fromkeys(str(event.originator_id) for event in self.events))


@define
class Records:
    """The records of one stream, in the order of their versions whatever that of their coming."""

    by_version: dict[int, StoredEvent] = field(factory=dict)
    _versions: list[int] = field(factory=list)

    def add(self, event: StoredEvent) -> None:
        """Put a record at its place; harmless to do again."""
        version = event.originator_version
        self.by_version[version] = event
        if not self._versions or self._versions[-1] < version:
            self._versions.append(version)

    @property
    def versions(self) -> list[int]:
        """The versions there are, ascending."""
        if len(self._versions) != len(self.by_version):  # one came late
            self._versions = sorted(self.by_version)
        return self._versions

    def between(
        self, gt: int | None, lte: int | None, *, desc: bool, limit: int | None
    ) -> list[StoredEvent]:
        """The records of some versions, up to so many; none for a limit of zero or less."""
        versions = self.versions
        low = 0 if gt is None else bisect_right(versions, gt)
        high = len(versions) if lte is None else bisect_right(versions, lte)
        found = range(low, high)[:: -1 if desc else 1]
        return [
            self.by_version[versions[at]]
            for at in (found if limit is None else found[: max(limit, 0)])
        ]

    def head(self, stream: str) -> Head:
        """Where the stream ends."""
        last = self.by_version[self.versions[-1]]
        return Head(
            stream=stream,
            count=len(self.by_version),
            version=last.originator_version,
            sum=chain.unseal(last.state)[1],
        )


@define
class Shelf:
    """Everything a store in memory holds; its owner lets one thread in at a time."""

    log: list[StoredEvent] = field(factory=list)
    streams: dict[UUID | str, Records] = field(factory=dict)
    tracked: dict[str, int] = field(factory=dict)
    _put_down: deque[Call] = field(factory=deque)

    def refuse_taken(self, events: Sequence[StoredEvent], tracking: Tracking | None) -> None:
        """Refuse a version or a position that is there already."""
        taken: set[tuple[UUID | str, int]] = set()
        for event in events:
            key = (event.originator_id, event.originator_version)
            known = self.streams.get(event.originator_id)
            if key in taken or (known and event.originator_version in known.by_version):
                raise VersionTaken.by(*key, store=STORE)
            taken.add(key)
        if tracking is not None:
            last = self.tracked.get(tracking.application_name, -1)
            if tracking.notification_id <= last:
                raise AlreadyTracked.beyond(
                    tracking.application_name, tracking.notification_id, last, store=STORE
                )

    def put_down(self, call: Call) -> None:
        """Keep a call: from here on it is there."""
        self._put_down.append(call)

    def settle(self) -> None:
        """Work out what follows from the calls put down; harmless to do again."""
        while self._put_down:
            call = self._put_down[0]
            self.log[call.first - 1 :] = call.events
            for event in call.events:
                self.streams.setdefault(event.originator_id, Records()).add(event)
            if call.tracking is not None:
                self.tracked[call.tracking.application_name] = call.tracking.notification_id
            call.settled = True
            self._put_down.popleft()

    def heads(self, after: str | None, limit: int) -> Sequence[Head]:
        """Ends of the streams with a text id, in order of code points."""
        ids = (s for s in self.streams if isinstance(s, str) and (after is None or s > after))
        return [self.streams[s].head(s) for s in nsmallest(max(limit, 0), ids)]
