"""Broken stores in memory: what they keep, what they refuse, and what they give back."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from time import sleep
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent
from kinds import IN_MEMORY

from noe_stores.admission import LAST_VERSION
from noe_stores.memory import MemoryProcessRecorder
from noe_stores.testing import StoreContract


class InMemory(StoreContract):
    """The store in memory, which each of these breaks in one way."""

    capabilities = IN_MEMORY
    patience = 0.5
    shrinks = False

    class Recorder(MemoryProcessRecorder):
        """The sound one."""

    @classmethod
    def open_recorder(cls, place: Path) -> MemoryProcessRecorder:  # type: ignore[override]
        """A new store each time."""
        del place
        return cls.Recorder()


def with_state(event: StoredEvent, state: bytes) -> StoredEvent:
    """The same record with another state."""
    return StoredEvent(event.originator_id, event.originator_version, event.topic, state)


def with_id(event: StoredEvent, stream: UUID | str) -> StoredEvent:
    """The same record in another stream."""
    return StoredEvent(stream, event.originator_version, event.topic, event.state)


def with_version(event: StoredEvent, version: int) -> StoredEvent:
    """The same record at another place of its stream."""
    return StoredEvent(event.originator_id, version, event.topic, event.state)


class SwallowsConflicts(InMemory):
    """Takes a version that is taken for one that it has kept."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            try:
                return super().insert_events(stored_events, **kwargs)
            except IntegrityError:
                return [1] * len(stored_events)


class KeepsTheFirstOfTwins(InMemory):
    """Where a call takes a version twice, keeps the first and says nothing."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            firsts = {(e.originator_id, e.originator_version): e for e in stored_events[::-1]}
            return super().insert_events([*firsts.values()][::-1], **kwargs)


class KeepsHalf(InMemory):
    """Keeps the records of a call one by one, up to the one that is refused."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            told = [p for e in stored_events for p in super(type(self), self).insert_events([e])]
            if kwargs.get("tracking"):
                self.insert_tracking(kwargs["tracking"])
            return told


class TracksFirst(InMemory):
    """Keeps the position of the follower, and then the records, if they are not refused."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            if tracking := kwargs.pop("tracking", None):
                self.insert_tracking(tracking)
            return super().insert_events(stored_events)


class TracksLast(InMemory):
    """Keeps the records, and then the position of the follower, if it is not refused."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            tracking = kwargs.pop("tracking", None)
            told = super().insert_events(stored_events)
            if tracking:
                self.insert_tracking(tracking)
            return told


class TracksNothing(InMemory):
    """Takes the position of the follower, and forgets it."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Any:
            return super().insert_events(stored_events)


class TracksOnlyWithRecords(InMemory):
    """Forgets a position that comes without a record."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            return super().insert_events(stored_events, **kwargs) if stored_events else []


class TracksAnything(InMemory):
    """Takes any position for one."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            tracking = kwargs.pop("tracking", None)
            told = super().insert_events(stored_events)
            if tracking:
                self._shelf.tracked[tracking.application_name] = tracking.notification_id
            return told


class ChangesValues(InMemory):
    """Trims what it keeps."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            kept = [with_state(event, event.state.strip()) for event in stored_events]
            return super().insert_events(kept, **kwargs)


class SpellsIdsItsWay(InMemory):
    """Takes two spellings of one letter for one."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            kept = [
                with_id(event, unicodedata.normalize("NFC", str(event.originator_id)))
                for event in stored_events
            ]
            return super().insert_events(kept, **kwargs)


class MixesIds(InMemory):
    """Takes a UUID for the text that spells it."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            kept = [with_id(event, str(event.originator_id)) for event in stored_events]
            return super().insert_events(kept, **kwargs)

        def select_events(self, originator_id: UUID | str, **bounds: Any) -> Any:
            return super().select_events(str(originator_id), **bounds)


class KeepsAnything(InMemory):
    """Makes of what cannot be kept something that can."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            kept = [
                StoredEvent(
                    str(e.originator_id).encode("utf-8", "replace").decode(),
                    abs(int(e.originator_version)),
                    str(e.topic).encode("utf-8", "replace").decode(),
                    e.state if isinstance(e.state, bytes) else str(e.state).encode(),
                )
                for e in stored_events
            ]
            return super().insert_events(kept, **kwargs)

        def select_events(self, originator_id: UUID | str, **bounds: Any) -> Any:
            return self._shelf.streams and super().select_events("a", **bounds)


class CutsVersions(InMemory):
    """Takes a version that JSON can carry for the greatest that has a place in its numbers."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            kept = [
                with_version(event, LAST_VERSION)
                if LAST_VERSION < event.originator_version < 2**53
                else event
                for event in stored_events
            ]
            return super().insert_events(kept, **kwargs)


class HasALimit(InMemory):
    """Keeps no more than a thousand records of a call."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            return super().insert_events(stored_events[:1000], **kwargs)


class CountsCalls(InMemory):
    """Tells for positions how many calls there were."""

    class Recorder(MemoryProcessRecorder):
        _calls = 0

        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            super().insert_events(stored_events, **kwargs)
            self._calls += 1
            return [self._calls] * len(stored_events)


class Reuses(InMemory):
    """Gives the position of the last record again, once something was refused."""

    class Recorder(MemoryProcessRecorder):
        _back = 0

        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            try:
                told = super().insert_events(stored_events, **kwargs) or []
            except IntegrityError:
                self._back += 1
                raise
            return [position - self._back for position in told]


class NotesEmptyCalls(InMemory):
    """Keeps a record of its own for a call that has none."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            noted = [StoredEvent("noted", self.max_notification_id() or 0, "empty", b"")]
            return super().insert_events(stored_events or noted, **kwargs)


class ForksInSilence(InMemory):
    """Lets a child of its process keep records that nobody else will see."""

    class Recorder(MemoryProcessRecorder):
        def _check_open(self) -> None:
            pass


class LooksBeforeItLeaps(InMemory):
    """Looks whether a version is free, and takes it a while after."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            self._check_open()
            self._shelf.refuse_taken(stored_events, None)
            sleep(0.001)
            with self._lock:
                first = len(self._shelf.log) + 1
                for event in stored_events:
                    self._shelf.log.append(event)
                    stream = self._shelf.streams.setdefault(event.originator_id, _records())
                    stream.add(event)
            self._bell.ring()
            return [*range(first, first + len(stored_events))]


def _records() -> Any:
    from noe_stores.memory.shelf import Records  # noqa: PLC0415 - of this one alone

    return Records()


class Mingles(InMemory):
    """Keeps the records of two calls in turns."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            told: list[int] = []
            for event in stored_events:
                told += super().insert_events([event], **kwargs) or ()
                sleep(0)
            return told
