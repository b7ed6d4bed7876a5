"""What the SQLite store promises when several processes use it, and when one is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent

from noe_stores.errors import VersionTaken
from noe_stores.sqlite import SQLiteApplicationRecorder
from noe_stores.sqlite.database import OnDisk
from noe_stores.sqlite.tables.adding import Call

# Fresh interpreters: nothing is inherited, as between programs that know nothing of each other.
processes = multiprocessing.get_context("spawn")
OPENERS = 4
WRITERS = 4
CALLS = 60
PER_CALL = 5


def records(stream: str, first: int, number: int, state: bytes = b"s") -> list[StoredEvent]:
    """Records of no particular content."""
    return [StoredEvent(stream, v, "t", state) for v in range(first, first + number)]


def run(target: Callable[..., None], arguments: Iterable[tuple[Any, ...]]) -> None:
    """Run one process for each tuple of arguments; all must end well."""
    started = [processes.Process(target=target, args=a) for a in arguments]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * len(started)


def open_and_write(paths: Sequence[Path], name: str, together: Barrier) -> None:
    """One of those who open stores that are not there yet."""
    for path in paths:
        together.wait()
        with closing(SQLiteApplicationRecorder(path)) as recorder:
            recorder.insert_events(records(name, 1, 1))


def test_many_may_be_the_first_to_open(tmp_path: Path) -> None:
    """Processes that make the same store at the same moment all succeed, on one store."""
    # To start a process takes far longer than to open a store: each opens many.
    paths = [tmp_path / f"{attempt}.db" for attempt in range(12)]
    together = processes.Barrier(OPENERS)
    run(open_and_write, [(paths, f"w{n}", together) for n in range(OPENERS)])
    for path in paths:
        with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
            assert [head.stream for head in recorder.heads()] == [f"w{n}" for n in range(OPENERS)]
            assert [n.id for n in recorder.select_notifications(None, 10)] == [1, 2, 3, 4]


def write_much(path: Path, name: str, together: Barrier) -> None:
    """One of several writers, each with a stream of its own."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        together.wait()
        for call in range(CALLS):
            positions = recorder.insert_events(records(name, call * PER_CALL + 1, PER_CALL))
            kept = recorder.select_notifications(positions[0], PER_CALL, stop=positions[-1])  # type: ignore[index]
            assert [n.id for n in kept] == positions
            assert {n.originator_id for n in kept} == {name}


def read_along(path: Path, done: Event) -> None:
    """A follower: it never goes back, so what it has passed must be complete."""
    seen: list[int] = []
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        last_round = False
        while True:
            page = recorder.select_notifications(
                seen[-1] if seen else None, 7, inclusive_of_start=False
            )
            seen += [n.id for n in page]
            if not page and last_round:
                break
            last_round = done.is_set()
    assert seen == list(range(1, WRITERS * CALLS * PER_CALL + 1))


def test_writers_lose_nothing_and_readers_miss_nothing(tmp_path: Path) -> None:
    """Four processes write; every record is kept once, and a follower sees positions in order."""
    path = tmp_path / "store.db"
    SQLiteApplicationRecorder(path).close()
    done = processes.Event()
    reader = processes.Process(target=read_along, args=(path, done))
    reader.start()
    together = processes.Barrier(WRITERS)
    run(write_much, [(path, f"w{n}", together) for n in range(WRITERS)])
    done.set()
    reader.join()
    assert reader.exitcode == 0
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        for n in range(WRITERS):
            kept = [e.originator_version for e in recorder.select_events(f"w{n}")]
            assert kept == list(range(1, CALLS * PER_CALL + 1))
        assert {head.count for head in recorder.heads()} == {CALLS * PER_CALL}


def race(path: Path, name: str, together: Barrier) -> None:
    """One of several writers who want the same version."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        for version in range(1, CALLS + 1):
            together.wait()
            try:
                recorder.insert_events([StoredEvent("walk", version, name, b"s")])
            except VersionTaken as lost:
                assert lost.version == version  # noqa: PT017 - either outcome is right


def test_a_version_has_one_winner(tmp_path: Path) -> None:
    """Of processes that record the same version, one succeeds and the others learn it."""
    path = tmp_path / "store.db"
    together = processes.Barrier(WRITERS)
    run(race, [(path, f"w{n}", together) for n in range(WRITERS)])
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        kept = [n.originator_version for n in recorder.select_notifications(None, 1000)]
    assert kept == list(range(1, CALLS + 1))


def writer_to_kill(script: str, path: Path) -> subprocess.Popen[str]:
    """A program that says on its output how far it came."""
    source = f"import {Path(__file__).stem} as here; here.{script}"
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
    }
    return subprocess.Popen(
        [sys.executable, "-c", source, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def write_for_ever() -> None:
    """Write calls of many records, each to a stream of its own, and tell each one kept."""
    recorder = SQLiteApplicationRecorder(sys.argv[1])
    call = 0
    while True:
        call += 1
        recorder.insert_events(records(f"call/{call}", 1, 50, bytes(2000)))
        print(call, flush=True)  # noqa: T201 - this is how the parent hears of it


def stop_half_way() -> None:
    """Write so much that part of it reaches the disk, then wait for the end, uncommitted."""
    recorder = SQLiteApplicationRecorder(sys.argv[1])
    database = recorder._database
    assert isinstance(database, OnDisk)
    session = database.pool.opened()
    session.connection.execute("BEGIN IMMEDIATE")
    Call(records("half", 1, 5000, bytes(2000))).run(session.connection, database.names)
    print("half", flush=True)  # noqa: T201
    signal.pause()


@pytest.mark.parametrize("lines", [1, 3, 8])
def test_a_killed_writer_leaves_whole_calls(tmp_path: Path, lines: int) -> None:
    """After SIGKILL every acknowledged call is there, and no call is there in part."""
    path = tmp_path / "store.db"
    with writer_to_kill("write_for_ever()", path) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(lines)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout if line.endswith("\n")]
    with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
        kept = Counter(str(n.originator_id) for n in recorder.select_notifications(None, 10**6))
        assert set(kept.values()) == {50}
        assert {f"call/{call}" for call in told} <= set(kept)
        assert {head.stream: head.count for head in recorder.heads()} == kept
        assert recorder.insert_events(records("after", 1, 1)) == [sum(kept.values()) + 1]
    with closing(sqlite3.connect(path)) as tool:
        assert tool.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_writer_killed_half_way_leaves_nothing(tmp_path: Path) -> None:
    """A call cut by SIGKILL before its commit leaves no record, though parts reached the disk."""
    path = tmp_path / "store.db"
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        recorder.insert_events(records("before", 1, 1))
    with writer_to_kill("stop_half_way()", path) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half\n"
        assert path.with_name("store.db-wal").stat().st_size > 2**20
        writer.send_signal(signal.SIGKILL)
    with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
        assert [n.originator_id for n in recorder.select_notifications(None, 10)] == ["before"]
        assert [head.stream for head in recorder.heads()] == ["before"]
        assert recorder.insert_events(records("after", 1, 1)) == [2]
