"""Many at once: threads and handles lose nothing of each other's work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

from eventsourcing.persistence import IntegrityError

from noe_stores.testing.capabilities import Capability
from noe_stores.testing.records import Content, page_after, positions, record, run, versions
from noe_stores.testing.running import in_threads
from noe_stores.testing.store import Store

WRITERS = 4
CALLS = 20
PER_CALL = 5
ROUNDS = 15
LARGE = 300


class Sharing:
    """What a store promises to those who use it at the same time."""

    def test_threads_lose_nothing_of_each_other(self, store: Store) -> None:
        """Threads write through one handle: every record is kept once, each call in one piece."""
        recorder = store.open()
        writers = [writer(recorder, f"w/{number}") for number in range(WRITERS)]
        told = [position for answer in in_threads(writers) for position in answer]
        holds_all(Content.of(recorder), [f"w/{number}" for number in range(WRITERS)])
        assert sorted(told) == positions(recorder)

    def test_of_threads_at_one_version_one_wins(self, store: Store) -> None:
        """Threads record the same versions: each has one winner, and the others learn it."""
        recorder = store.open()
        kept = sum(in_threads(partial(race, recorder, n) for n in range(WRITERS)))
        assert kept == ROUNDS
        assert versions(recorder, "race") == [*range(1, ROUNDS + 1)]
        assert len(positions(recorder)) == ROUNDS * 2, "a refused call left a record"

    def test_a_reader_goes_forward_and_misses_nothing(self, store: Store) -> None:
        """Who reads on from his last position while others write sees every record in the end."""
        recorder = store.open()
        done = Event()

        def read() -> list[int]:
            seen: list[int] = []
            while True:
                last_round = done.is_set()
                page = page_after(recorder, seen[-1] if seen else 0, 7)
                seen += [notification.id for notification in page]
                if last_round and not page:
                    return seen

        def write() -> list[int]:
            try:
                acts = [writer(recorder, f"w/{number}") for number in range(WRITERS)]
                return [position for answer in in_threads(acts) for position in answer]
            finally:
                done.set()

        seen, _ = in_threads([read, write])
        assert seen == positions(recorder)

    def test_nobody_sees_what_is_not_kept(self, store: Store) -> None:
        """A reader never meets a record of a call that is refused in the end."""
        recorder = store.open()
        recorder.insert_events([record("a", 0)])
        done = Event()

        def read() -> set[Any]:
            seen = set()
            while True:
                last_round = done.is_set()
                seen |= {n.originator_id for n in recorder.select_notifications(0, LARGE * 2)}
                seen |= {e.originator_id for e in recorder.select_events("refused", limit=1)}
                if last_round:
                    return seen

        def write() -> set[Any]:
            try:
                for attempt in range(ROUNDS):
                    try:
                        recorder.insert_events([*run("refused", 0, LARGE), record("a", attempt)])
                    except IntegrityError:
                        recorder.insert_events([record("a", attempt + 1)])
            finally:
                done.set()
            return set()

        assert in_threads([read, write])[0] == {"a"}

    def test_handles_see_each_other(self, store: Store) -> None:
        """What one handle has kept, another reads at once and is refused to take again."""
        store.needs(Capability.SHARED)
        handles = [store.open() for _ in range(3)]
        for version in range(1, 13):
            handles[version % 3].insert_events([record("a", version), record("b", version)])
            reader = handles[(version + 1) % 3]
            assert versions(reader, "a")[-1] == version
            try:
                reader.insert_events([record("c", version), record("b", version)])
            except IntegrityError:
                continue
            raise AssertionError(f"version {version} was taken twice, by two handles")
        assert Content.of(handles[0]) == Content.of(handles[1]) == Content.of(handles[2])
        assert "c" not in Content.of(handles[0]).streams


def writer(recorder: Any, name: str) -> Callable[[], list[int]]:
    """Somebody who writes to a stream of his own, and answers with the positions he was told."""

    def write() -> list[int]:
        told: list[int] = []
        for call in range(CALLS):
            kept = recorder.insert_events(run(name, call * PER_CALL, PER_CALL))
            there = recorder.select_notifications(kept[0], PER_CALL, kept[-1])
            assert [n.id for n in there] == [*kept], "a position that was told is not there"
            assert {n.originator_id for n in there} == {name}, "a position is that of another"
            told += kept
        return told

    return write


def race(recorder: Any, number: int) -> int:
    """Take the same versions as others do; how many one got."""
    kept = 0
    for version in range(1, ROUNDS + 1):
        try:
            recorder.insert_events([record(f"by/{number}", version), record("race", version)])
        except IntegrityError:
            continue
        kept += 1
    return kept


def holds_all(content: Content, names: list[str]) -> None:
    """Hold a store against what those writers wrote.

    Raises:
        AssertionError: a record is lost or doubled, or two calls lie mingled.
    """
    for name in names:
        found = [event.originator_version for event in content.streams.get(name, ())]
        assert found == [*range(CALLS * PER_CALL)], f"of {name} there is {found}"
    order = [notification.originator_id for notification in content.log]
    assert len(order) == len(names) * CALLS * PER_CALL
    calls = [{*order[at : at + PER_CALL]} for at in range(0, len(order), PER_CALL)]
    assert all(len(call) == 1 for call in calls), "the records of two calls lie mingled"
