"""What our stores keep when the process, the power, or a system call goes away under them."""

from __future__ import annotations

import pytest
from rigs.run import Bench
from rigs.tried import hold


@pytest.mark.parametrize("rig", ["kills", "calls", "power", "interrupts"])
def test_what_was_acknowledged_survives(bench: Bench, rig: str) -> None:
    """Killed, failed, cut off or interrupted: nothing is lost, doubled, or kept unsaid."""
    hold(bench, rig)
