"""A store that is not there yet, and is made when the first record is to be kept in it.

Rule kept here: until then it answers as an empty one, and nothing stands at its place. It may
be made by others meanwhile: what they recorded then is a race, as in any store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    Notification,
    StoredEvent,
    Subscription,
)

from noe_stores.errors import Outcome, StoreError
from noe_stores.following import Following
from noe_stores.memory import MemoryApplicationRecorder


class Unmade(ApplicationRecorder):
    """A recorder of such a store; ``make`` opens it, and makes it if nobody has."""

    def __init__(self, make: Callable[[], ApplicationRecorder]) -> None:
        self._make: Callable[[], ApplicationRecorder] | None = make
        self._behind: ApplicationRecorder = MemoryApplicationRecorder()

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Keep records; the store is made first.

        Raises:
            StoreError: why not.
        """
        if self._make is not None and stored_events:
            try:
                self._behind, self._make = self._make(), None
            except StoreError as error:
                raise error.ended(
                    Outcome.NOT_KEPT, (event.originator_id for event in stored_events)
                ) from error.__cause__
        return self._behind.insert_events(stored_events, **kwargs)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The records of a stream; none before the store is made."""
        return self._behind.select_events(originator_id, gt=gt, lte=lte, desc=desc, limit=limit)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Records by position; none before the store is made."""
        return self._behind.select_notifications(
            start, limit, stop, topics, inclusive_of_start=inclusive_of_start
        )

    def max_notification_id(self) -> int | None:
        """The last position; none before the store is made."""
        return self._behind.max_notification_id()

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """What is recorded after a position, in the store once it is made."""
        if self._make is not None:
            return Following(self, gt, topics)  # which asks this one, whatever is behind it then
        return self._behind.subscribe(gt, topics)

    def close(self) -> None:
        """Close the store, if it was made; it is not made any more."""
        self._make = None
        close = getattr(self._behind, "close", None)
        if close is not None:
            close()
