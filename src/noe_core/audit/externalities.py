"""EFF-3: what the work does to others outside it is taken up by those inside.

Rule kept here: an externality is taken up when a later fact names it by its event: a review
among what it revisits, or an engagement kept on the strength of it (domain.md §5). An
engagement made or a support given since may be the answer too, but neither has a field to
say so; then the rule cannot tell, and blames nobody for what could not be written down.
What merely adds to it, an effect or a resource note that arises from it, does not answer it.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from noe_core.audit.hearing import Said, hearing
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity
from noe_core.audit.span import not_due
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.history import place
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.effects import Polarity
from noe_core.relationship.engagements import EngagementKept, EngagementMade
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.reviews import ReviewHeld


def externality_unheeded(case: Case, *, n: int) -> Iterator[Said]:
    """A negative externality is come back on; late is better than never, and passes."""
    for observed in case.state.externalities.by_id.values():
        if observed.data.polarity is None:
            yield NotAssessable(rule="EFF-3", because="polarity_unrecorded")
        # What is lived both ways has its negative side.
        elif observed.data.polarity is not Polarity.POSITIVE:
            yield from _heeded(case, observed, n)


def _heeded(case: Case, observed: Recorded[ExternalityObserved], n: int) -> Iterator[Said]:
    since = tuple(fact for fact in case.history if place(fact) > place(observed))
    if any(observed.id in _named(fact) for fact in since):
        return
    waiting = not_due(case, "EFF-3", case.on(observed), n)
    if waiting is not None:
        yield waiting
    elif any(_may_answer(fact) for fact in since):
        yield NotAssessable(rule="EFF-3", because="answer_unnamed")
    else:
        yield _unheeded(case, observed)


def _named(fact: AnyRecorded) -> tuple[UUID, ...]:
    """The events that a review comes back on, or that an engagement was kept by."""
    match fact.data:
        case ReviewHeld(revisits=ids) | EngagementKept(event_ids=ids):
            return ids
    return ()


def _may_answer(fact: AnyRecorded) -> bool:
    return holds(fact, EngagementMade) or holds(fact, CooperationSupportGiven)


def _unheeded(case: Case, observed: Recorded[ExternalityObserved]) -> Finding:
    data = observed.data
    return Finding(
        rule="EFF-3",
        severity=Severity.WARNING,
        subject=data.externality_id,
        evidence=(observed.id,),
        values={
            "observed": case.on(observed),
            "affected": data.affected,
            "account": data.account,
            "mixed": data.polarity is Polarity.MIXED,
        },
    )


ANSWERING = ("review_held", "engagement_made", "engagement_kept", "cooperation_support_given")
"""The events that may take an externality up."""

RULES: tuple[Rule, ...] = (
    Rule(
        id="EFF-3",
        name="externality_unheeded",
        about=frozenset({"externality_observed"}),
        defaults={"n": 60},
        check=hearing(externality_unheeded, *ANSWERING),
    ),
)
