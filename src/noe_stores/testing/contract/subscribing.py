"""Following: each record after a position once, in order, also those that come later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

from noe_stores.testing.capabilities import Capability
from noe_stores.testing.records import positions, record, run
from noe_stores.testing.running import first, in_threads
from noe_stores.testing.store import Store

LONG = 3600.0
"""Seconds that nobody waits to the end."""

WRITERS = 4
CALLS = 25
PER_CALL = 3


class Listener:
    """A thread that follows; what it has seen comes out in order."""

    def __init__(self, subscription: Subscription[Any], patience: float) -> None:
        self._seen: SimpleQueue[Notification | BaseException | None] = SimpleQueue()
        self._subscription = subscription
        self._patience = patience
        self.thread = Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        try:
            for notification in self._subscription:
                self._seen.put(notification)
        except BaseException as error:  # noqa: BLE001 - raised again by who asks
            self._seen.put(error)
        self._seen.put(None)

    def hear(self, count: int) -> list[Notification]:
        """The next so many records, waited for with patience."""
        heard: list[Notification] = []
        while len(heard) < count:
            try:
                found = self._seen.get(timeout=self._patience)
            except Empty:
                raise AssertionError(f"heard {len(heard)} records of {count}, then none") from None
            if isinstance(found, BaseException):
                raise found
            assert found is not None, f"the subscription ended after {len(heard)} of {count}"
            heard.append(found)
        return heard

    def silent(self) -> bool:
        """Whether nothing more has been heard so far."""
        return self._seen.empty()


@contextmanager
def listening(
    store: Store, recorder: ApplicationRecorder, gt: int | None, topics: tuple[str, ...] = ()
) -> Iterator[Listener]:
    """Somebody who follows in a thread of his own."""
    with recorder.subscribe(gt=gt, topics=topics) as subscription:
        listener = Listener(subscription, store.kind.patience)
        yield listener
    listener.thread.join(store.kind.patience)
    assert not listener.thread.is_alive(), "a stopped follower goes on waiting"


def ids(notifications: list[Notification]) -> list[int]:
    """The positions of some notifications."""
    return [notification.id for notification in notifications]


class Subscribing:
    """What a store promises to those who follow it."""

    def test_following_begins_after_a_position(self, store: Store) -> None:
        """Following begins after a position, and never gives that record again."""
        store.needs(Capability.SUBSCRIBED)
        recorder = store.open()
        recorder.insert_events(run("a", 1, 6))
        told = positions(recorder)
        for gt, wanted in ((None, told), (0, told), (told[0], told[1:]), (told[4], told[5:])):
            with recorder.subscribe(gt=gt) as subscription:
                found = first(subscription, len(wanted), store.kind.patience)
                assert ids(found) == wanted, f"after {gt}"

    def test_following_gives_what_comes_later(self, store: Store) -> None:
        """A follower who has seen everything waits, and gets what is recorded then, in order."""
        store.needs(Capability.SUBSCRIBED)
        recorder = store.open()
        recorder.insert_events([record("a", 1)])
        with listening(store, recorder, None) as listener:
            seen = listener.hear(1)
            for version in range(2, 12):
                recorder.insert_events([record("a", version), record("b", version)])
                seen += listener.hear(2)
            assert ids(seen) == positions(recorder)

    def test_following_of_some_topics_passes_over_others(self, store: Store) -> None:
        """A follower of some topics gets all of those, however many others lie between."""
        store.needs(Capability.SUBSCRIBED)
        recorder = store.open()
        with listening(store, recorder, None, ("wanted", "too")) as listener:
            for version in range(1, 31, 3):
                recorder.insert_events(run("a", version, 2))
                recorder.insert_events([record("a", version + 2, "wanted")])
            recorder.insert_events([record("b", 1, "too")])
            assert [n.topic for n in listener.hear(11)] == ["wanted"] * 10 + ["too"]
            assert listener.silent()

    def test_following_goes_on_after_a_restart(self, store: Store) -> None:
        """A follower who stops anywhere and begins again from his last position misses nothing."""
        store.needs(Capability.SUBSCRIBED)
        recorder = store.open()
        last, seen = None, list[int]()
        for version in range(1, 10):
            recorder.insert_events(run("a", version * 10, 3))
            with recorder.subscribe(gt=last) as subscription:
                heard = ids(first(subscription, version % 3 + 1, store.kind.patience))
            assert heard, f"after {last} nothing came"
            seen, last = seen + heard, heard[-1]
        with recorder.subscribe(gt=last) as subscription:
            left = len(positions(recorder)) - len(seen)
            seen += ids(first(subscription, left, store.kind.patience))
        assert seen == positions(recorder)

    def test_following_ends_when_it_is_stopped(self, store: Store) -> None:
        """Stopping ends a follower, before he began and while he waits, from any thread."""
        store.needs(Capability.SUBSCRIBED)
        recorder = store.open()
        early = recorder.subscribe()
        early.stop()
        recorder.insert_events([record("a", 1)])
        with early:
            assert in_threads([partial(list, early)], store.kind.patience) == [[]]
        with listening(store, recorder, None) as listener:
            listener.hear(1)

    def test_following_misses_nothing_of_many_writers(self, store: Store) -> None:
        """While threads write, a follower sees each record once, in order of position."""
        store.needs(Capability.SUBSCRIBED)
        recorder = store.open()

        def write(number: int) -> None:
            for call in range(CALLS):
                recorder.insert_events(run(f"w/{number}", call * PER_CALL, PER_CALL))

        with listening(store, recorder, 0) as listener:
            in_threads(partial(write, number) for number in range(WRITERS))
            seen = listener.hear(WRITERS * CALLS * PER_CALL)
            assert ids(seen) == positions(recorder)
            assert listener.silent()

    def test_who_waits_for_growth_is_told(self, store: Store) -> None:
        """Who waits for growth is told at once that there is more, or after his time that not."""
        store.needs(Capability.WATCHED)
        recorder: Any = store.open()
        assert not recorder.await_growth(0, 0)
        assert not recorder.await_growth(0, 0.01)
        [position] = recorder.insert_events([record("a", 1)])
        wait = partial(recorder.await_growth, 0, LONG)
        assert in_threads([wait], store.kind.patience, who="who waits for what is there") == [True]
        assert not recorder.await_growth(position, 0.01)

    def test_who_waits_is_woken(self, store: Store) -> None:
        """Whoever waits goes on as soon as there is something, not when his time is over."""
        store.needs(Capability.WATCHED)
        recorder: Any = store.open()
        _woken(store, recorder, lambda: recorder.insert_events([record("a", 1)]))

    def test_who_waits_is_woken_by_another_handle(self, store: Store) -> None:
        """Whoever waits goes on when the record comes through another handle on the store."""
        store.needs(Capability.WATCHED, Capability.SHARED)
        recorder: Any = store.open()
        other = store.open()
        _woken(store, recorder, lambda: other.insert_events([record("a", 1)]))


def _woken(store: Store, recorder: Any, write: Callable[[], Any]) -> None:
    answers: SimpleQueue[Any] = SimpleQueue()

    def wait() -> None:
        try:
            answers.put(recorder.await_growth(0, LONG))
        except Exception as error:  # noqa: BLE001 - an answer, too, if anybody still asks
            answers.put(error)

    waiting = Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(0.05)  # long enough to lie down; the promise holds either way
    write()
    try:
        assert answers.get(timeout=store.kind.patience) is True
    except Empty:
        raise AssertionError("there is a record, and nobody was woken") from None
