"""W6: the peak memory of a replay of many streams, each party in a process of its own.

Rule kept here: what is compared is the most a process ever held. Told beside it is what it
held when its store was opened and nothing read: the program itself, which for us is a whole
domain. Ours and the limits are also asked how the peak grows from 100 streams to 10,000,
which it should not.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from parties import PEER, TUNED, party
from targets import TARGETS, verdict
from workloads import OF_FIFTY, Bench

ALONE = Path(__file__).with_name("alone.py")


def memory(bench: Bench, names: tuple[str, ...]) -> dict[str, list[float]]:
    """Print the peaks, and how they stand to each other; give them."""
    print("\nW6: peak memory of a replay of many streams of 50, in MiB")
    peaks = {name: _told(bench, name) for name in names}
    for target in TARGETS["W6"]:
        if target.ours in peaks and target.other in peaks:
            ours, theirs = peaks[target.ours], peaks[target.other]
            ratio = theirs[1] / ours[1]
            said = verdict(ratio, target.least)
            print(f"  {target.ours} against {target.other:22} {ratio:6.2f}  {said}")
            added = [peak - before for before, peak in (ours, theirs)]
            print(f"    of which the replay itself added {added[0]:.1f} MiB against {added[1]:.1f}")
    return {name: [peak] for name, (_, peak) in peaks.items()}


def _told(bench: Bench, name: str) -> tuple[float, float]:
    middle = bench.sizes.streams
    before, peak = _peak(bench, name, middle)
    said = f"  {name:22} {peak:6.1f} at {middle:,} streams, {before:.1f} of it before any is read"
    if name not in {PEER, TUNED}:
        few, many = max(2, middle // 10), middle * 10
        (_, least), (_, most) = _peak(bench, name, few), _peak(bench, name, many)
        said += f"; {least:.1f} at {few:,}, {most:.1f} at {many:,} ({most / least:.2f} times)"
    print(said)
    return before, peak


def _peak(bench: Bench, name: str, streams: int) -> tuple[float, float]:
    """The peak before and after, in mebibytes."""
    folder = bench.filled(name, party(name), streams, OF_FIFTY)
    command = [sys.executable, str(ALONE), name, str(folder), str(streams)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    before, after = told.split()
    return int(before) / 1024, int(after) / 1024
