"""What the SQLite store promises when the system fails, or somebody strikes Ctrl-C."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from striking import interrupting

from noe_stores.errors import (
    Interrupted,
    Outcome,
    OutcomeUnknown,
    StoreError,
    StoreUnwritable,
    VersionTaken,
)
from noe_stores.sqlite import SQLiteApplicationRecorder

TRIALS = 600
PROMPT = 60
"""Seconds in which a program of these tests has ended."""


def record(stream: str, version: int, state: bytes = b"s") -> StoredEvent:
    """A record of no particular content."""
    return StoredEvent(stream, version, "t", state)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be made."""
    return tmp_path / "store.db"


# Signals


class Struck(Exception):  # noqa: N818
    """Raised by a signal's handler of a guest's own."""


# A file that Python drops half-way is closed by it, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_at_any_moment_leaves_a_handle_that_knows(
    path: Path,
) -> None:
    """Whenever the signal comes, what it says became of the facts is true, and one can go on."""
    chance = random.Random(7)  # noqa: S311 - to be repeated
    outcomes = dict.fromkeys(Outcome, 0)
    with (
        closing(SQLiteApplicationRecorder(path)) as recorder,
        closing(SQLiteApplicationRecorder(path)) as witness,
        interrupting(chance, 6e-4) as striker,
    ):
        for version in range(1, TRIALS + 1):
            records = [record("walk", version), record(f"run/{version}", 1)]
            told: Outcome | None = None
            streams: set[str] = set()
            try:
                striker.soon(error=KeyboardInterrupt if version % 3 else Struck)
                recorder.insert_events(records)
                striker.calm()
            except Interrupted as interrupted:
                told, streams = interrupted.outcome, set(interrupted.streams)
            except (KeyboardInterrupt, Struck):
                pass  # before the call, after it, or raised by a handler of the guest's own
            striker.calm()
            there = [len(witness.select_events(event.originator_id, gt=0)) for event in records]
            kept = there == [version, 1]
            assert kept or there == [version - 1, 0]
            if told is not None:
                assert streams == {"walk", f"run/{version}"}
                outcomes[told] += 1
                assert kept is (told is Outcome.KEPT)
            try:
                recorder.insert_events(records)
            except VersionTaken:
                assert kept
            else:
                assert not kept
        assert list(recorder.inspect()) == []
    assert outcomes[Outcome.UNKNOWN] == 0
    assert outcomes[Outcome.KEPT] > 10
    assert outcomes[Outcome.NOT_KEPT] > 10


# Forks


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of its own."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PROMPT,
    )


def test_a_child_that_ends_does_the_parent_no_harm(path: Path) -> None:
    """A child forked in the middle of work, and ended as programs end, changes nothing."""
    done = run(
        """
        import os, sys
        from eventsourcing.persistence import StoredEvent
        from noe_stores.sqlite import SQLiteApplicationRecorder
        from noe_stores.errors import StoreClosed
        recorder = SQLiteApplicationRecorder(sys.argv[1])
        for version in range(1, 21):
            recorder.insert_events([StoredEvent("walk", version, "t", b"s")])
            child = os.fork()
            if child == 0:
                try:
                    recorder.insert_events([StoredEvent("child", version, "t", b"s")])
                except StoreClosed:
                    sys.exit(7)  # with all that Python does at an end
                sys.exit(0)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        os.kill(os.getpid(), 9)
        """,
        path,
    )
    assert done.returncode == -9, done.stderr
    with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
        assert recorder.max_notification_id() == 20
        assert list(recorder.inspect()) == []


# Threads


def test_threads_share_a_handle(path: Path) -> None:
    """Threads of one handle write and read at once; each record is kept once, in order."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:

        def work(name: str) -> None:
            for version in range(1, 41):
                recorder.insert_events([record(name, version)])
                assert len(recorder.select_events(name)) == version

        threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        order = recorder.select_notifications(None, 1000)
        assert [n.id for n in order] == list(range(1, 8 * 40 + 1))
        assert list(recorder.inspect()) == []


# The disk

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="only root can mount a small disk",
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a mebibyte."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@needs_root
def test_a_full_disk_keeps_what_it_acknowledged(small_disk: Path) -> None:
    """Every call is kept or refused whole; reading goes on, and writing once there is space."""
    path = small_disk / "store.db"
    kept = 0
    with closing(SQLiteApplicationRecorder(path)) as recorder:

        def fill() -> None:
            nonlocal kept
            while True:
                recorder.insert_events([record("walk", kept + 1, bytes(3000))])
                kept += 1

        with pytest.raises(StoreUnwritable, match="full") as full:
            fill()
        assert full.value.outcome is Outcome.NOT_KEPT
        assert kept > 10
        assert len(recorder.select_events("walk")) == kept
        subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
        assert recorder.insert_events([record("walk", kept + 1)]) == [kept + 1]
    with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
        assert recorder.max_notification_id() == kept + 1
        assert list(recorder.inspect()) == []


needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None
    or subprocess.run(
        ["strace", "-qq", "-e", "trace=none", "-e", "inject=getppid:retval=1", "true"],
        capture_output=True,
        check=False,
    ).returncode
    != 0,
    reason="system calls cannot be tampered with here",
)

WRITER = """
    import sys
    from eventsourcing.persistence import StoredEvent
    from noe_stores.errors import StoreError
    from noe_stores.sqlite import SQLiteApplicationRecorder
    recorder = SQLiteApplicationRecorder(sys.argv[1])
    for version in (1, 2, 3):
        for _ in range(2):
            try:
                recorder.insert_events([StoredEvent(f"walk/{version}", 1, "t", b"s" * 300)])
            except StoreError as error:
                print(version, error.outcome, type(error).__name__, flush=True)
            else:
                print(version, "acknowledged", flush=True)
                break
    recorder.close()
"""


def struck(
    path: Path, call: str, how: str, nth: str, *, file: str = "-wal", program: str = WRITER
) -> list[list[str]]:
    """What a writer says while some system call on the store's log, or another file, fails."""
    done = subprocess.run(
        [
            *("strace", "-f", "-qq", "-o", os.devnull, "-P", f"{path}{file}"),
            *("-e", f"trace={call}", "-e", f"inject={call}:{how}:when={nth}"),
            *(sys.executable, "-c", textwrap.dedent(program), str(path)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=PROMPT,
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def there(path: Path) -> set[str]:
    """The streams of which something is kept."""
    with closing(SQLiteApplicationRecorder(path, create=False)) as recorder:
        assert list(recorder.inspect()) == []
        return {str(n.originator_id) for n in recorder.select_notifications(None, 100)}


@needs_strace
def test_a_sync_that_failed_once_keeps_nothing_and_is_over(path: Path) -> None:
    """A commit that could not be synced is undone for good; offered again, it is kept once."""
    SQLiteApplicationRecorder(path).close()
    told = struck(path, "fdatasync", "error=EIO", "2")
    refused = [line for line in told if line[1] != "acknowledged"]
    assert len(refused) == 1
    assert refused[0][1:3] == ["not", "kept"]
    assert [line[0] for line in told if line[1] == "acknowledged"] == ["1", "2", "3"]
    assert there(path) == {"walk/1", "walk/2", "walk/3"}


@needs_strace
def test_nothing_is_acknowledged_while_syncs_fail(path: Path) -> None:
    """Where nothing can be synced any more, nothing is called kept, nor surely lost."""
    SQLiteApplicationRecorder(path).close()
    told = struck(path, "fdatasync", "error=EIO", "3+")
    assert [line[0] for line in told if line[1] == "acknowledged"] == ["1"]
    assert {" ".join(line[1:]) for line in told[1:]} == {"unknown OutcomeUnknown"}
    assert there(path) == {"walk/1"}


@needs_strace
@pytest.mark.parametrize("nth", range(2, 16))
def test_a_write_that_never_happened_is_not_acknowledged(path: Path, nth: int) -> None:
    """A page reported as written that was not is found by reading back, and written again."""
    SQLiteApplicationRecorder(path).close()
    told = struck(path, "pwrite64", "retval=4096" if nth % 2 else "retval=24", str(nth))
    acknowledged = {f"walk/{line[0]}" for line in told if line[1] == "acknowledged"}
    assert acknowledged == {"walk/1", "walk/2", "walk/3"}
    assert there(path) == acknowledged


@needs_strace
@pytest.mark.parametrize("how", ["retval=4096", "retval=2048"])
@pytest.mark.parametrize("nth", range(1, 6))
def test_what_closing_did_not_write_is_written_again(path: Path, nth: int, how: str) -> None:
    """A page of the file that was reported as written is there before the log is forgotten."""
    SQLiteApplicationRecorder(path).close()
    told = struck(path, "pwrite64", how, str(nth), file="")
    assert [line[1] for line in told] == ["acknowledged"] * 3
    assert not path.with_name(f"{path.name}-wal").exists()
    assert there(path) == {"walk/1", "walk/2", "walk/3"}


MAKER = """
    import sys
    from noe_stores.errors import StoreUnreachable
    from noe_stores.sqlite import SQLiteApplicationRecorder
    try:
        SQLiteApplicationRecorder(sys.argv[1]).close()
    except StoreUnreachable as error:
        print("not", "made", flush=True)
    else:
        print("was", "made", flush=True)
"""


@needs_strace
@pytest.mark.parametrize("nth", range(1, 13))
def test_a_store_that_was_not_written_is_not_made(path: Path, nth: int) -> None:
    """Whichever page of a new file does not arrive, there is a sound store or none, and it says."""
    told = struck(path, "pwrite64", "retval=4096", str(nth), file="", program=MAKER)
    assert path.exists() == (told == [["was", "made"]])
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        assert recorder.insert_events([record("walk", 1)]) == [1]
        assert list(recorder.inspect()) == []


# Errors


def test_a_failed_call_names_outcome_and_streams(path: Path) -> None:
    """Whatever refuses a call, the error says that nothing is kept, and of which streams."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        recorder.insert_events([record("walk", 1)])
        for records in (
            [record("run", 1), record("walk", 1)],
            [record("run", 1), record("walk", 2**32)],
        ):
            with pytest.raises(StoreError) as refused:
                recorder.insert_events(records)
            assert refused.value.outcome is Outcome.NOT_KEPT
            assert refused.value.streams == ("run", "walk")
        assert not isinstance(refused.value, OutcomeUnknown)
        assert recorder.max_notification_id() == 1


# Copies


def test_a_backup_is_whole_while_others_write(path: Path) -> None:
    """A copy taken in the middle of writing is a store of one moment, with nothing beside it."""
    target = path.with_name("copy.db")
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        recorder.insert_events([record("walk", 0)])
        stop = threading.Event()

        def write() -> None:
            version = 0
            while not stop.is_set():
                version += 1
                recorder.insert_events([record("walk", version), record("run", version)])

        writer = threading.Thread(target=write)
        writer.start()
        recorder.back_up(target)
        stop.set()
        writer.join()
    assert {p.name for p in path.parent.iterdir()} == {"store.db", "store.db-noe", "copy.db"}
    with closing(SQLiteApplicationRecorder(target, create=False)) as copy:
        assert list(copy.inspect()) == []
        order = copy.select_notifications(None, 10**6)
        assert [n.id for n in order] == list(range(1, len(order) + 1))
        assert len(order) % 2 == 1
        assert copy.insert_events([record("other", 1)]) == [len(order) + 1]


@pytest.mark.parametrize("taken", ["copy.db", "copy.db-wal", "copy.db-noe"])
def test_a_backup_writes_over_nothing(path: Path, taken: str) -> None:
    """A place where something is, or lies beside, is refused and left as it is."""
    path.with_name(taken).write_bytes(b"mine")
    with closing(SQLiteApplicationRecorder(path)) as recorder, pytest.raises(StoreError):
        recorder.back_up(path.with_name("copy.db"))
    assert path.with_name(taken).read_bytes() == b"mine"
    assert taken == "copy.db" or not path.with_name("copy.db").exists()


def test_a_backup_that_cannot_be_made_leaves_nothing(path: Path) -> None:
    """Where there is no folder, or the place is no place, the error is one of ours."""
    with closing(SQLiteApplicationRecorder(path)) as recorder, pytest.raises(StoreUnwritable):
        recorder.back_up(path.parent / "nowhere" / "copy.db")


def test_a_backup_of_a_store_in_memory_is_a_file(path: Path) -> None:
    """What was only in memory can be kept."""
    with closing(SQLiteApplicationRecorder(":memory:")) as recorder:
        recorder.insert_events([record("walk", 1)])
        recorder.back_up(path)
    with closing(SQLiteApplicationRecorder(path, create=False)) as copy:
        assert copy.max_notification_id() == 1


# What a store says of itself


def test_a_store_describes_itself(path: Path) -> None:
    """Format, counts, sizes and the durability in force are told as they are."""
    with closing(SQLiteApplicationRecorder(path)) as recorder:
        recorder.insert_events([record("walk", 1), record("run", 1), record("run", 2)])
        said = recorder.describe()
        assert (said.kind, said.place, said.format, said.writable) == ("sqlite", str(path), 2, True)
        assert (said.streams, said.records, said.last_position) == (2, 3, 3)
        assert "journal_mode=wal, synchronous=2" in said.durability
        assert said.engine == f"SQLite {sqlite3.sqlite_version}"
        assert [name for name, _ in said.sizes] == ["store.db", "store.db-wal", "store.db-noe"]


def test_a_follower_is_woken_by_other_handles(path: Path) -> None:
    """Growth is seen whoever wrote, and waiting ends when it was said to."""
    with (
        closing(SQLiteApplicationRecorder(path)) as recorder,
        closing(SQLiteApplicationRecorder(path)) as other,
    ):
        assert not recorder.await_growth(0, 0.01)
        writer = threading.Timer(0.05, other.insert_events, args=([record("walk", 1)],))
        writer.start()
        assert recorder.await_growth(0, PROMPT)
        writer.join()
        with recorder.subscribe(gt=0) as following:
            assert next(following).originator_id == "walk"
