"""Which side acted in a fact.

Rule kept here: a side acted alone only where the fact says so, or where the thing it is
about was one side's; what both did, and what nobody is said to have done, is no side's.
"""

from __future__ import annotations

from noe_core.facts import AnyRecorded
from noe_core.relationship.effects import EffectAttested, EffectContested, EffectObserved
from noe_core.relationship.encounter import DemandExpressed
from noe_core.relationship.engagements import (
    EngagementAcknowledged,
    EngagementKept,
    EngagementMade,
    EngagementMissed,
)
from noe_core.relationship.frame import BoundaryCrossed
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.relationship.people import sides
from noe_core.relationship.quotes import QuoteIssued, QuoteRefused, QuoteSigned, QuoteWithdrawn
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.relationship.state import Relationship
from noe_core.relationship.work import (
    AdviceGiven,
    ConstraintRevealed,
    ResourceNoted,
    WorkRecorded,
)
from noe_core.values import Side


def acting_side(state: Relationship, fact: AnyRecorded) -> Side | None:
    """The side that acted alone in a fact; ``None`` for both, and where nobody says."""
    match fact.data:
        case EngagementKept(engagement_id=key) | EngagementMissed(engagement_id=key):
            return state.engagements.by_id[key].side
        case WorkRecorded() as work:
            return work.done_by
        case ReviewHeld(participants=people):
            present = sides(people)
            return next(iter(present)) if len(present) == 1 else None
        case DemandExpressed() | QuoteSigned() | QuoteRefused():
            return Side.CLIENT
        case AdviceGiven() | QuoteIssued() | QuoteWithdrawn():
            return Side.PROVIDER
    return _said(fact)


def _said(fact: AnyRecorded) -> Side | None:
    match fact.data:
        case (
            EngagementMade(by=person)
            | EngagementAcknowledged(by=person)
            | EffectObserved(observed_by=person)
            | EffectAttested(by=person)
            | EffectContested(by=person)
        ):
            return person.side if person else None
        case (
            ConstraintRevealed(side=side)
            | ResourceNoted(side=side)
            | PartyJoined(side=side)
            | PartyLeft(side=side)
            | BoundaryCrossed(by_side=side)
            | FeedbackRequested(by_side=side)
            | FeedbackGiven(by_side=side)
        ):
            return side
    return None
