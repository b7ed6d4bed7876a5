"""The first time something is read in a process: by many threads at once, or beside a fork."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from world import advice, demand, work

from noe_stores import connect

TURNS = 5

AT_ONCE = """
import sys
from threading import Barrier, Thread
from noe_stores import connect

sys.setswitchinterval(1e-6)
together, read = Barrier(8), []

def reading():
    together.wait()
    read.append(len(ledger.history("a:b").records))

with connect(sys.argv[1], create=False) as ledger:
    threads = [Thread(target=reading) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
assert read == [3] * 8, read
"""

BESIDE_A_FORK = """
import os, sys, time
from threading import Event, Thread
from noe_stores import connect
from noe_stores.lines.turns import MAKING

begun = Event()

def making():
    with MAKING:
        begun.set()
        time.sleep(0.2)

Thread(target=making).start()
begun.wait()
child = os.fork()
with connect(sys.argv[1], create=False) as ledger:
    assert len(ledger.history("a:b").records) == 3
if child:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store in which three kinds of facts are."""
    with connect(tmp_path / "clients.db") as ledger:
        ledger.record("a:b", [demand(), work("w1"), advice("a1")])
    return f"{tmp_path}/clients.db"


@pytest.mark.parametrize("turn", range(TURNS))
def test_many_threads_may_be_the_first_to_read(store: str, turn: int) -> None:
    """A web server starts with no request, and then has eight."""
    done = subprocess.run([sys.executable, "-c", AT_ONCE, store], check=False, timeout=60)
    assert done.returncode == 0, f"turn {turn}"


def test_a_fork_waits_for_a_decoder_that_is_being_made(store: str) -> None:
    """A child would never be given a turn that a thread of its parent held."""
    done = subprocess.run([sys.executable, "-c", BESIDE_A_FORK, store], check=False, timeout=60)
    assert done.returncode == 0
