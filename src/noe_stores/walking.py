"""Walking a store from end to end: its index of streams, and its log.

Rule kept here: a page that does not lead on is damage, and said: a store whose order is broken
must not be walked for ever. One page is held at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import lt
from typing import Any

from eventsourcing.persistence import ApplicationRecorder, Notification

from noe_stores.errors import StoreDamaged
from noe_stores.port import Head, StreamIndex

PAGE = 5000
"""How many entries are read at once."""

Progress = Callable[[int], None]
"""Told how many lines are done, every so many lines and at the end."""

STEP = 1000
"""How many lines pass between two words of progress."""


def index_of(recorder: StreamIndex, *, store: str) -> Iterator[Head]:
    """The ends of the streams with a text id, in order of code points.

    Raises:
        StoreDamaged: the index is not in that order.
    """
    after: str | None = None
    while page := recorder.heads(after=after, limit=PAGE):
        _demand_order([head.stream for head in page], after, "the index of streams", store)
        yield from page
        after = page[-1].stream


def log_of(
    recorder: ApplicationRecorder,
    *,
    store: str,
    after: int = 0,
    end: int | None = None,
    page: int = PAGE,
) -> Iterator[Notification]:
    """The records after a position, in order of position, up to another or to the last.

    Raises:
        StoreDamaged: the log is not in that order.
    """
    while found := recorder.select_notifications(after, page, stop=end, inclusive_of_start=False):
        _demand_order([notification.id for notification in found], after, "the log", store)
        yield from found
        after = found[-1].id


def _demand_order(keys: Sequence[Any], after: Any, what: str, store: str) -> None:
    before = keys[:-1] if after is None else [after, *keys[:-1]]
    after_each = keys[1:] if after is None else keys
    if not all(map(lt, before, after_each)):
        raise StoreDamaged(
            f"{what} is not in order after {after!r:.200}",
            store=store,
            remedy="Run verify, then repair into a new store",
        )
