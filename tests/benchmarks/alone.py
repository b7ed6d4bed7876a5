"""Replay a store in a process of its own; tell its peak memory before and after, in KiB.

    python tests/benchmarks/alone.py PARTY FOLDER STREAMS

Rule kept here: nothing is imported but what the party needs. Linux counts what a process
held before it began this program (its parent's size at the fork) in ``ru_maxrss``, so the
peak of the program itself is asked for where there is one.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from parties import party

STATUS = Path("/proc/self/status")


def main() -> None:
    """Replay every stream of a store and keep no answer."""
    name, folder, streams = sys.argv[1:]
    with party(name).reading(Path(folder)) as replay:
        before = peak()
        for number in range(int(streams)):
            replay(number)
    print(before, peak())


def peak() -> int:
    """The most this program ever held, in kibibytes."""
    if STATUS.exists():
        lines = STATUS.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
