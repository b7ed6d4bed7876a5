"""How streams and events get their ids.

Rule kept here: a stream id carries its kind; an event's id follows from the command's own
id, or from the content of an imported line, so that the same thing said twice is one thing
(shared format, "Identity and order").
"""

from __future__ import annotations

from typing import TypeGuard
from uuid import UUID, uuid5

from noe_core.vocabulary import StreamKind

KINDS = tuple(kind.value for kind in StreamKind)
"""What kinds of streams there are."""

NAMESPACE = UUID("6f1d3b0a-6c52-5f0e-9d0b-2f6a4b1c7e58")
"""The namespace of every id derived here; it never changes."""


def stream_of(name: str, kind: str = "relationship") -> str:
    """The stream id of a caller's own id; an id that carries a kind already stays as it is.

    Raises:
        ValueError: the id is no text, is empty, or holds what no store can keep.
    """
    if not isinstance(name, str):
        raise ValueError(f"a {kind} needs an id that is text, not {name!r:.60}; give str(…) of it")  # noqa: TRY004 - as every value that is wrong in itself
    found, slash, own = name.partition("/")
    stream = name if slash and found in KINDS else f"{kind}/{name}"
    if not name or (slash and found in KINDS and not own):
        raise ValueError(f"a {kind} needs an id of at least one character")
    return _plain(stream)


def _plain(name: str) -> str:
    half = not name.isascii() and any(0xD800 <= ord(letter) <= 0xDFFF for letter in name)  # noqa: PLR2004
    if "\x00" in name or half:
        raise ValueError(f"the id {name!a} holds a NUL or a lone surrogate; give plain text")
    return name


def is_stream(name: object) -> TypeGuard[str]:
    """Whether an originator id is one of ours."""
    if not isinstance(name, str):
        return False
    kind, slash, own = name.partition("/")
    return kind in KINDS and bool(slash and own)


def id_of_command(stream: str, event: str, own_id: str) -> UUID:
    """The id of the event that a command with its own id makes.

    Raises:
        ValueError: the id holds what no store can keep.
    """
    return uuid5(NAMESPACE, f"command\n{stream}\n{event}\n{_plain(own_id)}")


def id_of_line(stream: str, version: int, data: bytes) -> UUID:
    """The id of an imported fact that brought none."""
    return uuid5(NAMESPACE, f"line\n{stream}\n{version}\n{data.decode()}")
