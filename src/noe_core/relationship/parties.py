"""The parties of a relationship: who joins a side, and who leaves it.

Rule kept here: a party sits on a side, and one house may sit on both; the opening
introduces parties too (domain.md §3, "Parties").
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Missing, Refusal, UnknownReference
from noe_core.relationship.course import RelationshipOpened
from noe_core.typed import Fact, Id, Text, value
from noe_core.values import Party, Side

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


@value
class PartyJoined(Fact):
    """A person or a house came in on a side."""

    party: Party
    side: Side | None = None
    role: Text | None = None


@value
class PartyLeft(Fact):
    """A person or a house went from a side."""

    party_id: Id
    side: Side | None = None
    reason: Text | None = None


@frozen(kw_only=True)
class Member:
    """A party of the relationship on its side, with the facts of its coming and going."""

    party: Party
    side: Side | None
    joined: AnyRecorded
    left: Recorded[PartyLeft] | None = None


Seat = tuple[str, Side | None]
"""A party on a side: one house may sit on both."""


@frozen(kw_only=True)
class Parties:
    """The members so far, on their seats."""

    members: Mapping[Seat, Member] = field(factory=dict)

    def present(self, side: Side) -> tuple[Member, ...]:
        """The members of a side who have not left."""
        return tuple(m for m in self.members.values() if m.side is side and m.left is None)

    def seats(self, party_id: str, side: Side | None = None) -> tuple[Member, ...]:
        """Where a party sits or sat: on that side, or on any."""
        return tuple(
            member
            for (known, its_side), member in self.members.items()
            if known == party_id and side in {None, its_side}
        )


FACTS = frozenset({PartyJoined, PartyLeft, RelationshipOpened})
"""The facts this chapter follows."""


def follow(parties: Parties, facts: Iterable[AnyRecorded]) -> Parties:
    """The parties after some more facts."""
    members = dict(parties.members)
    for fact in facts:
        if holds(fact, RelationshipOpened):
            members.update(_introduced(fact))
        elif holds(fact, PartyJoined):
            joined = fact.data
            seat = (joined.party.party_id, joined.side)
            members[seat] = Member(party=joined.party, side=joined.side, joined=fact)
        elif holds(fact, PartyLeft):
            members.update(_leaving(members, fact))
    return Parties(members=members)


def _introduced(fact: Recorded[RelationshipOpened]) -> dict[Seat, Member]:
    """The seats of the parties that an opening names."""
    named = ((fact.data.provider, Side.PROVIDER), (fact.data.client, Side.CLIENT))
    return {
        (party.party_id, side): Member(party=party, side=side, joined=fact)
        for party, side in named
        if party is not None
    }


def _leaving(members: Mapping[Seat, Member], fact: Recorded[PartyLeft]) -> dict[Seat, Member]:
    """The seats a party leaves: that of the side it names, else every one it still has."""
    return {
        seat: evolve(member, left=fact)
        for seat, member in members.items()
        if seat[0] == fact.data.party_id
        and fact.data.side in {None, seat[1]}
        and member.left is None
    }


def join_party(
    state: "Relationship",
    *,
    on: When,
    party: Party,
    side: Side,
    role: str | None = None,
    id: str = MADE,
) -> Draft[PartyJoined] | Refusal:
    """Let a party join a side.

    Refusals: `AlreadyDone`.
    """
    present = any(seat.left is None for seat in state.parties.seats(party.party_id, side))
    repeated = AlreadyDone("party", party.party_id, "a member") if present else None
    return repeated or happened(PartyJoined(party=party, side=side, role=role), on)


def leave_party(
    state: "Relationship",
    party_id: str,
    *,
    on: When,
    side: Side | None = None,
    reason: str | None = None,
    id: str = MADE,
) -> Draft[PartyLeft] | Refusal:
    """Let a party leave the side it is on; ``side`` is needed where it sits on several.

    Refusals: `UnknownReference`, `AlreadyDone`, `Missing`.
    """
    seats = state.parties.seats(party_id, side)
    present = {seat.side for seat in seats if seat.left is None}
    if not seats:
        return UnknownReference("party_id", party_id)
    if not present:
        return AlreadyDone("party", party_id, "gone")
    if len(present) > 1:
        return Missing(field="side")
    return happened(PartyLeft(party_id=party_id, side=present.pop(), reason=reason), on)
