"""What the SQLite store promises where it cannot tell how far it goes, or others are at it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from eventsourcing.persistence import StoredEvent
from world import advice

from noe_stores.admission import LAST_POSITION
from noe_stores.durability import LONGEST_TIMEOUT
from noe_stores.errors import Outcome, StoreDamaged, Unstorable
from noe_stores.ledger import Ledger
from noe_stores.places import PlaceTaken
from noe_stores.repair import repair
from noe_stores.sqlite import SQLiteApplicationRecorder, SQLiteProcessRecorder

KILLED = """
import os, sys
from world import advice
from noe_stores.ledger import Ledger
from noe_stores.sqlite import SQLiteProcessRecorder

recorder = SQLiteProcessRecorder(sys.argv[1])
Ledger(recorder).record("a", [advice("first")])
recorder.close()
recorder = SQLiteProcessRecorder(sys.argv[1])
for number in range(10):
    Ledger(recorder).record("a", [advice(f"then {number}")])
os._exit(0)
"""


@pytest.fixture
def dark(tmp_path: Path) -> Path:
    """A store of a killed writer: its order is damaged in the file, and its log at the start."""
    path = tmp_path / "dark.db"
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", KILLED, path], check=True, env=known)
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as looking:
        (root,) = looking.execute("SELECT rootpage FROM sqlite_master WHERE name='log'").fetchone()
        (size,) = looking.execute("PRAGMA page_size").fetchone()
    for name, place in (("dark.db", (root - 1) * size), ("dark.db-wal", 32 + 24 + 10)):
        spoilt = bytearray((tmp_path / name).read_bytes())
        spoilt[place] ^= 0xFF
        (tmp_path / name).write_bytes(spoilt)
    return path


def test_a_store_whose_end_cannot_be_told_is_left_as_it_is(dark: Path, tmp_path: Path) -> None:
    """Opening, refusing to record and closing it take nothing from what can be salvaged."""
    files = {
        file.name: file.read_bytes() for file in tmp_path.iterdir() if file.suffix != ".db-shm"
    }
    with closing(SQLiteProcessRecorder(dark)) as recorder:
        with pytest.raises(StoreDamaged):
            recorder.max_notification_id()
        with pytest.raises(StoreDamaged, match="its end cannot be told") as told:
            recorder.insert_events([StoredEvent("walk", 1, "Step", b"left")])
        assert told.value.outcome is Outcome.NOT_KEPT
        assert "noe repair" in told.value.remedy
    left = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.suffix != ".db-shm"}
    assert left == files
    done = repair(str(dark), str(tmp_path / "new.db"))
    assert (done.facts, done.complete) == (11, False)


def test_what_is_asked_for_wrongly_is_no_damage(tmp_path: Path) -> None:
    """A mistake of the caller's is told as one, not blamed on the store."""
    with closing(SQLiteProcessRecorder(tmp_path / "store.db")) as recorder:
        for ask in (
            lambda: recorder.select_events("a", gt="1"),  # type: ignore[arg-type]
            lambda: recorder.select_events("a", limit=1.5),  # type: ignore[arg-type]
            lambda: recorder.select_notifications("1", 5),  # type: ignore[arg-type]
            lambda: recorder.heads(limit="5"),  # type: ignore[arg-type]
            lambda: recorder.lines("a", after="0"),  # type: ignore[arg-type]
        ):
            with pytest.raises(TypeError, match="is an integer, not"):
                ask()
        with pytest.raises(Unstorable, match="lone surrogate"):
            recorder.max_tracking_id("half \ud800")
        assert recorder.select_notifications(LAST_POSITION, 5, stop=2**70) == []


def test_nobody_waits_longer_than_a_thread_can(tmp_path: Path) -> None:
    """A lock timeout beyond that is refused when it is given, not when somebody waits."""
    with closing(SQLiteApplicationRecorder(tmp_path / "a.db", lock_timeout=LONGEST_TIMEOUT)):
        pass
    for seconds in (1e10, float("inf"), float("nan"), -1):
        with pytest.raises(ValueError, match="give seconds, from 0 to"):
            SQLiteApplicationRecorder(tmp_path / "a.db", lock_timeout=seconds)


@pytest.mark.parametrize("place", [":memory:", "store.db"])
def test_whoever_waits_is_woken_when_the_store_is_closed(place: str, tmp_path: Path) -> None:
    """He learns at once that nothing will come."""
    recorder = SQLiteApplicationRecorder(place if place == ":memory:" else tmp_path / place)
    told: list[BaseException] = []

    def wait() -> None:
        try:
            recorder.await_growth(0, 60)
        except Exception as error:  # noqa: BLE001 - looked at below
            told.append(error)

    waiting = Thread(target=wait, daemon=True)
    waiting.start()
    until = monotonic() + 30
    while not recorder._database.bell._sleepers and monotonic() < until:
        pass
    recorder.close()
    waiting.join(30)
    assert not waiting.is_alive()
    assert "was closed" in str(told[0])


def test_a_file_beside_the_place_of_a_backup_is_left_alone(tmp_path: Path) -> None:
    """Whatever SQLite would take for its own there."""
    with closing(SQLiteApplicationRecorder(tmp_path / "store.db")) as recorder:
        Ledger(recorder).record("a", [advice("kept")])
        for beside in ("-wal", "-shm", "-journal", "-noe"):
            foreign = tmp_path / f"copy.db{beside}"
            foreign.write_text("somebody's", "utf-8")
            with pytest.raises(PlaceTaken):
                recorder.back_up(tmp_path / "copy.db")
            assert foreign.read_text("utf-8") == "somebody's"
            foreign.unlink()
        recorder.back_up(tmp_path / "copy.db")
