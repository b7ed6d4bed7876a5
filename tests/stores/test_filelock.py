"""What the lock on a file promises: one holder, bounded and fair waiting, nothing left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from striking import interrupting

from noe_stores import filelock
from noe_stores.filelock import FileLock

if sys.platform == "win32":
    pytest.skip("the lock is one of POSIX", allow_module_level=True)

LONG = 20.0
"""Seconds nobody waits in a test that passes."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a lock may be made."""
    return tmp_path / "lock"


@pytest.fixture
def lock(path: Path) -> Iterator[FileLock]:
    """A lock that nobody holds."""
    with closing(FileLock(path)) as made:
        yield made


def free(path: Path) -> bool:
    """Whether somebody else could take the lock now."""
    with closing(FileLock(path)) as other:
        return other.acquire(0)


def holder(path: Path) -> subprocess.Popen[bytes]:
    """A process that holds the lock until it is told to end."""
    program = (
        "import sys; from noe_stores.filelock import FileLock; lock = FileLock(sys.argv[1]);"
        "print(lock.acquire(9), flush=True); sys.stdin.read()"
    )
    made = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert made.stdout is not None
    assert made.stdout.readline() == b"True\n"
    return made


def test_one_holder_at_a_time(lock: FileLock, path: Path) -> None:
    """While one holds it nobody else gets it; afterwards anybody does."""
    assert lock.acquire(0)
    assert not free(path)
    lock.release()
    assert free(path)


def test_releasing_what_is_not_held_does_nothing(lock: FileLock, path: Path) -> None:
    """The release may stand in a `finally` that is reached before anything was taken."""
    lock.release()
    assert lock.acquire(0)
    lock.release()
    lock.release()
    assert free(path)


def test_waiting_ends_when_told(lock: FileLock, path: Path) -> None:
    """A wait given up takes nothing, and nothing is taken for it later."""
    assert lock.acquire(0)
    with closing(FileLock(path)) as other:
        assert not other.acquire(0.01)
        lock.release()
        # The kernel lets the one who left pass through the line: that takes a moment.
        assert other.acquire(LONG)
        assert not free(path)
        other.release()
        assert lock.acquire(LONG)


def test_a_wait_is_ended_by_the_release(lock: FileLock, path: Path) -> None:
    """Who waits gets the lock as soon as it is given back, as his own."""
    assert lock.acquire(0)
    got: list[bool] = []
    other = FileLock(path)
    waiter = threading.Thread(target=lambda: got.append(other.acquire(LONG)))
    waiter.start()
    lock.release()
    waiter.join()
    assert got == [True]
    assert not free(path)
    other.close()
    assert free(path)


def test_the_dead_hold_nothing(path: Path) -> None:
    """A holder that is killed leaves no lock behind."""
    with holder(path) as dead:
        assert not free(path)
        dead.send_signal(signal.SIGKILL)
        dead.wait()
        assert free(path)


def test_a_stopped_holder_is_waited_for_no_longer_than_told(path: Path) -> None:
    """A holder that sleeps keeps the lock; the others learn that in time."""
    with holder(path) as asleep, closing(FileLock(path)) as lock:
        asleep.send_signal(signal.SIGSTOP)
        assert not lock.acquire(0.01)
        asleep.send_signal(signal.SIGCONT)
        asleep.communicate()
        assert lock.acquire(LONG)


def test_threads_count_without_losing_a_turn(path: Path) -> None:
    """Threads with a lock each exclude each other as processes do."""
    count = [0]

    def turns() -> None:
        with closing(FileLock(path)) as own:
            for _ in range(200):
                assert own.acquire(LONG)
                seen = count[0]
                os.sched_yield()
                count[0] = seen + 1
                own.release()

    threads = [threading.Thread(target=turns) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count == [800]


def test_a_child_holds_nothing_of_its_parent(lock: FileLock, path: Path) -> None:
    """A fork neither keeps the lock in the child nor takes it from the parent."""
    assert lock.acquire(0)
    started, start = os.pipe()
    ended, end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        os.write(start, b".")
        os.read(ended, 1)
        os._exit(0)
    os.read(started, 1)
    held = not free(path)
    lock.close()  # by closing alone: a descriptor left in the child would keep the lock
    given_back = free(path)
    for descriptor in (started, start, ended, end):
        os.close(descriptor)
    os.waitpid(child, 0)
    assert held
    assert given_back


def test_a_child_is_refused(lock: FileLock) -> None:
    """A lock carried over a fork cannot be taken there."""
    child = os.fork()
    if child == 0:
        try:
            lock.acquire(0)
        except ValueError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert lock.acquire(0)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """The lock is made where it was asked for, not where a link leads."""
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="lock"):
        FileLock(tmp_path / "lock")
    assert not (tmp_path / "elsewhere").exists()


def test_what_the_file_holds_stays(lock: FileLock, path: Path) -> None:
    """The owner may keep something in the locked file."""
    os.pwrite(lock.fd, b"kept", 0)
    assert lock.acquire(0)
    lock.close()
    with closing(FileLock(path)) as again:
        assert os.pread(again.fd, 10, 0) == b"kept"


class Struck(Exception):  # noqa: N818
    """Raised by the handler of a signal."""


# A file dropped half-way is closed by Python, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_at_any_moment_leaves_the_lock_usable(path: Path) -> None:
    """Interrupted while taking, holding or waiting, one may go on, and so may the others."""
    lock, other = FileLock(path), FileLock(path)
    chance = random.Random(3)  # noqa: S311 - to be repeated
    struck = 0
    with closing(lock), closing(other), interrupting(chance, 6e-4, Struck) as striker:
        for turn in range(1500):
            held = turn % 2 == 1
            if held:
                assert other.acquire(LONG)
            try:
                try:
                    striker.soon(0.000005 + (turn % 97) * 0.000005)
                    lock.acquire(0.002 if held else LONG)
                finally:
                    lock.release()
                    striker.calm()
            except Struck:
                struck += 1
            striker.calm()
            lock.release()
            other.release()
            assert other.acquire(LONG)
            other.release()
    assert struck > 100


def test_a_closed_lock_is_refused(lock: FileLock) -> None:
    """Closing twice does no harm; taking it afterwards is an error."""
    lock.close()
    lock.close()
    with pytest.raises(ValueError, match="closed"):
        lock.acquire(0)


def test_where_nobody_can_wait_nothing_stays_open(lock: FileLock, path: Path) -> None:
    """Without room for the thread that waits, that is told; the next attempt is as the first."""
    assert lock.acquire(0)
    other = FileLock(path)
    with closing(other):
        before = len(filelock._open)
        usual = threading.stack_size(1 << 46)  # more than there is
        try:
            for _ in range(3):
                with pytest.raises(OSError, match="lock") as told:
                    other.acquire(LONG)
                assert told.value.filename == str(path)
        finally:
            threading.stack_size(usual)
        assert len(filelock._open) == before
        assert not other.acquire(0.01)
        lock.release()
        assert other.acquire(LONG)
