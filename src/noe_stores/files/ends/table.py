"""The table of where files end, as bytes: pages of entries, each page under a checksum.

Rule kept here: what is not vouched for by a checksum is not there, and what could hide a key
is told from an empty page. The checksum holds the table's generation and the page's number,
so a page put elsewhere, zeroed, or left from another table is not taken for a good one.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from zlib import crc32

from noe_stores.files.dossiers.end import End
from noe_stores.files.system import OpenFile, replace

PAGE = 4096
FEWEST = 16
"""How many pages a table has at least; always a power of two."""

_TOP = struct.Struct("<IHxx")
_ENTRY = struct.Struct("<16sQQQ32s?")
_ROOM = (PAGE - _TOP.size) // _ENTRY.size
_HEADER = struct.Struct("<16s16sQI")
_MAGIC = b"noe heads 2"
_LOOKS = 20
"""How often a page is read that somebody may be writing at this moment."""


class Unsound(Exception):  # noqa: N818 - says what is
    """Bytes that no checksum vouches for."""


class FullPage(Exception):  # noqa: N818
    """A page that takes no further key."""


class Table(OpenFile):
    """An open table; keys are digests of 16 bytes."""

    def __init__(self, path: str, *, writable: bool) -> None:
        flags = os.O_RDWR if writable else os.O_RDONLY
        super().__init__(os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW))
        header = os.pread(self.fd, _HEADER.size, 0)
        if header[-4:] != _sum(header[:-4], 0) or not header.startswith(_MAGIC):
            raise Unsound("the file is no table, or not whole")
        _, self.generation, self.pages, _ = _HEADER.unpack(header)
        self._seed = crc32(self.generation)
        if self.size != (self.pages + 1) * PAGE:
            raise Unsound("the file is no table, or not whole")

    def number(self, key: bytes) -> int:
        """The page on which a key stands."""
        return _number(key, self.pages)

    def page(self, number: int) -> bytes:
        """A page as it is now.

        Raises:
            Unsound: no checksum vouches for it.
            OSError: it cannot be read.
        """
        for _ in range(_LOOKS):
            page = os.pread(self.fd, PAGE, number * PAGE)
            if page[:4] == _sum(page[4:], self._seed + number) and len(page) == PAGE:
                return page
        raise Unsound(f"page {number} of the table is not sound")

    def keep(self, number: int, page: bytes, key: bytes, entry: End) -> None:
        """Set the entry of a key on its page, as which that one was read.

        Raises:
            FullPage: there is no room for another key.
            OSError: the page cannot be written.
        """
        new = bytearray(page)
        used = _TOP.unpack_from(new)[1]
        at = _place(page, key)
        if at is None:
            if used == _ROOM:
                raise FullPage
            at, used = _TOP.size + used * _ENTRY.size, used + 1
        _pack(new, at, key, entry)
        _seal(new, used, self._seed + number)
        if os.pwrite(self.fd, new, number * PAGE) != PAGE:
            raise OSError("only a part of a page was written")

    def keys(self) -> Iterator[bytes]:
        """Every key.

        Raises:
            Unsound, OSError: see `items`.
        """
        return (page[at : at + 16] for page, at in self._entries())

    def items(self) -> Iterator[tuple[bytes, End]]:
        """Every key with its entry.

        Raises:
            Unsound: one of them cannot be read.
            OSError: a page cannot be read.
        """
        return ((page[at : at + 16], _unpacked(page, at)) for page, at in self._entries())

    def _entries(self) -> Iterator[tuple[bytes, int]]:
        """Each page as often as it has entries, with the byte at which one stands."""
        for number in range(1, self.pages + 1):
            page = self.page(number)
            for slot in range(_TOP.unpack_from(page)[1]):
                yield page, _TOP.size + slot * _ENTRY.size


def entry_on(page: bytes, key: bytes) -> End | None:
    """The entry of a key on its page, ``None`` if there is none."""
    at = _place(page, key)
    return None if at is None else _unpacked(page, at)


def write(path: Path, generation: bytes, items: Mapping[bytes, End]) -> None:
    """Put a new table in the place of what is there; the disk has it when this returns.

    Raises:
        OSError: the system would not write it.
    """
    pages = FEWEST
    while (image := _image(pages, generation, items)) is None:
        pages *= 2
    replace(path, image)


def _image(pages: int, generation: bytes, items: Mapping[bytes, End]) -> bytes | None:
    """The bytes of a table of so many pages; ``None`` if one of them would be too full."""
    keys: list[list[bytes]] = [[] for _ in range(pages)]
    for key in items:
        keys[_number(key, pages) - 1].append(key)
    # Half a table of free room is left, or the next keys would ask for another one.
    if max(map(len, keys)) > _ROOM - 4 or len(items) > pages * _ROOM // 2:
        return None
    header = _HEADER.pack(_MAGIC, generation, pages, 0)[:-4]
    image = bytearray((header + _sum(header, 0)).ljust(PAGE, b"\0"))
    for number, of_page in enumerate(keys, 1):
        page = bytearray(PAGE)
        for slot, key in enumerate(of_page):
            _pack(page, _TOP.size + slot * _ENTRY.size, key, items[key])
        _seal(page, len(of_page), crc32(generation) + number)
        image += page
    return bytes(image)


def _number(key: bytes, pages: int) -> int:
    return 1 + (int.from_bytes(key[:8], "little") & (pages - 1))


def _place(page: bytes | bytearray, key: bytes) -> int | None:
    """Where the entry of a key stands on its page."""
    at = page.find(key, _TOP.size)
    while at >= 0 and (at - _TOP.size) % _ENTRY.size:
        at = page.find(key, at + 1)
    return None if at < 0 else at


def _pack(page: bytearray, at: int, key: bytes, entry: End) -> None:
    _ENTRY.pack_into(
        page, at, key, entry.count, entry.version, entry.bytes, bytes.fromhex(entry.sum),
        entry.contiguous,
    )  # fmt: skip


def _unpacked(page: bytes, at: int) -> End:
    _, count, version, size, digest, contiguous = _ENTRY.unpack_from(page, at)
    return End(count, version, size, digest.hex(), contiguous)


def _seal(page: bytearray, used: int, seed: int) -> None:
    _TOP.pack_into(page, 0, 0, used)
    page[:4] = _sum(page[4:], seed)


def _sum(data: bytes | bytearray, seed: int) -> bytes:
    return crc32(data, seed & 0xFFFFFFFF).to_bytes(4, "little")
