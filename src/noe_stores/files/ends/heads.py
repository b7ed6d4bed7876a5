"""Where each file ends, in one file that is opened and asked at the same cost for any number.

Rule kept here: this is a cache. It answers only what its checksums vouch for; whatever else
happens to it, the answer is `UNKNOWN`, never "there is none", and the file may go at any
time. A path's digest names the page its entry stands on, so a look is one read and a change
one write. One process writes at a time, he who holds the store's lock; others read
meanwhile. A table that is too full is written anew and put in the old one's place, which
others see by the file's identity before each look.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from noe_stores.files.dossiers.end import End
from noe_stores.files.ends.table import FullPage, Table, Unsound, entry_on, write


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
        self._held: tuple[Table, int, bytes] | None = None

    def build(self, entries: Iterable[tuple[str, End]] = ()) -> None:
        """Put a new table of those entries in the place of whatever was there, synced.

        Raises:
            OSError: the system would not write it.
        """
        self._held = None
        write(self.path, os.urandom(16), {_key(file): entry for file, entry in entries})

    def get(self, file: str) -> End | Unknown | None:
        """Where a file ends; ``None`` if there is none, `UNKNOWN` if that cannot be told."""
        try:
            return entry_on(self._looked_up(_key(file))[2], _key(file))
        except (OSError, Unsound):
            return UNKNOWN

    def hold(self, file: str) -> End | Unknown | None:
        """The same; until `let_go`, who holds the lock may `put` it without a second look."""
        try:
            self._held = self._looked_up(_key(file))
            return entry_on(self._held[2], _key(file))
        except (OSError, Unsound):
            return UNKNOWN

    def let_go(self) -> None:
        """Look again before the next `put`: others may have written since."""
        self._held = None

    def knows_only(self, files: Iterable[str]) -> bool:
        """Whether it knows no file but these, which are asked for once it was read."""
        try:
            known = {*self._table().keys()}
        except (OSError, Unsound):
            return False
        return known.issubset(map(_key, files))

    def put(self, entries: Iterable[tuple[str, End]]) -> None:
        """Keep the ends of some files, one after the other; other processes see each at once.

        Raises:
            TableLost: one cannot be kept.
        """
        try:
            for file, entry in entries:
                key, held = _key(file), self._held
                self._held = None
                if held is None or held[1] != held[0].number(key):
                    held = self._looked_up(key)
                table, number, page = held
                try:
                    table.keep(number, page, key, entry)
                except FullPage:
                    write(self.path, table.generation, {**dict(table.items()), key: entry})
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
        table, self._open, self._held = self._open, None, None
        if not self._writable:
            return
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        if table is not None:
            with suppress(OSError):
                os.ftruncate(table.fd, 0)  # where it cannot be unlinked, it is emptied

    def close(self) -> None:
        """Let go of the file; asking again opens it again."""
        self._open = self._held = None

    def _looked_up(self, key: bytes) -> tuple[Table, int, bytes]:
        """The table, and the page of a key."""
        table = self._table()
        number = table.number(key)
        return table, number, table.page(number)

    def _table(self) -> Table:
        """The table that stands at the path now, which may be another than a moment ago."""
        seen = os.lstat(self._name)
        table = self._open
        if table is None or table.identity != (seen.st_dev, seen.st_ino):
            table = self._open = Table(self._name, writable=self._writable)
        return table

    def _lost(self, error: Exception) -> TableLost:
        self.discard()
        return TableLost(f"{self.path}: {error}")


@lru_cache(maxsize=4096)
def _key(file: str) -> bytes:
    return blake2b(file.encode(), digest_size=16).digest()
