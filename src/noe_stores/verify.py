"""Whether a store still holds what was written: every chain recomputed.

Rule kept here: a bad stream never stops the walk; of each stream the first bad record is
named, since nothing after it can be vouched for. One page is held at a time, and the names
of the streams. What a chain cannot show is said with the result: a tail cut off together
with its entry in the store's index leaves no trace in the store, so keep the sums of
`StreamChecked` elsewhere if that matters.
"""

from __future__ import annotations

from collections import Counter

from attrs import define, field, frozen
from eventsourcing.persistence import (
    ApplicationRecorder,
    DatabaseError,
    OperationalError,
)

from noe_core.facts import AnyRecorded, Unread
from noe_stores.identity import is_stream
from noe_stores.port import Head, StreamIndex
from noe_stores.stream import PAGE, DamagedRecord, read_on
from noe_stores.tail import Tail


@frozen(kw_only=True)
class BadRecord:
    """The first record of a stream that is not the one written there."""

    stream: str
    version: int
    why: str


@frozen(kw_only=True)
class BadIndex:
    """A stream of which the store's own index says otherwise: shortened, missing, replaced."""

    stream: str
    indexed: Head | None
    count: int
    why: str


@frozen(kw_only=True)
class UnreadFacts:
    """Facts that are sound but that this release cannot read; reported, not bad."""

    stream: str
    event: str
    schema: int
    count: int
    first: int
    reason: str


@frozen(kw_only=True)
class NotOurs:
    """A stream that no ledger wrote, such as an aggregate of a guest application."""

    stream: str
    count: int


@frozen(kw_only=True)
class StreamChecked:
    """What was found in one stream; ``count`` and ``sum`` are those of its sound part."""

    stream: str
    count: int
    sum: str
    bad_record: BadRecord | None = None
    bad_index: BadIndex | None = None
    unread: tuple[UnreadFacts, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.bad_record is None and self.bad_index is None


@frozen(kw_only=True)
class Verified:
    """What was found in a store.

    Attributes:
        streams: how many streams of ours were walked.
        facts: how many sound facts they hold.
        bad_records: the first bad record of each damaged stream.
        bad_indexes: streams that are not as the store's index says.
        unread: facts this release cannot read.
        not_ours: streams no ledger wrote; nothing is known of their soundness.
        indexed: whether the store keeps an index; without one, a tail cut off and a missing
            stream do not show.
        unreachable: why parts of the store could not be listed at all.
    """

    streams: int
    facts: int
    bad_records: tuple[BadRecord, ...]
    bad_indexes: tuple[BadIndex, ...]
    unread: tuple[UnreadFacts, ...]
    not_ours: tuple[NotOurs, ...]
    indexed: bool
    unreachable: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong as far as could be checked."""
        return not (self.bad_records or self.bad_indexes or self.unreachable)


def verify(recorder: ApplicationRecorder, *, store: str) -> Verified:
    """Walk every stream of a store and gather what is to be said of it."""
    names = Names.of(recorder)
    checked: list[StreamChecked] = []
    streams = facts = 0
    for name in sorted(names.logged | names.indexed):
        found = check(recorder, name, store=store)
        streams += 1
        facts += found.count
        if not found.sound or found.unread:
            checked.append(found)
    return Verified(
        streams=streams,
        facts=facts,
        bad_records=tuple(c.bad_record for c in checked if c.bad_record),
        bad_indexes=tuple(c.bad_index for c in checked if c.bad_index),
        unread=tuple(unread for c in checked for unread in c.unread),
        not_ours=tuple(NotOurs(stream=s, count=n) for s, n in sorted(names.guests.items())),
        indexed=isinstance(recorder, StreamIndex),
        unreachable=tuple(names.unreachable),
    )


@define
class Names:
    """The ids in a store: those in its log, those in its index, and those of guests."""

    logged: set[str] = field(factory=set)
    indexed: set[str] = field(factory=set)
    guests: Counter[str] = field(factory=Counter)
    unreachable: list[str] = field(factory=list)

    @classmethod
    def of(cls, recorder: ApplicationRecorder) -> Names:
        """Every id that the store knows of, wherever it can still be read."""
        names = cls()
        for listing in (names._list_log, names._list_index):
            try:
                listing(recorder)
            except OperationalError:
                raise
            except DatabaseError as error:
                names.unreachable.append(str(error))
        return names

    def _list_log(self, recorder: ApplicationRecorder) -> None:
        after = 0
        while page := recorder.select_notifications(after, PAGE, inclusive_of_start=False):
            for event in page:
                if is_stream(event.originator_id):
                    self.logged.add(event.originator_id)
                else:
                    self.guests[str(event.originator_id)] += 1
            after = page[-1].id

    def _list_index(self, recorder: ApplicationRecorder) -> None:
        if not isinstance(recorder, StreamIndex):
            return
        after: str | None = None
        while page := recorder.heads(after=after, limit=PAGE):
            self.indexed.update(head.stream for head in page if is_stream(head.stream))
            after = page[-1].stream


@define
class _Walk:
    """One stream on the way: how far it is sound, and what is unread in it."""

    recorder: ApplicationRecorder
    store: str
    tail: Tail
    unread: dict[tuple[str, int], UnreadFacts] = field(factory=dict)

    def go(self) -> BadRecord | None:
        """Go on to the end, or to the first bad record."""
        page = PAGE
        while True:
            try:
                for record, _, tail in read_on(
                    self.recorder, self.tail, store=self.store, page=page
                ):
                    self._note(record)
                    self.tail = tail
            except DamagedRecord as error:
                return self._bad(error.why)
            except OperationalError:
                raise
            except DatabaseError as error:
                # A page the store cannot read is read again record by record, to name one.
                if page == 1:
                    return self._bad(str(error))
                page = 1
            else:
                return None

    def _bad(self, why: str) -> BadRecord:
        return BadRecord(stream=self.tail.stream, version=self.tail.version + 1, why=why)

    def _note(self, record: AnyRecorded) -> None:
        if not isinstance(record.data, Unread):
            return
        key = (record.event, record.schema)
        known = self.unread.get(key)
        self.unread[key] = UnreadFacts(
            stream=record.stream,
            event=record.event,
            schema=record.schema,
            count=1 + (known.count if known else 0),
            first=known.first if known else record.version,
            reason=known.reason if known else record.data.reason,
        )


def check(recorder: ApplicationRecorder, stream: str, *, store: str) -> StreamChecked:
    """One stream, checked against itself and against the store's index."""
    walk = _Walk(recorder, store, Tail.of(stream))
    bad = walk.go()
    bad_index = None
    if bad is None and isinstance(recorder, StreamIndex):
        try:
            head, bad = _settled(walk, recorder)
            bad_index = None if bad else _compared(head, walk.tail)
        except OperationalError:
            raise
        except DatabaseError as error:
            bad_index = _index(walk.tail, None, f"the index cannot be read: {error}")
    return StreamChecked(
        stream=stream,
        count=walk.tail.version,
        sum=walk.tail.sum if walk.tail.version else "",
        bad_record=bad,
        bad_index=bad_index,
        unread=tuple(walk.unread.values()),
    )


def _settled(walk: _Walk, index: StreamIndex) -> tuple[Head | None, BadRecord | None]:
    """What the index says, once what was recorded during the walk has been read too."""
    while True:
        before = walk.tail.version
        head = index.head(walk.tail.stream)
        if head is None or head.count <= before:
            return head, None
        bad = walk.go()
        if bad or walk.tail.version == before:
            return head, bad


def _compared(head: Head | None, tail: Tail) -> BadIndex | None:
    if head is None:
        return _index(tail, None, "the index does not know the stream") if tail.version else None
    if tail.version == 0:
        return _index(tail, head, f"all of its {head.count} records are missing")
    if head.count != tail.version:
        return _index(tail, head, f"{head.count} records are indexed, {tail.version} are there")
    if head.sum != tail.sum:
        return _index(tail, head, "the last record is not the one that was indexed")
    return None


def _index(tail: Tail, head: Head | None, why: str) -> BadIndex:
    return BadIndex(stream=tail.stream, indexed=head, count=tail.version, why=why)
