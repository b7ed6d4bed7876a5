"""Files copied byte for byte: a program of its own, which `duplicating` runs.

Rule kept here: what the disk cannot read is given up in small blocks and counted. Nothing but
the standard library is imported, so that it starts at once wherever it lies.

It reads paths that end in NUL from its input, of each file and of its copy in turn. It says how
many bytes could not be read; or, with exit code 1, the number of the system's error and the path.
"""

from __future__ import annotations

import errno
import os
import sys

BLOCK = 4096
"""How many bytes are given up where the disk cannot read some."""

BLOCKS = 256 * BLOCK


def copied(source: bytes, target: bytes) -> int:
    """Copy a file; how many of its bytes could not be read, and are zeros."""
    with open(source, "rb", buffering=0) as given, open(target, "wb") as out:  # noqa: PTH123 - bytes
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


def main() -> int:
    """Copy what the input names."""
    *paths, _ = sys.stdin.buffer.read().split(b"\0")
    try:
        holes = sum(map(copied, paths[::2], paths[1::2]))
    except OSError as error:
        sys.stdout.buffer.write(b"%d %s" % (error.errno or 0, error.filename or b""))
        return 1
    sys.stdout.buffer.write(b"%d" % holes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
