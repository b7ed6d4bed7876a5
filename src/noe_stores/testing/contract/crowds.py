"""Many processes at once: at the first opening, on the same versions, and over a fork."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from eventsourcing.persistence import InterfaceError

from noe_stores.errors import StoreError
from noe_stores.testing.capabilities import Capability
from noe_stores.testing.contract.sharing import (
    CALLS,
    PER_CALL,
    ROUNDS,
    WRITERS,
    holds_all,
    race,
    writer,
)
from noe_stores.testing.records import Content, log, positions, record, run, versions
from noe_stores.testing.running import first, in_processes
from noe_stores.testing.store import Kind, Store


class Crowds:
    """What a store promises to several processes."""

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
        holds_all(content, names)
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
    told = writer(recorder, name)()
    kind.close_recorder(recorder)
    return told


def open_and_race(start: Any, kind: type[Kind], place: Path, number: int) -> int:
    """One of several processes that want the same versions; how many it got."""
    start.wait()
    recorder = kind.open_recorder(place)
    kept = race(recorder, number)
    kind.close_recorder(recorder)
    return kept


def follow_or_write(
    start: Any, kind: type[Kind], place: Path, role: str, name: str
) -> list[int] | None:
    """One of several processes, of which one follows what the others write."""
    recorder = kind.open_recorder(place)
    start.wait()
    if role == "write":
        writer(recorder, name)()
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
