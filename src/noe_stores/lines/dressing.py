"""From facts to lines, the quick way.

Rule kept here: the bytes are those of `noe_stores.lines.codec.encode`, to the last one. A class
with a field that only the codec can write (a JSON value of any shape) is left to it.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Annotated, Any, NoReturn, Union, cast, get_args, get_origin
from uuid import UUID

import attrs
import msgspec

from noe_core.events import BY_KIND
from noe_core.facts import Recorded
from noe_core.moments import When, written
from noe_core.typed import Fact
from noe_core.values import Money
from noe_core.wire import amount_text, decimal_text
from noe_stores.lines.codec import LAST_INTEGER, LINE_LIMIT, encode
from noe_stores.lines.twins import Words

_PLAIN = (str, int, bool, date, UUID, Enum)


class _Line(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A line to write, its members in reading order."""

    stream: str
    version: int
    id: UUID
    event: str
    schema: int
    occurred_at: str
    recorded_at: str
    recorded_by: str
    caused_by: str | None = None
    correlation_id: str | None = None
    data: Any


_encode = msgspec.json.Encoder().encode
_written = lru_cache(maxsize=1024)(written)  # a call has one time of recording, and few days


def line_of(  # noqa: PLR0917 - called once for every fact there is
    stream: str,
    version: int,
    id: UUID,
    event: str,
    schema: int,
    occurred_at: When,
    recorded_at: datetime,
    recorded_by: str,
    caused_by: str | None,
    correlation_id: str | None,
    data: Fact,
) -> bytes:
    """The line of a fact recorded so.

    Raises:
        Malformed: a value would not come back as it is.
    """
    dress = writer_of(cast("Any", type(data)))
    try:
        line = (
            None
            if dress is None
            else _encode(
                _Line(
                    stream=stream,
                    version=version,
                    id=id,
                    event=event,
                    schema=schema,
                    occurred_at=_written(occurred_at),
                    recorded_at=_written(recorded_at),
                    recorded_by=recorded_by,
                    caused_by=caused_by,
                    correlation_id=correlation_id,
                    data=dress(data),
                )
            )
        )
    except (TypeError, ValueError, AttributeError):
        line = None
    if line is not None and len(line) <= LINE_LIMIT:
        return line
    return encode(  # which says what cannot be written
        Recorded(
            stream=stream,
            version=version,
            id=id,
            event=event,
            schema=schema,
            occurred_at=occurred_at,
            recorded_at=recorded_at,
            recorded_by=recorded_by,
            caused_by=caused_by,
            correlation_id=correlation_id,
            data=data,
        )
    )


@cache
def writer_of(kind: Any) -> Callable[[Any], msgspec.Struct] | None:
    """What dresses a fact of a class for writing; none for one that the codec must write."""
    if kind not in BY_KIND:
        return None
    try:
        return _dresser(kind)
    except _Unknown:
        return None


class _Unknown(Exception):  # noqa: N818 - says what the field is
    """A field of a kind that is not written here."""


@cache
def _dresser(kind: type[Any]) -> Callable[[Any], msgspec.Struct]:
    """Makes of a value the struct that is written for it: fields sorted, what is empty left out."""
    words = _Words()
    fields = sorted(attrs.fields(kind), key=lambda one: one.name)
    struct = msgspec.defstruct(
        kind.__name__,
        [(one.name, Any) if _always(one) else (one.name, Any, None) for one in fields],
        kw_only=True,
        omit_defaults=True,
    )
    given = ", ".join(f"{one.name}={words.given(one, kind)}" for one in fields)
    # Made of field names and the patterns here, as attrs makes the methods of a class.
    made: Callable[[Any], msgspec.Struct] = eval(  # noqa: S307
        f"lambda s: {words.name(struct)}({given})", words.known
    )
    return made


def _always(one: attrs.Attribute[Any]) -> bool:
    """Whether a field is written even where it is empty."""
    return one.default is attrs.NOTHING


class _Words(Words):
    """The expressions of what is written for the fields of a class."""

    def given(self, one: attrs.Attribute[Any], owner: type) -> str:
        """The expression of what is written for a field; ``None`` leaves it out."""
        value = f"s.{one.name}"
        dressed = self.dressed(one.type, value, owner)
        group = get_origin(one.type) in {tuple, frozenset}
        return f"({dressed}) if {value} else None" if group and not _always(one) else dressed

    def dressed(self, annotation: Any, value: str, owner: type) -> str:
        """The expression of what is written for a value of a type."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin in {Union, types.UnionType}:
            inner = self.dressed(arguments[0], value, owner)
            return inner if inner == value else f"None if {value} is None else {inner}"
        if origin is Annotated:
            return self.dressed(arguments[0], value, owner)
        if origin is frozenset:
            return f"{self.name(_sorted)}({value})"
        if origin is tuple:
            inner = self.dressed(arguments[0], "x", owner)
            return value if inner == "x" else f"[{inner} for x in {value}]"
        return self._single(annotation, value, owner)

    def _single(self, kind: Any, value: str, owner: type) -> str:
        if kind is Decimal:
            return f"{self.name(amount_text if owner is Money else decimal_text)}({value})"
        if attrs.has(kind):
            return f"{self.name(_dresser(kind))}({value})"
        if kind is int:
            kept = f"{-LAST_INTEGER} <= {value} <= {LAST_INTEGER}"
            return f"({value} if {kept} else {self.name(_unwritten)}({value}))"
        if isinstance(kind, type) and issubclass(kind, _PLAIN):
            return value
        raise _Unknown(kind)


def _unwritten(value: int) -> NoReturn:
    raise ValueError(value)  # the codec says what is wrong with it


def _sorted(items: frozenset[Any]) -> list[str]:
    return sorted(map(str, items))
