"""Where the lines of an import come to stand in one stream.

Rule kept here: importing the same line twice adds nothing. A line with an id is the fact of
that id; a line without one is a recorded fact that says all it says, and each fact recorded
before answers for one such line at most (shared format, "Identity and order").
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Final, Self
from uuid import UUID

from attrs import define, evolve, field, frozen
from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from noe_core.decision import (
    Draft,
    RecordedInFuture,
    RecordedTooEarly,
    VersionOutOfStep,
    WrongStream,
)
from noe_core.events import named
from noe_core.facts import AnyRecorded
from noe_core.moments import checked, written
from noe_core.refusal import FutureFact, Refusal
from noe_core.typed import Fact
from noe_stores.exchange.incoming import Incoming
from noe_stores.identity import id_of_line
from noe_stores.lines import chain
from noe_stores.lines.codec import Malformed, decode, encode_data
from noe_stores.lines.tail import Tail
from noe_stores.lines.writing import Writing
from noe_stores.outcomes import Refused
from noe_stores.stream import read_on

FIELDS: Final[dict[type[Refusal], str]] = {
    FutureFact: "occurred_at",
    RecordedInFuture: "recorded_at",
    RecordedTooEarly: "recorded_at",
    VersionOutOfStep: "version",
    WrongStream: "event",
}
"""Which field of a line a refusal is about."""


@frozen
class Written:
    """What a line adds: a fact, and the record that will keep it."""

    record: AnyRecorded
    event: StoredEvent


@define
class Landing:
    """One stream of an import: what it held before, and what its lines add.

    It keeps the stored bytes of every fact, those recorded before and those to be added.
    """

    tail: Tail
    _states: list[bytes] = field(factory=list)
    _versions: dict[UUID, int] = field(factory=dict)
    _unclaimed: dict[bytes, list[int]] = field(factory=dict)
    _lines: dict[int, int] = field(factory=dict)

    @classmethod
    def of(cls, recorder: ApplicationRecorder, stream: str, *, store: str) -> Self:
        """The landing in a stream as it is recorded.

        Raises:
            DamagedRecord: the stream does not hold what was written there.
        """
        made = cls(Tail.of(stream))
        for record, state, tail in read_on(recorder, made.tail, store=store):
            made._keep(record, state, tail)
            content = _content(record, encode_data(record.data))
            made._unclaimed.setdefault(content, []).append(record.version)
        return made

    def _keep(self, record: AnyRecorded, state: bytes, tail: Tail) -> None:
        self._states.append(state)
        self._versions[record.id] = record.version
        self.tail = tail

    def place(self, incoming: Incoming, line: int, *, now: datetime) -> Written | None:
        """What a line adds; nothing when its fact is there already.

        Raises:
            Malformed: it cannot come next, or its id is that of another fact.
        """
        draft = incoming.draft
        if self._is_there(incoming):
            return None
        following = self.tail.version + 1
        if draft.version is not None and draft.version < following:
            raise Malformed("version", f"{self._at(draft.version)} stands another fact")
        derived = draft.id or id_of_line(self.tail.stream, following, incoming.data)
        writing = Writing.after(self.tail, now=now)
        try:
            record = writing.add(evolve(draft, id=derived), recorded_by="")
        except Refused as error:
            raise Malformed(FIELDS[type(error.refusal)], str(error.refusal)) from error
        (event,) = writing.events
        self._keep(record, event.state, writing.tail)
        self._lines[record.version] = line
        return Written(record, event)

    def _is_there(self, incoming: Incoming) -> bool:
        event_id = incoming.draft.id
        content = _content(incoming.draft, incoming.data)
        if event_id is None:
            return self._claim_alike(incoming, content)
        version = self._versions.get(event_id)
        if version is None:
            return False
        other = _differing(self._record(version), incoming)
        if other is not None:
            raise Malformed("id", f"{self._at(version)} stands {event_id} with another {other}")
        self._claim(content, version)
        return True

    def _claim_alike(self, incoming: Incoming, content: bytes) -> bool:
        for version in self._unclaimed.get(content, ()):
            if _differing(self._record(version), incoming) is None:
                self._claim(content, version)
                return True
        return False

    def _claim(self, content: bytes, version: int) -> None:
        free = self._unclaimed.get(content, [])
        if version in free:
            free.remove(version)

    def _record(self, version: int) -> AnyRecorded:
        return decode(chain.unseal(self._states[version - 1])[0])

    def _at(self, version: int) -> str:
        line = self._lines.get(version)
        place = f"at version {version} of {self.tail.stream}"
        return place if line is None else f"{place} (line {line})"


def _content(fact: AnyRecorded | Draft[Fact], data: bytes) -> bytes:
    """What makes two lines without ids the same line, short enough to hold for many."""
    name, schema = named(fact.data)
    said = (name, str(schema), written(checked(fact.occurred_at)), fact.recorded_by or "")
    return blake2b("\n".join(said).encode() + data, digest_size=16).digest()


def _differing(found: AnyRecorded, incoming: Incoming) -> str | None:
    """The first thing a line says otherwise than a fact; where it says nothing, it agrees."""
    draft = incoming.draft
    name, schema = named(draft.data)
    said = {
        "event": (name, found.event),
        "schema": (schema, found.schema),
        "occurred_at": (checked(draft.occurred_at), found.occurred_at),
        "recorded_by": (draft.recorded_by, found.recorded_by),
        "data": (incoming.data, encode_data(found.data)),
        "version": (draft.version or found.version, found.version),
        "recorded_at": (draft.recorded_at or found.recorded_at, found.recorded_at),
        "caused_by": (draft.caused_by or found.caused_by, found.caused_by),
        "correlation_id": (draft.correlation_id or found.correlation_id, found.correlation_id),
    }
    return next((field for field, (given, kept) in said.items() if given != kept), None)
