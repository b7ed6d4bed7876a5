"""What the SQLite store promises to a process that forks while it has one open."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from world import advice

from noe_stores import StoreError, connect
from noe_stores.errors import StoreClosed
from noe_stores.sqlite import SQLiteApplicationRecorder

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

WORKERS = 3
FACTS = 60


def forked(work: Callable[[], None]) -> int:
    """A child that does some work and is gone; its exit code is 0 where nothing was raised."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - shown, and told by the exit code
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    """The exit code of a child."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _work(place: Path, name: str, told: int) -> None:
    with connect(place) as mine:
        for number in range(FACTS):
            mine.record(name, [advice(f"piece {number}")])
            if number == FACTS // 4:
                os.write(told, b".")


@pytest.mark.parametrize("used", ["read", "written"])
def test_workers_forked_from_a_process_with_an_open_store_lose_nothing(
    tmp_path: Path, used: str
) -> None:
    """They open it anew, and it is closed where it was opened first, while they record."""
    place = tmp_path / "store.db"
    with connect(place) as made:
        made.record("first", [advice("kept")])
    for round_ in range(3):
        ledger = connect(place)
        if used == "read":
            assert len(ledger.history("first")) > 0
        else:
            ledger.record("first", [advice(f"again {round_}")])
        begun, told = os.pipe()
        names = [f"worker {round_}-{number}" for number in range(WORKERS)]
        children = [forked(partial(_work, place, name, told)) for name in names]
        os.close(told)
        assert os.read(begun, 1) == b"."  # they are at it
        ledger.close()
        assert [ended(child) for child in children] == [0] * WORKERS
        os.close(begun)
        with connect(place, create=False) as whole:
            assert [len(whole.history(name)) for name in names] == [FACTS] * WORKERS
            assert whole.verify().sound


def test_a_fork_while_another_thread_records_waits_for_it(tmp_path: Path) -> None:
    """The child can record at once, and so can the thread."""
    place = tmp_path / "store.db"
    ledger = connect(place)
    stop = Event()
    wrong: list[StoreError] = []

    def record() -> None:
        number = 0
        while not stop.is_set():
            try:
                ledger.record("thread", [advice(f"piece {number}") for _ in range(5)])
            except StoreError as error:
                wrong.append(error)
            number += 1

    def work(number: int) -> None:
        with connect(place, lock_timeout=20) as mine:
            mine.record(f"child {number}", [advice("kept")])

    recording = Thread(target=record)
    recording.start()
    try:
        for number in range(6):
            assert ended(forked(partial(work, number))) == 0
    finally:
        stop.set()
        recording.join()
    assert wrong == []
    assert len([*ledger.streams()]) == 7
    assert ledger.verify().sound
    ledger.close()


def test_what_cannot_be_closed_before_a_fork_is_refused_in_the_child(tmp_path: Path) -> None:
    """Under every name of the file, with the remedy; another store is used as ever."""
    place, other = tmp_path / "store.db", tmp_path / "other.db"
    with closing(SQLiteApplicationRecorder(place)) as recorder:
        with connect(place) as ledger:
            ledger.record("a", [advice("kept")])
            recorder.max_notification_id()
            (tmp_path / "link.db").symlink_to(place)

            def work() -> None:
                for name in ("store.db", "link.db"):
                    with pytest.raises(StoreClosed, match="when this process was forked") as told:
                        connect(tmp_path / name)
                    assert "Fork while no call is at work on it" in told.value.remedy
                with connect(other) as mine:
                    mine.record("a", [advice("kept")])

            with recorder._database.looking():
                assert ended(forked(work)) == 0
            ledger.record("a", [advice("kept too")])
        assert recorder.max_notification_id() == 2
    with connect(other, create=False) as ledger:
        assert len(ledger.history("a")) == 1


def test_a_handle_goes_on_after_a_fork(tmp_path: Path) -> None:
    """What rested was closed, and is opened again without a word."""
    with connect(tmp_path / "store.db") as ledger:
        for number in range(3):
            ledger.record("a", [advice(f"piece {number}")])
            assert ended(forked(lambda: None)) == 0
            assert len(ledger.history("a")) == number + 1
