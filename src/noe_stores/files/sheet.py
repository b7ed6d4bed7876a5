"""One file of records on the disk, a dossier or a guest's: reading its bytes, adding lines.

Rule kept here: lines are only ever added behind an end that is known, in one write; no
symbolic link is followed and nothing but a plain file is opened. What stands there otherwise
is left as it is and told.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress

from noe_stores.files.heads import Entry

_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_SUM_BYTES = 74
"""Bytes of ``"sum":"<64 hex>"}`` and the line's end."""


class Unexpected(Exception):  # noqa: N818 - says what is
    """A file does not end as it should."""


def open_file(path: str, flags: int = os.O_RDONLY) -> int:
    """An open file of records; missing ones are made, with their folder, if flags say so.

    Raises:
        FileNotFoundError: there is none.
        Unexpected: a link or something else than a file stands there.
        OSError: the system would not open it.
    """
    try:
        fd = os.open(path, flags | _FLAGS, 0o600)
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120 - a text
        fd = os.open(path, flags | _FLAGS, 0o600)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.EISDIR, errno.ENXIO}:
            raise Unexpected("a link or a folder stands in the place of the file") from error
        raise
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise Unexpected("what stands there is no plain file")
    return fd


def size_of(path: str) -> int | None:
    """How long the file is; ``None`` if there is none.

    Raises:
        Unexpected: a link or something else than a file stands there.
    """
    try:
        seen = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(seen.st_mode):
        raise Unexpected("what stands there is no plain file")
    return seen.st_size


def ends_as(fd: int, entry: Entry) -> bool:
    """Whether the line that ends where the entry says is the one it says."""
    if entry.sum is None:
        return True
    tail = os.pread(fd, _SUM_BYTES, entry.bytes - _SUM_BYTES)
    return tail == b'"sum":"%b"}\n' % entry.sum.encode()


def is_at(path: str, entry: Entry | None) -> bool:
    """Whether the file ends exactly where, and as, an entry says; without one, is not there.

    Raises:
        FileNotFoundError, Unexpected, OSError: see `open_file`.
    """
    if entry is None or entry.bytes == 0:
        return not size_of(path)
    fd = open_file(path)
    try:
        return os.fstat(fd).st_size == entry.bytes and ends_as(fd, entry)
    finally:
        os.close(fd)


def add(path: str, base: int, lines: bytes) -> None:
    """Have those lines stand behind the first ``base`` bytes, as far as they do not yet.

    Raises:
        Unexpected: the file is shorter than that, or goes on otherwise.
        OSError: the system would not; the file is as long as before, as far as it can be.
    """
    fd = open_file(path, os.O_RDWR | os.O_APPEND | os.O_CREAT)
    try:
        size = os.fstat(fd).st_size
        if size != base:
            _compare(fd, size, base, lines)
            lines = lines[size - base :]
        if not lines:
            return
        try:
            _append(fd, size, lines)
        except OSError:
            with suppress(OSError):
                os.ftruncate(fd, size)
            raise
    finally:
        os.close(fd)


def _compare(fd: int, size: int, base: int, lines: bytes) -> None:
    if size < base:
        raise Unexpected(f"the file has {size} bytes where {base} were written")
    if size - base > len(lines) or os.pread(fd, size - base, base) != lines[: size - base]:
        raise Unexpected(f"the file goes on otherwise from byte {base}")


def _append(fd: int, size: int, lines: bytes) -> None:
    done = os.write(fd, lines)
    while done < len(lines):
        more = os.write(fd, lines[done:])
        if more <= 0:
            raise OSError(errno.EIO, "a write was cut short")
        done += more
    if os.fstat(fd).st_size != size + len(lines):
        raise OSError(errno.EIO, "what was written is not there")


def read(path: str, start: int = 0, end: int | None = None) -> bytes:
    """The bytes of a file between two places, fewer where it ends.

    Raises:
        FileNotFoundError, Unexpected, OSError: see `open_file`.
    """
    fd = open_file(path)
    try:
        stop = os.fstat(fd).st_size if end is None else end
        return os.pread(fd, max(0, stop - start), start)
    finally:
        os.close(fd)
