"""Room in SQLite's log: made ahead of its use, and never at the cost of what stands there."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from noe_stores.errors import StoreMissing
from noe_stores.sqlite import SQLiteApplicationRecorder
from noe_stores.sqlite.access.log import Log

PAGE = 4096
FRAME = 24 + PAGE
FULL = 32 + 1000 * FRAME
"""Bytes at which SQLite folds its log into the file."""


def record(stream: str, version: int, size: int = 300) -> StoredEvent:
    """A record of no particular content."""
    return StoredEvent(stream, version, "t", b"s" * size)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be made."""
    return tmp_path / "store.db"


def log_of(path: Path) -> Path:
    """Where its log lies."""
    return path.with_name(path.name + "-wal")


def frames(path: Path) -> int:
    """How many frames of its log bear the log's salt."""
    content = log_of(path).read_bytes()
    salts = [content[at + 8 : at + 16] for at in range(32, len(content), FRAME)]
    return salts.count(content[16:24])


def test_who_appends_once_pays_for_no_room(path: Path) -> None:
    """After the first call of a handle the log holds what SQLite put there, and no more."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        recorder.insert_events([record("walk", 1)])
        assert log_of(path).stat().st_size == 32 + frames(path) * FRAME


def test_who_goes_on_finds_room(path: Path) -> None:
    """A log that grows is made twice as long, so few calls make it longer; others read through."""
    sizes = set()
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        for version in range(1, 200):
            recorder.insert_events([record("walk", version)])
            sizes.add(log_of(path).stat().st_size)
        assert len(sizes) < 40
        assert log_of(path).read_bytes()[-FRAME:] == bytes(FRAME)
        with closing(sqlite3.connect(path)) as tool:
            assert tool.execute("SELECT count(*) FROM records").fetchone() == (199,)
            assert tool.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not log_of(path).exists()


def test_there_is_no_more_room_than_a_log_needs(path: Path) -> None:
    """A log is never made longer than SQLite lets it become before it begins it again."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        for version in range(1, 60):
            recorder.insert_events([record("walk", version, size=150_000)])
        assert FULL <= log_of(path).stat().st_size < FULL + 100 * FRAME
        assert len(recorder.select_events("walk")) == 59
        assert list(recorder.inspect()) == []


def test_room_is_nothing_but_zeros_behind_the_end(path: Path) -> None:
    """What stood in the log stands there afterwards, byte for byte, also what came meanwhile."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        recorder.insert_events([record("walk", 1)])
        log = Log(str(path))
        recorder.insert_events([record("walk", 2)])
        log.check_in_place()
        assert log.has_grown
        with closing(sqlite3.connect(path)) as tool:  # which stands in no line of ours
            tool.execute("CREATE TABLE theirs (a)")
            before = log_of(path).read_bytes()
            log.make_room(PAGE)
            after = log_of(path).read_bytes()
        assert after == before.ljust(32 + 2 * (len(before) - 32), b"\0")
        log.make_room(PAGE)  # as another handle would, which has not seen that there is room
        assert log_of(path).read_bytes() == after


def test_a_log_that_was_replaced_is_told_and_not_touched(path: Path) -> None:
    """Zeros are put into no other file than the log one writes to."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        recorder.insert_events([record("walk", 1)])
        log = Log(str(path))
        aside = log_of(path).rename(path.with_name("aside"))
        log_of(path).write_bytes(aside.read_bytes())
        with pytest.raises(StoreMissing, match="its log was moved"):
            log.check_in_place()
        log.make_room(PAGE)
        assert log_of(path).read_bytes() == aside.read_bytes()
        aside.rename(log_of(path))


def test_a_store_whose_founder_died_before_it_had_a_log_is_given_one(path: Path) -> None:
    """Whoever read it first can record in it: nobody took its log away, it never had one."""
    with closing(SQLiteApplicationRecorder(path)):
        pass
    with closing(sqlite3.connect(path)) as tool:  # as where the disk failed between two steps
        assert tool.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        assert recorder.lines("walk") == []
        recorder.insert_events([record("walk", 1)])
        assert log_of(path).exists()
    with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
        assert len(recorder.lines("walk")) == 1


def test_no_room_is_no_failure(path: Path) -> None:
    """Where the log may not become as long as would be good, the call is kept without."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        recorder.insert_events([record("walk", n, 9000) for n in range(1, 9)])
        size = log_of(path).stat().st_size
        assert size == 32 + frames(path) * FRAME
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 5 * FRAME + 9, before[1]))
        try:
            recorder.insert_events([record("walk", 9)])
            assert log_of(path).stat().st_size == size + 5 * FRAME + 9
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        recorder.insert_events([record("walk", n, 9000) for n in range(10, 18)])
        assert [e.originator_version for e in recorder.select_events("walk")] == [*range(1, 18)]
        assert list(recorder.inspect()) == []


def test_handles_that_take_turns_share_the_room(path: Path) -> None:
    """Each of two handles appends to the log that the other one made longer; nothing is lost."""
    with (
        closing(SQLiteApplicationRecorder(path)) as one,
        closing(SQLiteApplicationRecorder(path)) as other,
    ):
        for version in range(1, 100):
            assert one.insert_events([record("walk", version)]) == [2 * version - 1]
            assert other.insert_events([record("run", version)]) == [2 * version]
        used = 32 + frames(path) * FRAME
        assert used <= log_of(path).stat().st_size < 2 * used + FRAME
        assert len(one.select_events("run")) == len(other.select_events("walk")) == 99


WRITER = """
import sys
from eventsourcing.persistence import StoredEvent
from noe_stores.sqlite import SQLiteApplicationRecorder
recorder = SQLiteApplicationRecorder(sys.argv[1])
version = 0
while True:
    version += 1
    recorder.insert_events([StoredEvent(sys.argv[2], version, "t", b"s" * 300)])
    print(version, flush=True)
"""


@pytest.mark.parametrize("calls", [2, 9, 100])
def test_writers_that_are_killed_leave_what_they_told(path: Path, calls: int) -> None:
    """Two writers end by SIGKILL in the midst of a growing log: what they told is there."""
    with closing(SQLiteApplicationRecorder(path)):
        pass
    streams = ("walk", "run")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), stream],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for stream in streams
    ]
    told = []
    for writer in writers:
        assert writer.stdout is not None
        for _ in range(calls):
            writer.stdout.readline()
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    for writer in writers:
        with writer:
            assert writer.stdout is not None
            told.append(calls + writer.stdout.read().count(b"\n"))
    with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
        for stream, last in zip(streams, told, strict=True):
            kept = [event.originator_version for event in recorder.select_events(stream)]
            assert kept in ([*range(1, last + 1)], [*range(1, last + 2)])
        assert list(recorder.inspect()) == []
        assert recorder.insert_events([record("after", 1)])
