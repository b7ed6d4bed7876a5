"""A rig as a test runs it."""

from __future__ import annotations

import pytest

from rigs.run import RIGS, Bench
from rigs.tally import Row


def tried(bench: Bench, rig: str) -> list[Row]:
    """The rows of a rig; the test is skipped where this machine allows none of it."""
    rows = RIGS[rig](bench)
    if all(row.reason for row in rows):
        pytest.skip(rows[0].reason)
    return rows


def hold(bench: Bench, rig: str) -> None:
    """Fail with the rows in which something went wrong, and examples of it."""
    wrong = [str(row) for row in tried(bench, rig) if not row.sound]
    if wrong:
        pytest.fail(f"seed {bench.seed}\n" + "\n".join(wrong), pytrace=False)
