"""Following a store: every record after a position, once, in order, as it comes.

Rule kept here: the one who follows reads in his own thread, so nothing runs behind his
back and nothing is lost between a look and a wait; whoever has to wait is woken by the
recorder (`noe_stores.port.Watched`), or looks again after a while where a guest's recorder
cannot wake. Used by every recorder's ``subscribe`` and by the ledger's ``watch``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from threading import Event, Lock
from time import monotonic
from types import TracebackType
from typing import Generic, Self, TypeVar

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

from noe_stores.port import Watched

T = TypeVar("T")

PAGE = 500
"""How many records a follower takes at once."""

PATIENCE = 0.25
"""Seconds after which a waiting follower looks whether it was told to stop."""

GLANCE = 0.05
"""Seconds between two looks at what other processes may have written."""


class Following(Subscription[ApplicationRecorder]):
    """The records after a position, then those that come, until stopped.

    A context manager and an iterator, as ``eventsourcing`` has them, for one thread to read;
    ``stop`` may be called from any thread and ends the iteration within `PATIENCE`. What the
    recorder raises passes through, and the iteration may be taken up again after it.
    """

    def __init__(
        self, recorder: ApplicationRecorder, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._page: Sequence[Notification] = ()
        self._given = 0
        self._pause = GLANCE
        self._stopped = Event()

    def stop(self) -> None:
        """End the iteration."""
        super().stop()
        self._stopped.set()

    def __next__(self) -> Notification:
        while not self._has_been_stopped:
            if self._given < len(self._page) or self._look():
                # No call between here and the return: an interrupt can drop nothing.
                found = self._page[self._given]
                self._given += 1
                return found
            self._wait()
        raise StopIteration

    def _look(self) -> bool:
        # The end is asked before the page: what comes between the two is seen next time.
        end = self._recorder.max_notification_id() if self._topics else None
        after = self._last_notification_id
        found = self._recorder.select_notifications(
            start=after, limit=PAGE, topics=self._topics, inclusive_of_start=after is None
        )
        if found:
            self._page, self._given, self._last_notification_id = found, 0, found[-1].id
            self._pause = GLANCE
        elif end is not None and end > (after or 0):  # records, but none of the topics asked for
            self._last_notification_id = end
        return bool(found)

    def _wait(self) -> None:
        if isinstance(self._recorder, Watched):
            self._recorder.await_growth(self._last_notification_id or 0, PATIENCE)
        else:  # a guest's, which may be far away: ask it less and less often while nothing comes
            self._stopped.wait(self._pause)
            self._pause = min(self._pause * 2, PATIENCE)


class Watch(Generic[T]):
    """What a `Following` finds, read into something else, until stopped.

    ``read`` gives ``None`` for a record that is passed over. A context manager and an
    iterator for one thread; ``stop`` may be called from any.
    """

    def __init__(self, following: Following, read: Callable[[Notification], T | None]) -> None:
        self._following = following
        self._read = read

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        while True:
            found = self._read(next(self._following))
            if found is not None:
                return found

    def stop(self) -> None:
        """End the iteration within `PATIENCE`."""
        self._following.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class Bell:
    """Wakes those of this process who wait for a store to grow.

    Writers ring after they have kept something. Where other processes may write too, give
    ``glance``: how many seconds a waiting follower lets pass between two looks. No lock is
    held by anyone, so neither an interrupt nor a fork can leave one behind.
    """

    def __init__(self, *, glance: float | None = GLANCE) -> None:
        self._sleepers: deque[Lock] = deque()
        self._glance = glance

    def ring(self) -> None:
        """Wake everybody who waits."""
        for _ in range(len(self._sleepers)):
            try:
                sleeper = self._sleepers.popleft()
            except IndexError:  # somebody woke by himself
                return
            sleeper.release()

    def wait(self, grown: Callable[[], bool], timeout: float) -> bool:
        """Whether it has grown, waiting up to so many seconds; ``grown`` must be cheap."""
        until = monotonic() + timeout
        while True:
            asleep = Lock()
            asleep.acquire()
            # Lies down before looking: what comes after the look rings.
            self._sleepers.append(asleep)
            try:
                if grown():
                    return True
                left = until - monotonic()
                if left <= 0:
                    return False
                asleep.acquire(timeout=left if self._glance is None else min(left, self._glance))
            finally:
                self._rise(asleep)

    def _rise(self, sleeper: Lock) -> None:
        with suppress(ValueError):  # was woken, and so taken out
            self._sleepers.remove(sleeper)
