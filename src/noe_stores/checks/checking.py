"""One stream checked: against itself, and against the store's index.

Rule kept here: the first record that is not the one written there is named, and how far the
stream is sound. What was recorded while the stream was read is read too, so that a store at
work is not taken for a damaged one.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field
from eventsourcing.persistence import (
    ApplicationRecorder,
    DatabaseError,
    OperationalError,
    StoredEvent,
)

from noe_core.facts import AnyRecorded, Unread
from noe_stores.checks.checked import BadIndex, BadRecord, StreamChecked, UnreadFacts
from noe_stores.lines import chain, paging
from noe_stores.lines.codec import Malformed, decode
from noe_stores.lines.tail import Tail
from noe_stores.port import Head, Lines, StreamIndex
from noe_stores.stream import PAGE, unsealed


def linked(event: StoredEvent, tail: Tail) -> tuple[bytes, str]:
    """The line of a stored record and its digest, which follow from those before it.

    Raises:
        Malformed: they do not.
    """
    line, digest = unsealed(event)
    version = tail.version + 1
    if digest is None:
        raise Malformed("sum", "the record carries no digest: it was not written by a ledger")
    if event.originator_version != version:
        raise Malformed("version", f"version {version} is missing")
    if chain.link(tail.sum, line) != digest:
        raise Malformed("sum", "the digest does not follow from the bytes and the line before")
    return line, digest


def read_record(event: StoredEvent, tail: Tail) -> tuple[AnyRecorded, str]:
    """The fact of a stored record and its digest, checked against its place in the chain.

    Raises:
        Malformed: the record is not the one the ledger wrote there.
    """
    line, digest = linked(event, tail)
    record = decode(line)
    if (record.stream, record.version) != (event.originator_id, event.originator_version):
        raise Malformed("stream", f"the line says {record.stream} version {record.version}")
    if record.event != event.topic:
        raise Malformed("event", f"the line says {record.event}, its record {event.topic}")
    return record, digest


@define
class _Walk:
    """One stream on the way: how far it is sound, and what is unread in it."""

    recorder: ApplicationRecorder
    tail: Tail
    step: Callable[[], None]
    unread: dict[tuple[str, int], UnreadFacts] = field(factory=dict)

    def go(self) -> BadRecord | None:
        """Go on to the end, or to the first bad record.

        Quickly first; where that meets trouble, by pages, and where a page cannot be read,
        record by record, so as to name one.
        """
        if isinstance(self.recorder, Lines) and self._quickly(self.recorder):
            return None
        page = PAGE
        while True:
            try:
                self._by_record(page)
            except Malformed as error:
                return self._bad(str(error))
            except OperationalError:
                raise
            except DatabaseError as error:
                if page == 1:
                    return None if self._ends_here() else self._bad(str(error))
                page = 1
            else:
                return None

    def _quickly(self, recorder: Lines) -> bool:
        """Whether the end was reached on the bare lines, all of them in their place."""
        try:
            while states := recorder.lines(self.tail.stream, after=self.tail.version, limit=PAGE):
                page = paging.read(states, self.tail)
                self.tail = page.tail
                for record in page.records:
                    self._note(record)
                if page.bad is not None:
                    return False
                if len(states) < PAGE:
                    return True
        except OperationalError:
            raise
        except DatabaseError:
            return False
        return True

    def _by_record(self, page: int) -> None:
        """Go to the end, each record seen as the store keeps it: stream, version, topic, state."""
        while True:
            found = self.recorder.select_events(self.tail.stream, gt=self.tail.version, limit=page)
            for event in found:
                record, digest = read_record(event, self.tail)
                self.tail = self.tail.after(record, digest)
                self._note(record)
            if len(found) < page:
                return

    def _ends_here(self) -> bool:
        """Whether nothing stands at the next version; what should, the index says then."""
        after = self.tail.version
        try:
            return not self.recorder.select_events(self.tail.stream, gt=after, lte=after + 1)
        except DatabaseError:
            return False

    def _bad(self, why: str) -> BadRecord:
        return BadRecord(stream=self.tail.stream, version=self.tail.version + 1, why=why)

    def _note(self, record: AnyRecorded) -> None:
        self.step()
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


def _unseen() -> None:
    """Nobody counts the steps."""


def check(
    recorder: ApplicationRecorder,
    stream: str,
    *,
    step: Callable[[], None] = _unseen,
) -> StreamChecked:
    """One stream, checked against itself and against the store's index."""
    walk = _Walk(recorder, Tail.of(stream), step)
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
