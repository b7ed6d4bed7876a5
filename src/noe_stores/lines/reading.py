"""From lines to facts, the quick way: decoded and built in one pass.

Rule kept here: what the quick way does not vouch for is read by `noe_stores.lines.codec`, which
says why it is not as it should be. Both ways give equal facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from functools import lru_cache
from typing import Any, cast

import msgspec

from noe_core.events import BY_NAME
from noe_core.facts import AnyRecorded, Recorded
from noe_core.moments import day_from, parse
from noe_core.typed import Fact
from noe_stores.lines.codec import LINE_LIMIT, Envelope, Malformed, decode
from noe_stores.lines.twins import open_of, twin_of

_NAME = b'","event":"'
"""Stands before the event's name; inside a text of JSON its quotes would be escaped."""

_DAY = len("2022-01-31")

_day = lru_cache(maxsize=4096)(day_from)
_new = object.__new__
_OPEN: Any = open_of(Recorded)  # a frozen class takes four times as long to be given its fields


def fact_of(line: bytes, stream: str, version: int) -> AnyRecorded:
    """The fact of a line that stands there.

    Raises:
        Malformed: it is no fact, or one of another place.
    """
    start = line.find(_NAME) + len(_NAME)
    name = line[start : line.find(b'"', start)]
    if name not in _READERS or len(line) > LINE_LIMIT:
        return _placed(decode(line), stream, version)
    decoded, build, event, schema = _READERS[name] or _reader(name)
    try:
        read = decoded(line)
        data = build(read.data)
        text = read.occurred_at
        occurred_at = _day(text) if len(text) == _DAY else parse(text)
    except (msgspec.DecodeError, ValueError, ArithmeticError, RecursionError):
        return _placed(decode(line), stream, version)
    if (
        read.stream != stream
        or read.version != version
        or read.event != event
        or read.schema != schema
        or read.recorded_at.tzinfo is not UTC
    ):
        return _placed(decode(line), stream, version)
    record = _new(_OPEN)
    record.stream = stream
    record.version = version
    record.id = read.id
    record.event = event
    record.schema = schema
    record.occurred_at = occurred_at
    record.recorded_at = read.recorded_at
    record.recorded_by = read.recorded_by
    record.caused_by = read.caused_by
    record.correlation_id = read.correlation_id
    record.data = data
    record.corrected_by = ()
    record.__class__ = Recorded
    return record  # type: ignore[no-any-return]


def _placed(record: AnyRecorded, stream: str, version: int) -> AnyRecorded:
    if (record.stream, record.version) != (stream, version):
        raise Malformed("stream", f"the line says {record.stream} version {record.version}")
    return record


Reader = tuple[Callable[[bytes], Any], Callable[[Any], Fact], str, int]
"""How a line of one event is read: what decodes it, what makes its data a fact; name, schema."""

_READERS: dict[bytes, Reader | None] = dict.fromkeys(name.encode() for name in BY_NAME)


def _reader(name: bytes) -> Reader:
    """The reader of an event, made when a line of it is first met."""
    known = BY_NAME[name.decode()]
    twin = twin_of(cast("Any", known.kind))
    line = msgspec.defstruct("Line", [("data", twin.struct)], bases=(Envelope,))
    made = (msgspec.json.Decoder(line).decode, twin.build, known.name, known.schema)
    _READERS[name] = made
    return made
