"""Rows of an SQLite file that are too long for their page, put together from its pages.

Rule kept here: pages are read as the file format describes them, without the tree above
them; a number that leads nowhere ends the row. What comes out is only looked through for
lines, and these are known by their digests.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from noe_stores.lines.codec import LINE_LIMIT

_HEADER = 100
_TABLE_LEAF: Final = 0x0D
_INDEX_LEAF: Final = 0x0A
_LEAF_HEADER = 8
_DEFAULT_PAGE = 4096
_SIZES = {2**power for power in range(9, 17)}
_LONGEST = LINE_LIMIT + 4096


def long_rows(file: Path) -> Iterator[bytes]:
    """The rows of a file that go on beyond their page, in order of pages."""
    if file.stat().st_size <= _HEADER:
        return
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        pages = _Pages(raw)
        for number in range(len(raw) // pages.size):
            yield from pages.rows(number)


class _Pages:
    """A file by its pages; the size of a page and its usable part are in the file's header."""

    def __init__(self, raw: mmap.mmap) -> None:
        self._raw = raw
        stated = int.from_bytes(raw[16:18], "big")
        stated = 65536 if stated == 1 else stated
        self.size = stated if stated in _SIZES else _DEFAULT_PAGE
        self._usable = self.size - (raw[20] if stated in _SIZES else 0)

    def rows(self, number: int) -> Iterator[bytes]:
        """The long rows that begin on a page."""
        base = number * self.size
        head = base + (_HEADER if number == 0 else 0)
        kind = self._raw[head]
        if kind not in {_TABLE_LEAF, _INDEX_LEAF}:
            return
        count = min(self._number(head + 3, 2), self.size // 4)
        for cell in range(count):
            at = self._number(head + _LEAF_HEADER + 2 * cell, 2)
            if at < self.size:
                yield from self._row(base + at, base + self.size, kind)

    def _row(self, at: int, end: int, kind: int) -> Iterator[bytes]:
        length, at = self._varint(at)
        if kind == _TABLE_LEAF:
            _, at = self._varint(at)
        local = self._local(length, kind)
        if local == length or length > _LONGEST or at + local + 4 > end:
            return  # on one page as it stands, or no row at all
        parts, have = [self._raw[at : at + local]], local
        following = self._number(at + local, 4)
        while have < length and 0 < following <= len(self._raw) // self.size:
            base = (following - 1) * self.size
            part = self._raw[base + 4 : base + min(self._usable, 4 + length - have)]
            parts.append(part)
            have += len(part)
            following = self._number(base, 4)
        yield b"".join(parts)

    def _local(self, length: int, kind: int) -> int:
        """How many bytes of a row stand on its own page: the format's own rule."""
        usable = self._usable
        most = usable - 35 if kind == _TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (usable - 12) * 32 // 255 - 23
        fitting = least + (length - least) % (usable - 4)
        return fitting if fitting <= most else least

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self._raw[at : at + size], "big")

    def _varint(self, at: int) -> tuple[int, int]:
        value = 0
        for byte in self._raw[at : at + 8]:
            at += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
                return value, at
        return _LONGEST + 1, at  # nine bytes: longer than any row of ours
