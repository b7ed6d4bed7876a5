"""One stream of a store, as far as it has been read; appending to it.

Rule kept here: versions are 1, 2, 3 … without gap, each line is chained to the one before,
and a fact offered again under the same id with the same content is the same success.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID, uuid4

from attrs import define, field
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent

from noe_core.decision import (
    Draft,
    RecordedInFuture,
    RecordedTooEarly,
    VersionOutOfStep,
    not_yet,
)
from noe_core.events import event_of
from noe_core.facts import AnyRecorded, Recorded, Unread
from noe_core.moments import begins, checked
from noe_core.refusal import Refusal, first
from noe_core.typed import Fact
from noe_stores import chain
from noe_stores.codec import Malformed, decode, encode
from noe_stores.errors import StoreDamaged
from noe_stores.outcomes import Conflict, IdReused, LostRace, Refused

PAGE = 5000
"""How many records are read at once; a whole history of ten busy years is one page."""


def read_record(event: StoredEvent, previous: str, version: int) -> tuple[AnyRecorded, str]:
    """The fact of a stored record and its digest, checked against its place in the chain.

    Raises:
        Malformed: the record is not the one the ledger wrote there.
    """
    line, digest = chain.unseal(event.state)
    if digest is None:
        raise Malformed("sum", "the record carries no digest: it was not written by a ledger")
    if event.originator_version != version:
        raise Malformed("version", f"version {version} is missing")
    if chain.link(previous, line) != digest:
        raise Malformed("sum", "the digest does not follow from the bytes and the line before")
    record = decode(line)
    if (record.stream, record.version) != (event.originator_id, version):
        raise Malformed("stream", f"the line says {record.stream} version {record.version}")
    if record.event != event.topic:
        raise Malformed("event", f"the line says {record.event}, its record {event.topic}")
    return record, digest


@define
class Stream:
    """The records of one stream read so far, and what the next line is chained to."""

    recorder: ApplicationRecorder
    name: str
    store: str
    records: list[AnyRecorded] = field(factory=list)
    sum: str = ""
    _versions: dict[UUID, int] = field(factory=dict)

    @property
    def version(self) -> int:
        """The last version read; 0 for none."""
        return len(self.records)

    def refresh(self) -> Sequence[AnyRecorded]:
        """Read what was recorded since; the new records.

        Raises:
            StoreDamaged: a record is not the one that was written there.
        """
        before = self.version
        while True:
            page = self.recorder.select_events(self.name, gt=self.version, limit=PAGE)
            for event in page:
                self._read(event)
            if len(page) < PAGE:
                return self.records[before:]

    def _read(self, event: StoredEvent) -> None:
        version = self.version + 1
        try:
            record, digest = read_record(event, self.sum or chain.start(self.name), version)
        except Malformed as error:
            raise StoreDamaged(
                f"{self.name} version {version} is damaged: {error}",
                store=self.store,
                remedy="Run verify; the versions before it are sound",
            ) from error
        self._keep(record, digest)

    def _keep(self, record: AnyRecorded, digest: str) -> None:
        self.records.append(record)
        self._versions[record.id] = record.version
        self.sum = digest

    def recorded(self, event_id: UUID) -> AnyRecorded | None:
        """The record of that event id."""
        version = self._versions.get(event_id)
        return None if version is None else self.records[version - 1]

    def append(
        self,
        drafts: Iterable[Draft[Fact]],
        *,
        now: datetime,
        recorded_by: str,
        expected: int | None = None,
    ) -> tuple[AnyRecorded, ...]:
        """Record drafts in one piece; a draft already recorded is its first success.

        Raises:
            Refused: a draft cannot be recorded at all; none was.
            LostRace: the stream went on since it was read, or is not at ``expected``.
            IdReused: an id is taken by other content.
        """
        offered = tuple(drafts)
        known = [self._already(draft) for draft in offered]
        if all(known):
            return tuple(record for record in known if record is not None)
        if expected is not None and expected != self.version:
            self._lost(expected)
        new = [d for d, k in zip(offered, known, strict=True) if k is None]
        made, digests, events = self._prepare(new, now, recorded_by)
        before = self.version
        try:
            self.recorder.insert_events(events)
        except IntegrityError:
            self.refresh()
            if all(self._already(draft) for draft in offered):
                return tuple(r for r in map(self._already, offered) if r is not None)
            self._lost(before)
        for record, digest in zip(made, digests, strict=True):
            self._keep(record, digest)
        fresh = iter(made)
        return tuple(k or next(fresh) for k in known)

    def _already(self, draft: Draft[Fact]) -> AnyRecorded | None:
        found = self.recorded(draft.id) if draft.id is not None else None
        if found is None:
            return None
        if found.data == draft.data and found.occurred_at == checked(draft.occurred_at):
            return found
        raise IdReused(self.name, found.id, found.version)

    def _lost(self, expected: int) -> None:
        self.refresh()
        raise LostRace(
            Conflict(
                stream=self.name,
                expected=expected,
                actual=self.version,
                since=tuple(self.records[max(expected, 0) :]),
            )
        )

    def _prepare(
        self, drafts: Sequence[Draft[Fact]], now: datetime, recorded_by: str
    ) -> tuple[list[AnyRecorded], list[str], list[StoredEvent]]:
        made: list[AnyRecorded] = []
        digests: list[str] = []
        events: list[StoredEvent] = []
        last = self.records[-1].recorded_at if self.records else None
        digest = self.sum or chain.start(self.name)
        for version, draft in zip(count(self.version + 1), drafts, strict=False):
            record = self._number(draft, version, last, now, recorded_by)
            line = encode(record)
            digest, last = chain.link(digest, line), record.recorded_at
            made.append(record)
            digests.append(digest)
            events.append(StoredEvent(self.name, version, record.event, chain.seal(line, digest)))
        return made, digests, events

    def _number(
        self,
        draft: Draft[Fact],
        version: int,
        last: datetime | None,
        now: datetime,
        recorded_by: str,
    ) -> AnyRecorded:
        occurred_at = checked(draft.occurred_at)
        recorded_at = draft.recorded_at or max(now, last or now)
        refusal = first(
            not_yet(occurred_at, now),
            _timely(recorded_at, begins(occurred_at), last, now),
            _in_step(draft.version, version),
        )
        if refusal is not None:
            raise Refused(refusal, self.name)
        name, schema = _named(draft)
        return Recorded(
            stream=self.name,
            version=version,
            id=draft.id or uuid4(),
            event=name,
            schema=schema,
            occurred_at=occurred_at,
            recorded_at=recorded_at,
            recorded_by=draft.recorded_by or recorded_by,
            caused_by=draft.caused_by,
            correlation_id=draft.correlation_id,
            data=draft.data,
        )


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


def _named(draft: Draft[Fact]) -> tuple[str, int]:
    if isinstance(draft.data, Unread):
        return draft.data.event, draft.data.schema
    event = event_of(draft.data)
    return event.name, event.schema
