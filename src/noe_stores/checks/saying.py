"""What a line says of its own place, without the rest of it being read.

Rule kept here: what it says is not yet true; it is held against where the line was found.
"""

from __future__ import annotations

from typing import Final

import msgspec


class Said(msgspec.Struct):
    """The stream, the version and the event that a line names."""

    stream: str
    version: int
    event: str


_SAYS = msgspec.json.Decoder(Said)

UNSAID: Final = (msgspec.DecodeError, UnicodeDecodeError)
"""What is raised of bytes that say nothing of the kind."""


def said_by(line: bytes) -> Said:
    """What a line says of its place.

    Raises:
        UNSAID: it is no line.
    """
    return _SAYS.decode(line)
