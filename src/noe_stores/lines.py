"""From lines to facts, the quick way: decoded and built in one pass.

Rule kept here: what the quick way does not vouch for is read by `noe_stores.codec`, which
says why it is not as it should be. Both ways give equal facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from functools import lru_cache
from typing import Any, cast

import msgspec

from noe_core.events import BY_NAME, Event
from noe_core.facts import AnyRecorded, Recorded
from noe_core.moments import When, day_from, parse
from noe_core.typed import Fact
from noe_stores.codec import Envelope, Malformed, decode
from noe_stores.twins import open_of, twin_of

_NAME = b'","event":"'
"""Stands before the event's name; inside a text of JSON its quotes would be escaped."""


def fact_of(line: bytes, stream: str, version: int) -> AnyRecorded:
    """The fact of a line that stands there.

    Raises:
        Malformed: it is no fact, or one of another place.
    """
    start = line.find(_NAME) + len(_NAME)
    name = line[start : line.find(b'"', start)]
    if name not in _READERS:
        return _placed(decode(line), stream, version)
    decoded, build, known = _READERS[name] or _reader(name)
    try:
        read = decoded(line)
        data, occurred_at = build(read.data), _moment(read.occurred_at)
    except (msgspec.DecodeError, ValueError, ArithmeticError, RecursionError):
        return _placed(decode(line), stream, version)
    if (
        read.stream != stream
        or read.version != version
        or read.event != known.name
        or read.schema != known.schema
        or read.recorded_at.tzinfo is not UTC
    ):
        return _placed(decode(line), stream, version)
    return _made(stream, version, read, data, known, occurred_at)


def _placed(record: AnyRecorded, stream: str, version: int) -> AnyRecorded:
    if (record.stream, record.version) != (stream, version):
        raise Malformed("stream", f"the line says {record.stream} version {record.version}")
    return record


Reader = tuple[Callable[[bytes], Any], Callable[[Any], Fact], Event]
"""How a line of one event is read: the decoder, what makes its data a fact, and the event."""

_READERS: dict[bytes, Reader | None] = dict.fromkeys(name.encode() for name in BY_NAME)


def _reader(name: bytes) -> Reader:
    """The reader of an event, made when a line of it is first met."""
    known = BY_NAME[name.decode()]
    twin = twin_of(cast("Any", known.kind))
    line = msgspec.defstruct("Line", [("data", twin.struct)], bases=(Envelope,))
    _READERS[name] = made = (msgspec.json.Decoder(line).decode, twin.build, known)
    return made


_day = lru_cache(maxsize=4096)(day_from)


def _moment(text: str) -> When:
    return _day(text) if len(text) == 10 else parse(text)  # noqa: PLR2004 - 2022-01-31


_new = object.__new__
_OPEN: Any = open_of(Recorded)


def _made(  # noqa: PLR0917 - called once, for every fact there is
    stream: str, version: int, read: Any, data: Fact, known: Event, occurred_at: When
) -> AnyRecorded:
    """A record, given its fields while its class is open."""
    made = _new(_OPEN)
    made.stream = stream
    made.version = version
    made.id = read.id
    made.event = known.name
    made.schema = known.schema
    made.occurred_at = occurred_at
    made.recorded_at = read.recorded_at
    made.recorded_by = read.recorded_by
    made.caused_by = read.caused_by
    made.correlation_id = read.correlation_id
    made.data = data
    made.corrected_by = ()
    made.__class__ = Recorded
    return cast("AnyRecorded", made)
