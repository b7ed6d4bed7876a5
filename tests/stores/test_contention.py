"""What the ledger promises when several record in one relationship at the same time."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier as ProcessBarrier
from pathlib import Path
from threading import Barrier

from world import DAY, NOOR, STREAM, Clock, Store, opened

from noe_stores import connect
from noe_stores.ledger import Ledger
from noe_stores.outcomes import LostRace

# Fresh interpreters: nothing is inherited, as between programs that know nothing of each other.
processes = multiprocessing.get_context("spawn")
WORKERS = 2
COMMANDS = 40


def hammer(ledger: Ledger, name: str, together: Barrier | ProcessBarrier) -> None:
    """Record pieces of work, each twice under one id, as a caller who retries would."""
    relation = ledger.relationship(STREAM, recorded_by=name)
    together.wait()
    for number in range(COMMANDS):
        for _ in range(2):
            while True:
                try:
                    relation.record_work(id=f"{name}-{number}", on=DAY, by=NOOR, minutes=number + 1)
                    break
                except LostRace:  # sixteen races lost in a row; the others went on
                    continue


def assert_each_once(ledger: Ledger) -> None:
    """Every command of every worker is there once, in versions without gap."""
    records = ledger.history(STREAM).records
    assert [r.version for r in records] == list(range(1, 1 + WORKERS * COMMANDS + 1))
    told = [r.data.work_id for r in records[1:]]
    expected = {f"worker{w}-{n}" for w in range(WORKERS) for n in range(COMMANDS)}
    assert len(told) == len(expected)
    assert set(told) == expected
    assert {r.recorded_by for r in records[1:]} == {f"worker{w}" for w in range(WORKERS)}
    for worker in range(WORKERS):
        own = [r.data.minutes for r in records[1:] if r.recorded_by == f"worker{worker}"]
        assert own == list(range(1, COMMANDS + 1))
    assert ledger.verify().sound


def test_threads_record_each_command_once(store: Store, clock: Clock) -> None:
    """Two threads, each with its own handle, lose races and no command."""
    opened(store.open(clock))
    together = Barrier(WORKERS)
    ledgers = [store.open(clock) for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        runs = [
            pool.submit(hammer, ledger, f"worker{n}", together) for n, ledger in enumerate(ledgers)
        ]
    for run in runs:
        run.result()
    assert_each_once(store.open(clock))


def hammer_file(path: Path, name: str, together: ProcessBarrier) -> None:
    """One of several processes on the same file."""
    with connect(path, clock=Clock()) as ledger:
        hammer(ledger, name, together)


def test_processes_record_each_command_once(tmp_path: Path) -> None:
    """Two processes on one file lose races and no command."""
    path = tmp_path / "clients.db"
    with connect(path, clock=Clock()) as ledger:
        opened(ledger)
    together = processes.Barrier(WORKERS)
    started = [
        processes.Process(target=hammer_file, args=(path, f"worker{n}", together))
        for n in range(WORKERS)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * WORKERS
    with connect(path, clock=Clock()) as ledger:
        assert_each_once(ledger)
