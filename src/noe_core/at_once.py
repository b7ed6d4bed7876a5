"""Whether a whole value is right, answered by one expression.

Rule kept here: this only ever says "right" or "look closer". What is wrong, and in which
words, is said by the checks of `noe_core.typed`, which are the authority. A history has
thousands of values and nearly all of them are right; one expression a class costs a tenth
of a call a field.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Union, cast, get_args, get_origin

from annotated_types import Ge, Gt, Le, MinLen
from attrs import define, field

Check = Callable[[Any], "str | None"]
"""Answers what is wrong with a value, or ``None``."""


def right_of(fields: Mapping[str, Any], closer: Callable[[Any], Check]) -> Callable[[Any], bool]:
    """Tells of a value with these fields that all are as annotated; ``False`` means: look closer.

    ``closer`` gives the careful check of an annotation for which no expression is known.
    """
    words = _Words(closer)
    tests = [f"({words.test(kind, f'(v := s.{name})')})" for name, kind in fields.items()]
    # Made of field names and the patterns below, as attrs makes the methods of a class:
    # nothing given from outside gets into the text.
    made = eval(f"lambda s: {' and '.join(tests) or 'True'}", words.known)  # noqa: S307
    return cast("Callable[[Any], bool]", made)


@define
class _Words:
    """The patterns that expressions are made of, and what the names in them stand for."""

    closer: Callable[[Any], Check]
    known: dict[str, Any] = field(
        factory=lambda: {"__builtins__": {f.__name__: f for f in (type, tuple, map, all)}}
    )

    def test(self, annotation: Any, value: str) -> str:
        """The test of a value that the text names and binds to ``v``."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin in {Union, types.UnionType} and arguments[1:] == (type(None),):
            return f"{value} is None or {self.test(arguments[0], 'v')}"
        if origin is tuple:
            return f"type({value}) is tuple and {self._every(arguments[0])}"
        plain, rules = (arguments[0], arguments[1:]) if origin is Annotated else (annotation, ())
        bounds = [self._bound(rule) for rule in rules]
        if not isinstance(plain, type) or None in bounds:
            return f"{self._name(self.closer(annotation))}({value}) is None"
        finite = ["v.is_finite()"] if plain is Decimal else []
        return " and ".join([f"type({value}) is {self._name(plain)}", *finite, *map(str, bounds)])

    def _every(self, annotation: Any) -> str:
        """The test of the items of ``v``."""
        if isinstance(annotation, type) and annotation is not Decimal:
            return f"{self._name(frozenset({annotation}))}.issuperset(map(type, v))"
        if annotation == Annotated[str, MinLen(1)]:
            return f"{self._every(str)} and all(v)"
        careful = self.closer(annotation)
        return f"all(map({self._name(lambda item: careful(item) is None)}, v))"

    def _bound(self, rule: object) -> str | None:
        match rule:
            case Gt(gt=low):
                return f"v > {self._name(low)}"
            case Ge(ge=low):
                return f"v >= {self._name(low)}"
            case Le(le=high):
                return f"v <= {self._name(high)}"
            case MinLen(min_length=1):
                return "v"
            case _:
                return None

    def _name(self, thing: Any) -> str:
        name = f"n{len(self.known)}"
        self.known[name] = thing
        return name
