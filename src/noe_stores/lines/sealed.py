"""Texts that stand sealed in a line: an object where the class of the fact has words.

Rule kept here: a seal is known by its place alone, and never opened here; an identifier is no
text, since what cannot be told apart cannot be followed (shared format, "A fact as JSON").
"""

from __future__ import annotations

import types
from typing import Annotated, Any, Final, Union, get_args, get_origin

import attrs

PUT_IN: Final = "…"
"""What stands for a sealed text while the rest of its line is read."""

IDENTIFIES: Final = ("_id", "_ids")
"""How the names of fields end that hold identifiers."""


def without_seals(kind: Any, given: Any) -> Any:
    """The given with words in the place of each sealed text, as a class or annotation has it."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Annotated, Union, types.UnionType}:
        return without_seals(arguments[0], given)
    if origin in {tuple, frozenset} and isinstance(given, list):
        return [without_seals(arguments[0], one) for one in given]
    if not isinstance(given, dict):
        return given
    if attrs.has(kind):
        texts = {f.name: f.type for f in attrs.fields(kind) if not f.name.endswith(IDENTIFIES)}
        return {name: without_seals(texts.get(name), one) for name, one in given.items()}
    return PUT_IN if kind is str and given else given
