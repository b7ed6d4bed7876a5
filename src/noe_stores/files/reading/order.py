"""The order across streams, read from the journal: records by position, and how far followers are.

Rule kept here: every batch that is read is checked against its sum and against the one
before it. Places once found are remembered by position, never the records.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from eventsourcing.persistence import Notification, StoredEvent

from noe_stores.errors import NewEpoch
from noe_stores.files.dossiers.located import record_of
from noe_stores.files.journal.batch import Batch
from noe_stores.files.journal.marks import Mark, Place
from noe_stores.files.journal.segments import Broken
from noe_stores.files.recovery.keeping import last_checkpoint
from noe_stores.files.recovery.unwritable import records_of
from noe_stores.files.store import Store
from noe_stores.lines.codec import Malformed

Going = Iterator[tuple[int, StoredEvent]]

_EVERY = 64
"""How many batches lie between two remembered places."""


class Order:
    """The records of a store by position."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._epoch = ""
        self._known: list[tuple[int, Place]] = []
        self._left: list[tuple[tuple[str, Place, int], Going]] = []
        """Where the last page broke off: one batch may hold many, and is read once."""

    def between(
        self, first: int, last: int | None, topics: Sequence[str], limit: int, mark: Mark
    ) -> list[Notification]:
        """The first records from one position to another, both included.

        Raises:
            NewEpoch: the first is of an earlier numbering.
            Broken: the journal is damaged where they stand.
        """
        if 1 < first < mark.began:
            raise NewEpoch(
                f"position {first} is from before the positions were begun anew at {mark.began}",
                store=self._store.name,
                remedy=f"Follow from position {mark.began}, or from the beginning",
                first=mark.began,
            )
        first = max(first, mark.began)
        stop = mark.position if last is None else min(last, mark.position)
        found: list[Notification] = []
        if limit <= 0 or first > stop:
            return found
        store = self._store
        records = records_of(store, first) if store.bare else self._going(first, mark)
        for position, event in records:
            if position > stop:
                break
            if position >= first and (not topics or event.topic in topics):
                found.append(_notification(position, event))
                if len(found) == limit:
                    if not store.bare:
                        self._left = [((mark.epoch, mark.end, position + 1), records)]
                    break
        return found

    def _going(self, first: int, mark: Mark) -> Going:
        """The records from that position on: the rest of the last page, or begun anew."""
        try:
            where, going = self._left.pop()  # one thread at most gets it
        except IndexError:
            return self._records(first, mark)
        return going if where == (mark.epoch, mark.end, first) else self._records(first, mark)

    def _records(self, first: int, mark: Mark) -> Going:
        """The records of the batches from that position on, by position."""
        journal = self._store.journal
        for count, batch in enumerate(journal.batches(self._place_of(first, mark), mark.end)):
            start, positions = batch.header.first, batch.header.positions
            if positions and (count % _EVERY == 0 or positions > _EVERY):
                self._remember(start, batch.place)
            skipped = max(first - start, 0)
            for position, line in enumerate(batch.lines[skipped:positions], start + skipped):
                yield position, self._record(batch, line)

    def _record(self, batch: Batch, line: bytes) -> StoredEvent:
        try:
            return record_of(line)
        except Malformed as error:
            path = self._store.journal.path(batch.place[0])
            raise Broken(path, batch.place, f"a line of the batch {error}") from error

    def _place_of(self, first: int, mark: Mark) -> Place:
        """A place before which no record from that position on stands, as near as is known."""
        if self._epoch != mark.epoch:
            self._epoch, self._known = mark.epoch, []
        known = self._known
        at = bisect_right(known, first, key=lambda pair: pair[0])
        near = known[at - 1][1] if at else (0, 0)
        segments = self._store.journal.segments()
        if not segments:
            raise Broken(self._store.layout.journal, (1, 0), "the segments are missing")
        begun = max((n for n, start in segments.items() if start <= first), default=1)
        # A segment of snapshots alone begins at the same position as the next one.
        same = min(n for n, start in segments.items() if start == segments.get(begun, start))
        return max(near, (same, 0))

    def _remember(self, first: int, place: Place) -> None:
        known = self._known
        at = bisect_right(known, first, key=lambda pair: pair[0])
        if not at or known[at - 1][0] != first:
            known.insert(at, (first, place))


def _notification(position: int, event: StoredEvent) -> Notification:
    return Notification(
        id=position,
        originator_id=event.originator_id,
        originator_version=event.originator_version,
        topic=event.topic,
        state=event.state,
    )


class Tracked:
    """The last positions, read on when asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # One value, replaced in one step: threads and interrupts find it whole.
        self._known: tuple[str, Place, str, dict[str, int]] = ("", (0, 0), "", {})

    def last(self, application: str, mark: Mark) -> int | None:
        """The last position of a follower up to a mark.

        Raises:
            Broken: the journal is damaged.
        """
        if self._store.bare:
            return None
        epoch, place, total, found = self._known
        if epoch != mark.epoch or place > mark.end:
            point = last_checkpoint(self._store, mark)
            place, total, found = point.end, point.sum, dict(point.tracking)
        if place < mark.end:
            found = dict(found)
            for batch in self._store.journal.batches(place, mark.end, after=total):
                found.update(batch.header.tracking or {})
                total = batch.header.sum
        self._known = (mark.epoch, mark.end, total, found)
        return found.get(application)
