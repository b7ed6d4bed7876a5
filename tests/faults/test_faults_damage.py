"""What readers of our stores get from damaged files."""

from __future__ import annotations

import pytest
from rigs.run import Bench
from rigs.tried import hold


@pytest.mark.parametrize("rig", ["cuts", "flips", "edits", "swaps"])
def test_damage_is_told(bench: Bench, rig: str) -> None:
    """Cut, flipped, edited or swapped: a reader gets what was written, or is told."""
    hold(bench, rig)
