"""A store that others open and close meanwhile: what they bring and take away is never met."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from world import work

from noe_stores import connect

TIMES = 400

PRELUDE = """
import os, sys
from pathlib import Path
from world import work
from noe_stores import connect

store, times = sys.argv[1], int(sys.argv[2])
"""

DESCRIBING = """
for _ in range(times):
    with connect(store, create=False) as ledger:
        assert ledger.recorder.describe().sizes
"""

READING = """
done, reached = Path(sys.argv[3]), 0
while not done.exists():
    with connect(store, create=False) as ledger:
        position = ledger.recorder.max_notification_id()
        assert position >= reached
        assert ledger.history("a:b").records
    reached = position
    if os.getuid() == 0:
        os.setuid(65534)  # root may write anywhere, nobody may not
"""

WRITING = """
try:
    for number in range(times):
        with connect(store, durability="unsynced") as ledger:
            ledger.record("c:d", [work(f"v{number}")])
finally:
    Path(sys.argv[3]).touch()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder into which anybody may look."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def made(store: str) -> str:
    """A store that anybody may read."""
    with connect(store) as ledger:
        ledger.record("a:b", [work("w1")])
        ledger.record("c:d", [work("w2")])
    subprocess.run(["chmod", "-R", "a+rX", store], check=True)
    return store


def beside_each_other(store: str, *scripts: str) -> list[int]:
    """How several programs end that use one store at once."""
    words = [store, str(TIMES), f"{Path(store).parent}/done"]
    here = Path(__file__).parent
    commands = ([sys.executable, "-c", PRELUDE + script, *words] for script in scripts)
    running = [subprocess.Popen(command, cwd=here) for command in commands]
    return [program.wait() for program in running]


@pytest.mark.parametrize("name", ["clients.db", "clients/"])
def test_two_who_describe_a_store_do_not_trip_over_each_other(name: str, place: Path) -> None:
    """A log is there one moment, and gone the next with the last one to close the store."""
    assert beside_each_other(made(f"{place}/{name}"), DESCRIBING, DESCRIBING) == [0, 0]


@pytest.mark.parametrize("name", ["clients.db", "clients/"])
def test_a_reader_who_may_not_write_is_not_refused_while_a_writer_comes_and_goes(
    name: str, place: Path
) -> None:
    """He waits for a log that is begun or ended just now, and takes no page in passing."""
    store = made(f"{place}/{name}")
    assert beside_each_other(store, READING, READING, WRITING) == [0, 0, 0]
    with connect(store, create=False) as ledger:
        assert ledger.verify().facts == TIMES + 2
