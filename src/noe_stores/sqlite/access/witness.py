"""The side file of a store: what was acknowledged, kept where the database is not.

Rule kept here: the witness is written after the commit it tells of, so it may lag behind the
database but never leads; a database that holds less has lost what was acknowledged. It begins
with one line of fixed length that a person can read, with a checksum of its own, and it is not
synced. After it come the runs acknowledged last, each with its place in the order and the hash
of its stream's name: where something was lost, they say of which streams.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from zlib import crc32

from attrs import frozen

SUFFIX = "-noe"
"""What the side file's name adds to that of the database."""

_LINE = b"noe-sqlite 1 position %020d sum %s "
_LENGTH = len(_LINE % (0, b"0" * 64))
_SIZE = _LENGTH + 9
_POSITION = slice(22, 42)
_SUM = slice(47, 111)
_TRIES = 3

_RUN = b"%020d %010d %016x\n"
_RUN_SIZE = len(_RUN % (0, 0, 0))
_RUNS = 1021
"""How many runs are told at most; a prime, so that calls of one size seldom meet in a place."""

Run = tuple[int, int, int]
"""The last position of some records of one stream, how many they are, the hash of its name."""


@frozen
class Witness:
    """The last position somebody was told of, and the mark of the record that stands there."""

    position: int
    mark: bytes


def mark_of(state: bytes, digest: str | None = None) -> bytes:
    """What tells one record from another: its digest, or a checksum where it carries none."""
    digest = digest or digest_of(state)
    return digest.encode() if digest else b"%064x" % crc32(state)


def digest_of(state: bytes) -> str | None:
    """The digest at the end of a sealed line, taken by its place; see `noe_stores.lines.chain`."""
    digest = state[-66:-2]
    sealed = state[-74:-66] == b',"sum":"' and state[-2:] == b'"}'
    if sealed and len(digest) == 64 and not digest.strip(b"0123456789abcdef"):  # noqa: PLR2004
        return digest.decode()
    return None


def write(descriptor: int, position: int, mark: bytes, runs: Iterable[Run] = ()) -> None:
    """Put down what is acknowledged next."""
    for run in runs:
        os.pwrite(descriptor, _RUN % run, _place(run[0]))
    line = _LINE % (position, mark)
    os.pwrite(descriptor, b"%s%08x\n" % (line, crc32(line)), 0)


def read(descriptor: int) -> Witness | None:
    """What was acknowledged last; nothing where no whole line stands there.

    A line being written while it is read is read again.
    """
    for _ in range(_TRIES):
        said = os.pread(descriptor, _SIZE, 0)
        line = said[:_LENGTH]
        if said[_LENGTH:] == b"%08x\n" % crc32(line) and line[_POSITION].isdigit():
            return Witness(int(line[_POSITION]), line[_SUM])
    return None


def look(path: str) -> Witness | None:
    """What the side file of a database says, if there is one that can be read."""
    try:
        descriptor = _opened(path)
        try:
            return read(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        return None


def streams_between(path: str, after: int, last: int) -> frozenset[int] | None:
    """The hashes of the streams recorded after a position up to another; nothing if not known."""
    found = set()
    try:
        descriptor = _opened(path)
        try:
            while last > after:
                said = os.pread(descriptor, _RUN_SIZE, _place(last)).split()
                if len(said) != len(_RUN.split()) or int(said[0]) != last or int(said[1]) < 1:
                    return None
                found.add(int(said[2], 16))
                last -= int(said[1])
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        return None
    return frozenset(found)


def _opened(path: str) -> int:
    return os.open(path + SUFFIX, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)


def _place(position: int) -> int:
    return _SIZE + position % _RUNS * _RUN_SIZE
