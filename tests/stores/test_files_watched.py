"""What checking a file store promises while others write to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from world import advice

from noe_stores import connect

WRITER = """
import sys
from world import advice
from noe_stores import connect

number = 0
while True:
    with connect(sys.argv[1]) as ledger:  # opened anew now and then, as programs are
        for _ in range(40):
            number += 1
            ledger.record(f"stream {number % 7}", [advice(f"piece {number}")])
            print(number, flush=True)
"""


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody who records without a pause, in a process of his own."""
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", WRITER, f"files:///{tmp_path}/dossiers"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=known) as going:
        assert going.stdout is not None
        assert going.stdout.readline() == "1\n"
        try:
            yield going
        finally:
            going.kill()


def test_what_is_written_meanwhile_is_no_damage(
    writer: subprocess.Popen[str], tmp_path: Path
) -> None:
    """However often a store is checked while it grows, it is sound, and so it is afterwards."""
    assert writer.stdout is not None
    with connect(tmp_path / "dossiers", create=False) as ledger:
        facts = 0
        for _ in range(12):
            done = ledger.verify()
            assert done.sound, [*done.findings, *done.bad_records, *done.bad_indexes]
            assert done.torn == ()
            assert done.facts >= facts
            facts = done.facts
        assert facts > 1


def test_what_is_damaged_is_found_meanwhile(writer: subprocess.Popen[str], tmp_path: Path) -> None:
    """A busy store is not let off: what was changed in a stream at rest is told."""
    with connect(tmp_path / "dossiers", create=False) as ledger:
        ledger.record("at rest", [advice("as it was")])
        file = tmp_path / "dossiers" / "relationship" / "at%20rest.jsonl"
        assert file.exists()
        file.write_bytes(file.read_bytes().replace(b"as it was", b"as it ist"))
        done = ledger.verify()
    assert writer.poll() is None
    assert not done.sound
    assert {name for finding in done.findings for name in finding.streams} == {
        "relationship/at rest"
    }
