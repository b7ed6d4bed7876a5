"""JSON Schema (2020-12) of the line of every event, for those who write or check lines.

Rule kept here: a schema is read from the annotations of the fact's class, as the check of
its fields and its decoder are; nothing is declared twice. It describes lines as an export
writes them. An import takes more: ``version``, ``id`` and ``recorded_at`` may be missing
and nulls count as left out; and it refuses more: JSON Schema cannot say that a period ends
after it starts.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Final, Union, get_args, get_origin
from uuid import UUID

import attrs
from annotated_types import Ge, Gt, Le, MinLen

from noe_core.events import BY_NAME, EVENTS, EVENTS_OF, Event
from noe_core.values import Money
from noe_stores.lines.codec import LAST_INTEGER

JSON = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$"
_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

_NOT_NEGATIVE = r"^(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$"

_INSTANT_SCHEMA: Final[JSON] = {"type": "string", "format": "date-time", "pattern": _INSTANT}
_PLAIN: Final[dict[type, JSON]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -LAST_INTEGER, "maximum": LAST_INTEGER},
    date: {"type": "string", "format": "date", "pattern": _DAY},
    UUID: {"type": "string", "format": "uuid", "pattern": _UUID},
    Decimal: {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$"},
}
_MONEY: Final[JSON] = {
    "type": "object",
    "description": "An amount before tax, to two places, in one ISO 4217 currency.",
    "properties": {
        "amount": {"type": "string", "pattern": r"^(0|[1-9][0-9]*)\.[0-9]{2}$"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
}


def schema_of(name: str) -> JSON:
    """The schema of the lines of one event.

    Raises:
        LookupError: no release up to this one knows an event of that name.
    """
    if name not in BY_NAME:
        raise LookupError(f"no release up to this one knows an event named {name}")
    return _line(BY_NAME[name])


def all_schemas() -> Mapping[str, JSON]:
    """The schemas of every event this release writes, by its name."""
    return types.MappingProxyType({event.name: _line(event) for event in EVENTS})


def _line(event: Event) -> JSON:
    values: dict[str, JSON] = {}
    data = _object(event.kind, values)
    said = {"type": "string", "minLength": 1}
    number = {"type": "integer", "minimum": 1, "maximum": LAST_INTEGER}
    kinds = (kind for kind, events in EVENTS_OF.items() if event in events)
    properties = {
        "stream": {"type": "string", "pattern": rf"^({'|'.join(kinds)})/[\s\S]"},
        "version": number,
        "id": _PLAIN[UUID],
        "event": {"const": event.name},
        "schema": {"const": event.schema},
        "occurred_at": {"anyOf": [_PLAIN[date], _INSTANT_SCHEMA]},
        "recorded_at": _INSTANT_SCHEMA,
        "recorded_by": said,
        "caused_by": said,
        "correlation_id": said,
        "data": data,
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:noe:event:{event.name}:{event.schema}",
        "title": event.en,
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in {"caused_by", "correlation_id"}],
        "additionalProperties": False,
        "$defs": dict(sorted(values.items())),
    }


def _object(kind: type[Any], values: dict[str, JSON]) -> JSON:
    """The schema of a class; the values it is made of go to ``values``, once each."""
    fields = attrs.fields(kind)
    return {
        "type": "object",
        "description": _meaning(kind),
        "properties": {field.name: _of(field.type, values) for field in fields},
        "required": [field.name for field in fields if field.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _meaning(kind: type[Any]) -> str:
    return (kind.__doc__ or "").partition("\n")[0]


def _of(annotation: Any, values: dict[str, JSON]) -> JSON:
    """The schema of what an annotation admits; ``None`` is written by leaving out."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return {**_of(arguments[0], values), **_limits(arguments[0], arguments[1:])}
    if origin in {Union, types.UnionType}:
        (kind,) = (argument for argument in arguments if argument is not type(None))
        return _of(kind, values)
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], values)}
    if origin is frozenset:
        return {"type": "array", "items": _of(arguments[0], values), "uniqueItems": True}
    if origin is Mapping:
        return {"type": "object"}
    return dict(_PLAIN[annotation]) if annotation in _PLAIN else _named(annotation, values)


def _limits(kind: Any, rules: tuple[object, ...]) -> JSON:
    limits: JSON = {}
    for rule in rules:
        match rule:
            case MinLen(min_length=least):
                limits["minLength"] = least
            case Gt(gt=low) if kind is int:
                limits["exclusiveMinimum"] = low
            case Ge(ge=low) if kind is int:
                limits["minimum"] = low
            case Le(le=high) if kind is int:
                limits["maximum"] = high
            case Gt() | Ge() | Le() if kind is Decimal:
                # A decimal is text; JSON Schema can say no more of it than its sign.
                limits["pattern"] = _NOT_NEGATIVE
            case _:
                raise TypeError(f"no schema is known for {rule!r} of {kind!r}")
    return limits


def _named(kind: type[Any], values: dict[str, JSON]) -> JSON:
    if kind.__name__ not in values:
        values[kind.__name__] = {}  # holds the place while its own fields are read
        values[kind.__name__] = _value(kind, values)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _value(kind: type[Any], values: dict[str, JSON]) -> JSON:
    if kind is Money:
        return _MONEY
    if issubclass(kind, Enum):
        return {"description": _meaning(kind), "enum": [member.value for member in kind]}
    return _object(kind, values)
