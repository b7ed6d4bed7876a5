"""Many at once: threads, handles and processes lose nothing of each other's work."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from eventsourcing.persistence import IntegrityError, InterfaceError

from noe_stores.errors import StoreError
from noe_stores.testing.capabilities import Capability
from noe_stores.testing.records import Content, log, positions, record, run, versions
from noe_stores.testing.running import first, in_processes, in_threads
from noe_stores.testing.store import Kind, Store

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
        writers = [_writer(recorder, f"w/{number}") for number in range(WRITERS)]
        told = [position for answer in in_threads(writers) for position in answer]
        _holds_all(Content.of(recorder), [f"w/{number}" for number in range(WRITERS)])
        assert sorted(told) == positions(recorder)

    def test_of_threads_at_one_version_one_wins(self, store: Store) -> None:
        """Threads record the same versions: each has one winner, and the others learn it."""
        recorder = store.open()
        kept = sum(in_threads(partial(_race, recorder, n) for n in range(WRITERS)))
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
                page = recorder.select_notifications(
                    seen[-1] if seen else 0, 7, inclusive_of_start=False
                )
                seen += [notification.id for notification in page]
                if last_round and not page:
                    return seen

        def write() -> list[int]:
            try:
                acts = [_writer(recorder, f"w/{number}") for number in range(WRITERS)]
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

    def test_many_may_be_the_first_to_open(self, store: Store) -> None:
        """Processes that make the same store at the same moment all succeed, on one store."""
        store.needs(Capability.SHARED, Capability.DURABLE)
        places = [store.place / f"{n}" for n in range(ROUNDS)]
        for place in places:
            place.mkdir()
        names = [f"w/{number}" for number in range(WRITERS)]
        in_processes(open_all, [(store.kind, places, name) for name in names])
        for place in places:
            found = log(store.at(place).open())
            assert sorted(str(n.originator_id) for n in found) == names

    def test_processes_lose_nothing_of_each_other(self, store: Store) -> None:
        """Processes write at once: every record is kept once, each call in one piece."""
        store.needs(Capability.SHARED, Capability.DURABLE)
        store.end(store.open())
        names = [f"w/{number}" for number in range(WRITERS)]
        given = [(store.kind, store.place, name) for name in names]
        told = [position for answer in in_processes(open_and_write, given) for position in answer]
        content = Content.of(store.open())
        _holds_all(content, names)
        assert sorted(told) == [n.id for n in content.log], "positions were told that are not so"

    def test_of_processes_at_one_version_one_wins(self, store: Store) -> None:
        """Processes record the same versions: each has one winner, and the others learn it."""
        store.needs(Capability.SHARED, Capability.DURABLE)
        store.end(store.open())
        given = [(store.kind, store.place, number) for number in range(WRITERS)]
        assert sum(in_processes(open_and_race, given)) == ROUNDS
        assert versions(store.open(), "race") == [*range(1, ROUNDS + 1)]

    def test_a_follower_in_another_process_misses_nothing(self, store: Store) -> None:
        """While processes write, one that follows gets each record once, in order."""
        store.needs(Capability.SHARED, Capability.DURABLE, Capability.SUBSCRIBED)
        store.end(store.open())
        roles = [("follow", "")] + [("write", f"w/{number}") for number in range(WRITERS - 1)]
        given = [(store.kind, store.place, *role) for role in roles]
        seen = in_processes(follow_or_write, given)[0]
        assert seen == positions(store.open())

    def test_a_handle_carried_over_a_fork_does_no_harm(self, store: Store) -> None:
        """A forked child is refused, or its records are there for all; the parent goes on."""
        store.needs(Capability.FAILS_FAST)
        [(refused, seen, whole)] = in_processes(fork, [(store.kind, store.place)])
        assert refused or seen, "the child was told that its record is kept, and it is not there"
        assert whole, "after the fork the parent lost a record or took a position twice"


def _writer(recorder: Any, name: str) -> Callable[[], list[int]]:
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


def _race(recorder: Any, number: int) -> int:
    kept = 0
    for version in range(1, ROUNDS + 1):
        try:
            recorder.insert_events([record(f"by/{number}", version), record("race", version)])
        except IntegrityError:
            continue
        kept += 1
    return kept


def _holds_all(content: Content, names: list[str]) -> None:
    for name in names:
        found = [event.originator_version for event in content.streams.get(name, ())]
        assert found == [*range(CALLS * PER_CALL)], f"of {name} there is {found}"
    order = [notification.originator_id for notification in content.log]
    assert len(order) == len(names) * CALLS * PER_CALL
    calls = [{*order[at : at + PER_CALL]} for at in range(0, len(order), PER_CALL)]
    assert all(len(call) == 1 for call in calls), "the records of two calls lie mingled"


def open_all(start: Any, kind: type[Kind], places: list[Path], name: str) -> None:
    """One of several processes that open stores which are not there yet."""
    for place in places:
        start.wait()
        recorder = kind.open_recorder(place)
        recorder.insert_events([record(name, 1)])
        kind.close_recorder(recorder)


def open_and_write(start: Any, kind: type[Kind], place: Path, name: str) -> list[int]:
    """One of several processes, each with a stream of its own; the positions it was told."""
    start.wait()
    recorder = kind.open_recorder(place)
    told = _writer(recorder, name)()
    kind.close_recorder(recorder)
    return told


def open_and_race(start: Any, kind: type[Kind], place: Path, number: int) -> int:
    """One of several processes that want the same versions; how many it got."""
    start.wait()
    recorder = kind.open_recorder(place)
    kept = _race(recorder, number)
    kind.close_recorder(recorder)
    return kept


def follow_or_write(
    start: Any, kind: type[Kind], place: Path, role: str, name: str
) -> list[int] | None:
    """One of several processes, of which one follows what the others write."""
    recorder = kind.open_recorder(place)
    start.wait()
    if role == "write":
        _writer(recorder, name)()
        kind.close_recorder(recorder)
        return None
    with recorder.subscribe(gt=None) as subscription:
        wanted = (WRITERS - 1) * CALLS * PER_CALL
        seen = [n.id for n in first(subscription, wanted, kind.patience)]
    kind.close_recorder(recorder)
    return seen


def fork(start: Any, kind: type[Kind], place: Path) -> tuple[bool, bool, bool]:
    """Whether a forked child was refused, whether its record is there, and all of the parent's."""
    start.wait()
    recorder = kind.open_recorder(place)
    recorder.insert_events(run("parent", 1, 3))
    child = os.fork()
    if child == 0:  # pragma: no cover - in the child
        os._exit(_use(recorder))
    refused = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    recorder.insert_events(run("parent", 4, 3))
    told = [n.id for n in log(recorder)]
    whole = versions(recorder, "parent") == [*range(1, 7)] and told == sorted({*told})
    seen = versions(recorder, "child") == [1]
    kind.close_recorder(recorder)
    return refused, seen, whole


def _use(recorder: Any) -> int:  # pragma: no cover - in the child
    try:
        recorder.insert_events([record("child", 1)])
    except (StoreError, InterfaceError):
        return 1
    return 0
