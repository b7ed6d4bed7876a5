"""The files of a store copied as they are, whatever state they are in.

Rule kept here: this process opens none of them. Where it has the store open in SQLite, to open
and close a file of it would make the system forget what SQLite has locked there, and let others
write at once; so another process copies. What somebody changed meanwhile is no copy.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from noe_stores.errors import StoreBusy
from noe_stores.places import FILES, Place
from noe_stores.repair import bytewise


def copy_bytes(source: Place, target: Place) -> int:
    """Copy the files of a store as they are; how many bytes could not be read, and are zeros.

    Raises:
        StoreBusy: somebody wrote to it meanwhile.
        OSError: a file cannot be read or written at all.
    """
    try:
        before = _marks(source)
        holes = _copied_elsewhere([*_pairs(source, target)])
        written = _marks(source) != before
    except FileNotFoundError as error:
        written = str(error.filename).startswith(source.name)
        if not written:  # it is the target's
            raise
    if written:
        raise StoreBusy(
            "it was written while it was copied",
            store=source.name,
            remedy="Stop its writers first",
        )
    if source.kind == FILES:
        target.path.mkdir(exist_ok=True)
    return holes


def _marks(place: Place) -> list[tuple[str, int, int]]:
    seen = ((str(file), file.stat()) for file in place.files())
    return [(name, one.st_size, one.st_mtime_ns) for name, one in seen]


def _pairs(source: Place, target: Place) -> Iterator[Path]:
    for file in source.files():
        to = target.path.parent / file.relative_to(source.path.parent)
        to.parent.mkdir(parents=True, exist_ok=True)
        yield from (file, to)


def _copied_elsewhere(paths: list[Path]) -> int:
    done = subprocess.run(  # noqa: S603 - this Python, and a program of ours
        [sys.executable, "-I", "-S", bytewise.__file__],
        input=b"".join(os.fsencode(path) + b"\0" for path in paths),
        capture_output=True,
        check=False,
    )
    said, _, path = done.stdout.partition(b" ")
    if done.returncode == 0:
        return int(said)
    if not said:
        raise OSError(0, f"the process that copies its files ended with {done.returncode}")
    raise OSError(int(said), os.strerror(int(said)), os.fsdecode(path) or None)
