"""Histories of use drawn at random: a store and the memory store, driven side by side.

Rule kept here: the memory store says what is right. Both get the same calls, and whatever
the port lets one see is compared; positions are compared by their order, since a store may
leave some out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    IntegrityError,
    Notification,
    StoredEvent,
    Tracking,
)
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from noe_stores.memory import MemoryProcessRecorder
from noe_stores.testing.capabilities import Capability
from noe_stores.testing.running import first
from noe_stores.testing.store import Kind, Store

STEPS = 25

texts: st.SearchStrategy[Any] = st.sampled_from(["a", "b", "relationship/a", "relationship/A"])
exact: st.SearchStrategy[Any] = texts | st.sampled_from([UUID(int=1), str(UUID(int=1)), "", "é"])
versions = st.integers(0, 6)
states = st.binary(max_size=8) | st.sampled_from([b'{"a":1}', b"\n", b"\r\n"])
topics = st.sampled_from(["t", "u", "é"])
bounds = st.none() | st.integers(-1, 8)
limits = st.integers(-1, 4)
applications = st.sampled_from(["press", "print"])

Answer = tuple[str, Any]


class StoreMachine(RuleBasedStateMachine):
    """A store beside the memory store."""

    kind: type[Kind]

    def __init__(self) -> None:
        super().__init__()
        self._closing = ExitStack()
        folder = self._closing.enter_context(TemporaryDirectory())
        self._place = self._closing.enter_context(Store(self.kind, Path(folder)))
        self.model = MemoryProcessRecorder()
        self.store: Any = self._place.open()
        self.followed: list[int] = []
        self.order: list[int] = []

    @property
    def _tracked(self) -> bool:
        return Capability.TRACKED in self.kind.capabilities

    @property
    def _durable(self) -> bool:
        return Capability.DURABLE in self.kind.capabilities

    @property
    def _ids(self) -> st.SearchStrategy[Any]:
        """Ids of the kinds that the store keeps."""
        return exact if Capability.EXACT in self.kind.capabilities else texts

    @rule(data=st.data(), size=st.integers(0, 4), tracked=st.none() | st.integers(0, 9))
    def record(self, data: st.DataObject, size: int, tracked: int | None) -> None:
        """A call of some records, perhaps in conflict, perhaps with a follower's position."""
        call = [
            StoredEvent(
                data.draw(self._ids), data.draw(versions), data.draw(topics), data.draw(states)
            )
            for _ in range(size)
        ]
        given: dict[str, Any] = {}
        if tracked is not None and self._tracked:
            given["tracking"] = Tracking(data.draw(applications), tracked)
        self._offer(call, given)

    def _offer(self, call: list[StoredEvent], given: dict[str, Any]) -> None:
        right = _answer(lambda: self.model.insert_events(call, **given))
        found = _answer(lambda: self.store.insert_events(call, **given))
        assert found[0] == right[0], f"the call {found}, in memory {right}"
        if found[0] == "kept" and call:
            assert len(found[1]) == len(call)
            assert found[1][0] > max(self.order, default=0), "positions went back"
            self.order += found[1]

    @rule(data=st.data(), count=st.integers(1, 3))
    def continue_a_stream(self, data: st.DataObject, count: int) -> None:
        """A call that is in no conflict: the next versions of a stream."""
        stream = data.draw(self._ids)
        there = self.model.select_events(stream)
        first = there[-1].originator_version + 1 if there else 1
        call = [StoredEvent(stream, first + n, "t", data.draw(states)) for n in range(count)]
        self.model.insert_events(call)
        self.order += self.store.insert_events(call)

    @precondition(lambda self: self._tracked)
    @rule(data=st.data(), name=applications, step=st.integers(-1, 2))
    def deal_with_a_position(self, data: st.DataObject, name: str, step: int) -> None:
        """A call in no conflict, with a position near the last one of a follower."""
        stream = data.draw(self._ids)
        there = self.model.select_events(stream)
        version = there[-1].originator_version + 1 if there else 1
        tracking = Tracking(name, max((self.model.max_tracking_id(name) or 0) + step, 0))
        self._offer([StoredEvent(stream, version, "t", b"")], {"tracking": tracking})

    @rule(gt=bounds, lte=bounds)
    def read_every_stream(self, gt: int | None, lte: int | None) -> None:
        """Some versions of each stream, forwards and back, and so many of them."""
        streams = {event.originator_id for event in self.model.select_notifications(None, 10**6)}
        for stream, desc, limit in product({*streams, "never"}, (False, True), (None, -1, 0, 1, 2)):
            wanted = self.model.select_events(stream, gt=gt, lte=lte, desc=desc, limit=limit)
            found = self.store.select_events(stream, gt=gt, lte=lte, desc=desc, limit=limit)
            assert [*found] == [*wanted], (stream, desc, limit)

    @rule(start=bounds, stop=bounds, wanted=st.lists(topics, max_size=2))
    def read_the_log(self, start: int | None, stop: int | None, wanted: list[str]) -> None:
        """A part of the order across streams; the bounds mean places in it."""
        for inclusive, limit in product((False, True), (0, 1, 2, 99)):
            right = self.model.select_notifications(
                start, limit, stop, wanted, inclusive_of_start=inclusive
            )
            found = self.store.select_notifications(
                self._position(start),
                limit,
                self._position(stop),
                wanted,
                inclusive_of_start=inclusive,
            )
            assert self._places(found) == [(n.id, _event(n)) for n in right], (inclusive, limit)

    def _position(self, place: int | None) -> int | None:
        """The store's position for a place in the order, which is the model's position."""
        if place is None or place < 1:
            return place
        beyond = self.order[-1] + place - len(self.order) if self.order else place
        return self.order[place - 1] if place <= len(self.order) else beyond

    def _places(self, found: Sequence[Notification]) -> list[tuple[int, StoredEvent]]:
        return [(self.order.index(n.id) + 1, _event(n)) for n in found]

    @rule(limit=st.integers(1, 4))
    def follow(self, limit: int) -> None:
        """Go on from where the follower was, as after a restart."""
        after = self.followed[-1] if self.followed else 0
        page = self.store.select_notifications(after, limit, inclusive_of_start=False)
        self.followed += [notification.id for notification in page]
        assert self.followed == self.order[: len(self.followed)]

    @precondition(lambda self: Capability.SUBSCRIBED in self.kind.capabilities)
    @rule()
    def subscribe(self) -> None:
        """All that is there after the follower's position comes through a subscription."""
        left = len(self.order) - len(self.followed)
        with self.store.subscribe(gt=self.followed[-1] if self.followed else None) as following:
            self.followed += [n.id for n in first(following, left, self.kind.patience)]
        assert self.followed == self.order

    @precondition(lambda self: self._durable)
    @rule()
    def reopen(self) -> None:
        """Close the store and open it again."""
        self._place.end(self.store)
        self.store = self._place.open()

    @precondition(lambda self: Capability.INDEXED in self.kind.capabilities)
    @rule(after=st.none() | texts, limit=limits)
    def ask_the_index(self, after: str | None, limit: int) -> None:
        """Where streams end."""
        assert [*self.store.heads(after=after, limit=limit)] == [
            *self.model.heads(after=after, limit=limit)
        ]

    @invariant()
    def last_position_and_tracking_agree(self) -> None:
        """The end of the order and how far followers came are the same in both."""
        assert self.store.max_notification_id() == (self.order[-1] if self.order else None)
        if self._tracked:
            for name in ("press", "print"):
                assert self.store.max_tracking_id(name) == self.model.max_tracking_id(name)

    def teardown(self) -> None:
        """Let go of the store."""
        self._closing.close()


def _answer(act: Callable[[], Any]) -> Answer:
    try:
        return "kept", act()
    except IntegrityError:
        return "refused", None


def _event(found: Notification) -> StoredEvent:
    return StoredEvent(
        originator_id=found.originator_id,
        originator_version=found.originator_version,
        topic=found.topic,
        state=found.state,
    )


def run_machine(store: Store) -> None:
    """Drive stores of the kind of this one through histories of use.

    Raises:
        AssertionError: one of them did something else than the memory store.
    """
    kind = store.kind

    class Machine(StoreMachine):
        pass

    Machine.kind = kind
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=kind.examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            phases=[*Phase] if kind.shrinks else [Phase.generate],
            suppress_health_check=[*HealthCheck],
        ),
    )
