"""The vision of a firm: stated, shared, and held against what really happens.

Rule kept here: a vision is shared by those who say so, and its coherence with the real work
is looked at together (domain.md §3, firm).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import Refusal, missing
from noe_core.typed import Fact, Minutes, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.firm.state import Firm


@value
class VisionStated(Fact):
    """The firm said what it is for, to society and in business; the last word holds."""

    text: Text | None = None


@value
class VisionShared(Fact):
    """People acknowledged the vision, each for themselves."""

    acknowledged_by: tuple[PartyRef, ...] = ()


@value
class CoherenceReviewed(Fact):
    """People held the values against what really happens.

    ``gap`` is a resource, not a fault; ``minutes`` is the duration, not person-minutes.
    """

    gap: Text | None = None
    participants: tuple[PartyRef, ...] = ()
    minutes: Minutes | None = None


@frozen(kw_only=True)
class Vision:
    """What was said and shared of the vision so far, in order."""

    statements: tuple[Recorded[VisionStated], ...] = ()
    shared: tuple[Recorded[VisionShared], ...] = ()
    reviews: tuple[Recorded[CoherenceReviewed], ...] = ()

    @property
    def stated(self) -> Recorded[VisionStated] | None:
        """The statement that holds."""
        return self.statements[-1] if self.statements else None


def follow(vision: Vision, facts: Iterable[AnyRecorded]) -> Vision:
    """The vision after some more facts."""
    statements, shared, reviews = list(vision.statements), list(vision.shared), list(vision.reviews)
    for fact in facts:
        if holds(fact, VisionStated):
            statements.append(fact)
        elif holds(fact, VisionShared):
            shared.append(fact)
        elif holds(fact, CoherenceReviewed):
            reviews.append(fact)
    return Vision(statements=tuple(statements), shared=tuple(shared), reviews=tuple(reviews))


def state_vision(
    state: "Firm", *, on: When, text: str, id: str = MADE
) -> Draft[VisionStated] | Refusal:
    """State what the firm is for.

    Refusals: `Missing`.
    """
    return missing(text=text) or happened(VisionStated(text=text), on)


def share_vision(
    state: "Firm", *, on: When, acknowledged_by: Iterable[PartyRef], id: str = MADE
) -> Draft[VisionShared] | Refusal:
    """Share the vision with those who say that they acknowledge it.

    It may be older than the log, so nothing asks that it was stated there.

    Refusals: `Missing`.
    """
    people = tuple(acknowledged_by)
    return missing(acknowledged_by=people) or happened(VisionShared(acknowledged_by=people), on)


def review_coherence(
    state: "Firm",
    *,
    on: When,
    gap: str,
    participants: Iterable[PartyRef],
    minutes: int,
    id: str = MADE,
) -> Draft[CoherenceReviewed] | Refusal:
    """Hold the values against what really happens, and say what stands between them.

    Refusals: `Missing`.
    """
    people = tuple(participants)
    return missing(gap=gap, participants=people) or happened(
        CoherenceReviewed(gap=gap, participants=people, minutes=minutes), on
    )
