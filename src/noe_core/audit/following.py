"""LOOP-4 to LOOP-7: what becomes of engagements, and of what reviews bring up.

Rule kept here: an engagement missed is no fault to hide but something to come back on
together (domain.md §5, seed 000).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from noe_core.audit.readings import (
    gathered,
    interval,
    maybe_two_sided,
    too_early,
    unless_unread,
)
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.history import place
from noe_core.projections.engagement_ledger import acknowledgement
from noe_core.relationship.engagements import (
    Engagement,
    EngagementReleased,
    EngagementRenegotiated,
    Term,
)
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.objectives import ObjectiveRevised
from noe_core.relationship.reviews import Adjustment, ReviewHeld

SETTLING = tuple(
    f"engagement_{outcome}" for outcome in ("kept", "missed", "renegotiated", "released")
)
"""The events by which an engagement stops being open."""


def engagement_out_of_window(case: Case, *, grace: int, breach: int) -> Iterator[Verdict]:
    """No engagement stays open past its term, none is kept before it may begin."""
    engagements = case.state.engagements.by_id.values()
    yield from gathered(_overdue(case, one, grace, breach) for one in engagements)
    yield from gathered(_early(case, one, term) for one in engagements for term in one.terms)


def _overdue(
    case: Case, engagement: Engagement, grace: int, breach: int
) -> Finding | NotAssessable | None:
    term = engagement.term
    if term is None or term.due is None or not engagement.unsettled:
        return None
    if not case.passed(term.due, grace):
        return None
    found = Finding(
        rule="LOOP-4",
        severity=Severity.BREACH if case.passed(term.due, breach) else Severity.WARNING,
        subject=engagement.engagement_id,
        about="overdue",
        evidence=(term.opened.id,),
        values={**_said(engagement), "due": term.due, "days": (case.today - term.due).days},
    )
    return unless_unread(case, found, *SETTLING)


def _said(engagement: Engagement) -> dict[str, Any]:
    """What a sentence needs to name an engagement."""
    return {"text": engagement.text, "side": engagement.side}


def _early(case: Case, engagement: Engagement, term: Term) -> Finding | None:
    if term.kept is None or term.not_before is None or case.on(term.kept) >= term.not_before:
        return None
    return Finding(
        rule="LOOP-4",
        severity=Severity.INFO,
        subject=engagement.engagement_id,
        about="early",
        evidence=(term.opened.id, term.kept.id),
        values={
            **_said(engagement),
            "not_before": term.not_before,
            "kept": case.on(term.kept),
        },
    )


def engagement_unacknowledged(case: Case, *, n: int) -> Iterator[Verdict]:
    """Each engagement is acknowledged by the side it is made to, within n days."""
    yield from gathered(
        _unacknowledged(case, engagement, engagement.made, n)
        for engagement in case.state.engagements.by_id.values()
        if engagement.made is not None and acknowledgement(engagement) is None
    )


def _unacknowledged(
    case: Case, engagement: Engagement, made: AnyRecorded, n: int
) -> Finding | NotAssessable:
    since = case.on(made)
    if not case.passed(since, n):
        return too_early("LOOP-5", since, n)
    found = Finding(
        rule="LOOP-5",
        severity=Severity.INFO,
        subject=engagement.engagement_id,
        evidence=(made.id,),
        values={**_said(engagement), "since": since},
    )
    return unless_unread(case, found, "engagement_acknowledged")


def miss_never_reviewed(case: Case, *, grace: int) -> Iterator[Verdict]:
    """What was missed is come back on at the next review of both sides.

    The review names it among what it revisits, or renegotiated it, or released it.
    """
    yield from gathered(
        _reviewed(case, engagement, term.missed, interval(case) + grace)
        for engagement in case.state.engagements.by_id.values()
        for term in engagement.terms
        if term.missed is not None
    )


def _reviewed(
    case: Case, engagement: Engagement, missed: AnyRecorded, days: int
) -> Finding | NotAssessable | None:
    next_ones = (r for r in maybe_two_sided(case) if place(r) > place(missed))
    review = next(next_ones, None)
    since = case.on(missed)
    if review is None and not case.passed(since, days):
        return too_early("LOOP-6", since, days)
    if review is not None:
        if _come_back_on(engagement, review.data):
            return None
        if not review.data.participants:
            return NotAssessable(rule="LOOP-6", because="participants_unrecorded")
    found = Finding(
        rule="LOOP-6",
        severity=Severity.WARNING,
        subject=engagement.engagement_id,
        about="not_revisited" if review is not None else "no_review",
        evidence=(missed.id, review.id) if review is not None else (missed.id,),
        values={
            **_said(engagement),
            "missed": since,
            "review": case.on(review) if review is not None else None,
        },
    )
    return unless_unread(case, found, "review_held")


def _come_back_on(engagement: Engagement, review: ReviewHeld) -> bool:
    changes = (*engagement.renegotiated, *((engagement.released,) if engagement.released else ()))
    decided = {change.data.review_id for change in changes}
    named = {fact.id for fact in engagement.facts} & set(review.revisits)
    return bool(named) or review.review_id in decided


REVISING = (
    "objective_revised",
    "engagement_renegotiated",
    "engagement_released",
    "method_agreed",
)
"""The events that a review may lead to."""


def loop_without_adjustment(case: Case, *, k: int) -> Iterator[Verdict]:
    """Reviews change something, or say why nothing changes, at least once in k running."""
    if len(case.state.reviews.two_sided) < k:
        yield NotAssessable(
            rule="LOOP-7",
            because="too_few_reviews",
            values={"held": len(case.state.reviews.two_sided), "needed": k},
        )
        return
    for run in _unadjusted(case):
        if len(run) >= k:
            yield _run(case, run)


def _run(case: Case, run: tuple[Recorded[ReviewHeld], ...]) -> Verdict:
    found = Finding(
        rule="LOOP-7",
        severity=Severity.INFO,
        subject="relationship",
        evidence=tuple(review.id for review in run),
        values={"count": len(run), "first": case.on(run[0]), "last": case.on(run[-1])},
    )
    return unless_unread(case, found, *REVISING)


def _unadjusted(case: Case) -> Iterator[tuple[Recorded[ReviewHeld], ...]]:
    """The runs of two-sided reviews from which nothing came.

    A review of which nobody said who sat in it lengthens no run, yet ends one where
    something came of it.
    """
    led_to = _revising(case)
    run: list[Recorded[ReviewHeld]] = []
    for review in maybe_two_sided(case):
        if review.data.review_id in led_to or _kept_for_a_reason(review.data):
            yield tuple(run)
            run = []
        elif review.data.two_sided:
            run.append(review)
    yield tuple(run)


def _revising(case: Case) -> set[str | None]:
    """The ids of the reviews that led to something."""
    return {
        fact.data.review_id
        for fact in case.history
        if holds(fact, ObjectiveRevised)
        or holds(fact, EngagementRenegotiated)
        or holds(fact, EngagementReleased)
        or holds(fact, MethodAgreed)
    }


def _kept_for_a_reason(review: ReviewHeld) -> bool:
    return review.adjustments is Adjustment.KEPT_AS_IS and review.kept_reason is not None


FOLLOWING: tuple[Rule, ...] = (
    Rule(
        id="LOOP-4",
        name="engagement_out_of_window",
        defaults={"grace": 3, "breach": 30},
        check=engagement_out_of_window,
    ),
    Rule(
        id="LOOP-5",
        name="engagement_unacknowledged",
        defaults={"n": 14},
        check=engagement_unacknowledged,
    ),
    Rule(
        id="LOOP-6",
        name="miss_never_reviewed",
        about=frozenset({"engagement_missed"}),
        defaults={"grace": 7},
        check=miss_never_reviewed,
    ),
    Rule(
        id="LOOP-7",
        name="loop_without_adjustment",
        defaults={"k": 3},
        check=loop_without_adjustment,
    ),
)
