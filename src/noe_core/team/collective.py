"""Who does something together: what a team thinks through takes more than one of it.

Rule kept here: people are told apart by their own id; a name given twice is one person.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import frozen

from noe_core.refusal import Refusal
from noe_core.values import PartyRef

COLLECTIVE: Final = 2
"""How many people make it the inquiry of a collective (domain.md §1, row 46)."""


@frozen
class NotCollective(Refusal):
    """What concerns the work of all was to be settled by one person, or by nobody known."""

    says = (
        "{what} {id} needs at least two people, not {present}; name who took part in participants"
    )
    what: str
    id: str
    present: int


def ids(people: Iterable[PartyRef]) -> frozenset[str]:
    """The ids of some people, on whichever side they stand."""
    return frozenset(person.party_id for person in people)


def too_few(what: str, id: str, participants: Iterable[PartyRef]) -> NotCollective | None:
    """A refusal where fewer took part than make a collective."""
    present = len(ids(participants))
    return NotCollective(what, id, present) if present < COLLECTIVE else None
