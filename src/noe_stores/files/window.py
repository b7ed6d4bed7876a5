"""Reading one segment of the journal forward, batch by batch.

Rule kept here: what is given out as a batch is whole and has the sum it says; the file it is
read from stays open as long as somebody reads it.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from attrs import frozen

from noe_stores.files import batch
from noe_stores.files.batch import Header
from noe_stores.files.mark import Place

_CHUNK = 256 * 1024


@frozen
class Batch:
    """A sound batch, where it stands, and where the next one begins."""

    place: Place
    next: Place
    header: Header
    payload: bytes

    @property
    def lines(self) -> list[bytes]:
        """Its lines without their ends."""
        return self.payload.split(b"\n")[:-1]


class OpenFile:
    """An open file, closed with its last user: threads may share it."""

    def __init__(self, fd: int, path: str = "") -> None:
        self.fd = fd
        self.path = path
        seen = os.fstat(fd)
        self.identity = (seen.st_dev, seen.st_ino)

    @property
    def size(self) -> int:
        """How many bytes it has now."""
        return os.fstat(self.fd).st_size

    def __del__(self) -> None:
        self.close()

    def close(self, _close: Callable[[int], None] = os.close) -> None:
        """Close it now, whoever holds it; at the end of the interpreter, too."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            _close(fd)


class Window:
    """What has been read of a file, up to a limit; it goes forward."""

    def __init__(self, file: OpenFile, limit: int) -> None:
        self._file = file
        self._limit = limit
        self._base = 0
        self._data = b""

    def take(self, offset: int, count: int) -> bytes:
        """The bytes at a place, fewer where the file ends."""
        start = offset - self._base
        if not 0 <= start <= len(self._data) or start + count > len(self._data):
            self._read(offset, count)
            start = 0
        return self._data[start : start + count]

    def line(self, offset: int) -> bytes | None:
        """The line at a place without its end; ``None`` if it is none a header could be."""
        start = offset - self._base
        if 0 <= start < len(self._data):
            end = self._data.find(b"\n", start)
            if end >= 0:
                return self._data[start:end]
        self._read(offset, batch.HEADER_LIMIT)
        end = self._data.find(b"\n", 0, batch.HEADER_LIMIT)
        return self._data[:end] if end >= 0 else None

    def _read(self, offset: int, count: int) -> None:
        wanted = max(0, min(max(count, _CHUNK), self._limit - offset))
        self._base, self._data = offset, os.pread(self._file.fd, wanted, offset)


def batch_at(window: Window, number: int, offset: int) -> Batch | str:
    """The batch at a place, or why there is none."""
    line = window.line(offset)
    header = None if line is None else batch.header_of(line)
    if header is None or line is None:
        return "there is no header of a batch"
    begin = offset + len(line) + 1
    payload = window.take(begin, header.bytes)
    if len(payload) != header.bytes:
        return "the batch is cut short"
    if not batch.is_whole(line, header, payload):
        return "the batch's sum is not that of its bytes"
    return Batch((number, offset), (number, begin + header.bytes), header, payload)
