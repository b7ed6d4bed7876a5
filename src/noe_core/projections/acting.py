"""Which side acted in a fact.

Rule kept here: a side acted alone only where the fact says so, or where the thing it is
about was one side's; what both did, and what nobody is said to have done, is no side's.
"""

from __future__ import annotations

from noe_core.facts import AnyRecorded
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.course import RelationshipDeclined
from noe_core.relationship.ecosystem import EnrolledVia, PartnerEnrolled, ReferralReceived
from noe_core.relationship.effects import EffectAttested, EffectContested, EffectObserved
from noe_core.relationship.encounter import DemandExpressed
from noe_core.relationship.engagements import (
    EngagementAcknowledged,
    EngagementKept,
    EngagementMade,
    EngagementMissed,
)
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.frame import BoundaryCrossed
from noe_core.relationship.issues import Issue, IssueOwned, IssueRaised, IssueResolved
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.relationship.people import sides
from noe_core.relationship.quotes import QuoteIssued, QuoteRefused, QuoteSigned, QuoteWithdrawn
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.relationship.shared_values import ValuesExceptionMade
from noe_core.relationship.state import Relationship
from noe_core.relationship.trials import TrialOffered
from noe_core.relationship.work import (
    AdaptationDecided,
    AdviceGiven,
    ConstraintRevealed,
    ResourceNoted,
    WorkRecorded,
)
from noe_core.values import Side

ENROLLING = {
    EnrolledVia.CLIENT_PRESCRIPTION: Side.CLIENT,
    EnrolledVia.PROVIDER: Side.PROVIDER,
}
"""The side that brought a partner in; a mediation is nobody's own."""


def acting_side(state: Relationship, fact: AnyRecorded) -> Side | None:
    """The side that acted alone in a fact; ``None`` for both, and where nobody says."""
    match fact.data:
        case EngagementKept(engagement_id=key) | EngagementMissed(engagement_id=key):
            return state.engagements.by_id[key].side
        case IssueResolved(issue_id=key):
            return _owning(state.issues.by_id[key])
        case DemandExpressed() | QuoteSigned() | QuoteRefused():
            return Side.CLIENT
        case AdviceGiven() | QuoteIssued() | QuoteWithdrawn() | TrialOffered():
            return Side.PROVIDER
    return _said(fact)


def _owning(issue: Issue) -> Side | None:
    """The side of whoever made an issue theirs first."""
    owner = issue.taken.data.owner if issue.taken else None
    return owner.side if owner else None


def _said(fact: AnyRecorded) -> Side | None:
    match fact.data:
        case WorkRecorded() as work:
            return work.done_by
        case ReviewHeld(participants=people) | ValuesExceptionMade(approved_by=people):
            present = sides(people)
            return next(iter(present)) if len(present) == 1 else None
        case (
            EngagementMade(by=person)
            | EngagementAcknowledged(by=person)
            | EffectObserved(observed_by=person)
            | EffectAttested(by=person)
            | EffectContested(by=person)
            | ExternalityObserved(observed_by=person)
            | IssueRaised(by=person)
            | IssueOwned(owner=person)
            | AvailabilityNoted(party=person)
            | AdaptationDecided(by=person)
            | ReferralReceived(by=person)
        ):
            return person.side if person else None
        case (
            ConstraintRevealed(side=side)
            | ResourceNoted(side=side)
            | PartyJoined(side=side)
            | PartyLeft(side=side)
            | BoundaryCrossed(by_side=side)
            | RelationshipDeclined(by_side=side)
            | FeedbackRequested(by_side=side)
            | FeedbackGiven(by_side=side)
        ):
            return side
        case PartnerEnrolled(via=via):
            return ENROLLING.get(via) if via else None
    return None
