"""The course of the relationship: opened, signed, closed, reopened; who joins and leaves.

Rule kept here: phases go prospect → open → signed → closed, and back to open on reopening
(domain.md §3). A signature starts the work; it never ends anything.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When, day_of
from noe_core.refusal import (
    AlreadyDone,
    Missing,
    NotAllowedInPhase,
    Refusal,
    UnknownReference,
    first,
    missing,
)
from noe_core.relationship.people import absent_side
from noe_core.typed import Fact, Id, Text, value
from noe_core.values import Party, PartyRef, Side

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship

CLOSING_REVIEW_WITHIN = timedelta(days=60)
"""How recent a review must be when a relationship closes (domain.md §3)."""


class Phase(StrEnum):
    """Where a relationship stands."""

    PROSPECT = "prospect"
    OPEN = "open"
    SIGNED = "signed"
    CLOSED = "closed"


class RelationshipKind(StrEnum):
    """Whether the client is outside the firm or inside it."""

    EXTERNAL = "external"
    INTERNAL = "internal"


class AgreementKind(StrEnum):
    """What was signed."""

    FRAMEWORK = "framework"
    CONVENTION = "convention"
    SHARED_CHARTER = "shared_charter"
    CONTRACT = "contract"


@value
class RelationshipOpened(Fact):
    """Two sides decided to work together; either may still be unnamed."""

    kind: RelationshipKind | None = None
    client: Party | None = None
    provider: Party | None = None


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


@value
class AgreementSigned(Fact):
    """Both sides put their names under what they agreed."""

    kind: AgreementKind | None = None
    signatories: tuple[PartyRef, ...] = ()
    document_ref: Text | None = None


@value
class RelationshipClosed(Fact):
    """The two sides ended the work; effects may still be observed."""

    reason: Text | None = None
    account: Text | None = None


@value
class RelationshipReopened(Fact):
    """The two sides took the work up again."""

    reason: Text | None = None


@frozen
class EngagementsStillOpen(Refusal):
    """A relationship cannot close on engagements nobody settled."""

    says = "engagements {ids} are still open; keep, miss or release each before closing"
    ids: str


@frozen
class NoClosingReview(Refusal):
    """A relationship cannot close without having come back on the work lately."""

    says = "no review was held in the {days} days before closing; hold one first"
    days: int


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
class Course:
    """Phase, milestones and members so far."""

    phase: Phase = Phase.PROSPECT
    opened: tuple[Recorded[RelationshipOpened], ...] = ()
    signed: tuple[Recorded[AgreementSigned], ...] = ()
    closed: tuple[Recorded[RelationshipClosed], ...] = ()
    reopened: tuple[Recorded[RelationshipReopened], ...] = ()
    members: Mapping[Seat, Member] = field(factory=dict)

    @property
    def started(self) -> AnyRecorded | None:
        """What the work counts from: the first signature, else the opening."""
        return next(iter(self.signed), None) or next(iter(self.opened), None)

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


def follow(course: Course, facts: Iterable[AnyRecorded]) -> Course:
    """The course after some more facts."""
    phase, members = course.phase, dict(course.members)
    opened, signed = list(course.opened), list(course.signed)
    closed, reopened = list(course.closed), list(course.reopened)
    for fact in facts:
        if holds(fact, RelationshipOpened):
            opened.append(fact)
            phase = Phase.OPEN if phase is Phase.PROSPECT else phase
            for party, side in (
                (fact.data.provider, Side.PROVIDER),
                (fact.data.client, Side.CLIENT),
            ):
                if party is not None:
                    members[party.party_id, side] = Member(party=party, side=side, joined=fact)
        elif holds(fact, PartyJoined):
            joined = fact.data
            seat = (joined.party.party_id, joined.side)
            members[seat] = Member(party=joined.party, side=joined.side, joined=fact)
        elif holds(fact, PartyLeft):
            members.update(_leaving(members, fact))
        elif holds(fact, AgreementSigned):
            signed.append(fact)
            phase = Phase.SIGNED if phase in {Phase.PROSPECT, Phase.OPEN} else phase
        elif holds(fact, RelationshipClosed):
            closed.append(fact)
            phase = Phase.CLOSED
        elif holds(fact, RelationshipReopened):
            reopened.append(fact)
            phase = Phase.OPEN
    return Course(
        phase=phase,
        opened=tuple(opened),
        signed=tuple(signed),
        closed=tuple(closed),
        reopened=tuple(reopened),
        members=members,
    )


def _leaving(members: Mapping[Seat, Member], fact: Recorded[PartyLeft]) -> dict[Seat, Member]:
    """The seats a party leaves: that of the side it names, else every one it still has."""
    return {
        seat: evolve(member, left=fact)
        for seat, member in members.items()
        if seat[0] == fact.data.party_id
        and fact.data.side in {None, seat[1]}
        and member.left is None
    }


def only_in(state: "Relationship", *allowed: Phase) -> NotAllowedInPhase | None:
    """A refusal outside the phases allowed."""
    phase = state.course.phase
    return None if phase in allowed else NotAllowedInPhase(phase, ", ".join(allowed))


def while_working(state: "Relationship") -> NotAllowedInPhase | None:
    """A refusal before the opening and after the closing."""
    return only_in(state, Phase.OPEN, Phase.SIGNED)


def open_relationship(
    state: "Relationship",
    *,
    on: When,
    client: Party | None = None,
    provider: Party | None = None,
    kind: RelationshipKind = RelationshipKind.EXTERNAL,
    id: str = MADE,
) -> Draft[RelationshipOpened] | Refusal:
    """Open the relationship between two parties.

    Refusals: `NotAllowedInPhase`.
    """
    return only_in(state, Phase.PROSPECT) or happened(
        RelationshipOpened(kind=kind, client=client, provider=provider), on
    )


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
    present = any(seat.left is None for seat in state.course.seats(party.party_id, side))
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
    seats = state.course.seats(party_id, side)
    present = {seat.side for seat in seats if seat.left is None}
    if not seats:
        return UnknownReference("party_id", party_id)
    if not present:
        return AlreadyDone("party", party_id, "gone")
    if len(present) > 1:
        return Missing(field="side")
    return happened(PartyLeft(party_id=party_id, side=present.pop(), reason=reason), on)


def sign_agreement(
    state: "Relationship",
    *,
    on: When,
    kind: AgreementKind,
    signatories: Iterable[PartyRef],
    document_ref: str | None = None,
    id: str = MADE,
) -> Draft[AgreementSigned] | Refusal:
    """Sign an agreement with at least one signatory of each side.

    Refusals: `NotAllowedInPhase`, `BothSidesNeeded`.
    """
    people = tuple(signatories)
    return first(while_working(state), absent_side("signatories", people)) or happened(
        AgreementSigned(kind=kind, signatories=people, document_ref=document_ref), on
    )


def close_relationship(
    state: "Relationship", *, on: When, account: str, reason: str | None = None, id: str = MADE
) -> Draft[RelationshipClosed] | Refusal:
    """Close the relationship once every engagement is settled and the work was reviewed.

    Refusals: `NotAllowedInPhase`, `EngagementsStillOpen`, `NoClosingReview`, `Missing`.
    """
    unsettled = ", ".join(e.engagement_id for e in state.engagements.unsettled)
    ago = (day_of(on) - day_of(review.occurred_at) for review in state.reviews.held)
    reviewed = any(timedelta(0) <= since <= CLOSING_REVIEW_WITHIN for since in ago)
    return first(
        while_working(state),
        EngagementsStillOpen(unsettled) if unsettled else None,
        None if reviewed else NoClosingReview(CLOSING_REVIEW_WITHIN.days),
        missing(account=account),
    ) or happened(RelationshipClosed(reason=reason, account=account), on)


def reopen_relationship(
    state: "Relationship", *, on: When, reason: str | None = None, id: str = MADE
) -> Draft[RelationshipReopened] | Refusal:
    """Reopen a closed relationship.

    Refusals: `NotAllowedInPhase`.
    """
    return only_in(state, Phase.CLOSED) or happened(RelationshipReopened(reason=reason), on)
