"""On what kind of disk a folder lies.

Rule kept here: a store in memory syncs nothing, so nothing is measured on one.
"""

from __future__ import annotations

import os
from pathlib import Path

IN_MEMORY = {"tmpfs", "ramfs"}
MOUNTS = Path("/proc/self/mountinfo")


def kind_of_disk(folder: Path) -> str:
    """The type of the file system of a folder, where the system tells it."""
    if not MOUNTS.exists():
        return "a file system of unknown type"
    device = folder.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in MOUNTS.read_text(encoding="utf-8").splitlines():
        before, _, after = line.partition(" - ")
        if before.split()[2] == number:
            kind = after.split()[0]
            if kind in IN_MEMORY:
                raise SystemExit(f"{folder} is in memory ({kind}); give --folder on a real disk")
            return kind
    return "a file system of unknown type"
