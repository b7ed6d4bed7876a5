"""Types and docstrings in words, and the little Markdown the pages need.

Rule kept here: what a field may hold is read from its annotation, which is its only
declaration; nothing is said twice.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

import attrs
from annotated_types import Ge, Gt, Le, MinLen

from noe_core.typed import Text

WRITTEN_BY = "<!-- Written by docs/examples/reference.py; change that, or the code it reads. -->"
"""What stands at the top of every page."""

PLAIN: Mapping[Any, str] = {
    Text: "text",
    str: "text",
    int: "whole number",
    bool: "yes or no",
    date: "day",
    datetime: "instant",
    Decimal: "decimal",
    Fraction: "exact ratio",
    UUID: "id of an event",
    Any: "anything",
}


def paragraph(documented: object) -> str:
    """The docstring of something up to its first heading, with single back-ticks for code."""
    text = inspect.getdoc(documented) or ""
    kept: list[str] = []
    for line in text.splitlines():
        if re.fullmatch(r"(Attributes|Raises|Args|Returns):|Refusals: .*", line.strip()):
            break
        kept.append(line)
    return markdown("\n".join(kept).strip())


def markdown(text: str) -> str:
    """A docstring's text as Markdown: one line a paragraph, code in single back-ticks.

    Where a sentence comes from is for those who write the code, and is left out.
    """
    sourced = re.sub(r"\s*\([^()]*(domain\.md|seeds? 00\d)[^()]*\)", "", text)
    listed = re.sub(r"\n(?=- )", "\n\n", sourced.replace("``", "`"))
    blocks = re.split(r"\n\s*\n", listed)
    return "\n\n".join(" ".join(block.split()) for block in blocks)


def meanings(documented: object) -> dict[str, str]:
    """What the ``Attributes:`` of a class docstring say of each field."""
    text = inspect.getdoc(documented) or ""
    _, _, listed = text.partition("Attributes:\n")
    found: dict[str, str] = {}
    for name, said in re.findall(
        r"^    (\w+): ((?:.+\n?(?:        .+\n?)*))", listed, re.MULTILINE
    ):
        found[name] = markdown(said)
    return found


def kind(annotation: Any) -> str:  # noqa: PLR0911 - a case a line
    """What may stand in a field, in a few words."""
    if annotation in PLAIN:
        return PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _bounded(arguments[0], arguments[1:])
    if origin in {Union, types.UnionType}:
        return " or ".join(kind(one) for one in arguments if one is not type(None))
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return f"list of {kind(arguments[0])}"
    if origin is frozenset:
        return f"set of {kind(arguments[0])}"
    if origin is tuple:
        return f"({', '.join(map(kind, arguments))})"
    if origin is not None and issubclass(origin, Mapping):
        return f"{kind(arguments[1])} by {kind(arguments[0])}"
    if origin is not None:
        return f"{origin.__name__} of {', '.join(map(kind, arguments))}"
    return _named(annotation)


def field_kind(name: str, annotation: Any) -> str:
    """What may stand in a field of that name: a text in `…_id` or `…_ids` is an id."""
    said = kind(annotation)
    return said.replace("text", "id") if name.endswith(("_id", "_ids")) else said


def _named(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "one of " + ", ".join(f"`{member.value}`" for member in annotation)
    return str(getattr(annotation, "__name__", annotation))


def _bounded(inner: Any, rules: Iterable[object]) -> str:
    said = [kind(inner)]
    for rule in rules:
        match rule:
            case Gt(gt=low):
                said.append(f"more than {low}")
            case Ge(ge=low):
                said.append(f"at least {low}")
            case Le(le=high):
                said.append(f"at most {high}")
            case MinLen():
                said.append("not empty")
    return ", ".join(said)


def parts(annotation: Any) -> Iterable[type]:
    """The classes of our own that an annotation is made of."""
    if isinstance(annotation, type) and attrs.has(annotation):
        yield annotation
    for argument in get_args(annotation):
        yield from parts(argument)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    heads = tuple(heads)
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(one) for one in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")


def joined(*blocks: str) -> str:
    """A page of some blocks, one empty line between them."""
    return "\n\n".join(block.strip() for block in blocks if block.strip()) + "\n"
