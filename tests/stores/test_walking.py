# ruff: noqa: ARG002 - a store that ignores what it is asked is the point
"""What a walk through a whole store promises, also through one whose order is broken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from eventsourcing.persistence import Notification, StoredEvent

from noe_stores.errors import StoreDamaged
from noe_stores.memory import MemoryApplicationRecorder
from noe_stores.port import Head
from noe_stores.walking import index_of, log_of

EVENTS = [StoredEvent(f"relationship/{letter}", 1, "told", b"{}") for letter in "abc"]


class Circling(MemoryApplicationRecorder):
    """A store whose index and log lead back to where they began."""

    def heads(self, *, after: str | None = None, limit: int = 1000) -> Sequence[Head]:
        """The same streams, whatever was asked for."""
        return super().heads(limit=limit)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The same records, whatever was asked for."""
        return super().select_notifications(1, limit)


def test_a_sound_store_is_walked_to_its_end() -> None:
    """Every stream and every record comes once, in order, whatever the size of a page."""
    recorder = MemoryApplicationRecorder()
    recorder.insert_events(EVENTS)
    assert [head.stream[-1] for head in index_of(recorder, store="m")] == ["a", "b", "c"]
    assert [n.id for n in log_of(recorder, store="m", page=2)] == [1, 2, 3]
    assert [n.id for n in log_of(recorder, store="m", after=1, end=2)] == [2]


def test_a_store_that_leads_in_circles_is_told_and_left() -> None:
    """Damage to the order of a store never keeps anybody reading for ever."""
    recorder = Circling()
    recorder.insert_events(EVENTS)
    with pytest.raises(StoreDamaged, match="the index of streams is not in order"):
        list(index_of(recorder, store="m"))
    with pytest.raises(StoreDamaged, match="the log is not in order after 3"):
        list(log_of(recorder, store="m"))
