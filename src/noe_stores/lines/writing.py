"""What is to be stored next in a stream: facts made lines, chained, and read back.

Rule kept here: `recorded_at` never decreases, each line follows the one before, and nothing
is written that would not read back. One piece of writing serves for all facts of a call, so
that what they have in common is worked out once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from attrs import define, field
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
from noe_stores.lines import chain
from noe_stores.lines.codec import Malformed, encode_data
from noe_stores.lines.dressing import line_of
from noe_stores.lines.reading import fact_of
from noe_stores.lines.tail import Tail
from noe_stores.outcomes import Refused


@define
class Writing:
    """Facts written after a tail, and the records that keep them; none of them stored yet."""

    stream: str
    version: int
    sum: str
    recorded_at: datetime | None
    now: datetime
    records: list[AnyRecorded] = field(factory=list)
    events: list[StoredEvent] = field(factory=list)

    @classmethod
    def after(cls, tail: Tail, *, now: datetime) -> Self:
        """Nothing yet, after a tail."""
        return cls(tail.stream, tail.version, tail.sum, tail.recorded_at, now)

    @property
    def tail(self) -> Tail:
        """Where the stream will end."""
        return Tail(self.stream, self.version, self.sum, self.recorded_at)

    def add(self, draft: Draft[Fact], recorded_by: str) -> AnyRecorded:
        """The fact a draft becomes here, as a reload will give it.

        Raises:
            Refused: a time or the version given does not fit here.
            Malformed: a value would not read back as it is.
        """
        version = self.version + 1
        line = self._line(draft, version, recorded_by)
        digest = chain.link(self.sum, line)
        state = chain.seal(line, digest)
        record = fact_of(state, self.stream, version)
        if isinstance(record.data, Unread) and not isinstance(draft.data, Unread):
            raise Malformed("data", record.data.reason)
        self.events.append(StoredEvent(self.stream, version, record.event, state))
        self.records.append(record)
        self.version, self.sum, self.recorded_at = version, digest, record.recorded_at
        return record

    def _line(self, draft: Draft[Fact], version: int, recorded_by: str) -> bytes:
        last, now = self.recorded_at, self.now
        occurred_at = checked(draft.occurred_at)
        begun = begins(occurred_at)
        name, schema = named(draft.data)
        recorded_at = draft.recorded_at or (now if last is None or last <= now else last)
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
