"""Where a stream ends, and what the next fact there must be.

Rule kept here: versions are 1, 2, 3 … without gap, `recorded_at` never decreases, each line
is chained to the one before, and nothing is written that would not read back. A tail is a
value, so that facts can be prepared for several streams before any is recorded.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from attrs import frozen
from eventsourcing.persistence import StoredEvent

from noe_core.decision import (
    Draft,
    RecordedInFuture,
    RecordedTooEarly,
    VersionOutOfStep,
    WrongStream,
    not_yet,
)
from noe_core.events import belongs, named
from noe_core.facts import AnyRecorded, Unread
from noe_core.moments import begins, checked
from noe_core.refusal import Refusal
from noe_core.typed import Fact
from noe_core.vocabulary import kind_of
from noe_stores import chain
from noe_stores.codec import Malformed, encode_data
from noe_stores.lines import fact_of
from noe_stores.outcomes import Refused
from noe_stores.outgoing import line_of


@frozen
class Tail:
    """The end of a stream: its last version, the digest to chain to, and the last time."""

    stream: str
    version: int
    sum: str
    recorded_at: datetime | None = None

    @classmethod
    def of(cls, stream: str) -> Tail:
        """The tail of a stream that holds nothing yet."""
        return cls(stream, 0, chain.start(stream))

    def after(self, record: AnyRecorded, digest: str) -> Tail:
        """The tail once that record stands there."""
        return Tail(self.stream, record.version, digest, record.recorded_at)

    def next(self, draft: Draft[Fact], *, now: datetime, recorded_by: str) -> Written:
        """The record a draft becomes here, as a reload will give it, and the bytes to store.

        Raises:
            Refused: a time or the version given does not fit here.
            Malformed: a value would not read back as it is.
        """
        line = self._line(draft, now, recorded_by)
        record = fact_of(line, self.stream, self.version + 1)
        if isinstance(record.data, Unread) and not isinstance(draft.data, Unread):
            raise Malformed("data", record.data.reason)
        digest = chain.link(self.sum, line)
        event = StoredEvent(self.stream, record.version, record.event, chain.seal(line, digest))
        return Written(record, event, self.after(record, digest))

    def _line(self, draft: Draft[Fact], now: datetime, recorded_by: str) -> bytes:
        last, version = self.recorded_at, self.version + 1
        occurred_at = checked(draft.occurred_at)
        begun = begins(occurred_at)
        name, schema = named(draft.data)
        recorded_at = draft.recorded_at or max(now, last or now)
        refusal = (
            _at_home(name, self.stream)
            or (not_yet(occurred_at, now) if begun > now else None)
            or _timely(recorded_at, begun, last, now)
            or _in_step(draft.version, version)
        )
        if refusal is not None:
            raise Refused(refusal, self.stream)
        if not isinstance(draft.id, UUID | None):
            raise Malformed("id", f"must be a UUID, not {draft.id!r:.60}")
        return line_of(
            self.stream,
            version,
            draft.id or uuid4(),
            name,
            schema,
            occurred_at,
            recorded_at,
            draft.recorded_by or recorded_by,
            draft.caused_by,
            draft.correlation_id,
            draft.data,
        )


@frozen
class Written:
    """A fact ready to be stored: the record, the store's event, and the tail after it."""

    record: AnyRecorded
    event: StoredEvent
    tail: Tail


def same(found: AnyRecorded, draft: Draft[Fact]) -> bool:
    """Whether a record says what a draft says, to the byte: ``True`` is not ``1``."""
    return (
        named(draft.data) == (found.event, found.schema)
        and found.occurred_at == checked(draft.occurred_at)
        and encode_data(found.data) == encode_data(draft.data)
    )


def _at_home(name: str, stream: str) -> WrongStream | None:
    return None if belongs(name, stream) else WrongStream(name, kind_of(stream))


def _timely(
    recorded_at: datetime, began: datetime, last: datetime | None, now: datetime
) -> Refusal | None:
    if recorded_at > now and recorded_at != last:
        return RecordedInFuture(recorded_at, now)
    if recorded_at < began:
        return RecordedTooEarly(recorded_at, began, "when it happened")
    if last is not None and recorded_at < last:
        return RecordedTooEarly(recorded_at, last, "when the fact before it was recorded")
    return None


def _in_step(version: int | None, following: int) -> VersionOutOfStep | None:
    return None if version in {None, following} else VersionOutOfStep(version or 0, following)
