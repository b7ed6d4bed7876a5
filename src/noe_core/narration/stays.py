"""Who stayed on a side, from when to when, as often as they came.

Rule kept here: one who leaves and comes back stayed twice, and both stays are told.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.values import Party, Side


@frozen(kw_only=True)
class Stay:
    """A party on a side, from the fact that brought it to the one that tells it left."""

    party: Party
    side: Side | None
    began: AnyRecorded
    left: Recorded[PartyLeft] | None = None
    again: bool = False

    @property
    def joined(self) -> Recorded[PartyJoined] | None:
        """The joining, where it was not the opening that introduced the party."""
        return self.began if holds(self.began, PartyJoined) else None

    @property
    def role(self) -> str | None:
        """What the party came for, in the words recorded."""
        return self.joined.data.role if self.joined else None


def stays(facts: Iterable[AnyRecorded]) -> tuple[Stay, ...]:
    """The stays that some facts tell, in the order they began."""
    found: list[Stay] = []
    for fact in facts:
        if holds(fact, RelationshipOpened):
            named = ((fact.data.provider, Side.PROVIDER), (fact.data.client, Side.CLIENT))
            for party, side in named:
                if party is not None:
                    _begin(found, party, side, fact)
        elif holds(fact, PartyJoined):
            _begin(found, fact.data.party, fact.data.side, fact)
        elif holds(fact, PartyLeft):
            _end(found, fact)
    return tuple(found)


def _begin(found: list[Stay], party: Party, side: Side | None, fact: AnyRecorded) -> None:
    """A stay more; one who is there already begins none, and may be named better since."""
    before = [
        i for i, s in enumerate(found) if (s.party.party_id, s.side) == (party.party_id, side)
    ]
    if before and found[before[-1]].left is None:
        last = found[before[-1]]
        found[before[-1]] = evolve(last, party=party if party.name else last.party)
    else:
        found.append(Stay(party=party, side=side, began=fact, again=bool(before)))


def _end(found: list[Stay], fact: Recorded[PartyLeft]) -> None:
    for index, stay in enumerate(found):
        same = stay.party.party_id == fact.data.party_id
        if same and stay.left is None and fact.data.side in {None, stay.side}:
            found[index] = evolve(stay, left=fact)
