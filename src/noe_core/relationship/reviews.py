"""Reviews: times when the two sides, or one, come back on the work; feedback asked and given.

Rule kept here: a review in which both sides sit assesses the work of both (domain.md §3).
A level is the question that was asked, not who was in the room.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.people import BOTH, both_sides
from noe_core.typed import Fact, Id, Minutes, Text, value
from noe_core.values import PartyRef, Side

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class ReflexiveLevel(StrEnum):
    """The three questions of reflexivity: our work, our relation, what it displaces there."""

    INTERNAL = "internal"
    RELATIONAL = "relational"
    CLIENT_SIDE = "client_side"


class Adjustment(StrEnum):
    """What a review decided: something will be revised, or it is kept as it is, for a reason."""

    WILL_REVISE = "will_revise"
    KEPT_AS_IS = "kept_as_is"


class Relevance(StrEnum):
    """How well an answer fitted the need."""

    RELEVANT = "relevant"
    PARTLY = "partly"
    OFF = "off"


@value
class Assessment:
    """The account that one side gives of one side's work; it is told, never scored."""

    of_side: Side
    by_side: Side
    account: Text | None = None


@value
class ReviewHeld(Fact):
    """People came back on the work; ``minutes`` is the duration, not person-minutes.

    ``account`` tells what was said as a whole, where nobody's part is told apart.
    """

    review_id: Id
    minutes: Minutes | None = None
    participants: tuple[PartyRef, ...] = ()
    initiated_by: Side | None = None
    format: Text | None = None
    levels: frozenset[ReflexiveLevel] = frozenset()
    assessments: tuple[Assessment, ...] = ()
    account: Text | None = None
    revisits: tuple[UUID, ...] = ()
    adjustments: Adjustment | None = None
    kept_reason: Text | None = None

    @property
    def two_sided(self) -> bool:
        """Whether people of both sides sat in it."""
        return both_sides(self.participants)

    @property
    def assesses_both(self) -> bool:
        """Whether the work of both sides was assessed."""
        return {assessment.of_side for assessment in self.assessments}.issuperset(BOTH)


@value
class FeedbackRequested(Fact):
    """A side asked what the other thinks, and said how long answering takes."""

    minutes_asked: Minutes | None = None
    by_side: Side | None = None


@value
class FeedbackGiven(Fact):
    """A side said how well the work fits, in its own words."""

    relevance: Relevance | None = None
    verbatim: Text | None = None
    by_side: Side | None = None


@frozen
class OneSidedReview(Refusal):
    """A review of both sides assesses the work of both."""

    says = "review {review_id} has people of both sides but does not assess the {side} side's work"
    review_id: str
    side: str


@frozen(kw_only=True)
class Reviews:
    """Reviews and feedback so far, in order."""

    held: tuple[Recorded[ReviewHeld], ...] = ()
    requests: tuple[Recorded[FeedbackRequested], ...] = ()
    feedback: tuple[Recorded[FeedbackGiven], ...] = ()
    by_id: Mapping[str, Recorded[ReviewHeld]] = field(factory=dict)

    @property
    def two_sided(self) -> tuple[Recorded[ReviewHeld], ...]:
        """The reviews in which people of both sides sat."""
        return tuple(review for review in self.held if review.data.two_sided)

    def unknown(self, review_id: str | None, field: str = "review_id") -> UnknownReference | None:
        """A refusal when a review is named that was never held."""
        if review_id is None or review_id in self.by_id:
            return None
        return UnknownReference(field, review_id)


FACTS = frozenset({ReviewHeld, FeedbackRequested, FeedbackGiven})
"""The facts this chapter follows."""


def follow(reviews: Reviews, facts: Iterable[AnyRecorded]) -> Reviews:
    """The reviews after some more facts."""
    held, by_id = list(reviews.held), dict(reviews.by_id)
    requests, feedback = list(reviews.requests), list(reviews.feedback)
    for fact in facts:
        if holds(fact, ReviewHeld):
            held.append(fact)
            by_id[fact.data.review_id] = fact
        elif holds(fact, FeedbackRequested):
            requests.append(fact)
        elif holds(fact, FeedbackGiven):
            feedback.append(fact)
    return Reviews(
        held=tuple(held), requests=tuple(requests), feedback=tuple(feedback), by_id=by_id
    )


def _assesses_both(review: ReviewHeld) -> OneSidedReview | None:
    if not review.two_sided or review.assesses_both:
        return None
    assessed = {assessment.of_side for assessment in review.assessments}
    return OneSidedReview(review.review_id, next(side for side in BOTH if side not in assessed))


def _reasoned(review: ReviewHeld) -> Refusal | None:
    if review.adjustments is not Adjustment.KEPT_AS_IS:
        return None
    return missing(kept_reason=review.kept_reason)


def hold_review(
    state: "Relationship",
    *,
    on: When,
    minutes: int,
    participants: Iterable[PartyRef],
    levels: Iterable[ReflexiveLevel],
    assessments: Iterable[Assessment] = (),
    account: str | None = None,
    revisits: Iterable[UUID] = (),
    initiated_by: Side | None = None,
    format: str | None = None,
    adjustments: Adjustment | None = None,
    kept_reason: str | None = None,
    id: str = MADE,
) -> Draft[ReviewHeld] | Refusal:
    """Hold a review; with both sides in it, the work of both is assessed.

    Refusals: `AlreadyDone`, `Missing`, `OneSidedReview`, `UnknownReference`.
    """
    review = ReviewHeld(
        review_id=id,
        minutes=minutes,
        participants=tuple(participants),
        initiated_by=initiated_by,
        format=format,
        levels=frozenset(levels),
        assessments=tuple(assessments),
        account=account,
        revisits=tuple(revisits),
        adjustments=adjustments,
        kept_reason=kept_reason,
    )
    untold = any(assessment.account is None for assessment in review.assessments)
    return first(
        AlreadyDone("review", id, "held") if id in state.reviews.by_id else None,
        missing(participants=review.participants, levels=review.levels),
        _assesses_both(review),
        missing(account=None) if untold else None,
        state.unknown("revisits", review.revisits),
        _reasoned(review),
    ) or happened(review, on)


def request_feedback(
    state: "Relationship",
    *,
    on: When,
    minutes_asked: int | None = None,
    by_side: Side = Side.PROVIDER,
    id: str = MADE,
) -> Draft[FeedbackRequested] | Refusal:
    """Ask the other side what it thinks of the work."""
    return happened(FeedbackRequested(minutes_asked=minutes_asked, by_side=by_side), on)


def give_feedback(
    state: "Relationship",
    *,
    on: When,
    relevance: Relevance,
    verbatim: str | None = None,
    by_side: Side = Side.CLIENT,
    id: str = MADE,
) -> Draft[FeedbackGiven] | Refusal:
    """Say how well the work fits the need."""
    return happened(FeedbackGiven(relevance=relevance, verbatim=verbatim, by_side=by_side), on)
