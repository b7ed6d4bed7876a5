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
    availability,
    course,
    ecosystem,
    effects,
    encounter,
    engagements,
    externalities,
    frame,
    issues,
    objectives,
    parties,
    quotes,
    reviews,
    shared_values,
    signed,
    trials,
    usage,
    work,
)
from noe_core.stream_state import StreamState, with_facts


@frozen(kw_only=True)
class Relationship(StreamState):
    """What the facts of a relationship add up to, chapter by chapter."""

    hook: encounter.Hook = field(factory=encounter.Hook)
    values: shared_values.SharedValues = field(factory=shared_values.SharedValues)
    trials: trials.Trials = field(factory=trials.Trials)
    course: course.Course = field(factory=course.Course)
    parties: parties.Parties = field(factory=parties.Parties)
    objectives: objectives.Objectives = field(factory=objectives.Objectives)
    engagements: engagements.Engagements = field(factory=engagements.Engagements)
    frame: frame.Frame = field(factory=frame.Frame)
    reviews: reviews.Reviews = field(factory=reviews.Reviews)
    issues: issues.Issues = field(factory=issues.Issues)
    availability: availability.Availability = field(factory=availability.Availability)
    work: work.Work = field(factory=work.Work)
    usage: usage.Usage = field(factory=usage.Usage)
    effects: effects.Effects = field(factory=effects.Effects)
    externalities: externalities.Externalities = field(factory=externalities.Externalities)
    quotes: quotes.Quotes = field(factory=quotes.Quotes)
    ecosystem: ecosystem.Ecosystem = field(factory=ecosystem.Ecosystem)

    def settled(self, target: UUID) -> Refusal | None:
        """A refusal for what a signed quote cites."""
        return signed.settled(self, target)


def evolve(state: Relationship, facts: Iterable[AnyRecorded]) -> Relationship:
    """The state after some more facts, in order."""
    run = tuple(facts)
    return Relationship(
        hook=encounter.follow(state.hook, run),
        values=shared_values.follow(state.values, run),
        trials=trials.follow(state.trials, run),
        course=course.follow(state.course, run),
        parties=parties.follow(state.parties, run),
        objectives=objectives.follow(state.objectives, run),
        engagements=engagements.follow(state.engagements, run),
        frame=frame.follow(state.frame, run),
        reviews=reviews.follow(state.reviews, run),
        issues=issues.follow(state.issues, run),
        availability=availability.follow(state.availability, run),
        work=work.follow(state.work, run),
        usage=usage.follow(state.usage, run),
        effects=effects.follow(state.effects, run),
        externalities=externalities.follow(state.externalities, run),
        quotes=quotes.follow(state.quotes, run),
        ecosystem=ecosystem.follow(state.ecosystem, run),
        facts=with_facts(state, run),
    )
