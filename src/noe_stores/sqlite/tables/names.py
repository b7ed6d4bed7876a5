"""Streams by name and by number: a store counts its streams, and its keys hold the numbers.

Rule kept here: a number once given to a name stays, so what was learnt need not be asked
again; no more of it is kept in memory than serves. A name that is not found is looked for a
second time, by its hash, for a stream whose row was lost must not read as one without facts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from uuid import UUID

from noe_stores.errors import StoreDamaged

BITS = 32
"""How many bits of a key hold the version; the number of the stream stands above them."""

LAST = (1 << BITS) - 1
"""The greatest version a key can hold."""

LAST_NUMBER = 2**31 - 1
"""The greatest number of a stream, so that its keys are integers of SQLite."""

_REMEMBERED = 20_000

# Asked of SQLite's index of the names, and of the row that it leads to.
_NUMBER = """
    SELECT number FROM streams WHERE name = ?1
    AND EXISTS (SELECT 1 FROM streams AS row WHERE row.number = streams.number AND row.name = ?1)
"""
_NAME = "SELECT name FROM streams WHERE number = ?"
_GIVEN = """
    SELECT names.number, typeof(name), CAST(name AS BLOB)
    FROM names LEFT JOIN streams ON streams.number = names.number WHERE hash = ?
"""


class Names:
    """What is known of the names and numbers of one store."""

    def __init__(self, store: str) -> None:
        self.store = store
        self._numbers: dict[bytes | str, int] = {}
        self._names: dict[int, UUID | str] = {}

    def number(
        self,
        connection: sqlite3.Connection,
        stream: UUID | str,
        fresh: Mapping[bytes | str, int] = {},
    ) -> int | None:
        """The number of a stream; ``None`` where the store has none of that name.

        ``fresh`` are those of the transaction on the way, which may yet be undone.

        Raises:
            StoreDamaged: the name was given to a stream, and is no longer found.
        """
        kept = stream if isinstance(stream, str) else stream.bytes
        number = self._numbers.get(kept) or fresh.get(kept)
        if number is None:
            row = connection.execute(_NUMBER, (kept,)).fetchone()
            if row is None:
                given = _given(connection, kept)
                if given is None:
                    return None
                # A writer may have given it meanwhile.
                row = connection.execute(_NUMBER, (kept,)).fetchone()
                if row is None:
                    raise self.lost(stream, given)
            number = row[0]
            if not 0 < number <= LAST_NUMBER:
                raise self.lost(stream, number)
            self.learn(kept, number)
        return number

    def name(self, connection: sqlite3.Connection, number: int) -> UUID | str:
        """The name of a stream.

        Raises:
            StoreDamaged: records are there under a number that stands for no stream.
        """
        name = self._names.get(number)
        if name is None:
            row = connection.execute(_NAME, (number,)).fetchone()
            if row is None or not isinstance(row[0], bytes | str):
                raise StoreDamaged(
                    f"stream number {number} has records, but its name is gone",
                    store=self.store,
                    remedy="Run noe repair",
                )
            name = as_given(row[0], store=self.store)
            if len(self._names) > _REMEMBERED:
                self._names.clear()
            self._names[number] = name
        return name

    def lost(self, stream: UUID | str, number: int) -> StoreDamaged:
        """The error for a stream whose row is gone, or says otherwise."""
        told = StoreDamaged(
            f"{stream!s:.200} is stream number {number}, but its row in the index is gone or says"
            " otherwise",
            store=self.store,
            remedy="Run noe verify; noe repair salvages what is left",
        )
        told.streams = (str(stream),)
        return told

    def learn(self, kept: bytes | str, number: int) -> None:
        """Remember a number that was read from the store, or committed to it."""
        if len(self._numbers) > _REMEMBERED:
            self._numbers.clear()
        self._numbers[kept] = number

    def forget(self) -> None:
        """Ask the store again from now on."""
        self._numbers.clear()
        self._names.clear()


@lru_cache(maxsize=1024)
def hash_of(name: bytes | str) -> int:
    """The number by which a name is found again: 63 bits of a digest of it, and of its kind."""
    return _hashed("blob", name) if isinstance(name, bytes) else _hashed("text", name.encode())


def _hashed(kind: str, content: bytes) -> int:
    digest = blake2b(content, digest_size=8, person=kind.encode()).digest()
    return int.from_bytes(digest, "big") >> 1


def _given(connection: sqlite3.Connection, kept: bytes | str) -> int | None:
    """The number that was given to a name, unless it was to another one of the same hash."""
    wanted = hash_of(kept)
    row: tuple[int, str, bytes | None] | None = connection.execute(_GIVEN, (wanted,)).fetchone()
    if row is None:
        return None
    number, kind, content = row
    own = kept if isinstance(kept, bytes) else kept.encode()
    if content not in {None, own} and _hashed(kind, content or b"") == wanted:
        return None
    return number


def as_kept(stream: UUID | str) -> bytes | str:
    """An id as a column holds it: a UUID by its 16 bytes, a text as it is."""
    return stream.bytes if isinstance(stream, UUID) else stream


def as_given(stream: bytes | str, *, store: str) -> UUID | str:
    """An id as it was given; the two kinds never meet, whatever they look like.

    Raises:
        StoreDamaged: it is neither.
    """
    try:
        return UUID(bytes=stream) if isinstance(stream, bytes) else stream
    except ValueError as error:
        raise StoreDamaged(
            f"a stream is named by {len(stream)} bytes", store=store, remedy="Run noe repair"
        ) from error
