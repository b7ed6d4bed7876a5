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
