"""Records of no particular content, and all that a store shows of itself.

Rule kept here: what is compared is everything the port lets one see, so that no difference
hides between two ways of reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from attrs import frozen
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    Notification,
    StoredEvent,
    TrackingRecorder,
)

PAGE = 100


def record(
    stream: UUID | str, version: int, topic: str = "told", state: bytes = b"state"
) -> StoredEvent:
    """A record of no particular content."""
    return StoredEvent(stream, version, topic, state)


def run(stream: UUID | str, first: int, count: int, state: bytes = b"state") -> list[StoredEvent]:
    """Records of one stream with versions that follow each other."""
    return [record(stream, version, state=state) for version in range(first, first + count)]


def page_after(
    recorder: ApplicationRecorder, after: int, limit: int = PAGE
) -> Sequence[Notification]:
    """The next notifications after a position, as whoever reads on asks for them.

    Raises:
        AssertionError: they do not lead on, so that who reads would never come to an end.
    """
    page = recorder.select_notifications(after, limit, inclusive_of_start=False)
    last = after
    for notification in page:
        assert notification.id > last, (
            f"after position {last} the log gives position {notification.id}; it was asked for"
            f" those after {after}, inclusive_of_start=False: positions must go up"
        )
        last = notification.id
    return page


def log(recorder: ApplicationRecorder, after: int = 0) -> Iterator[Notification]:
    """Every notification after a position, page by page.

    Raises:
        AssertionError: the log goes back.
    """
    while page := page_after(recorder, after):
        yield from page
        after = page[-1].id


def positions(recorder: ApplicationRecorder) -> list[int]:
    """The positions of all records, as the log gives them."""
    return [notification.id for notification in log(recorder)]


def versions(recorder: AggregateRecorder, stream: UUID | str) -> list[int]:
    """The versions of one stream, as it gives them."""
    return [event.originator_version for event in recorder.select_events(stream)]


def without_position(notification: Notification) -> StoredEvent:
    """The record of a notification."""
    return StoredEvent(
        originator_id=notification.originator_id,
        originator_version=notification.originator_version,
        topic=notification.topic,
        state=notification.state,
    )


@frozen
class Content:
    """All that a store shows: the log, each stream, and how far followers came."""

    log: tuple[Notification, ...]
    streams: dict[UUID | str, tuple[StoredEvent, ...]]
    last: int | None
    tracked: dict[str, int | None]

    @classmethod
    def of(cls, recorder: ApplicationRecorder, applications: Sequence[str] = ()) -> Content:
        """What a store shows now.

        Raises:
            AssertionError: the log goes back, or it and the streams do not agree.
        """
        told = tuple(log(recorder))
        streams: dict[UUID | str, tuple[StoredEvent, ...]] = {}
        for stream in dict.fromkeys(notification.originator_id for notification in told):
            streams[stream] = tuple(recorder.select_events(stream))
        content = cls(
            log=told,
            streams=streams,
            last=recorder.max_notification_id(),
            tracked={
                name: recorder.max_tracking_id(name)
                for name in applications
                if isinstance(recorder, TrackingRecorder)
            },
        )
        content.agrees()
        return content

    def agrees(self) -> None:
        """Hold the log against the streams.

        Raises:
            AssertionError: one shows what the other does not.
        """
        in_log = sorted(map(_key, map(without_position, self.log)))
        in_streams = sorted(_key(event) for events in self.streams.values() for event in events)
        assert in_log == in_streams, "the log and the streams show different records"
        ids = [notification.id for notification in self.log]
        assert self.last == (ids[-1] if ids else None), "the last position is not that of the log"


def _key(event: StoredEvent) -> tuple[str, str, int, str, bytes]:
    stream = event.originator_id
    return type(stream).__name__, str(stream), event.originator_version, event.topic, event.state
