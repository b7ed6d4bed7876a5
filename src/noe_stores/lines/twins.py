"""Structs with the fields of our classes, which msgspec reads three times as quickly.

Rule kept here: a twin takes nothing that its class would refuse. Types and bounds are
checked while the bytes are read; a class with a rule that msgspec has no word for (a finite
decimal, three capital letters) is asked itself once built. What a twin refuses is looked at
again by `noe_stores.lines.codec`, which reads the class and says why.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin
from uuid import UUID

import attrs
import msgspec
from annotated_types import Ge, Gt, Le, MinLen
from attrs import define, field, frozen

T = TypeVar("T")

_PLAIN = (str, int, bool, date, UUID)
_GROUPS = (tuple, frozenset)


@frozen
class Twin:
    """A struct, and how what was read into one becomes a value of the class."""

    struct: type[msgspec.Struct]
    build: Callable[[Any], Any]


@cache
def twin_of(kind: type) -> Twin:
    """The twin of a class of facts or values."""
    fields = [(one.name, _part_of(one.type), one.default) for one in attrs.fields(kind)]
    struct = msgspec.defstruct(
        kind.__name__, [_field(name, part.kind, default) for name, part, default in fields],
        kw_only=True,
    )  # fmt: skip
    words = Words()
    steps = [f"made.{name} = {part.made_of(f's.{name}', words)}" for name, part, _ in fields]
    steps.append(f"made.__class__ = {words.name(kind)}")
    if not all(part.exact for _, part, _ in fields):
        (judge,) = (one.validator for one in attrs.fields(kind) if one.validator is not None)
        steps.append(f"{words.name(judge)}(made, None, None)")
    if hasattr(kind, "__attrs_post_init__"):
        steps.append("made.__attrs_post_init__()")
    begun = f"made = {words.name(object.__new__)}({words.name(open_of(kind))})"
    # Made of field names and the patterns here, as attrs makes the methods of a class.
    text = "\n    ".join(["def build(s):", begun, *steps, "return made"])
    exec(text, words.known)  # noqa: S102
    return Twin(struct, words.known["build"])


def open_of(kind: type[T]) -> type[T]:
    """A frozen class while it is being built: a frozen one pays dearly for each field it is given.

    What is made of it becomes the class itself by its ``__class__``, before anybody sees it.
    """
    plain = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(kind.__name__, (kind,), {"__slots__": (), **plain})


@define
class Words:
    """What the names in the text of a function stand for."""

    known: dict[str, Any] = field(factory=dict)

    def name(self, thing: Any) -> str:
        """A name for a thing."""
        name = f"n{len(self.known)}"
        self.known[name] = thing
        return name


@frozen
class _Part:
    """How one field is read: as which type, what is made of it, and whether that is exact."""

    kind: Any
    exact: bool = True
    value: Twin | None = None
    group: Any = None
    optional: bool = False

    def made_of(self, read: str, words: Words) -> str:
        """The expression that makes the field's value of what was read."""
        if self.value is None:
            return read
        build = words.name(self.value.build)
        if self.group is not None:
            made = f"{words.name(self.group)}(map({build}, {read}))"
            return f"{made} if {read} else {read}"
        return (
            f"None if {read} is None else {build}({read})" if self.optional else f"{build}({read})"
        )


def _part_of(annotation: Any) -> _Part:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        inner = _part_of(arguments[0])
        return attrs.evolve(inner, kind=_parted(Union, inner.kind, None), optional=True)
    if origin in _GROUPS:
        inner = _part_of(arguments[0])
        many = (inner.kind, ...) if origin is tuple else (inner.kind,)
        return _Part(_parted(origin, *many), inner.exact, inner.value, origin)
    if origin is Annotated:
        meta = _meta(arguments[0], arguments[1:])
        return (
            _Part(annotation, exact=False) if meta is None else _Part(Annotated[arguments[0], meta])
        )
    if attrs.has(annotation):
        twin = twin_of(annotation)
        return _Part(twin.struct, value=twin)
    exact = isinstance(annotation, type) and issubclass(annotation, (*_PLAIN, Enum))
    return _Part(annotation, exact)


def _parted(generic: Any, *parts: Any) -> Any:
    return generic[parts]


def _meta(kind: Any, rules: tuple[Any, ...]) -> msgspec.Meta | None:
    bounds: dict[str, Any] = {}
    for rule in rules:
        match rule:
            case Gt(gt=int(low)):
                bounds["gt"] = low
            case Ge(ge=int(low)):
                bounds["ge"] = low
            case Le(le=int(high)):
                bounds["le"] = high
            case MinLen(min_length=least):
                bounds["min_length"] = least
            case _:
                return None
    return msgspec.Meta(**bounds) if kind in {int, str} else None


def _field(name: str, kind: Any, default: Any) -> Any:
    if default is attrs.NOTHING:
        return name, kind
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        return name, kind, msgspec.field(default_factory=cast("Any", default).factory)
    return name, kind, default
