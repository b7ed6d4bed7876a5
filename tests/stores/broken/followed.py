"""Broken stores whose followers miss something, meet it twice, or wait in vain."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from threading import Event
from time import sleep
from typing import Any

from eventsourcing.persistence import Notification, StoredEvent

from broken.in_memory import InMemory
from noe_stores.following import Following
from noe_stores.memory import MemoryProcessRecorder


class RepeatsTheLast(InMemory):
    """Begins with the record that the follower had seen already."""

    class Recorder(MemoryProcessRecorder):
        def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
            return Following(self, gt - 1 if gt else gt, topics)


class EndsAtTheEnd(InMemory):
    """Ends where there is nothing more, and does not wait."""

    class Recorder(MemoryProcessRecorder):
        def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
            return _Ending(self, gt, topics)


class _Ending(Following):
    def _wait(self) -> None:
        self.stop()


class BeginsNow(InMemory):
    """Gives only what comes after somebody began to follow, once he knows one position."""

    class Recorder(MemoryProcessRecorder):
        def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
            return Following(self, self.max_notification_id() if gt else gt, topics)


class NeverStops(InMemory):
    """Goes on when it is told to stop."""

    class Recorder(MemoryProcessRecorder):
        def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
            return _Endless(self, gt, topics)


class _Endless(Following):
    def stop(self) -> None:
        pass


class HearsNothing(InMemory):
    """Lets a follower wait for ever, whatever is there and whoever stops him."""

    class Recorder(MemoryProcessRecorder):
        def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
            return _Unhearing(self, gt, topics)


class _Unhearing(_Endless):
    def _look(self) -> bool:
        return False

    def _wait(self) -> None:
        sleep(1)


class WaitsForTheNext(InMemory):
    """Lets who waits for growth wait for the next record, although there is one already."""

    class Recorder(MemoryProcessRecorder):
        def await_growth(self, after: int, timeout: float) -> bool:
            last = self.max_notification_id() or 0
            return super().await_growth(max(after, last), timeout)


class MissesTopics(InMemory):
    """Goes on from the end of the store where a page held none of the topics asked for."""

    class Recorder(MemoryProcessRecorder):
        def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
            return Following(self, gt, topics[:1])


class SkipsUnderCrowds(InMemory):
    """Gives out positions first and shows the records when they are ready: the later, first."""

    class Recorder(MemoryProcessRecorder):
        def __init__(self) -> None:
            super().__init__()
            self._next = count(1)
            self._of: dict[int, int] = {}
            self._read_on = Event()

        def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Any:
            mine = [next(self._next) for _ in stored_events]
            if 1 in mine:  # the first is the slowest: somebody has read on before it is there
                self._read_on.wait(5)
            with self._lock:
                told = super().insert_events(stored_events, **kwargs) or ()
                self._of.update(zip(told, mine, strict=True))
            return mine

        def select_notifications(
            self,
            start: int | None,
            limit: int,
            stop: int | None = None,
            topics: Sequence[str] = (),
            *,
            inclusive_of_start: bool = True,
        ) -> Sequence[Notification]:
            first = (start or 0) + (0 if inclusive_of_start else 1)
            with self._lock:
                found = [_at(self._of[n.id], n) for n in super().select_notifications(1, 10**6)]
            wanted = sorted((n for n in found if n.id >= first), key=lambda n: n.id)
            if wanted:
                self._read_on.set()
            return wanted[:limit]

        def max_notification_id(self) -> int | None:
            with self._lock:
                return max(self._of.values(), default=None)


def _at(position: int, found: Notification) -> Notification:
    return Notification(
        id=position,
        originator_id=found.originator_id,
        originator_version=found.originator_version,
        topic=found.topic,
        state=found.state,
    )


class SeesWhatIsThere(InMemory):
    """Answers who waits for growth with whether there is anything at all."""

    class Recorder(MemoryProcessRecorder):
        def await_growth(self, after: int, timeout: float) -> bool:
            return super().await_growth(after, timeout) or bool(self._shelf.log)


class WakesNobody(InMemory):
    """Lets who waits sleep his time out."""

    class Recorder(MemoryProcessRecorder):
        def await_growth(self, after: int, timeout: float) -> bool:
            found = super().await_growth(after, 0)
            sleep(0 if found else min(timeout, 2))
            return found or super().await_growth(after, 0)


class FollowsTheClosed(InMemory):
    """Lets a follower wait on a handle that is closed, as if something could come."""

    class Recorder(MemoryProcessRecorder):
        def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Any:
            return _Deaf(self, gt, topics)


class _Deaf(Following):
    def __next__(self) -> Notification:
        try:
            return super().__next__()
        except Exception:  # noqa: BLE001 - that is what is wrong with it
            raise StopIteration from None
