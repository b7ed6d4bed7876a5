"""One line of an import, read strictly.

Rule kept here: a line is taken only if an export would give it back: same fields, same
values. Order of keys, spaces, idle zeros of a decimal, the offset of an instant and nulls
(which count as left out) may differ; anything else that would be lost is named and refused.
Where what is unknown is kept, a fact with sealed texts is kept too, unread and as it came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import attrs
import msgspec
from attrs import frozen

from noe_core.decision import Draft
from noe_core.events import BY_NAME
from noe_core.facts import Unread
from noe_core.moments import parse
from noe_core.typed import Fact
from noe_stores.identity import KINDS, is_stream
from noe_stores.lines.codec import (
    DEPTH_LIMIT,
    LAST_INTEGER,
    Malformed,
    decode_data,
    encode_data,
    fit,
    refuse_unkeepable,
)
from noe_stores.lines.sealed import without_seals

NEEDED: Final = ("stream", "event", "schema", "occurred_at", "recorded_by", "data")
"""What every line says."""

ASSIGNED: Final = ("version", "id", "recorded_at")
"""What the ledger gives where a line does not."""

OPTIONAL: Final = ("caused_by", "correlation_id")
"""What a line may say."""

_NUMBERS = ("version", "schema")
_TEXTS = tuple(sorted({*NEEDED, *ASSIGNED, *OPTIONAL} - {*_NUMBERS, "data"}))
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    _DAY.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_LONGEST_INTEGER = 20

# What a correction holds are values for another fact's fields; there, null empties one.
_NULLS_SPEAK = "new_fields"


@frozen(kw_only=True)
class Incoming:
    """What a line says: a draft for a stream, and the bytes its data will have there."""

    stream: str
    draft: Draft[Fact]
    data: bytes


def parsed(line: bytes) -> dict[str, Any]:
    """The members of a line's object; members that are null are left out.

    Raises:
        Malformed: it is no JSON object, or holds what JSON readers do not agree on.
    """
    try:
        given = json.loads(line.decode(), parse_int=_integer, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise Malformed("line", f"is no UTF-8 text from byte {error.start + 1} on") from error
    except json.JSONDecodeError as error:
        raise Malformed("line", f"is no JSON: {error.msg} (column {error.colno})") from error
    except RecursionError as error:
        raise Malformed("line", f"is nested deeper than {DEPTH_LIMIT} levels") from error
    if not isinstance(given, dict):
        raise Malformed("line", f"is no JSON object but {given!r:.60}")
    refuse_unkeepable(given, "", DEPTH_LIMIT + 1)
    _refuse_doubled(given, "")
    return {name: value for name, value in given.items() if value is not None}


class _Doubled(dict[str, Any]):
    """An object with a key that stands in it twice."""

    key = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    names = [name for name, _ in pairs]
    doubled = _Doubled(made)
    doubled.key = next(name for name in names if names.count(name) > 1)
    return doubled


def _integer(digits: str) -> int:
    # Python refuses to read thousands of digits; ours is the better message.
    return int(digits) if len(digits) <= _LONGEST_INTEGER else LAST_INTEGER + 1


def _refuse_doubled(value: Any, place: str) -> None:
    if isinstance(value, _Doubled):
        raise Malformed(_under(place, value.key), "stands twice in the same object")
    if isinstance(value, dict):
        for name, inner in value.items():
            _refuse_doubled(inner, _under(place, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_doubled(inner, f"{place}[{index}]")


def _under(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def understood(given: Mapping[str, Any], *, keep_unknown: bool) -> Incoming:
    """The draft that a line's members stand for.

    Raises:
        Malformed: a member is missing, unknown, wrong, or would not come back as given.
    """
    _check_envelope(given)
    recorded_at = given.get("recorded_at")
    fact, data = _fact(given["event"], given["schema"], given["data"], keep_unknown=keep_unknown)
    return Incoming(
        stream=given["stream"],
        data=data,
        draft=Draft(
            data=fact,
            occurred_at=_moment("occurred_at", given["occurred_at"], _DAY, _INSTANT),
            id=UUID(given["id"]) if "id" in given else None,
            version=given.get("version"),
            recorded_at=recorded_at and _moment("recorded_at", recorded_at, _INSTANT),
            recorded_by=given["recorded_by"],
            caused_by=given.get("caused_by"),
            correlation_id=given.get("correlation_id"),
        ),
    )


def _check_envelope(given: Mapping[str, Any]) -> None:
    for name in NEEDED:
        if name not in given:
            raise Malformed(name, "is missing")
    for name, value in given.items():
        wrong = _wrong(name, value)
        if wrong is not None:
            raise Malformed(name, wrong)
    if not is_stream(given["stream"]) or "\x00" in given["stream"]:
        kinds = ", ".join(f"{kind}/" for kind in KINDS)
        raise Malformed("stream", f"must be an id that begins with its kind ({kinds}), without NUL")
    if "id" in given and not _UUID.fullmatch(given["id"]):
        raise Malformed("id", f"must be a UUID with its hyphens, not {given['id']!r:.60}")


def _wrong(name: str, value: Any) -> str | None:
    if name in _TEXTS:
        fits = isinstance(value, str) and value != ""
        return None if fits else f"must be a text of at least one character, not {value!r:.60}"
    if name in _NUMBERS:
        fits = type(value) is int and value >= 1
        return None if fits else f"must be a whole number from 1, not {value!r:.60}"
    if name == "data":
        return None if isinstance(value, dict) else f"must be an object, not {value!r:.60}"
    return "is no field of a fact's line"


def _moment(name: str, text: str, *forms: re.Pattern[str]) -> Any:
    if not any(form.fullmatch(text) for form in forms):
        day = "a day (2022-01-31) or " if _DAY in forms else ""
        wanted = f"{day}an instant with its zone (2022-01-31T09:00:00Z, at most six decimals)"
        raise Malformed(name, f"must be {wanted}, not {text!r:.60}")
    try:
        return parse(text)
    except ValueError as error:
        raise Malformed(name, str(error)) from error


def _fact(
    name: str, schema: int, given: dict[str, Any], *, keep_unknown: bool
) -> tuple[Fact, bytes]:
    known = BY_NAME.get(name)
    if known is None or known.schema != schema:
        fact = decode_data(name, schema, msgspec.json.encode(given))
        if isinstance(fact, Unread) and not keep_unknown:
            field = "event" if known is None else "schema"
            raise Malformed(field, f"{fact.reason}; it can be kept unread if you ask for it")
        return fact, encode_data(fact)
    said = _without_nulls(given)
    try:
        return _strictly(name, said)
    except Malformed:
        opened = without_seals(known.kind, said)
        if not keep_unknown or opened == said:
            raise
        _strictly(name, opened)  # what is not sealed fits
        fact = decode_data(name, schema, msgspec.json.encode(given))
        return fact, encode_data(fact)


def _strictly(name: str, said: Any) -> tuple[Fact, bytes]:
    """The fact of known data, and the bytes it will have."""
    fact = fit(name, msgspec.json.encode(said))
    kept = encode_data(fact)
    _refuse_unknown(said, fact, "data")
    _refuse_changed(said, msgspec.json.decode(kept), "data")
    return fact, kept


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: inner if name == _NULLS_SPEAK else _without_nulls(inner)
            for name, inner in value.items()
            if inner is not None
        }
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value


def _refuse_unknown(given: Any, made: Any, place: str) -> None:
    """Refuse a member that the class of the value has no field for, at any depth."""
    if isinstance(given, dict) and attrs.has(type(made)):
        names = {field.name for field in attrs.fields(type(made))}
        for name, inner in given.items():
            if name not in names:
                raise Malformed(f"{place}.{name}", f"is no field of {type(made).__name__}")
            _refuse_unknown(inner, getattr(made, name), f"{place}.{name}")
    elif isinstance(given, list) and isinstance(made, tuple):
        for index, (inner, one) in enumerate(zip(given, made, strict=True)):
            _refuse_unknown(inner, one, f"{place}[{index}]")


def _refuse_changed(given: Any, kept: Any, place: str) -> None:
    """Refuse a value that an export would give back as another."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, inner in given.items():
            # What is left out was nothing: a null, gone already, or an empty list.
            _refuse_changed(inner, kept.get(name, []), f"{place}.{name}")
    elif _is_set(given, kept):
        return
    elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        for index, (inner, one) in enumerate(zip(given, kept, strict=True)):
            _refuse_changed(inner, one, f"{place}[{index}]")
    elif type(given) is not type(kept) or not (given == kept or _denotes(str(given), str(kept))):
        raise Malformed(place, f"{given!r:.60} would come back as {kept!r:.60}")


def _is_set(given: Any, kept: Any) -> bool:
    # Only a set changes the order of its items; a doubled item would be lost, so is no set.
    lists = isinstance(given, list) and isinstance(kept, list)
    return lists and all(isinstance(item, str) for item in given) and sorted(given) == kept


def _denotes(given: str, kept: str) -> bool:
    """Whether two texts are one identifier or one number; plain text never differs here."""
    if _UUID.fullmatch(given):
        return given.lower() == kept
    numbers = _DECIMAL.fullmatch(given) and _DECIMAL.fullmatch(kept)
    return bool(numbers) and Decimal(given) == Decimal(kept)
