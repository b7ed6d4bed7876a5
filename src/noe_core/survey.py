"""How a question is put to several histories at once.

Rule kept here: what each history contributes is taken from it alone, one after the other,
so that a whole store passes through without being held; the answer is made of those parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Generic, TypeVar

from attrs import frozen

from noe_core.history import History
from noe_core.moments import DEFAULT_ZONE
from noe_core.projection import View
from noe_core.vocabulary import StreamKind, kind_of

P = TypeVar("P")
A = TypeVar("A")


@frozen(kw_only=True)
class Survey(Generic[P, A]):
    """A question to a store: which streams it asks, what each says, what they come to.

    ``part`` reads one history, ``gather`` makes the answer of the parts, as seen from the
    latest day of the histories asked.
    """

    name: str
    streams: frozenset[StreamKind]
    part: Callable[[History], P]
    gather: Callable[[tuple[P, ...], View], A]

    def of(self, histories: Iterable[History]) -> A:
        """The answer for some histories; those of other kinds are passed over."""
        day, zone = date.min, DEFAULT_ZONE
        parts: list[P] = []
        for history in histories:
            if kind_of(history.stream) in self.streams:
                parts.append(self.part(history))
                day, zone = max(day, history.day), history.zone
        return self.gather(tuple(parts), View(day=day, zone=zone))
