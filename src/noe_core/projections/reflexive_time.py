"""How much of the provider's time goes into coming back on the work.

Rule kept here: only person-minutes of the provider count, on both sides of the bar; what a
machine did is nobody's time, and a gathering without minutes or participants adds nothing
(domain.md §4, row 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, recent, share
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.people import on_side, sides
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.values import Side


@frozen(kw_only=True)
class ReflexiveTime:
    """The reflexive part of the provider's time, in person-minutes.

    Attributes:
        reflexive: reviews, discussions of quotes and reflexive work.
        whole: the same, other work, encounters and supports to cooperation.
        share: reflexive out of whole.
        by_level: minutes of the reviews that asked each level's question. A review that
            asks several counts for each, so the levels do not add up.
        internal: reflexive minutes spent among the provider's own.
        external: reflexive minutes spent with people of another side.
    """

    reflexive: Figure[int]
    whole: Figure[int]
    share: Fraction | None
    by_level: Mapping[ReflexiveLevel, int]
    internal: int
    external: int


@frozen
class Spent:
    """Person-minutes of the provider in one fact."""

    minutes: int
    fact: AnyRecorded

    @property
    def reflexive(self) -> bool:
        """Whether they went into coming back on the work."""
        match self.fact.data:
            case ReviewHeld() | QuoteDiscussed():
                return True
            case WorkRecorded(nature=WorkNature.REFLEXIVE):
                return True
        return False

    @property
    def external(self) -> bool:
        """Whether somebody of another side was there."""
        match self.fact.data:
            case ReviewHeld(participants=people) | QuoteDiscussed(participants=people):
                return bool(sides(people) - {Side.PROVIDER})
        return False

    @property
    def levels(self) -> frozenset[ReflexiveLevel]:
        """The questions asked meanwhile."""
        return self.fact.data.levels if isinstance(self.fact.data, ReviewHeld) else frozenset()


def provider_minutes(fact: AnyRecorded) -> int:
    """The person-minutes that a fact took the provider; 0 where they are not known."""
    match fact.data:
        case (
            ReviewHeld(minutes=minutes, participants=people)
            | QuoteDiscussed(minutes=minutes, participants=people)
            | EncounterHeld(minutes=minutes, participants=people)
            | CooperationSupportGiven(minutes=minutes, participants=people)
        ):
            return (minutes or 0) * on_side(people, Side.PROVIDER)
        case WorkRecorded(minutes=minutes) as work if work.done_by is Side.PROVIDER:
            return 0 if work.automated else (minutes or 0)
    return 0


def _spent(state: Relationship, view: View, window_days: int | None) -> Iterator[Spent]:
    facts: Iterable[AnyRecorded] = chain(
        recent(state.hook.encounters, view, window_days),
        recent(state.reviews.held, view, window_days),
        recent((d for q in state.quotes.by_id.values() for d in q.discussed), view, window_days),
        recent(state.work.done.values(), view, window_days),
        recent(state.ecosystem.supports, view, window_days),
    )
    spent = (Spent(provider_minutes(fact), fact) for fact in facts)
    return (time for time in spent if time.minutes)


def _added(times: Iterable[Spent]) -> Figure[int]:
    found = tuple(times)
    return Figure(sum(time.minutes for time in found), tuple(time.fact.id for time in found))


def reflexive_time(
    state: Relationship, view: View, window_days: int | None = None
) -> ReflexiveTime:
    """The reflexive part of the whole relationship, or of its last days (domain.md §4)."""
    whole = tuple(_spent(state, view, window_days))
    reflexive = tuple(time for time in whole if time.reflexive)
    external = sum(time.minutes for time in reflexive if time.external)
    part, all_of_it = _added(reflexive), _added(whole)
    return ReflexiveTime(
        reflexive=part,
        whole=all_of_it,
        share=share(part.value, all_of_it.value),
        by_level={
            level: sum(time.minutes for time in reflexive if level in time.levels)
            for level in ReflexiveLevel
        },
        internal=part.value - external,
        external=external,
    )


REFLEXIVE_TIME: Projection[Relationship, ReflexiveTime] = Projection(
    name="reflexive_time", start=Relationship(), apply=evolve, answer=reflexive_time
)
