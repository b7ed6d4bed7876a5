"""Facts as plain values, such as a JSON text can hold, and back.

Rule kept here: equal facts give equal plain values. ``None`` and empty collections are left
out, sets are sorted, decimals are text without exponent (shared format, "A fact as JSON").
Bytes are the business of the stores; nothing here names a type found in data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, Final, get_args, get_origin
from uuid import UUID

import attrs
from attrs import evolve
from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.v import format_exception

from noe_core.facts import F, Own, Unread
from noe_core.moments import checked, day_from, parse, written
from noe_core.typed import Fact
from noe_core.values import Money

_SETS: Final[tuple[Any, ...]] = (set, frozenset)
_CONTAINERS: Final[tuple[Any, ...]] = (tuple, frozenset)


def decimal_text(number: Decimal) -> str:
    """A decimal without exponent and without idle zeros: ``1E+2`` is ``100``."""
    text = amount_text(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_text(number: Decimal) -> str:
    """A decimal without exponent, its zeros kept: they are the places of an amount."""
    # -0 equals 0, and equal facts have equal bytes.
    return format(number or number.copy_abs(), "f")


def _money(money: Money) -> dict[str, str]:
    return {"amount": amount_text(money.amount), "currency": money.currency}


def _as(kind: type) -> Any:
    def structure(value: Any, wanted: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"must be {kind.__name__}, not {type(value).__name__}")
        # The hook of a class serves those made from it: enums are made from texts.
        return value if wanted is kind else wanted(value)

    return structure


def _from_text(read: Callable[[str], Any]) -> Any:
    return lambda value, _: read(_as(str)(value, str))


def _listed(annotation: Any) -> Any:
    """Reads a list into a tuple or a set; a text is not the list of its letters."""
    container, items = get_origin(annotation), list[get_args(annotation)[0]]  # type: ignore[misc]
    every = converter().get_structure_hook(items)

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise ValueError(f"must be a list, not {type(value).__name__}")  # noqa: TRY004 - as all here
        return container(every(value, items))

    return structure


@cache
def converter() -> Converter:
    """The one converter; built on first use, so that importing the core stays light."""
    made = Converter(omit_if_default=True, forbid_extra_keys=True)
    made.register_unstructure_hook(Money, _money)
    made.register_unstructure_hook(StrEnum, lambda member: member.value)
    made.register_unstructure_hook(Decimal, decimal_text)
    made.register_unstructure_hook(date, written)
    made.register_unstructure_hook(UUID, str)
    made.register_unstructure_hook_factory(
        lambda kind: kind in _SETS or get_origin(kind) in _SETS,
        lambda _: lambda items: sorted(map(str, items)),
    )
    for kind in (str, int, bool):
        made.register_structure_hook(kind, _as(kind))
    made.register_structure_hook_factory(lambda kind: get_origin(kind) in _CONTAINERS, _listed)
    for made_from_text, read in ((date, day_from), (Decimal, Decimal), (UUID, UUID)):
        made.register_structure_hook(made_from_text, _from_text(read))
    return made


def plain(fact: Fact) -> dict[str, Any]:
    """The fields of a fact as plain values."""
    if isinstance(fact, Own | Unread):
        return dict(fact.data)
    fields: dict[str, Any] = converter().unstructure(fact)
    return fields


def plain_field(value: Any) -> Any:
    """One field's value as a plain value; a moment as it is written."""
    if isinstance(value, date):
        return written(checked(value))
    return converter().unstructure(value)


def _said(error: BaseException, kind: type | None) -> str:
    if isinstance(error, InvalidOperation):
        return "must be a number"
    if isinstance(error, ForbiddenExtraKeysError):
        fields = ", ".join(field.name for field in attrs.fields(error.cl))
        return f"no field {', '.join(sorted(error.extra_fields))}; there are {fields}"
    return str(error) if isinstance(error, ValueError) else format_exception(error, kind)


def _placed(said: str) -> str:
    """What is wrong after its place, which cattrs says last and from a dollar on."""
    wrong, _, path = said.rpartition(" @ $")
    place = path.removeprefix(".")
    return f"{place}: {wrong}" if place else wrong


def amended(fact: F, new_fields: Mapping[str, Any]) -> F:
    """The fact with some fields replaced, given as plain values; ``None`` empties one.

    Raises:
        ValueError: a field does not exist or its value does not fit; of a fact that cannot be
            read, no field is known.
    """
    if not new_fields:
        return fact
    if isinstance(fact, Unread):
        raise ValueError(fact.reason)  # noqa: TRY004 - its fields do not fit
    merged = {**plain(fact), **new_fields}
    known = {name: value for name, value in merged.items() if value is not None}
    if isinstance(fact, Own):
        return evolve(fact, data=known)
    return read(type(fact), known)


def read(kind: type[F], fields: Mapping[str, Any]) -> F:
    """A fact of a kind from its plain fields.

    Raises:
        ValueError: they do not fit; the message says where.
    """
    try:
        return converter().structure(fields, kind)
    except BaseValidationError as error:
        said = transform_error(error, format_exception=_said)
        raise ValueError("; ".join(map(_placed, said))) from error


def moment(text: Any) -> Any:
    """A moment from its plain value.

    Raises:
        ValueError: it is no moment.
    """
    return parse(_as(str)(text, str))
