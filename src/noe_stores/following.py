"""Following a store: every record after a position, once, in order, as it comes.

Rule kept here: the one who follows reads in his own thread, so nothing runs behind his
back and nothing is lost between a look and a wait; whoever has to wait is woken by the
recorder (`noe_stores.port.Watched`). Used by every recorder's ``subscribe``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition
from time import monotonic

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

from noe_stores.port import Watched

PAGE = 500
"""How many records a follower takes at once."""

PATIENCE = 0.25
"""Seconds after which a waiting follower looks whether it was told to stop."""

GLANCE = 0.05
"""Seconds between two looks at what other processes may have written."""


class Following(Subscription[ApplicationRecorder]):
    """The records after a position, then those that come, until stopped.

    A context manager and an iterator, as ``eventsourcing`` has them; ``stop`` may be called
    from any thread and ends the iteration within `PATIENCE`.
    """

    def __init__(
        self, recorder: ApplicationRecorder, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._page: deque[Notification] = deque()

    def __next__(self) -> Notification:
        while not self._has_been_stopped:
            if self._page or self._look():
                return self._page.popleft()
            self._wait()
        raise StopIteration

    def _look(self) -> bool:
        # The end is asked before the page: what comes between the two is seen next time.
        end = self._recorder.max_notification_id() or 0
        after = self._last_notification_id
        found = self._recorder.select_notifications(
            start=after, limit=PAGE, topics=self._topics, inclusive_of_start=after is None
        )
        if found:
            self._last_notification_id = found[-1].id
        elif end > (after or 0):  # records, but none of the topics asked for
            self._last_notification_id = end
        self._page.extend(found)
        return bool(found)

    def _wait(self) -> None:
        after = self._last_notification_id or 0
        if isinstance(self._recorder, Watched):
            self._recorder.await_growth(after, PATIENCE)


class Bell:
    """Wakes those of this process who wait for a store to grow.

    Writers ring after they have kept something. Where other processes may write too, give
    ``glance``: how many seconds a waiting follower lets pass between two looks.
    """

    def __init__(self, *, glance: float | None = GLANCE) -> None:
        self._rung = Condition()
        self._glance = glance

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._rung:
            self._rung.notify_all()

    def wait(self, grown: Callable[[], bool], timeout: float) -> bool:
        """Whether it has grown, waiting up to so many seconds; ``grown`` must be cheap."""
        until = monotonic() + timeout
        with self._rung:
            while not grown():
                left = until - monotonic()
                if left <= 0:
                    return False
                self._rung.wait(left if self._glance is None else min(left, self._glance))
        return True
