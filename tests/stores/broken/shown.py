"""Broken stores in memory: what they show, list, describe and say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import sleep
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.persistence import StoredEvent, Tracking
from kinds import IN_MEMORY

from broken.in_memory import InMemory
from noe_stores.errors import AlreadyTracked, Outcome, VersionTaken
from noe_stores.memory import MemoryProcessRecorder
from noe_stores.port import Description, Finding, Head
from noe_stores.testing import Capability


class OrderOfComing(InMemory):
    """Gives the records of a stream in the order in which they came."""

    class Recorder(MemoryProcessRecorder):
        def select_events(self, originator_id: UUID | str, **_: Any) -> Any:
            return [event for event in self._shelf.log if event.originator_id == originator_id]


class CutsBeforeTurning(InMemory):
    """Takes the first so many, and turns them round after."""

    class Recorder(MemoryProcessRecorder):
        def select_events(
            self, originator_id: UUID | str, *, desc: bool = False, **bounds: Any
        ) -> Any:
            found = super().select_events(originator_id, **bounds)
            return found[::-1] if desc else found


class ForgetsWhereToStop(InMemory):
    """Gives what lies beyond the last position asked for."""

    class Recorder(MemoryProcessRecorder):
        def select_notifications(
            self, start: int | None, limit: int, _stop: Any = None, *rest: Any, **more: Any
        ) -> Any:
            more.pop("stop", None)
            return super().select_notifications(start, limit, None, *rest, **more)


class BeginsWhereItEnded(InMemory):
    """Gives the last record that somebody has read as the first of the next page, for ever."""

    class Recorder(MemoryProcessRecorder):
        def select_notifications(
            self, *bounds: Any, inclusive_of_start: bool = True, **more: Any
        ) -> Any:
            return super().select_notifications(*bounds, **more)


class NoLimitIsNothing(InMemory):
    """Takes a limit of zero for none."""

    class Recorder(MemoryProcessRecorder):
        def select_events(
            self, originator_id: UUID | str, *, limit: int | None = None, **bounds: Any
        ) -> Any:
            return super().select_events(originator_id, limit=limit or None, **bounds)


class CountsToSixtyFourBits(InMemory):
    """Fails on a bound that its numbers cannot hold."""

    class Recorder(MemoryProcessRecorder):
        def select_events(self, originator_id: UUID | str, **bounds: Any) -> Any:
            for bound in bounds.values():
                int(bound or 0).to_bytes(8, "big", signed=True)
            return super().select_events(originator_id, **bounds)


class MakesWhatIsAsked(InMemory):
    """Makes the stream that somebody asks for."""

    class Recorder(MemoryProcessRecorder):
        def select_events(self, originator_id: UUID | str, **bounds: Any) -> Any:
            found = super().select_events(originator_id, **bounds)
            if not found and not bounds:
                self.insert_events([StoredEvent(originator_id, 0, "made", b"")])
            return found


class IndexesTooEarly(InMemory):
    """Puts a stream into the index before it knows that its records are kept."""

    class Recorder(MemoryProcessRecorder):
        def __init__(self) -> None:
            super().__init__()
            self._known: dict[str, Head] = {}

        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            for e in stored_events:
                head = Head(stream=str(e.originator_id), count=1, version=1, sum=None)
                self._known.setdefault(head.stream, head)
            return super().insert_events(stored_events, **kwargs)

        def head(self, stream: str) -> Head | None:
            return self._known.get(stream)


class TakesTheLastForTheGreatest(InMemory):
    """Says that a stream ends with the record that came last."""

    class Recorder(MemoryProcessRecorder):
        def head(self, stream: str) -> Head | None:
            found = super().head(stream)
            came = [e for e in self._shelf.log if e.originator_id == stream]
            version = came[-1].originator_version if came else 0
            return found and Head(stream=stream, count=found.count, version=version, sum=found.sum)


class SortsAsPeopleDo(InMemory):
    """Lists streams without regard to capitals."""

    class Recorder(MemoryProcessRecorder):
        def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
            found = sorted(super().heads(), key=lambda head: head.stream.lower())
            later = [head for head in found if after is None or head.stream > after]
            return later[: max(limit, 0)]


class ListsFromTheFirst(InMemory):
    """Lists its streams from the first on, whatever was read before."""

    class Recorder(MemoryProcessRecorder):
        def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
            return super().heads(limit=limit)


class StripsLines(InMemory):
    """Gives lines without their ends."""

    class Recorder(MemoryProcessRecorder):
        def lines(self, stream: str, *, after: int = 0, limit: int = 5000) -> Sequence[bytes]:
            return [line.rstrip() for line in super().lines(stream, after=after, limit=limit)]


class IsMoreThanItSays(InMemory):
    """Has an index that its author does not declare."""

    capabilities = IN_MEMORY & ~Capability.INDEXED


class SaysNothingOfOutcomes(InMemory):
    """Refuses without a word on what became of the call."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            try:
                return super().insert_events(stored_events, **kwargs)
            except VersionTaken as error:
                raise VersionTaken.by(error.stream, error.version, store=error.store) from None
            except AlreadyTracked as error:
                raise AlreadyTracked(str(error.args[0]), store=error.store) from None


class SaysItIsKept(InMemory):
    """Refuses a position and says that it is kept."""

    class Recorder(MemoryProcessRecorder):
        def insert_tracking(self, tracking: Tracking) -> None:
            try:
                super().insert_tracking(tracking)
            except AlreadyTracked as error:
                error.outcome = Outcome.KEPT
                raise


class LeaksItsDriver(InMemory):
    """Lets the error of an encoder out."""

    class Recorder(MemoryProcessRecorder):
        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            for event in stored_events:
                str(event.originator_id).encode()
            return super().insert_events(stored_events, **kwargs)


class NeverCloses(InMemory):
    """Goes on after it was closed."""

    class Recorder(MemoryProcessRecorder):
        def close(self) -> None:
            pass


class MakesUpFindings(InMemory):
    """Finds something wrong with whatever it holds."""

    class Recorder(MemoryProcessRecorder):
        def inspect(self) -> Iterator[Finding]:
            yield Finding(place="memory", why="looks odd")


class CountsStreamsForRecords(InMemory):
    """Tells the number of streams for that of records."""

    class Recorder(MemoryProcessRecorder):
        def describe(self) -> Description:
            streams = len(self._shelf.streams)
            return Description(
                kind="memory",
                place="memory",
                format=1,
                writable=True,
                durability="none",
                streams=streams,
                records=streams,
                last_position=self.max_notification_id(),
            )


class ShowsTooEarly(InMemory):
    """Lets readers see a call before it knows whether it may be kept."""

    class Recorder(MemoryProcessRecorder):
        _coming: ClassVar[Sequence[StoredEvent]] = ()

        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            self._coming = stored_events  # type: ignore[misc]
            sleep(0.001)
            try:
                return super().insert_events(stored_events, **kwargs)
            finally:
                self._coming = ()  # type: ignore[misc]

        def select_events(self, originator_id: UUID | str, **bounds: Any) -> Any:
            early = [event for event in self._coming if event.originator_id == originator_id]
            return [*super().select_events(originator_id, **bounds), *early]


class SkipsFirsts(InMemory):
    """Leaves the first record of each stream out of the order across streams."""

    class Recorder(MemoryProcessRecorder):
        def select_notifications(self, *bounds: Any, **more: Any) -> Any:
            found = super().select_notifications(*bounds, **more)
            return [n for n in found if n.originator_version > 1]


class ListsWhatItCanSpell(InMemory):
    """Leaves out of its index the streams whose names it cannot spell."""

    class Recorder(MemoryProcessRecorder):
        def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
            found = super().heads(after=after, limit=limit)
            return [head for head in found if head.stream.isascii()]


class ReadsLate(InMemory):
    """Shows the last call only when the next one has come."""

    class Recorder(MemoryProcessRecorder):
        _shown = 0

        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            before = len(self._shelf.log)
            told = super().insert_events(stored_events, **kwargs)
            self._shown = before
            return told

        def lines(self, stream: str, *, after: int = 0, limit: int = 5000) -> Sequence[bytes]:
            shown = [e for e in self._shelf.log[: self._shown] if e.originator_id == stream]
            return [e.state for e in shown if e.originator_version > after][:limit]
