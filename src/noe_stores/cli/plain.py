"""What the API answers, as values a JSON text can hold.

Rule kept here: no floats. A ratio is {"num", "den"}, exact, or null where there is nothing
to divide by; everything else is written as facts are (shared format).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from noe_core.facts import AnyRecorded, Recorded
from noe_core.projections.months import Month
from noe_core.values import Money
from noe_core.wire import plain_field
from noe_stores.lines.codec import encode


def as_plain(value: Any) -> Any:
    """An answer as plain values: every field under its own name, a fact by its id."""
    match value:
        case Fraction():
            plain: Any = {"num": value.numerator, "den": value.denominator}
        case Recorded():
            plain = str(value.id)
        case Month():
            plain = _key(value)
        case Mapping():
            plain = {_key(key): as_plain(inner) for key, inner in value.items()}
        case set() | frozenset():
            plain = sorted((as_plain(item) for item in value), key=str)
        case tuple() | list():
            plain = [as_plain(item) for item in value]
        case _ if attrs.has(type(value)) and not isinstance(value, Money):
            names = (field.name for field in attrs.fields(type(value)))
            plain = {name: as_plain(getattr(value, name)) for name in names}
        case _:
            plain = plain_field(value)
    return plain


def _key(key: Any) -> str:
    if isinstance(key, Month):
        return f"{key.year:04}-{key.month:02}"
    if attrs.has(type(key)):
        parts = (getattr(key, field.name) for field in attrs.fields(type(key)))
        return ":".join(_key(part) for part in parts if part is not None)
    return str(key.value if isinstance(key, Enum) else key)


def as_line(record: AnyRecorded) -> dict[str, Any]:
    """A recorded fact as its line in an export."""
    line: dict[str, Any] = json.loads(encode(record))
    return line
