"""What readers of our stores get from damaged files."""

from __future__ import annotations

import pytest
from rigs.run import Bench
from rigs.tried import tried


@pytest.mark.parametrize("rig", ["cuts", "flips", "edits", "swaps"])
def test_damage_is_told(bench: Bench, rig: str) -> None:
    """Cut, flipped, edited or swapped: a reader gets what was written, or is told."""
    for row in tried(bench, rig):
        assert row.sound, str(row)
