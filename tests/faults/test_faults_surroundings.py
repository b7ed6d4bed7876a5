"""What our stores do on bad disks, in a crowd, and with hostile data."""

from __future__ import annotations

from pathlib import Path

import pytest
from rigs.disks import fill
from rigs.mounts import small, why_no_memory
from rigs.run import Bench
from rigs.tried import hold


@pytest.mark.parametrize("rig", ["full", "denied"])
def test_a_bad_disk_is_told_and_got_over(bench: Bench, rig: str) -> None:
    """Full, read-only or forbidden: still readable, nothing half kept, and it goes on after."""
    hold(bench, rig)


@pytest.mark.parametrize("subject", ["sqlite", "files"])
def test_what_is_there_can_be_read_however_little_room_is_left(
    tmp_path: Path, subject: str
) -> None:
    """Not even a small file to share with other readers need find room."""
    if reason := why_no_memory():
        pytest.skip(reason)
    for pages in range(9, 17):
        with small(tmp_path / f"{pages}", kilobytes=4096) as point:
            assert fill(subject, point / "store", pages * 4096).wrong == []


@pytest.mark.parametrize("rig", ["race", "crowd", "visits"])
def test_many_at_once_do_not_lose_each_others_work(bench: Bench, rig: str) -> None:
    """First to open, one of sixteen writers, or passing by: no call fails, nothing is missed."""
    hold(bench, rig)


@pytest.mark.parametrize("rig", ["hostile", "reach"])
def test_hostile_data_is_refused_or_kept_as_it_is(bench: Bench, rig: str) -> None:
    """Nothing accepted is unreadable or changed, and nothing stored is ever run."""
    hold(bench, rig)
