"""How a value or a fact is declared: frozen, by keyword, and right in its types once built.

Rule kept here: what is wrong in itself (a type, a sign, an enum, an empty text) fails at
construction, from Python as from bytes; what is missing is ``None`` and nobody's error.
The annotation of a field is its only declaration: it says what may stand there to the
reader, to the type checker, to the decoder and to the check below.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, cast, dataclass_transform, get_args, get_origin

import attrs
from annotated_types import Ge, Gt, Le, MinLen

from noe_core.at_once import Check, right_of

T = TypeVar("T")

Text = Annotated[str, MinLen(1)]
"""Something said or written; never empty: what was not said is ``None``."""

Id = Annotated[str, MinLen(1)]
"""The caller's own identifier of a thing inside its stream."""

Minutes = Annotated[int, Gt(0)]
"""Whole minutes, more than none."""

Days = Annotated[int, Gt(0)]
"""Whole days, more than none."""

Count = Annotated[int, Ge(0)]
"""How many, possibly none."""


class Fact:
    """What every fact of the domain is: something that happened, in plain fields."""

    __slots__ = ()


class Unfit(ValueError):  # noqa: N818 - says what the value is
    """A value that is wrong in itself; ``field`` names where it stands, ``why`` the reason."""

    def __init__(self, owner: str, field: str, why: str) -> None:
        super().__init__(owner, field, why)
        self.owner = owner
        self.field = field
        self.why = why

    def __str__(self) -> str:
        return f"{self.owner}.{self.field} {self.why}"


def _kind(value: object) -> str:
    return f"{value!r:.60} ({type(value).__name__})"


def _named(kind: type[Any]) -> str:
    """The name of a type, with its article."""
    return f"{'an' if kind.__name__[0] in 'AEIOaeio' else 'a'} {kind.__name__}"


def _constrained(inner: Check, rules: tuple[object, ...]) -> Check:
    asked = tuple(_rule(rule) for rule in rules)

    def check(value: Any) -> str | None:
        wrong = inner(value)
        for rule in asked:
            wrong = wrong or rule(value)
        return wrong

    return check


def _rule(rule: object) -> Check:
    match rule:
        case Gt(gt=low):
            return lambda value: None if value > low else f"must be more than {low}, not {value}"
        case Ge(ge=low):
            return lambda value: None if value >= low else f"must be at least {low}, not {value}"
        case Le(le=high):
            return lambda value: None if value <= high else f"must be at most {high}, not {value}"
        case MinLen(min_length=least):
            empty = "must not be empty; leave it out where nothing is known"
            return lambda value: None if len(value) >= least else empty
        case _:
            raise TypeError(f"no check is known for the constraint {rule!r}")


def _optional(inner: Check) -> Check:
    return lambda value: None if value is None else inner(value)


def _every(container: type[Any], item: Check) -> Check:
    def check(value: Any) -> str | None:
        if type(value) is not container:
            return f"must be a {container.__name__}, not {_kind(value)}"
        return next((wrong for wrong in (item(one) for one in value) if wrong is not None), None)

    return check


def _exactly(kind: type[Any]) -> Check:
    # bool is an int and datetime a date to isinstance; neither may pass for the other.
    strict = kind in {int, date}

    def check(value: Any) -> str | None:
        fits = type(value) is kind if strict else isinstance(value, kind)
        if fits:
            finite = kind is not Decimal or value.is_finite()
            return None if finite else f"must be a finite number, not {value}"
        if issubclass(kind, Enum):
            allowed = ", ".join(repr(member.value) for member in kind)
            return f"must be {_named(kind)} (one of {allowed}), not {_kind(value)}"
        return f"must be {_named(kind)}, not {_kind(value)}"

    return check


@cache
def check_of(annotation: Any) -> Check:
    """The check that an annotation stands for.

    Raises:
        TypeError: the annotation is of a kind that no fact uses.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _constrained(check_of(arguments[0]), arguments[1:])
    if origin in {Union, types.UnionType} and arguments[1:] == (type(None),):
        return _optional(check_of(arguments[0]))
    if origin in {tuple, frozenset}:
        return _every(origin, check_of(arguments[0]))
    if origin is Mapping:
        return _exactly(Mapping)
    if isinstance(annotation, type):
        return _exactly(annotation)
    raise TypeError(f"no check is known for the annotation {annotation!r}")


def _checked(_cls: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """The fields, the last of them with a validator for all: one call a value, not one a field."""
    kinds = {field.name: cast(Any, field.type) for field in fields}
    checks = tuple((name, check_of(kind)) for name, kind in kinds.items())
    right: Callable[[Any], bool] | None = None  # made when the first value is: most never are

    def validate(instance: Any, _field: attrs.Attribute[Any], _value: Any) -> None:
        nonlocal right
        if right is None:
            right = right_of(kinds, check_of)
        if right(instance):
            return
        for name, check in checks:
            wrong = check(getattr(instance, name))
            if wrong is not None:
                raise Unfit(type(instance).__name__, name, wrong)

    return [*fields[:-1], fields[-1].evolve(validator=validate)]


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def value(cls: type[T]) -> type[T]:
    """Declare a frozen value whose fields are checked against their annotations.

    A module that declares values does not postpone its annotations: they are read here.
    """
    return attrs.frozen(kw_only=True, field_transformer=_checked)(cls)
