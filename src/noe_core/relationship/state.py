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
from noe_core.stream_state import Run, StreamState, followed, with_facts, with_unread


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
    # A relationship has many chapters and most facts are of one: each is handed its own.
    run = Run.of(facts)
    return Relationship(
        hook=followed(encounter.follow, state.hook, run, encounter.FACTS),
        values=followed(shared_values.follow, state.values, run, shared_values.FACTS),
        trials=followed(trials.follow, state.trials, run, trials.FACTS),
        course=followed(course.follow, state.course, run, course.FACTS),
        parties=followed(parties.follow, state.parties, run, parties.FACTS),
        objectives=followed(objectives.follow, state.objectives, run, objectives.FACTS),
        engagements=followed(engagements.follow, state.engagements, run, engagements.FACTS),
        frame=followed(frame.follow, state.frame, run, frame.FACTS),
        reviews=followed(reviews.follow, state.reviews, run, reviews.FACTS),
        issues=followed(issues.follow, state.issues, run, issues.FACTS),
        availability=followed(availability.follow, state.availability, run, availability.FACTS),
        work=followed(work.follow, state.work, run, work.FACTS),
        usage=followed(usage.follow, state.usage, run, usage.FACTS),
        effects=followed(effects.follow, state.effects, run, effects.FACTS),
        externalities=followed(externalities.follow, state.externalities, run, externalities.FACTS),
        quotes=followed(quotes.follow, state.quotes, run, quotes.FACTS),
        ecosystem=followed(ecosystem.follow, state.ecosystem, run, ecosystem.FACTS),
        facts=with_facts(state, run.facts),
        unread=with_unread(state, run.facts),
    )
