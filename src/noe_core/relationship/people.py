"""Who took part, and on which side.

Rule kept here: what a relationship does together needs someone of both sides.
"""

from __future__ import annotations

from collections.abc import Iterable

from noe_core.refusal import BothSidesNeeded
from noe_core.values import PartyRef, Side

BOTH = (Side.PROVIDER, Side.CLIENT)


def sides(people: Iterable[PartyRef]) -> frozenset[Side]:
    """The sides present among some people."""
    return frozenset(person.side for person in people)


def both_sides(people: Iterable[PartyRef]) -> bool:
    """Whether provider and client are both there."""
    return sides(people).issuperset(BOTH)


def on_side(people: Iterable[PartyRef], side: Side) -> int:
    """How many of the people are of that side."""
    return sum(person.side is side for person in people)


def absent_side(field: str, people: Iterable[PartyRef]) -> BothSidesNeeded | None:
    """A refusal that names the side of which nobody is there."""
    present = sides(people)
    return next((BothSidesNeeded(field, side) for side in BOTH if side not in present), None)
