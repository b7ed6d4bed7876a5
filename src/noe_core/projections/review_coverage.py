"""What the reviews looked at: the three questions, both sides' work, what was done.

Rule kept here: a level is covered by a review that asked its question lately; that both
sides sat in a review does not say that both were assessed (domain.md §4, row 13).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from noe_core.facts import AnyRecorded
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, on, recent, share
from noe_core.projections.told import effects_told, issue_facts, issues_told
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.relationship.state import Relationship, evolve

WINDOW_DAYS = 90
"""How far back a level counts as covered, unless asked otherwise (domain.md §4)."""


@frozen(kw_only=True)
class ReviewCoverage:
    """What the reviews looked at.

    Attributes:
        levels: the levels whose question was asked in the window.
        last: when each level's question was last asked, over the whole relationship.
        reviews: the reviews held in the window.
        two_sided: the reviews, of all times, in which both sides sat.
        both_assessed: those of them that assessed the work of both.
        two_sided_share: both_assessed out of two_sided.
        work: the pieces of work recorded.
        work_revisited: those that some review came back on.
        work_revisited_share: work_revisited out of work.
        effects: the effects told.
        effects_revisited: those that some review came back on, by any fact about them.
        effects_revisited_share: effects_revisited out of effects.
        issues: the issues raised.
        issues_revisited: those that some review came back on, by any fact about them.
        issues_revisited_share: issues_revisited out of issues.
        externalities: the externalities told.
        externalities_revisited: those that some review came back on.
        externalities_revisited_share: externalities_revisited out of externalities.
    """

    levels: frozenset[ReflexiveLevel]
    last: Mapping[ReflexiveLevel, Figure[date]]
    reviews: Figure[int]
    two_sided: Figure[int]
    both_assessed: Figure[int]
    two_sided_share: Fraction | None
    work: Figure[int]
    work_revisited: Figure[int]
    work_revisited_share: Fraction | None
    effects: Figure[int]
    effects_revisited: Figure[int]
    effects_revisited_share: Fraction | None
    issues: Figure[int]
    issues_revisited: Figure[int]
    issues_revisited_share: Fraction | None
    externalities: Figure[int]
    externalities_revisited: Figure[int]
    externalities_revisited_share: Fraction | None


Told = tuple[AnyRecorded, ...]
"""The facts about one thing, the one it is named by first."""


def _revisited(state: Relationship, told: Iterable[Told]) -> tuple[Figure[int], Figure[int]]:
    """How many things there are, and on how many of them some review came back."""
    things = tuple(told)
    seen = {event_id for review in state.reviews.held for event_id in review.data.revisits}
    again = (facts[0] for facts in things if any(fact.id in seen for fact in facts))
    return counted(facts[0] for facts in things), counted(again)


def review_coverage(
    state: Relationship, view: View, window_days: int | None = WINDOW_DAYS
) -> ReviewCoverage:
    """What the reviews looked at; the window is for the levels alone (domain.md §4, row 13)."""
    lately = recent(state.reviews.held, view, window_days)
    two_sided = state.reviews.two_sided
    both = counted(review for review in two_sided if review.data.assesses_both)
    work, work_again = _revisited(state, ((fact,) for fact in state.work.done.values()))
    effects, effects_again = _revisited(state, (e.facts for e in effects_told(state.effects, view)))
    issues, issues_again = _revisited(state, map(issue_facts, issues_told(state.issues, view)))
    outside, outside_again = _revisited(
        state, ((fact,) for fact in state.externalities.by_id.values())
    )
    return ReviewCoverage(
        levels=frozenset(level for review in lately for level in review.data.levels),
        last={
            level: Figure(on(review, view), (review.id,))
            for review in state.reviews.held
            for level in sorted(review.data.levels)
        },
        reviews=counted(lately),
        two_sided=counted(two_sided),
        both_assessed=both,
        two_sided_share=share(both.value, len(two_sided)),
        work=work,
        work_revisited=work_again,
        work_revisited_share=share(work_again.value, work.value),
        effects=effects,
        effects_revisited=effects_again,
        effects_revisited_share=share(effects_again.value, effects.value),
        issues=issues,
        issues_revisited=issues_again,
        issues_revisited_share=share(issues_again.value, issues.value),
        externalities=outside,
        externalities_revisited=outside_again,
        externalities_revisited_share=share(outside_again.value, outside.value),
    )


REVIEW_COVERAGE: Projection[Relationship, ReviewCoverage] = Projection(
    name="review_coverage", start=Relationship(), apply=evolve, answer=review_coverage
)
