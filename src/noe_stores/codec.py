"""The only place where facts become bytes and bytes facts.

Rule kept here: equal facts have equal bytes; one line a fact, envelope keys in reading
order, keys of ``data`` sorted, no spaces, no floats (shared format, "A fact as JSON").
Reading builds nothing but the classes of the closed table; what it cannot read it keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, NoReturn
from uuid import UUID

import msgspec

from noe_core.events import BY_NAME
from noe_core.facts import AnyRecorded, Recorded, Unread
from noe_core.moments import parse, written
from noe_core.typed import Fact
from noe_core.wire import plain

LAST_INTEGER = 2**53 - 1
"""The greatest integer that every JSON reader keeps exactly."""


class Envelope(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A line as read: everything but the data, which waits for its class."""

    stream: str
    version: int
    id: UUID
    event: str
    schema: int
    occurred_at: str
    recorded_at: datetime
    recorded_by: str
    data: msgspec.Raw
    caused_by: str | None = None
    correlation_id: str | None = None


class Malformed(ValueError):  # noqa: N818 - names what the line is
    """A line that is no fact: the field concerned, and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


_READ = msgspec.json.Decoder(Envelope)
_SORTED = msgspec.json.Encoder(order="sorted")
_AS_GIVEN = msgspec.json.Encoder()


def encode(record: AnyRecorded) -> bytes:
    """The line of a recorded fact.

    Raises:
        Malformed: a value would not come back as it is (a lone surrogate, a huge integer).
    """
    envelope: dict[str, Any] = {
        "stream": record.stream,
        "version": record.version,
        "id": str(record.id),
        "event": record.event,
        "schema": record.schema,
        "occurred_at": written(record.occurred_at),
        "recorded_at": written(record.recorded_at),
        "recorded_by": record.recorded_by,
    }
    if record.caused_by is not None:
        envelope["caused_by"] = record.caused_by
    if record.correlation_id is not None:
        envelope["correlation_id"] = record.correlation_id
    envelope["data"] = msgspec.Raw(encode_data(record.data))
    try:
        return _AS_GIVEN.encode(envelope)
    except UnicodeEncodeError as error:
        raise Malformed("envelope", f"holds a lone surrogate: {error.object!a:.60}") from error


def encode_data(fact: Fact) -> bytes:
    """The bytes of a fact's own fields, keys sorted.

    Raises:
        Malformed: a value would not come back as it is.
    """
    fields = fact.data if isinstance(fact, Unread) else plain(fact)
    _refuse_unkeepable(fields, "data")
    try:
        return _SORTED.encode(fields)
    except UnicodeEncodeError as error:
        raise Malformed("data", f"holds a lone surrogate: {error.object!a:.60}") from error


def _refuse_unkeepable(value: Any, place: str) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _refuse_unkeepable(inner, f"{place}.{name}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            _refuse_unkeepable(inner, f"{place}[{index}]")
    elif isinstance(value, float):
        raise Malformed(place, "is a float; write decimals as text")
    elif isinstance(value, int) and abs(value) > LAST_INTEGER:
        raise Malformed(place, "is beyond 2^53-1, which no JSON reader keeps exactly")


def decode(line: bytes) -> AnyRecorded:
    """The fact of a line; data that does not fit its class is kept as `Unread`.

    Raises:
        Malformed: the envelope itself is no fact's.
    """
    try:
        envelope = _READ.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _explain(error)
    try:
        occurred_at = parse(envelope.occurred_at)
    except ValueError as error:
        raise Malformed("occurred_at", str(error)) from error
    if envelope.recorded_at.tzinfo is None:
        raise Malformed("recorded_at", "has no zone")
    return Recorded(
        stream=envelope.stream,
        version=envelope.version,
        id=envelope.id,
        event=envelope.event,
        schema=envelope.schema,
        occurred_at=occurred_at,
        recorded_at=envelope.recorded_at.astimezone(UTC),
        recorded_by=envelope.recorded_by,
        caused_by=envelope.caused_by,
        correlation_id=envelope.correlation_id,
        data=decode_data(envelope.event, envelope.schema, envelope.data),
    )


def _explain(error: Exception) -> NoReturn:
    text = str(error)
    why, _, place = text.partition(" - at `$.")
    raise Malformed(place.rstrip("`") or "line", why) from error


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Fact]:
    return msgspec.json.Decoder(BY_NAME[name].kind)


def decode_data(name: str, schema: int, data: msgspec.Raw | bytes) -> Fact:
    """The fact that named data stands for, or `Unread` with the reason."""
    known = BY_NAME.get(name)
    if known is None:
        return _unread(name, schema, data, f"no release up to this one knows an event named {name}")
    if schema != known.schema:
        return _unread(
            name, schema, data, f"schema {schema} of {name} is not known here, only {known.schema}"
        )
    try:
        return _decoder(name).decode(data)
    except (msgspec.DecodeError, ValueError, ArithmeticError) as error:
        return _unread(name, schema, data, f"its data does not fit {name}: {error}")


def _unread(name: str, schema: int, data: msgspec.Raw | bytes, reason: str) -> Unread:
    return Unread(name, schema, msgspec.json.decode(data), reason)
