"""The touches of a relationship: when the two sides turned to each other.

Rule kept here: a touch is an encounter, a review, a feedback asked or given, or a quote
discussed; work and paper are none (domain.md §3, "A touch is …").
"""

from __future__ import annotations

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.history import place
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.reviews import FeedbackRequested, ReviewHeld
from noe_core.relationship.state import Relationship
from noe_core.values import Side


@frozen
class Touch:
    """A touch and the side that began it, where that is known.

    Nobody notes who began the discussion of a quote, nor whether a feedback was asked for.
    """

    fact: AnyRecorded

    @property
    def initiated_by(self) -> Side | None:
        """The side that began it."""
        match self.fact.data:
            case EncounterHeld(initiated_by=side) | ReviewHeld(initiated_by=side):
                return side
            case FeedbackRequested(by_side=side):
                return side
        return None


def touches(state: Relationship) -> tuple[Touch, ...]:
    """Every touch of a relationship, in order."""
    found: list[AnyRecorded] = [
        *state.hook.encounters,
        *state.reviews.held,
        *state.reviews.requests,
        *state.reviews.feedback,
        *(discussed for quote in state.quotes.by_id.values() for discussed in quote.discussed),
    ]
    return tuple(Touch(fact) for fact in sorted(found, key=place))
