"""An answer as indented lines, for people.

Rule kept here: a fact is called by the number its stream gives it, ratios stay exact, and
what is not known is a dash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Lines = Iterator[tuple[int, str]]

FIGURE = {"value", "evidence"}
RATIO = {"num", "den"}
ROW = 6
"""How many short fields fit on a line."""


def outline(plain: Any, entries: Mapping[str, str], name: str = "", depth: int = 0) -> Lines:
    """The lines of a plain value, each with its depth; ``entries`` gives facts their numbers."""
    if _is_row(plain):
        yield depth, f"{name} {_row(plain, entries)}"
    elif isinstance(plain, Mapping) and set(plain) not in (FIGURE, RATIO):
        yield from ((depth, name),) if name else ()
        for key, inner in plain.items():
            yield from outline(inner, entries, key, depth + bool(name))
    elif _is_short(plain):
        yield depth, f"{name}: {_said(plain, entries)}"
    else:
        found = plain["value"] if isinstance(plain, Mapping) else plain
        yield depth, f"{name}:{_cited(plain, entries)}"
        items = found.items() if isinstance(found, Mapping) else (("-", one) for one in found)
        for key, inner in items:
            yield from outline(inner, entries, key, depth + 1)


def _is_row(plain: Any) -> bool:
    """Whether an answer is a value of a few short fields, such as stands in a list."""
    fields = isinstance(plain, Mapping) and set(plain) not in (FIGURE, RATIO)
    return fields and 0 < len(plain) <= ROW and all(map(_is_short, plain.values()))


def _row(plain: Mapping[str, Any], entries: Mapping[str, str]) -> str:
    said = (f"{k}: {_said(v, entries)}" for k, v in plain.items() if v not in (None, []))
    return ", ".join(said)


def _is_short(plain: Any) -> bool:
    if isinstance(plain, Mapping):
        return set(plain) == RATIO or (set(plain) == FIGURE and _is_short(plain["value"]))
    return not isinstance(plain, list) or all(isinstance(one, str) for one in plain)


def _said(plain: Any, entries: Mapping[str, str]) -> str:
    match plain:
        case None:
            return "-"
        case bool():
            return "yes" if plain else "no"
        case {"num": num, "den": den}:
            return f"{num}/{den}" if den != 1 else f"{num}"
        case {"value": value, "evidence": _}:
            return _said(value, entries) + _cited(plain, entries)
        case list():
            return ", ".join(_said(one, entries) for one in plain) or "none"
    return entries.get(str(plain), str(plain))


def _cited(plain: Any, entries: Mapping[str, str]) -> str:
    """The numbers of the facts a figure stands on, where they are this stream's."""
    ids = plain["evidence"] if isinstance(plain, Mapping) else ()
    known = [entries[one] for one in ids if one in entries]
    return f" [{', '.join(known)}]" if known else ""
