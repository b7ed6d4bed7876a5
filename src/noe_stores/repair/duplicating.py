"""The files of a store copied as they are, whatever state they are in.

Rule kept here: what the disk cannot read is given up in small blocks and counted; what somebody
changed meanwhile is no copy.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from noe_stores.errors import StoreBusy
from noe_stores.places import FILES, Place

BLOCK = 4096
"""How many bytes are given up where the disk cannot read some."""

BLOCKS = 256 * BLOCK


def copy_bytes(source: Place, target: Place) -> int:
    """Copy the files of a store as they are; how many bytes could not be read, and are zeros.

    Raises:
        StoreBusy: somebody wrote to it meanwhile.
    """
    before = _marks(source)
    holes = 0
    for file in source.files():
        to = target.path.parent / file.relative_to(source.path.parent)
        to.parent.mkdir(parents=True, exist_ok=True)
        holes += _copy_file(file, to)
    if source.kind == FILES:
        target.path.mkdir(exist_ok=True)
    if _marks(source) != before:
        raise StoreBusy(
            "it was written while it was copied",
            store=str(source.path),
            remedy="Stop its writers first",
        )
    return holes


def _marks(place: Place) -> list[tuple[str, int, int]]:
    seen = ((str(file), file.stat()) for file in place.files())
    return [(name, one.st_size, one.st_mtime_ns) for name, one in seen]


def _copy_file(source: Path, target: Path) -> int:
    with source.open("rb", buffering=0) as given, target.open("wb") as out:
        size = os.fstat(given.fileno()).st_size
        at = holes = 0
        while at < size:
            block = _read(given.fileno(), at, BLOCKS)
            if block is None:
                block = _read(given.fileno(), at, BLOCK)
            if block is None:
                block = bytes(min(BLOCK, size - at))
                holes += len(block)
            if not block:
                break
            out.write(block)
            at += len(block)
    return holes


def _read(file: int, at: int, size: int) -> bytes | None:
    """Some bytes of a file; ``None`` where the disk cannot read them."""
    try:
        return os.pread(file, size, at)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return None
