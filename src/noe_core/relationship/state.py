"""The state of a relationship: the slices of its chapters, side by side.

Rule kept here: evolving never refuses; the facts have happened. Whatever is missing in them
is missing in the state.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from attrs import field, frozen

from noe_core.facts import AnyRecorded
from noe_core.refusal import Refusal
from noe_core.relationship import (
    course,
    effects,
    encounter,
    engagements,
    frame,
    objectives,
    quotes,
    reviews,
    signed,
    work,
)
from noe_core.stream_state import StreamState, with_facts


@frozen(kw_only=True)
class Relationship(StreamState):
    """What the facts of a relationship add up to, chapter by chapter."""

    hook: encounter.Hook = field(factory=encounter.Hook)
    course: course.Course = field(factory=course.Course)
    objectives: objectives.Objectives = field(factory=objectives.Objectives)
    engagements: engagements.Engagements = field(factory=engagements.Engagements)
    frame: frame.Frame = field(factory=frame.Frame)
    reviews: reviews.Reviews = field(factory=reviews.Reviews)
    work: work.Work = field(factory=work.Work)
    effects: effects.Effects = field(factory=effects.Effects)
    quotes: quotes.Quotes = field(factory=quotes.Quotes)

    def settled(self, target: UUID) -> Refusal | None:
        """A refusal for what a signed quote cites."""
        return signed.settled(self, target)


def evolve(state: Relationship, facts: Iterable[AnyRecorded]) -> Relationship:
    """The state after some more facts, in order."""
    run = tuple(facts)
    return Relationship(
        hook=encounter.follow(state.hook, run),
        course=course.follow(state.course, run),
        objectives=objectives.follow(state.objectives, run),
        engagements=engagements.follow(state.engagements, run),
        frame=frame.follow(state.frame, run),
        reviews=reviews.follow(state.reviews, run),
        work=work.follow(state.work, run),
        effects=effects.follow(state.effects, run),
        quotes=quotes.follow(state.quotes, run),
        facts=with_facts(state, run),
    )
