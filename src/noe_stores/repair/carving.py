"""Lines of ours found in the bytes of any file, whatever has become of the file.

Rule kept here: a line is known by its own beginning and its digest at its end; whether it
is what was written there, its chain says. Nothing else in the file is understood or trusted.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from noe_stores.checks.saying import UNSAID, said_by
from noe_stores.identity import is_stream
from noe_stores.lines.codec import LINE_LIMIT

_OPENING = re.compile(
    rb'\{"stream":"(?:[^"\\\x00-\x1f]|\\.){1,4096}","version":[1-9][0-9]{0,15},"id":"'
)
_SEAL = re.compile(rb',"sum":"([0-9a-f]{64})"\}')
_LONGEST = LINE_LIMIT + 128
"""A line with its digest."""


@frozen
class Line:
    """A sealed line as it stood somewhere: what it says it is, and all of its bytes."""

    stream: str
    version: int
    event: str
    state: bytes


def line_of(state: bytes) -> Line | None:
    """What a sealed line says it is; ``None`` for what is none of ours."""
    if not _OPENING.match(state) or not _SEAL.search(state, max(0, len(state) - 74)):
        return None
    try:
        said = said_by(state)
    except UNSAID:
        return None
    if not is_stream(said.stream):
        return None
    return Line(said.stream, said.version, said.event, state)


def carve(file: Path) -> Iterator[Line]:
    """The lines in a file, in the order in which they stand there."""
    if file.stat().st_size == 0:
        return
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        for found in _OPENING.finditer(raw):
            line = _ended(raw, found.start())
            if line is not None:
                yield line


def carve_row(row: bytes) -> Line | None:
    """The line in a row of a table, which has it among other columns."""
    found = _OPENING.search(row)
    return _ended(row, found.start()) if found else None


def _ended(raw: mmap.mmap | bytes, start: int) -> Line | None:
    """The line that begins there: up to the first digest that makes it one."""
    for end in _SEAL.finditer(raw, start, start + _LONGEST):
        line = line_of(raw[start : end.end()])
        if line is not None:
            return line
    return None
