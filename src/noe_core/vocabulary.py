"""The kinds of streams, and what an entry of a table of events says.

Rule kept here: a name is the storage format. It outlives classes and modules, is never
changed or reused, and nothing that is in no table is ever built from data.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from noe_core.typed import Fact


class StreamKind(StrEnum):
    """What a stream is the history of (domain.md §3)."""

    RELATIONSHIP = "relationship"
    PRACTITIONER = "practitioner"
    TEAM = "team"
    FIRM = "firm"


_KINDS = {kind.value: kind for kind in StreamKind}


def kind_of(stream: str) -> StreamKind:
    """The kind that a stream id carries.

    Raises:
        ValueError: it carries none.
    """
    kind = _KINDS.get(stream.partition("/")[0])
    if kind is None:
        kinds = ", ".join(f"{one}/…" for one in StreamKind)
        raise ValueError(f"the stream id {stream!r} carries no kind; write one of {kinds}")
    return kind


def own_id(stream: str) -> str:
    """The caller's own id in a stream id; an id without a kind is its own."""
    kind, slash, own = stream.partition("/")
    return own if slash and kind in _KINDS else stream


class Water(StrEnum):
    """Where an event stands on the iceberg (domain.md §3, "What shows and what does not")."""

    VISIBLE = "visible"
    SUBMERGED = "submerged"
    FRAME = "frame"


@frozen
class Event:
    """An entry of a table: name on the wire, class, decision, labels, and schema on the wire.

    The English label is the name in words, unless another is given.
    """

    name: str
    kind: type[Fact]
    decide: Callable[..., Any] = field(eq=False)
    water: Water
    fr: str
    en: str = field()
    schema: int = 1

    @en.default
    def _in_words(self) -> str:
        return self.name.replace("_", " ")
