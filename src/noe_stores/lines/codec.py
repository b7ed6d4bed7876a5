"""The only place where facts become bytes and bytes facts.

Rule kept here: equal facts have equal bytes; one line a fact, envelope keys in reading
order, keys of ``data`` sorted, no spaces, no floats (shared format, "A fact as JSON").
Reading builds nothing but the classes of the closed table; what it cannot read it keeps.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any
from uuid import UUID

import msgspec

from noe_core.events import BY_NAME
from noe_core.facts import OWN_NAME, AnyRecorded, Own, Recorded, Unread
from noe_core.moments import parse, written
from noe_core.typed import Fact, Unfit
from noe_core.wire import plain
from noe_stores.lines.turns import MAKING

LAST_INTEGER = 2**53 - 1
"""The greatest integer that every JSON reader keeps exactly."""

LINE_LIMIT = 2**20
"""How many bytes a line may have; a fact of the domain has some hundreds."""

DEPTH_LIMIT = 64
"""How deep values may nest inside a line; those of the domain go four deep."""

_Said = Annotated[str, msgspec.Meta(min_length=1)]
_Number = Annotated[int, msgspec.Meta(ge=1, le=LAST_INTEGER)]


class Circumstances(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What every line says beside its event and the data, which have their classes."""

    stream: _Said
    version: _Number
    id: UUID
    schema: _Number
    occurred_at: str
    recorded_at: datetime
    recorded_by: _Said
    caused_by: _Said | None = None
    correlation_id: _Said | None = None


class Envelope(Circumstances, forbid_unknown_fields=True, kw_only=True):
    """A line as read: everything but the data, which waits for its class."""

    event: _Said
    data: msgspec.Raw


class Malformed(ValueError):  # noqa: N818 - names what the line is
    """A line that is no fact: the field concerned, and why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


_LISTS = (list, tuple)
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
    refuse_unkeepable(envelope, "")
    line = _AS_GIVEN.encode({**envelope, "data": msgspec.Raw(encode_data(record.data))})
    if len(line) > LINE_LIMIT:
        raise Malformed("line", f"has {len(line)} bytes; a fact has at most {LINE_LIMIT}")
    return line


def encode_data(fact: Fact) -> bytes:
    """The bytes of a fact's own fields, keys sorted.

    Raises:
        Malformed: a value would not come back as it is.
    """
    fields = plain(fact)
    # Of the library's own facts a tuple comes back as one; a tool's data has no types to say so.
    refuse_unkeepable(fields, "data", lists=(list,) if isinstance(fact, Own | Unread) else _LISTS)
    return _SORTED.encode(fields)


def refuse_unkeepable(
    value: Any, place: str, depth: int = DEPTH_LIMIT, *, lists: tuple[type, ...] = _LISTS
) -> None:
    """Look for what would not come back as it is, or what JSON readers do not agree on.

    Raises:
        Malformed: there is some; the field says where.
    """
    if depth == 0:
        raise Malformed(place, f"is nested deeper than {DEPTH_LIMIT} levels")
    kind = type(value)
    if kind is str:
        if not value.isascii():
            _refuse_surrogate(value, place)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if type(name) is not str:
                raise Malformed(place, f"has the key {name!r}, which is no text")
            _refuse_surrogate(name, place)
            refuse_unkeepable(inner, f"{place}.{name}" if place else name, depth - 1, lists=lists)
    elif kind in lists:
        for index, inner in enumerate(value):
            refuse_unkeepable(inner, f"{place}[{index}]", depth - 1, lists=lists)
    elif value is not None:
        _refuse_plain(value, place)


def _refuse_plain(value: Any, place: str) -> None:
    if type(value) in {int, float, bool}:
        _refuse_number(value, place)
        return
    kind = type(value).__name__
    raise Malformed(place, f"is of type {kind}, which JSON has not; write it as text or a list")


def _refuse_number(value: float, place: str) -> None:
    if isinstance(value, float):
        raise Malformed(place, "is a float; write decimals as text")
    if abs(value) > LAST_INTEGER:
        raise Malformed(place, "is beyond 2^53-1, which no JSON reader keeps exactly")


def _refuse_surrogate(text: str, place: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Malformed(place, f"holds a lone surrogate: {text!a:.60}") from error


def decode(line: bytes) -> AnyRecorded:
    """The fact of a line; data that does not fit its class is kept as `Unread`.

    Raises:
        Malformed: the envelope itself is no fact's.
    """
    if len(line) > LINE_LIMIT:
        raise Malformed("line", f"has {len(line)} bytes; a fact has at most {LINE_LIMIT}")
    try:
        envelope = _READ.decode(line)
        recorded_at = envelope.recorded_at.astimezone(UTC)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _explained(error, "line", "") from error
    except OverflowError as error:
        raise Malformed("recorded_at", "is outside the calendar in UTC") from error
    if envelope.recorded_at.tzinfo is None:
        raise Malformed("recorded_at", "has no zone")
    try:
        occurred_at = parse(envelope.occurred_at)
    except ValueError as error:
        raise Malformed("occurred_at", str(error)) from error
    return Recorded(
        stream=envelope.stream,
        version=envelope.version,
        id=envelope.id,
        event=envelope.event,
        schema=envelope.schema,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        recorded_by=envelope.recorded_by,
        caused_by=envelope.caused_by,
        correlation_id=envelope.correlation_id,
        data=decode_data(envelope.event, envelope.schema, envelope.data),
    )


def decode_data(name: str, schema: int, data: msgspec.Raw | bytes) -> Fact:
    """The fact that named data stands for, or `Unread` with the reason.

    Raises:
        Malformed: the data is not even a JSON object.
    """
    known = BY_NAME.get(name)
    if known is None and OWN_NAME.fullmatch(name):
        return Own(name, _object(data), schema)
    if known is None:
        return _unread(name, schema, data, f"no release up to this one knows an event named {name}")
    if schema != known.schema:
        return _unread(
            name, schema, data, f"schema {schema} of {name} is not known here, only {known.schema}"
        )
    try:
        return fit(name, data)
    except Malformed as error:
        return _unread(name, schema, data, f"its data does not fit {name}: {error}")


def fit(name: str, data: msgspec.Raw | bytes) -> Fact:
    """The fact of a known name; fields that its class has not are passed over.

    Raises:
        Malformed: the data does not fit the class; the field says where.
    """
    try:
        with MAKING:
            decoder = _decoder(name)
        return decoder.decode(data)
    except (msgspec.DecodeError, ValueError, ArithmeticError, RecursionError) as error:
        raise _explained(error, "data", "data") from error


@cache
def _decoder(name: str) -> msgspec.json.Decoder[Fact]:
    return msgspec.json.Decoder(BY_NAME[name].kind)


def _unread(name: str, schema: int, data: msgspec.Raw | bytes, reason: str) -> Unread:
    return Unread(name, schema, _object(data), reason)


def _object(data: msgspec.Raw | bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _explained(error, "data", "data") from error


_MISSING = re.compile(r"missing required field `(\w+)`")


def _explained(error: Exception, whole: str, root: str) -> Malformed:
    """What a decoder said, with the field it concerns as we write fields."""
    why, _, place = str(error).partition(" - at `$")
    field = root + place.rstrip("`")
    if isinstance(error.__cause__, Unfit):
        field, why = f"{field}.{error.__cause__.field}", error.__cause__.why
    elif missing := _MISSING.search(why):
        field, why = f"{field}.{missing[1]}", "is missing"
    return Malformed(field.lstrip(".") or whole, why)
