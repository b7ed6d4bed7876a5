"""Where each stream ends, in one file that is opened and asked at the same cost for any number.

Rule kept here: this is a cache. It answers only what its checksums vouch for; whatever else
happens to it, the answer is `UNKNOWN`, never "there is none", and the file may go at any
time. An id's digest names the page its entry stands on, so a look is one read and a change
one write. One process writes at a time, he who holds the store's lock; others read
meanwhile. A table that is too full is written anew and put in the old one's place, which
others see by the file's identity before each look.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum
from hashlib import blake2b
from pathlib import Path
from typing import Final, Self
from uuid import UUID

from attrs import frozen

from noe_stores.files.pages import Body, FullPage, Table, Unsound, write

_LOOKS = 3
"""How often a value is read that somebody may be writing at this moment."""

_CONTIGUOUS, _SUMMED = 1, 2
_NO_SUM = bytes(32)


@frozen
class Entry:
    """The end of a stream: how many records, the last version, the file's size, the digest.

    ``contiguous`` says that the versions are 1, 2, 3 … in the order they stand.
    """

    count: int
    version: int
    bytes: int
    sum: str | None
    contiguous: bool = True


class Unknown(Enum):
    """That the table cannot answer."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN


class TableLost(Exception):  # noqa: N818 - says what is
    """The table could not be kept, and was thrown away; nobody is told anything by it now."""


class Heads:
    """The table at a path, opened when it is first asked; threads may share it for reading.

    Whoever writes must hold the store's lock.
    """

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        self.path = path
        self._name = os.fspath(path)
        self._writable = writable
        self._open: Table | None = None

    @classmethod
    def build(cls, path: Path, entries: Iterable[tuple[UUID | str, Entry]] = ()) -> Self:
        """A new table of those entries in the place of whatever was there, synced.

        Raises:
            OSError: the system would not write it.
        """
        write(path, os.urandom(16), {_key(stream): _body(entry) for stream, entry in entries})
        return cls(path, writable=True)

    @property
    def generation(self) -> bytes | None:
        """Which table this is: another after each `build`; ``None`` if there is none sound."""
        try:
            return self._table().generation
        except (OSError, Unsound):
            return None

    def get(self, stream: UUID | str) -> Entry | Unknown | None:
        """The end of a stream; ``None`` if it has none, `UNKNOWN` if that cannot be told."""
        key = _key(stream)
        for _ in range(_LOOKS):
            try:
                body = self._table().find(key)
            except Unsound:
                continue
            except OSError:
                break
            return None if body is None else _entry(body)
        return UNKNOWN

    def put(self, stream: UUID | str, entry: Entry) -> None:
        """Keep the end of a stream; other processes see it at once.

        Raises:
            TableLost: it cannot be kept.
        """
        self.put_many([(stream, entry)])

    def put_many(self, entries: Iterable[tuple[UUID | str, Entry]]) -> None:
        """Keep the ends of several streams, one after the other.

        Raises:
            TableLost: one cannot be kept.
        """
        try:
            for stream, entry in entries:
                key, body = _key(stream), _body(entry)
                table = self._table()
                try:
                    table.keep(key, body)
                except FullPage:
                    write(self.path, table.generation, {**table.items(), key: body})
        except (OSError, Unsound) as error:
            raise self._lost(error) from error

    def sync(self) -> None:
        """Have the disk keep what was put.

        Raises:
            TableLost: it would not, and nothing is known of what it kept.
        """
        try:
            os.fdatasync(self._table().fd)
        except (OSError, Unsound) as error:
            raise self._lost(error) from error

    def discard(self) -> None:
        """Throw the table away: from now on the answer to everybody is `UNKNOWN`.

        Who opened it for reading only lets go of it.
        """
        table, self._open = self._open, None
        if not self._writable:
            return
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        if table is not None:
            with suppress(OSError):
                os.ftruncate(table.fd, 0)  # where it cannot be unlinked, it is emptied

    def close(self) -> None:
        """Let go of the file; asking again opens it again."""
        self._open = None

    def _table(self) -> Table:
        """The table that stands at the path now, which may be another than a moment ago."""
        seen = os.lstat(self._name)
        table = self._open
        if table is None or table.file != (seen.st_dev, seen.st_ino):
            table = self._open = Table(self._name, writable=self._writable)
        return table

    def _lost(self, error: Exception) -> TableLost:
        self.discard()
        return TableLost(f"{self.path}: {error}")


def _key(stream: UUID | str) -> bytes:
    """A digest of the id; a UUID and a text never meet, whatever they look like."""
    if isinstance(stream, UUID):
        return blake2b(stream.bytes, digest_size=16, person=b"uuid").digest()
    return blake2b(stream.encode(), digest_size=16, person=b"text").digest()


def _body(entry: Entry) -> Body:
    marks = _CONTIGUOUS if entry.contiguous else 0
    if entry.sum is None:
        return entry.count, entry.version, entry.bytes, _NO_SUM, marks
    digest = bytes.fromhex(entry.sum)
    return entry.count, entry.version, entry.bytes, digest, marks | _SUMMED


def _entry(body: Body) -> Entry:
    records, version, size, digest, marks = body
    return Entry(
        records,
        version,
        size,
        digest.hex() if marks & _SUMMED else None,
        bool(marks & _CONTIGUOUS),
    )
