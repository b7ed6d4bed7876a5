"""Refusals and ends: an error of ours that says what, where, and what became of the call."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from eventsourcing.persistence import IntegrityError, InterfaceError, Tracking

from noe_stores.admission import LAST_VERSION
from noe_stores.errors import Outcome, StoreError
from noe_stores.testing.capabilities import TO_BE_SEEN, Capability, named, seen_in
from noe_stores.testing.records import Content, record, run
from noe_stores.testing.running import first
from noe_stores.testing.store import Store, refusal


class Errors:
    """What a store promises of its errors, and what its author declares of it."""

    def test_the_store_is_what_it_is_said_to_be(self, store: Store) -> None:
        """No capability that shows is left undeclared, so that no promise goes untested."""
        seen, said = seen_in(store.open()), store.kind.capabilities & TO_BE_SEEN
        assert seen == said, f"declared: {named(said)}; seen: {named(seen)}"

    def test_a_lost_race_says_what_became_of_the_call(self, store: Store) -> None:
        """The error of a taken version names store, streams and outcome, in every process."""
        store.needs(Capability.TYPED)
        recorder = store.open()
        recorder.insert_events([record("a", 1)])
        calls = [[record("b", 1), record("a", 1)], [record("b", 1), record("b", 1)]]
        for call in calls:
            error = refusal(IntegrityError, recorder.insert_events, call)
            _says_so(error, {str(event.originator_id) for event in call})

    def test_what_is_refused_says_what_became_of_the_call(self, store: Store) -> None:
        """The error of what no store keeps names the store and the outcome, and is one of ours."""
        store.needs(Capability.TYPED)
        recorder = store.open()
        bad_versions = [record("a", version) for version in (-1, LAST_VERSION + 1, 2**53)]
        for bad in (record("a\ud800", 1), record("a", 1, "\udc00"), *bad_versions):
            error = refusal(StoreError, recorder.insert_events, [bad])
            _says_so(error, None)
        assert Content.of(recorder).log == ()

    def test_a_tracked_position_says_what_became_of_the_call(self, store: Store) -> None:
        """The error of a position that is tracked already names store, streams and outcome."""
        store.needs(Capability.TYPED)
        recorder = store.process()
        recorder.insert_tracking(Tracking("press", 2))
        again = Tracking("press", 2)
        with_records = [record("b", 1)]
        error = refusal(IntegrityError, recorder.insert_events, with_records, tracking=again)
        _says_so(error, {"b"})
        _says_so(refusal(IntegrityError, recorder.insert_tracking, again), set())

    def test_a_place_that_cannot_be_is_told(self, store: Store, tmp_path: Path) -> None:
        """Opening below something that is no folder is refused in our words; it stays as it is."""
        store.needs(Capability.TYPED, Capability.DURABLE)
        letter = tmp_path / "letter"
        letter.write_bytes(b"Dear Anne,\n")
        refusal(StoreError, store.kind.open_recorder, letter)
        assert letter.read_bytes() == b"Dear Anne,\n"

    def test_a_closed_handle_says_so(self, store: Store) -> None:
        """A closed handle refuses whatever is asked; to close it again does no harm."""
        store.needs(Capability.FAILS_FAST)
        recorder = store.open()
        recorder.insert_events(run("a", 1, 2))
        store.end(recorder)
        store.end(recorder)
        for use in _uses(recorder):
            error = refusal(InterfaceError, use)
            if Capability.TYPED in store.kind.capabilities:
                assert isinstance(error, StoreError)
        if Capability.TYPED in store.kind.capabilities:
            error = refusal(StoreError, recorder.insert_events, [record("a", 3)])
            _says_so(error, {"a"})

    def test_a_closed_handle_ends_its_followers(self, store: Store) -> None:
        """A follower of a handle that is closed is told so, and does not wait for ever."""
        store.needs(Capability.FAILS_FAST, Capability.SUBSCRIBED)
        recorder = store.open()
        recorder.insert_events([record("a", 1)])
        with recorder.subscribe() as subscription:
            first(subscription, 1, store.kind.patience)
            store.end(recorder)
            refusal(InterfaceError, first, subscription, 1, store.kind.patience)


def _says_so(error: BaseException, streams: set[str] | None) -> None:
    for one in (error, pickle.loads(pickle.dumps(error))):  # noqa: S301 - our own, a line before
        assert isinstance(one, StoreError), f"{one!r} is no error of ours"
        assert one.store, f"{one} does not say which store"
        assert one.outcome is Outcome.NOT_KEPT, f"{one} says that the call is {one.outcome}"
        assert streams is None or {*one.streams} == streams, f"{one} names {one.streams}"


def _uses(recorder: Any) -> Iterator[Callable[[], Any]]:
    seen = seen_in(recorder)
    yield lambda: recorder.insert_events([record("a", 3)])
    yield lambda: recorder.insert_events([])
    yield lambda: recorder.select_events("a")
    yield lambda: recorder.select_notifications(None, 1)
    yield recorder.max_notification_id
    if Capability.INDEXED in seen:
        yield lambda: recorder.head("a")
        yield recorder.heads
    if Capability.LINED in seen:
        yield lambda: recorder.lines("a")
    if Capability.WATCHED in seen:
        yield lambda: recorder.await_growth(0, 0)
    if Capability.DESCRIBED in seen:
        yield recorder.describe
    if Capability.SELF_CHECKING in seen:
        yield lambda: [*recorder.inspect()]
    if Capability.TRACKED in seen:
        yield lambda: recorder.max_tracking_id("press")
        yield lambda: recorder.insert_tracking(Tracking("press", 1))
