"""Repairing a store that the same process has open: its locks are left to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from world import work

from noe_stores import connect
from noe_stores.places import place_of
from noe_stores.repair import repair
from noe_stores.repair.duplicating import copy_bytes

ALONE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0)
try:
    print(connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0])
except sqlite3.OperationalError as error:
    print(error)
"""


def taken_for_itself(store: Path) -> str:
    """What another process is told that wants a store for itself."""
    command = [sys.executable, "-c", ALONE, str(store)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def test_a_store_that_is_open_here_stays_locked(tmp_path: Path) -> None:
    """To open and close its file would make the system forget what SQLite has locked."""
    store = tmp_path / "clients.db"
    with connect(store) as ledger:
        ledger.record("a:b", [work("w1")])
        assert taken_for_itself(store) == "database is locked"
        done = repair(str(store), str(tmp_path / "new.db"))
        assert (done.facts, done.lost) == (1, 0)
        assert taken_for_itself(store) == "database is locked"
        ledger.record("a:b", [work("w2")])
    assert taken_for_itself(store) == "delete"


def test_what_the_system_refuses_is_told_as_it_says_it(tmp_path: Path) -> None:
    """The file is named, though another process met it."""
    store = tmp_path / "clients.db"
    connect(store).close()
    source = place_of(store)
    target = source.moved(tmp_path / "to")
    target.path.mkdir(parents=True)
    with pytest.raises(IsADirectoryError) as told:
        copy_bytes(source, target)
    assert told.value.filename == target.name
