"""DIST-1: the good distance, agreed, kept, and agreed again in its time.

Rule kept here: what the provider meddles in is decided with the client; nothing that was
never put out of bounds is a crossing (domain.md §5, seed 001).
"""

from __future__ import annotations

from collections.abc import Iterator

from noe_core.audit.readings import all_of, gathered, opening, too_early, unless_unread
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.audit.span import end_of, no_start
from noe_core.facts import Recorded
from noe_core.history import place
from noe_core.relationship.frame import BoundaryAgreed
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Side


def distance(case: Case, *, n: int) -> Iterator[Verdict]:
    """The boundary is agreed by n days, kept to unless both consent, and reviewed in time."""
    yield from gathered(_crossings(case))
    yield from gathered(_work_outside(case, work) for work in all_of(case, WorkRecorded))
    boundary = case.state.frame.boundary
    if boundary is None:
        yield from _absent(case, n)
    else:
        yield from _past_review(case, boundary)


def _same(topic: str | None, other: str | None) -> bool:
    """Whether two topics are one, but for capitals and spaces around."""
    return (
        topic is not None
        and other is not None
        and topic.strip().casefold() == other.strip().casefold()
    )


def _crossings(case: Case) -> Iterator[Finding | NotAssessable]:
    for fact in case.state.frame.crossings:
        if fact.data.consent is None:
            yield NotAssessable(rule="DIST-1", because="consent_unrecorded")
        elif not fact.data.consent:
            yield Finding(
                rule="DIST-1",
                severity=Severity.BREACH,
                subject="relationship",
                about="crossed",
                evidence=(fact.id,),
                values={
                    "topic": fact.data.topic,
                    "side": fact.data.by_side,
                    "day": case.on(fact),
                },
            )


def _work_outside(case: Case, work: Recorded[WorkRecorded]) -> Finding | NotAssessable | None:
    """The provider's work on a topic that the boundary of the moment leaves out."""
    earlier = (b for b in reversed(case.state.frame.boundaries) if place(b) < place(work))
    boundary = next(earlier, None)
    topic = work.data.topic
    if boundary is None or not any(_same(topic, out) for out in boundary.data.topics_out):
        return None
    if work.data.done_by is None:
        return NotAssessable(rule="DIST-1", because="sides_unrecorded")
    if work.data.done_by is not Side.PROVIDER or _consented(case, work):
        return None
    return Finding(
        rule="DIST-1",
        severity=Severity.BREACH,
        subject=work.data.work_id,
        about="work_outside",
        evidence=(boundary.id, work.id),
        values={"topic": topic, "day": case.on(work), "agreed": case.on(boundary)},
    )


def _consented(case: Case, work: Recorded[WorkRecorded]) -> bool:
    """Whether a crossing on that topic was consented to by the day of the work."""
    return any(
        fact.data.consent
        and _same(fact.data.topic, work.data.topic)
        and case.on(fact) <= case.on(work)
        for fact in case.state.frame.crossings
    )


def _absent(case: Case, n: int) -> Iterator[Verdict]:
    start = opening(case)
    if start is None:
        yield no_start("DIST-1")
    elif not case.passed(case.on(start), n):
        yield too_early("DIST-1", case.on(start), n)
    elif (ran := (end_of(case) - case.on(start)).days) <= n:
        yield NotAssessable(rule="DIST-1", because="too_short", values={"ran": ran, "days": n})
    else:
        found = Finding(
            rule="DIST-1",
            severity=Severity.INFO,
            subject="relationship",
            about="absent",
            evidence=(start.id,),
            values={"since": case.on(start), "days": ran},
        )
        yield unless_unread(case, found, "boundary_agreed")


def _past_review(case: Case, boundary: Recorded[BoundaryAgreed]) -> Iterator[Verdict]:
    review_by = boundary.data.review_by
    if review_by is not None and end_of(case) > review_by:
        yield Finding(
            rule="DIST-1",
            severity=Severity.INFO,
            subject="relationship",
            about="past_review",
            evidence=(boundary.id,),
            values={"review_by": review_by, "agreed": case.on(boundary)},
        )


RULES: tuple[Rule, ...] = (Rule(id="DIST-1", name="distance", defaults={"n": 60}, check=distance),)
