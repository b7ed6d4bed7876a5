"""Describing a store that others open and close meanwhile: what they take away is not missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from world import work

from noe_stores import connect

TIMES = 500

DESCRIBING = """
import sys
from noe_stores import connect

for _ in range(int(sys.argv[2])):
    with connect(sys.argv[1], create=False) as ledger:
        assert ledger.recorder.describe().sizes
"""


@pytest.mark.parametrize("target", ["clients.db", "clients/"])
def test_whoever_describes_a_store_meets_no_trace_of_others(target: str, tmp_path: Path) -> None:
    """A log is there one moment, and gone the next with the last one to close the store."""
    store = f"{tmp_path}/{target}"
    with connect(store) as ledger:
        ledger.record("a:b", [work("w1")])
    command = [sys.executable, "-c", DESCRIBING, store, str(TIMES)]
    describing = [subprocess.Popen(command) for _ in range(2)]
    assert [one.wait() for one in describing] == [0, 0]
