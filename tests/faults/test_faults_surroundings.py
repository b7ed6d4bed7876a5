"""What our stores do on bad disks, in a crowd, and with hostile data."""

from __future__ import annotations

import pytest
from rigs.run import Bench
from rigs.tried import hold


@pytest.mark.parametrize("rig", ["full", "denied"])
def test_a_bad_disk_is_told_and_got_over(bench: Bench, rig: str) -> None:
    """Full, read-only or forbidden: still readable, nothing half kept, and it goes on after."""
    hold(bench, rig)


@pytest.mark.parametrize("rig", ["race", "crowd"])
def test_many_at_once_do_not_lose_each_others_work(bench: Bench, rig: str) -> None:
    """First to open or one of sixteen writers: no call fails, no follower misses a fact."""
    hold(bench, rig)


@pytest.mark.parametrize("rig", ["hostile", "reach"])
def test_hostile_data_is_refused_or_kept_as_it_is(bench: Bench, rig: str) -> None:
    """Nothing accepted is unreadable or changed, and nothing stored is ever run."""
    hold(bench, rig)
