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

from noe_stores.files.dossiers.end import End
from noe_stores.files.system import OpenFile, made, made_like

_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_ADDING = os.O_RDWR | os.O_APPEND
_SUM_BYTES = 74
"""Bytes of ``"sum":"<64 hex>"}`` and the line's end."""

_HELD = 16


class Unexpected(Exception):  # noqa: N818 - says what is
    """A file does not end as it should."""


class Missing(Unexpected):
    """There is no such file."""


def opened(path: str, flags: int = os.O_RDONLY) -> OpenFile:
    """A file of records, open.

    Raises:
        Missing: there is none.
        Unexpected: a link or something else than a file stands there.
        OSError: the system would not open it.
    """
    try:
        fd = os.open(path, flags | _FLAGS)
    except FileNotFoundError as error:
        raise Missing("the file is missing") from error
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.EISDIR, errno.ENXIO}:
            raise Unexpected("a link or a folder stands in the place of the file") from error
        raise
    file = OpenFile(fd)
    if not stat.S_ISREG(file.seen.st_mode):
        raise Unexpected("what stands there is no plain file")
    return file


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


def ends_as(file: OpenFile, end: End) -> bool:
    """Whether the line that ends where the end says is the one it says."""
    tail = os.pread(file.fd, _SUM_BYTES, end.bytes - _SUM_BYTES)
    return tail == b'"sum":"%b"}\n' % end.sum.encode()


def is_at(path: str, end: End | None) -> bool:
    """Whether the file ends exactly where, and as, an end says; without one, is not there.

    Raises:
        Unexpected, OSError: see `opened`.
    """
    if end is None or end.bytes == 0:
        return not size_of(path)
    file = opened(path)
    return file.seen.st_size == end.bytes and ends_as(file, end)


class Sheets:
    """The files that were written last, held open, for him who holds the store's lock.

    Each time, what is open is compared with what stands at the path.

    Args:
        local: the folder to whose users new ones are open.
    """

    def __init__(self, local: str) -> None:
        self._local = local
        self._held: dict[str, OpenFile] = {}

    def is_at(self, path: str, end: End | None) -> bool:
        """The same as the function of that name.

        Raises:
            Unexpected, OSError: see `opened`.
        """
        file = self._held.get(path)
        if file is None or end is None:
            return is_at(path, end)
        size = _size_at(path, file)
        return is_at(path, end) if size is None else size == end.bytes and ends_as(file, end)

    def add(self, path: str, base: int, lines: bytes) -> None:
        """Have those lines stand behind the first ``base`` bytes, as far as they do not yet.

        Raises:
            Unexpected: the file is shorter than that, or goes on otherwise.
            OSError: the system would not; the file is as long as before, as far as it can be.
        """
        file = self._held.pop(path, None) if base else None
        if file is None or not _add(file, path, base, lines):
            file = self._opened(path)
            if not _add(file, path, base, lines):
                raise Unexpected("another file was put in the place of this one")
        while len(self._held) >= _HELD:
            del self._held[next(iter(self._held))]
        self._held[path] = file

    def _opened(self, path: str) -> OpenFile:
        """The file to add to; made where there is none, open to whom the store is."""
        try:
            return opened(path, _ADDING)
        except Missing:
            made_like(os.path.dirname(path), self._local)  # noqa: PTH120 - a text
            with suppress(FileExistsError):  # somebody put one there just now
                made(path)
            return opened(path, _ADDING)

    def close(self) -> None:
        """Let go of all of them."""
        self._held.clear()


def _size_at(path: str, file: OpenFile) -> int | None:
    """How long a file is that stands at a path; ``None`` if another does, or none."""
    try:
        seen = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return seen.st_size if file.identity == (seen.st_dev, seen.st_ino) else None


def _add(file: OpenFile, path: str, base: int, lines: bytes) -> bool:
    """Whether the file has those lines now and still stands at the path."""
    size = file.size
    if size != base:
        _compare(file.fd, size, base, lines)
        lines = lines[size - base :]
    try:
        _write(file.fd, lines)
        now = _size_at(path, file)
        _check(now in {None, size + len(lines)}, "what was written is not there")
    except OSError:
        with suppress(OSError):
            os.ftruncate(file.fd, size)
        raise
    return now is not None


def _write(fd: int, lines: bytes) -> None:
    done = os.write(fd, lines) if lines else 0
    while done < len(lines):
        more = os.write(fd, lines[done:])
        _check(more > 0, "a write was cut short")
        done += more


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise OSError(errno.EIO, otherwise)


def _compare(fd: int, size: int, base: int, lines: bytes) -> None:
    if size < base:
        raise Unexpected(f"the file has {size} bytes where {base} were written")
    if size - base > len(lines) or os.pread(fd, size - base, base) != lines[: size - base]:
        raise Unexpected(f"the file goes on otherwise from byte {base}")


def read(path: str, start: int = 0, end: int | None = None) -> bytes:
    """The bytes of a file between two places, fewer where it ends.

    Raises:
        Unexpected, OSError: see `opened`.
    """
    file = opened(path)
    stop = file.seen.st_size if end is None else end
    return os.pread(file.fd, max(0, stop - start), start)


def content(path: str, start: int = 0, end: int | None = None) -> bytes | None:
    """The same; ``None`` where no plain file stands.

    Raises:
        OSError: the system would not read it.
    """
    try:
        return read(path, start, end)
    except Unexpected:
        return None
