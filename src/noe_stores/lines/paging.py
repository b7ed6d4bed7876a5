"""A run of stored lines, chained and read.

Rule kept here: every line is checked against its place in the chain before it is read, and
nothing after one that is not as it should be is given.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from hashlib import sha256

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_stores.lines.codec import Malformed, decode
from noe_stores.lines.reading import fact_of
from noe_stores.lines.tail import Tail

_SEAL = 74
"""Bytes of ``,"sum":"<64 hex>"}`` at the end of a sealed line."""

_SUM = slice(-66, -2)
"""Where the digest stands in it."""


@frozen
class Page:
    """A run of facts of one stream, the tail they make, and why the run ended early, if it did."""

    records: list[AnyRecorded]
    tail: Tail
    bad: Malformed | None = None


def read(states: Iterable[bytes], tail: Tail) -> Page:
    """The facts of sealed lines that follow a tail, up to the first that does not."""
    stream, version, previous = tail.stream, tail.version, tail.sum.encode()
    records: list[AnyRecorded] = []
    bad: Malformed | None = None
    collecting = gc.isenabled()
    try:
        gc.disable()  # thousands of objects, none of them garbage
        for state in states:
            digest = sha256(previous + state[:-_SEAL] + b"}").hexdigest().encode()
            if state[_SUM] != digest:
                bad = _broken(state, stream, version + 1)
                break
            records.append(fact_of(state, stream, version + 1))
            version += 1
            previous = digest
    except Malformed as error:
        bad = error
    except TypeError:  # SQLite keeps text in a column of bytes, if told to
        bad = Malformed("line", f"the record is {type(state).__name__}, not bytes")
    finally:
        if collecting:
            gc.enable()
    if records:
        tail = Tail(stream, version, previous.decode(), records[-1].recorded_at)
    return Page(records, tail, bad)


def _broken(state: bytes, stream: str, version: int) -> Malformed:
    """What is wrong with a record whose digest is not the one that belongs there."""
    if state[-_SEAL : -_SEAL + 8] != b',"sum":"' or state[-2:] != b'"}':
        return Malformed("sum", "the record carries no digest: it was not written by a ledger")
    try:
        found = decode(state[:-_SEAL] + b"}")
    except Malformed as error:
        return error
    if (found.stream, found.version > version) == (stream, True):
        why = f"version {version} is missing; version {found.version} stands there"
        return Malformed("version", why)
    return Malformed("sum", "the digest does not follow from the bytes and the line before")
