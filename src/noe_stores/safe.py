"""Text that a screen can show without being taken over.

Rule kept here: recorded text comes from anybody. Characters that move the cursor, or make
text read in another order than it is written, are shown by their code.
"""

from __future__ import annotations

import re

_INVISIBLE = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""Marks of direction, and the line ends that only Unicode knows."""

_ACTING = re.compile(f"[\x00-\x1f\x7f-\x9f{_INVISIBLE}\ud800-\udfff]")
_ACTING_IN_A_DOCUMENT = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{_INVISIBLE}\ud800-\udfff]")


def on_one_line(text: str) -> str:
    """The text with every acting character by its code, ends of lines too."""
    return _ACTING.sub(_code, text)


def as_document(text: str) -> str:
    """The text with every acting character but the plain end of line by its code."""
    return _ACTING_IN_A_DOCUMENT.sub(_code, text)


def in_json(text: str) -> str:
    """A JSON text with every acting character inside its strings escaped the way of JSON."""
    return _ACTING_IN_A_DOCUMENT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _code(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
