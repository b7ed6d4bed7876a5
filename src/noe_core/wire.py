"""Facts as plain values, such as a JSON text can hold, and back.

Rule kept here: equal facts give equal plain values. ``None`` and empty collections are left
out, sets are sorted, decimals are text without exponent (shared format, "A fact as JSON").
Bytes are the business of the stores; nothing here names a type found in data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from operator import is_
from typing import Any
from uuid import UUID

from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError

from noe_core.facts import F, Unread
from noe_core.moments import checked, parse, written
from noe_core.typed import Fact
from noe_core.values import Money


def decimal_text(number: Decimal) -> str:
    """A decimal without exponent and without idle zeros: ``1E+2`` is ``100``."""
    text = _unsigned_zero(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unsigned_zero(number: Decimal) -> str:
    # -0 equals 0, and equal facts have equal bytes.
    return format(number or number.copy_abs(), "f")


def _money(money: Money) -> dict[str, str]:
    return {"amount": _unsigned_zero(money.amount), "currency": money.currency}


def _as(kind: type) -> Any:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"must be {kind.__name__}, not {type(value).__name__}")
        return value

    return structure


@cache
def converter() -> Converter:
    """The one converter; built on first use, so that importing the core stays light."""
    made = Converter(omit_if_default=True, forbid_extra_keys=True)
    made.register_unstructure_hook(Money, _money)
    made.register_unstructure_hook(Decimal, decimal_text)
    made.register_unstructure_hook(date, written)
    made.register_unstructure_hook(UUID, str)
    made.register_unstructure_hook_factory(
        lambda kind: getattr(kind, "__origin__", None) is frozenset,
        lambda _: (
            lambda items: sorted(item.value if isinstance(item, Enum) else item for item in items)
        ),
    )
    for kind in (str, int, bool):
        # Exactly that class: an enum of texts is no plain text.
        made.register_structure_hook_func(partial(is_, kind), _as(kind))
    made.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    made.register_structure_hook(Decimal, lambda text, _: Decimal(_as(str)(text, str)))
    made.register_structure_hook(UUID, lambda text, _: UUID(text))
    return made


def plain(fact: Fact) -> dict[str, Any]:
    """The fields of a fact as plain values."""
    fields: dict[str, Any] = converter().unstructure(fact)
    return fields


def plain_field(value: Any) -> Any:
    """One field's value as a plain value; a moment as it is written."""
    if isinstance(value, date):
        return written(checked(value))
    return converter().unstructure(value)


def amended(fact: F, new_fields: Mapping[str, Any]) -> F:
    """The fact with some fields replaced, given as plain values; ``None`` empties one.

    Raises:
        ValueError: a field does not exist or its value does not fit; of a fact that cannot be
            read, no field is known.
    """
    if isinstance(fact, Unread) and new_fields:
        raise ValueError(fact.reason)
    merged = {**plain(fact), **new_fields}
    known = {name: value for name, value in merged.items() if value is not None}
    try:
        return converter().structure(known, type(fact))
    except BaseValidationError as error:
        raise ValueError("; ".join(transform_error(error))) from error


def moment(text: Any) -> Any:
    """A moment from its plain value.

    Raises:
        ValueError: it is no moment.
    """
    return parse(_as(str)(text, str))
