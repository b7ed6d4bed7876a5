"""Where each step of a relationship stands: hook, frame, loops, closing.

Rule kept here (a reading of domain.md §4, row 1):
- the hook is what comes before the opening, and what a hook is made of (a trial, values
  compared, a referral) as long as no loop has begun: some of it is written down late;
- the frame runs from the opening to the day of the first signature, that day included, and
  ends sooner if work or a review of both sides comes sooner: what is being worked on is no
  longer only framed;
- loops follow. Loop *k* ends with the *k*-th review of both sides, that review included, so
  what the review changes happens in loop *k* + 1; the last loop may still be running;
- the closing runs from the closing fact; a reopening goes back to the loop left off. A
  prospect that was declined closes there and then, unless it opens after all.

Where nothing says that the relationship opened, its first signature, work or review of both
sides ends the hook. Numbers go on over a closing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from attrs import frozen

from noe_core.facts import AnyRecorded, holds
from noe_core.projection import View
from noe_core.projections.figure import on
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipDeclined,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.ecosystem import ReferralReceived
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.shared_values import ValuesCompared, ValuesExceptionMade
from noe_core.relationship.trials import TrialEnded, TrialOffered
from noe_core.relationship.work import WorkRecorded

HOOKING = (ValuesCompared, ValuesExceptionMade, TrialOffered, TrialEnded, ReferralReceived)
"""What a hook is made of beside encounters and demands, which may go on later."""


class Stage(StrEnum):
    """The phases of a trajectory; the course of a relationship has its own (`Phase`)."""

    HOOK = "hook"
    FRAME = "frame"
    LOOPS = "loops"
    CLOSING = "closing"


@frozen(kw_only=True)
class Step:
    """A fact of the trajectory, its day and where it stands; ``loop`` is of loops only."""

    record: AnyRecorded
    day: date
    stage: Stage
    loop: int | None


def closes_loop(fact: AnyRecorded) -> bool:
    """Whether a fact is a review of both sides."""
    return holds(fact, ReviewHeld) and fact.data.two_sided


def _works(fact: AnyRecorded) -> bool:
    return holds(fact, WorkRecorded) or closes_loop(fact)


def _opening(facts: Sequence[AnyRecorded]) -> int:
    """The place of the first fact after the hook."""
    places = range(len(facts))
    said = (i for i in places if holds(facts[i], RelationshipOpened))
    shown = (i for i in places if holds(facts[i], AgreementSigned) or _works(facts[i]))
    return next(said, next(shown, len(facts)))


def _looping(facts: Sequence[AnyRecorded], opening: int, view: View) -> int:
    """The place of the first fact of the first loop."""
    signed = next((on(f, view) for f in facts[opening:] if holds(f, AgreementSigned)), None)
    for i in range(opening, len(facts)):
        if _works(facts[i]) or (signed is not None and on(facts[i], view) > signed):
            return i
    return len(facts)


def _declining(facts: Sequence[AnyRecorded], opening: int) -> int:
    """The place of the fact that ends a hook by a no; what began is closed and never declined."""
    declined = (i for i in range(opening) if holds(facts[i], RelationshipDeclined))
    return next(declined, opening)


def steps(facts: Sequence[AnyRecorded], view: View) -> Iterator[Step]:
    """Every fact as a step, in order."""
    opening = _opening(facts)
    declining, looping = _declining(facts, opening), _looping(facts, opening, view)
    loop, closed = 1, False
    for i, fact in enumerate(facts):
        closed = (closed or holds(fact, RelationshipClosed)) and not holds(
            fact, RelationshipReopened
        )
        over = closed or declining <= i < opening
        stage = Stage.CLOSING if over else _stage(fact, i, opening, looping)
        in_loop = stage is Stage.LOOPS
        yield Step(record=fact, day=on(fact, view), stage=stage, loop=loop if in_loop else None)
        if in_loop and closes_loop(fact):
            loop += 1


def _stage(fact: AnyRecorded, i: int, opening: int, looping: int) -> Stage:
    if i >= looping:
        return Stage.LOOPS
    hooks = i < opening or isinstance(fact.data, HOOKING)
    return Stage.HOOK if hooks else Stage.FRAME
