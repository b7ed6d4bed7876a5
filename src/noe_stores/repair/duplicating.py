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
from contextlib import suppress
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
    before = _marks(source)
    try:
        holes = _copied_elsewhere([*_pairs(source, target)])
    except FileNotFoundError:  # of a file that somebody took away just now, perhaps
        _refuse_written(source, before)
        raise
    _refuse_written(source, before)
    if source.kind == FILES:
        target.path.mkdir(exist_ok=True)
    return holes


Marks = list[tuple[str, int, int]]
"""The files of a store: how long each is, and when it was changed."""


def _marks(place: Place) -> Marks:
    marks = []
    for file in place.files():
        with suppress(FileNotFoundError):  # it is gone, and will be missed
            seen = file.stat()
            marks.append((str(file), seen.st_size, seen.st_mtime_ns))
    return marks


def _refuse_written(source: Place, before: Marks) -> None:
    if _marks(source) != before:
        raise StoreBusy(
            "it was written while it was copied",
            store=source.name,
            remedy="Stop its writers first",
        )


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
