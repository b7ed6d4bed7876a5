"""The table of where streams end, as bytes: pages of keys and values under checksums.

Rule kept here: what is not vouched for by a checksum is not there, and what could hide a key
is told from an empty page. A page is the keys, under one checksum, then their values, each
under its own. The checksums hold the table's generation, those of keys the page's number
too, so a page put elsewhere, zeroed, or left from another table is not taken for a good one.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from noe_stores.files.checkpoint import replace

PAGE = 4096
FEWEST = 16
"""How many pages a table has at least; always a power of two."""

_KEY = 16
_BODY = struct.Struct("<QQQ32sBxxx")
_SUM = struct.Struct("<I")
_VALUE = _BODY.size + _SUM.size
_TOP = struct.Struct("<IHxx")
_SLOTS = (PAGE - _TOP.size) // (_KEY + _VALUE)
_VALUES = _TOP.size + _SLOTS * _KEY
_HEADER = struct.Struct("<16s16sQI")
_MAGIC = b"noe heads 1"

Body = tuple[int, int, int, bytes, int]
"""What a value holds: count, version, bytes, digest, marks."""


class Unsound(Exception):  # noqa: N818 - says what is
    """Bytes that no checksum vouches for."""


class FullPage(Exception):  # noqa: N818
    """A page that takes no further key."""


class Table:
    """An open table. It is closed with the last who uses it, since threads may share it."""

    def __init__(self, path: str, *, writable: bool) -> None:
        flags = os.O_RDWR if writable else os.O_RDONLY
        self.fd = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW)
        seen = os.fstat(self.fd)
        self.file = (seen.st_dev, seen.st_ino)
        header = os.pread(self.fd, _HEADER.size, 0)
        self.generation, self.pages = _read_header(header, seen.st_size)
        self._seed = crc32(self.generation)

    def __del__(self, _close: Callable[[int], None] = os.close) -> None:
        # At the end of the interpreter names of modules may be gone: this one is kept.
        fd, self.fd = getattr(self, "fd", -1), -1
        if fd >= 0:
            _close(fd)

    def find(self, key: bytes) -> Body | None:
        """The value of a key, ``None`` if the table has none.

        Raises:
            Unsound: that cannot be told.
            OSError: the page cannot be read.
        """
        number = self._number(key)
        page = os.pread(self.fd, PAGE, number * PAGE)
        slot = _slot(page, key)
        if slot is None:
            self._check_keys(page, number)
            return None
        return _unpacked(page, slot, crc32(key, self._seed))

    def keep(self, key: bytes, body: Body) -> None:
        """Set the value of a key.

        Raises:
            FullPage: there is no room for another key.
            Unsound: it cannot be told whether the key is there.
            OSError: the page cannot be read or written.
        """
        number = self._number(key)
        page = os.pread(self.fd, PAGE, number * PAGE)
        value = _packed(body, crc32(key, self._seed))
        slot = _slot(page, key)
        if slot is not None:
            self._write(value, number * PAGE + _VALUES + slot * _VALUE)
            return
        self._check_keys(page, number)
        self._write(_with(page, key, value, _seed_of(self._seed, number)), number * PAGE)

    def items(self) -> dict[bytes, Body]:
        """Every key with its value.

        Raises:
            Unsound: one of them cannot be read.
            OSError: a page cannot be read.
        """
        found: dict[bytes, Body] = {}
        for number in range(1, self.pages + 1):
            page = os.pread(self.fd, PAGE, number * PAGE)
            self._check_keys(page, number)
            for slot in range(_TOP.unpack_from(page)[1]):
                at = _TOP.size + slot * _KEY
                key = page[at : at + _KEY]
                found[key] = _unpacked(page, slot, crc32(key, self._seed))
        return found

    def _number(self, key: bytes) -> int:
        return 1 + (int.from_bytes(key[:8], "little") & (self.pages - 1))

    def _check_keys(self, page: bytes, number: int) -> None:
        if len(page) != PAGE or _TOP.unpack_from(page)[0] != _keys_sum(
            page, _seed_of(self._seed, number)
        ):
            raise Unsound(f"page {number} of the table is not sound")

    def _write(self, data: bytes | bytearray, at: int) -> None:
        if os.pwrite(self.fd, data, at) != len(data):
            raise OSError(f"only a part of {len(data)} bytes was written")


def write(path: Path, generation: bytes, items: dict[bytes, Body]) -> None:
    """Put a new table in the place of what is there; the disk has it when this returns.

    Raises:
        OSError: the system would not write it.
    """
    pages = FEWEST
    while (image := _image(pages, generation, items)) is None:
        pages *= 2
    replace(path, image)


def _image(pages: int, generation: bytes, items: dict[bytes, Body]) -> bytes | None:
    """The bytes of a table of so many pages; ``None`` if one of them would be too full."""
    keys: list[list[bytes]] = [[] for _ in range(pages)]
    for key in items:
        keys[int.from_bytes(key[:8], "little") & (pages - 1)].append(key)
    # Half a table of free slots is left, or the next keys would ask for another one.
    if max(map(len, keys)) > _SLOTS - 4 or len(items) > pages * _SLOTS // 2:
        return None
    seed = crc32(generation)
    image = bytearray(_header(pages, generation))
    for number, of_page in enumerate(keys, 1):
        page = bytearray(PAGE)
        for slot, key in enumerate(of_page):
            page[_TOP.size + slot * _KEY : _TOP.size + (slot + 1) * _KEY] = key
            at = _VALUES + slot * _VALUE
            page[at : at + _VALUE] = _packed(items[key], crc32(key, seed))
        image += _topped(page, len(of_page), _seed_of(seed, number))
    return bytes(image)


def _header(pages: int, generation: bytes) -> bytes:
    unsummed = _HEADER.pack(_MAGIC, generation, pages, 0)[: -_SUM.size]
    return (unsummed + _SUM.pack(crc32(unsummed))).ljust(PAGE, b"\0")


def _read_header(header: bytes, size: int) -> tuple[bytes, int]:
    if len(header) == _HEADER.size:
        magic, generation, pages, digest = _HEADER.unpack(header)
        if (
            magic.rstrip(b"\0") == _MAGIC
            and digest == crc32(header[: -_SUM.size])
            and size == (pages + 1) * PAGE
        ):
            return generation, pages
    raise Unsound("the file is no table, or not whole")


def _slot(page: bytes, key: bytes) -> int | None:
    """Where a key stands among those of its page."""
    at = page.find(key, _TOP.size, _VALUES)
    while at >= 0:
        slot, beside = divmod(at - _TOP.size, _KEY)
        if beside == 0:
            return slot
        at = page.find(key, at + 1, _VALUES)
    return None


def _with(page: bytes, key: bytes, value: bytes, seed: int) -> bytearray:
    """The page with one more key."""
    used = _TOP.unpack_from(page)[1]
    if used == _SLOTS:
        raise FullPage
    new = bytearray(page)
    new[_TOP.size + used * _KEY : _TOP.size + (used + 1) * _KEY] = key
    new[_VALUES + used * _VALUE : _VALUES + (used + 1) * _VALUE] = value
    return _topped(new, used + 1, seed)


def _topped(page: bytearray, used: int, seed: int) -> bytearray:
    _TOP.pack_into(page, 0, 0, used)
    _TOP.pack_into(page, 0, _keys_sum(page, seed), used)
    return page


def _keys_sum(page: bytes | bytearray, seed: int) -> int:
    return crc32(page[_SUM.size : _VALUES], seed)


def _seed_of(seed: int, number: int) -> int:
    return crc32(number.to_bytes(8, "little"), seed)


def _packed(body: Body, seed: int) -> bytes:
    packed = _BODY.pack(*body)
    return packed + _SUM.pack(crc32(packed, seed))


def _unpacked(page: bytes, slot: int, seed: int) -> Body:
    at = _VALUES + slot * _VALUE
    end = at + _BODY.size
    if len(page) != PAGE or _SUM.unpack_from(page, end)[0] != crc32(page[at:end], seed):
        raise Unsound("a value of the table is not sound")
    return _BODY.unpack_from(page, at)
