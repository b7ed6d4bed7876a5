"""Many at once in one store of files: processes, threads, forks, interrupts and kills."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from filed import OTHER, STREAM, facts, opened, positions
from striking import Striker, interrupting

from noe_stores.durability import Durability
from noe_stores.errors import Interrupted, Outcome, StoreClosed, VersionTaken
from noe_stores.files import FilesApplicationRecorder

HERE = Path(__file__).parent


@contextmanager
def running(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that runs some lines with our tests' words at hand."""
    lines = f"import sys\nsys.path.insert(0, {str(HERE)!r})\nfrom filed import *\n{code}"
    with subprocess.Popen(
        [sys.executable, "-c", lines, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


WRITER = """
folder, stream, count = sys.argv[1:]
store = FilesApplicationRecorder(folder)
print("open", flush=True)
sys.stdin.readline()
for event in facts(stream, int(count)):
    store.insert_events([event])
    print(event.originator_version, flush=True)
"""


def test_four_processes_and_a_follower_miss_nothing(tmp_path: Path) -> None:
    """Every fact of every writer once, in order, to a follower that listens all the while."""
    folder = tmp_path / "clients"
    streams = [f"relationship/client-{n}" for n in range(4)]
    seen: list[tuple[int, str, int]] = []
    with opened(folder) as store, store.subscribe() as following:
        children = [running(WRITER, folder, stream, 60) for stream in streams]
        writers = [child.__enter__() for child in children]
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "open\n"
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.close()
            writer.stdin = None
        for found in following:
            seen.append((found.id, str(found.originator_id), found.originator_version))
            if len(seen) == 240:
                break
        for child, writer in zip(children, writers, strict=True):
            assert writer.wait(30) == 0
            child.__exit__(None, None, None)
        assert [position for position, _, _ in seen] == [*range(1, 241)]
        for stream in streams:
            assert [v for _, name, v in seen if name == stream] == [*range(1, 61)]
        assert [*store.inspect()] == []


RACER = """
print("ready", flush=True)
sys.stdin.readline()
store = FilesApplicationRecorder(sys.argv[1])
store.insert_events(facts(sys.argv[2], 1))
store.close()
"""


def test_a_race_of_first_openings_has_no_losers(tmp_path: Path) -> None:
    """Four processes make the same store at once, and each keeps its fact."""
    for number in range(5):
        folder = tmp_path / f"clients{number}"
        children = [running(RACER, folder, f"relationship/client-{n}") for n in range(4)]
        racers = [child.__enter__() for child in children]
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        for child, racer in zip(children, racers, strict=True):
            assert racer.wait(30) == 0
            child.__exit__(None, None, None)
        with opened(folder) as store:
            assert positions(store) == [1, 2, 3, 4]
            assert len(store.heads()) == 4
            assert [*store.inspect()] == []


def test_threads_share_a_handle(tmp_path: Path) -> None:
    """Eight threads write and read through one recorder; nothing is lost or mixed."""
    failed: list[BaseException] = []
    with opened(tmp_path / "clients", durability=Durability.UNSYNCED) as store:

        def write(number: int) -> None:
            try:
                made = facts(f"relationship/client-{number}", 40)
                for event in made:
                    store.insert_events([event])
                    lines = store.lines(event.originator_id)
                    assert lines == [e.state for e in made[: event.originator_version]]
            except BaseException as error:  # noqa: BLE001 - told by the test itself
                failed.append(error)

        threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert positions(store) == [*range(1, 321)]
        assert [*store.inspect()] == []


def test_one_stream_of_many_writers_has_one_winner_a_version(tmp_path: Path) -> None:
    """Writers of one stream lose races by name, and every version is there once."""
    won: list[int] = []
    outcomes: set[Outcome | None] = {Outcome.NOT_KEPT}
    with opened(tmp_path / "clients", durability=Durability.UNSYNCED) as store:

        def write(note: str) -> None:
            for _ in range(60):
                lines = store.lines(STREAM)
                (event,) = facts(STREAM, 1, after=lines[-1] if lines else None, note=note)
                try:
                    store.insert_events([event])
                except VersionTaken as lost:
                    outcomes.add(lost.outcome)
                else:
                    won.append(event.originator_version)

        threads = [threading.Thread(target=write, args=(f"by {n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes == {Outcome.NOT_KEPT}
        assert sorted(won) == [*range(1, len(won) + 1)]
        assert len(store.lines(STREAM)) == len(won)
        assert [*store.inspect()] == []


def test_a_handle_carried_over_a_fork_is_refused(tmp_path: Path) -> None:
    """The child is told; the parent goes on, and the child's end takes no lock with it."""
    with opened(tmp_path / "clients") as store:
        store.insert_events(facts(STREAM, 1))
        child = os.fork()
        if child == 0:
            try:
                store.insert_events(facts(OTHER, 1))
            except StoreClosed:
                store.close()
                with opened(tmp_path / "clients") as own:
                    own.insert_events(facts(OTHER, 1))
                os._exit(17)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 17
        assert store.insert_events(facts(STREAM, 2)[1:]) == [3]
        assert [*store.inspect()] == []


def test_a_writer_killed_at_random_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    """After every kill: each acknowledged fact is there, at most one more, positions go on."""
    folder = tmp_path / "clients"
    dice = random.Random(11)  # noqa: S311 - to be repeated
    expected = 0
    for number in range(12):
        stream = f"relationship/client-{number}"
        with running(WRITER, folder, stream, 5000) as writer:
            assert writer.stdout is not None
            assert writer.stdin is not None
            assert writer.stdout.readline() == "open\n"
            writer.stdin.write("go\n")
            writer.stdin.flush()
            time.sleep(dice.uniform(0, 0.06))
            writer.send_signal(signal.SIGKILL)
            said = writer.stdout.read().split()
        acknowledged = int(said[-1]) if said else 0
        with opened(folder) as store:
            kept = store.lines(stream)
            assert acknowledged <= len(kept) <= acknowledged + 1
            assert kept == [event.state for event in facts(stream, len(kept))]
            expected += len(kept)
            assert store.max_notification_id() == (expected or None)
    with opened(folder) as store:
        assert positions(store) == [*range(1, expected + 1)]
        assert all(finding.torn for finding in store.inspect())


CHANGING = {
    *("pwrite", "write", "fdatasync", "fsync", "open", "ftruncate", "posix_fallocate"),
    *("replace", "rename", "mkdir", "unlink"),
}
"""The system calls that change something, or may begin to."""


def _write_and_die(folder: Path, last: int, said: int) -> None:
    """Append and close, and be killed before the system call after the last one allowed."""
    store = FilesApplicationRecorder(folder)
    store.insert_events(facts(STREAM, 1))
    done = 0

    def count(_frame: object, what: str, function: object) -> None:
        nonlocal done
        name = getattr(function, "__name__", "")
        if what == "c_call" and name in CHANGING and function is getattr(os, name, None):
            done += 1
            if done > last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    store.insert_events([*facts(STREAM, 3)[1:], *facts(OTHER, 2)])
    sys.setprofile(None)
    os.write(said, b"acknowledged")
    sys.setprofile(count)
    store.close()
    sys.setprofile(None)
    os._exit(0)


@pytest.mark.parametrize("beside", [False, True])
def test_a_writer_that_dies_before_any_step_leaves_all_or_nothing(
    tmp_path: Path, beside: bool
) -> None:
    """Killed before the first, the second … system call that changes something, up to the last."""
    for last in range(200):
        folder = tmp_path / f"clients{last}"
        reading, said = os.pipe()
        with opened(folder) as store:
            store.insert_events(facts("team/press", 1))
        with opened(folder) if beside else nullcontext() as bystander:
            child = os.fork()
            if child == 0:
                _write_and_die(folder, last, said)
            os.close(said)
            acknowledged = os.read(reading, 100) == b"acknowledged"
            os.close(reading)
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if bystander is not None:  # nobody puts a store in order while others have it open
                assert [one for one in bystander.inspect() if not one.torn] == [], last
        with opened(folder) as store:
            state = len(store.lines(STREAM)), len(store.lines(OTHER))
            assert state in {(1, 0), (3, 2)}
            assert state == (3, 2) or not acknowledged
            found = positions(store)
            assert found == [*range(1, sum(state) + 2)]
            assert store.insert_events(facts("team/press", 2)[1:]) == [len(found) + 1]
            assert all(finding.torn for finding in store.inspect())
        if ended == 0:
            assert last > 20
            return
        assert ended == -signal.SIGKILL
    pytest.fail("the writer never came to its end")


def _struck(striker: Striker, store: FilesApplicationRecorder, made: Sequence[StoredEvent]) -> None:
    """Insert while an alarm is set."""
    try:
        striker.soon()
        store.insert_events(made)
    finally:
        striker.calm()


# A signal may meet a finaliser of Python's own, which says so and goes on.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_anywhere_leaves_the_handle_usable(tmp_path: Path) -> None:
    """Whoever is interrupted is told what became of the call, and that is true."""
    dice = random.Random(5)  # noqa: S311 - to be repeated
    told: dict[Outcome, int] = dict.fromkeys(Outcome, 0)
    kept = wrong = 0
    last = None
    with opened(tmp_path / "clients") as store:
        with interrupting(dice, 6e-4) as striker:
            for _ in range(600):
                (event,) = facts(STREAM, 1, after=last)
                try:
                    _struck(striker, store, [event])
                except Interrupted as error:
                    told[error.outcome] += 1
                    there = len(store.lines(STREAM, after=kept)) == 1
                    wrong += (error.outcome is Outcome.KEPT) != there or error.streams != (STREAM,)
                except KeyboardInterrupt:
                    there = len(store.lines(STREAM, after=kept)) == 1  # before or after the call
                else:
                    there = True
                if there:
                    kept, last = kept + 1, event.state
        assert wrong == 0
        assert len(store.lines(STREAM)) == kept
        assert positions(store) == [*range(1, kept + 1)]
        assert all(finding.torn for finding in store.inspect())
        assert told[Outcome.NOT_KEPT] > 0
        assert told[Outcome.UNKNOWN] == 0


# A signal may meet a finaliser of Python's own, which says so and goes on.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_another_signal_raises_passes_with_a_note(tmp_path: Path) -> None:
    """An error of a signal's handler goes through as it is, and says what became of the facts."""
    dice = random.Random(6)  # noqa: S311 - to be repeated
    noted = 0
    with opened(tmp_path / "clients") as store:
        with interrupting(dice, 4e-4, TimeoutError) as striker:
            for number in range(200):
                made = facts(f"relationship/client-{number}", 1)
                try:
                    _struck(striker, store, made)
                except TimeoutError as error:
                    noted += any("kept" in note for note in getattr(error, "__notes__", ()))
        assert noted > 0
        assert all(finding.torn for finding in store.inspect())


LEFT_OPEN = """
import gc
import sys
from noe_stores.files import FilesProcessRecorder
from eventsourcing.persistence import StoredEvent
store = FilesProcessRecorder(sys.argv[1])
store.insert_events([StoredEvent("a", 1, "t", b"s")])
store.head("a")
store.itself = store
for name in ("files.ends.table", "files.system", "files.session", "filelock"):
    names = vars(sys.modules[f"noe_stores.{name}"])
    names.update(dict.fromkeys(names))  # as the interpreter does when it ends
del store
gc.collect()
"""


def test_a_store_left_open_says_nothing_at_the_end(tmp_path: Path) -> None:
    """The interpreter ends in silence, whatever of it was taken down before the store."""
    ended = subprocess.run(
        [sys.executable, "-c", LEFT_OPEN, str(tmp_path / "clients")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr == ""
