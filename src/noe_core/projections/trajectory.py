"""The trajectory of a relationship: its steps in order, its phases, its loops.

Rule kept here: every fact is one step and stands in one phase (`noe_core.projections.phases`
says which); a loop is told by the review that ends it and by what that review changed
(domain.md §4, row 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded, F, Recorded, holds
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, on, share
from noe_core.projections.phases import Stage, Step, closes_loop, steps
from noe_core.projections.terms import deadlines
from noe_core.projections.told import engagements_told
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.engagements import (
    Engagement,
    EngagementKept,
    EngagementMissed,
    EngagementReleased,
    EngagementRenegotiated,
)
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.issues import IssueRaised
from noe_core.relationship.objectives import Objective, ObjectiveRevised
from noe_core.relationship.quotes import QuoteIssued
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.work import AdaptationDecided


@frozen(kw_only=True)
class Loop:
    """The steps after one review of both sides, up to the next, that one included.

    Attributes:
        number: 1 for the loop that the first review ends.
        review: the review that ends it; ``None`` while it runs.
        start: the day of its first step.
        end: the day of its review; ``None`` while it runs.
        steps: its steps.
        objectives: the objectives pursued in it, were it for a part of it.
        due: the engagements a term of which ran to its last day in it.
        kept: the engagements kept in it.
        missed: the engagements missed in it.
        adjustments: what its review changed, whenever that was recorded.
        effects: the effects observed in it.
        quotes: the quotes issued in it.
        adaptations: what gave way in it to what the situation asked for.
        externalities: those observed in it.
        issues: those raised in it.
    """

    number: int
    review: Recorded[ReviewHeld] | None
    start: date
    end: date | None
    steps: tuple[Step, ...]
    objectives: tuple[Objective, ...]
    due: tuple[Engagement, ...]
    kept: tuple[Recorded[EngagementKept], ...]
    missed: tuple[Recorded[EngagementMissed], ...]
    adjustments: tuple[AnyRecorded, ...]
    effects: tuple[Recorded[EffectObserved], ...]
    quotes: tuple[Recorded[QuoteIssued], ...]
    adaptations: tuple[Recorded[AdaptationDecided], ...]
    externalities: tuple[Recorded[ExternalityObserved], ...]
    issues: tuple[Recorded[IssueRaised], ...]


@frozen(kw_only=True)
class Trajectory:
    """A relationship from its first step to its last.

    Attributes:
        steps: every step, in order.
        hook: the steps before the opening.
        frame: those that set the frame.
        loops: the loops, the last of which may still run.
        closing: the steps from the closing on.
        days_since_signature: since the first one; the value is ``None`` where none is.
        n_loops: the loops that a review ended.
        adjustments: what reviews changed, over those loops.
        adjustments_per_loop: adjustments out of n_loops.
    """

    steps: tuple[Step, ...]
    hook: tuple[Step, ...]
    frame: tuple[Step, ...]
    loops: tuple[Loop, ...]
    closing: tuple[Step, ...]
    days_since_signature: Figure[int | None]
    n_loops: Figure[int]
    adjustments: Figure[int]
    adjustments_per_loop: Fraction | None


def review_named(fact: AnyRecorded) -> str | None:
    """The review that an adjustment was decided in; ``None`` for any other fact."""
    match fact.data:
        case (
            ObjectiveRevised(review_id=review_id)
            | EngagementRenegotiated(review_id=review_id)
            | EngagementReleased(review_id=review_id)
            | MethodAgreed(review_id=review_id)
        ):
            return review_id
    return None


def _of(run: Iterable[Step], kind: type[F]) -> tuple[Recorded[F], ...]:
    return tuple(step.record for step in run if holds(step.record, kind))


@frozen
class _Whole:
    """A state, the view it is asked from, and the place of each fact in its order."""

    state: Relationship
    view: View
    place: Mapping[UUID, int]

    def objectives(self, run: tuple[Step, ...]) -> Iterator[Objective]:
        """The objectives set before a run ended and not closed before it began."""
        begins, ends = self.place[run[0].record.id], self.place[run[-1].record.id]
        for objective in self.state.objectives.by_id.values():
            posed, closed = objective.posed, objective.closed
            begun = posed is None or self.place[posed.id] <= ends
            if begun and (closed is None or self.place[closed.id] >= begins):
                yield objective

    def due(self, since: date, until: date) -> Iterator[Engagement]:
        """The engagements a term of which ran to its last day after one day up to another."""
        for engagement in engagements_told(self.state.engagements, self.view):
            terms = (d.term.due for d in deadlines(engagement, self.view) if d.ended)
            if any(due is not None and since < due <= until for due in terms):
                yield engagement

    def adjustments(self, review: Recorded[ReviewHeld] | None) -> Iterator[AnyRecorded]:
        """What a review changed."""
        if review is not None:
            for fact in self.state.facts.values():
                if review_named(fact) == review.data.review_id:
                    yield fact


def _loop(whole: _Whole, number: int, run: tuple[Step, ...], since: date) -> Loop:
    last = run[-1]
    review = last.record if holds(last.record, ReviewHeld) and closes_loop(last.record) else None
    return Loop(
        number=number,
        review=review,
        start=run[0].day,
        end=last.day if review else None,
        steps=run,
        objectives=tuple(whole.objectives(run)),
        due=tuple(whole.due(since, last.day if review else whole.view.day)),
        kept=_of(run, EngagementKept),
        missed=_of(run, EngagementMissed),
        adjustments=tuple(whole.adjustments(review)),
        effects=_of(run, EffectObserved),
        quotes=_of(run, QuoteIssued),
        adaptations=_of(run, AdaptationDecided),
        externalities=_of(run, ExternalityObserved),
        issues=_of(run, IssueRaised),
    )


def _loops(whole: _Whole, told: Iterable[Step]) -> Iterator[Loop]:
    since = date.min
    for number, run in groupby(told, key=lambda step: step.loop or 0):
        loop = _loop(whole, number, tuple(run), since)
        since = loop.end or since
        yield loop


def _since_signature(state: Relationship, view: View) -> Figure[int | None]:
    signed = next(iter(state.course.signed), None)
    return (
        Figure(None) if signed is None else Figure((view.day - on(signed, view)).days, (signed.id,))
    )


def trajectory(state: Relationship, view: View) -> Trajectory:
    """A relationship from its first step to its last (domain.md §4, row 1)."""
    told = tuple(steps(tuple(state.facts.values()), view))
    whole = _Whole(state, view, {event_id: i for i, event_id in enumerate(state.facts)})
    by_stage = {stage: tuple(s for s in told if s.stage is stage) for stage in Stage}
    loops = tuple(_loops(whole, by_stage[Stage.LOOPS]))
    ended = counted(loop.review for loop in loops if loop.review)
    changed = counted(fact for loop in loops for fact in loop.adjustments)
    return Trajectory(
        steps=told,
        hook=by_stage[Stage.HOOK],
        frame=by_stage[Stage.FRAME],
        loops=loops,
        closing=by_stage[Stage.CLOSING],
        days_since_signature=_since_signature(state, view),
        n_loops=ended,
        adjustments=changed,
        adjustments_per_loop=share(changed.value, ended.value),
    )


TRAJECTORY: Projection[Relationship, Trajectory] = Projection(
    name="trajectory", start=Relationship(), apply=evolve, answer=trajectory
)
