"""When the two sides come back on the work (REV-1, REV-2, REV-7).

Rule kept here: a review of which nobody recorded who sat in it may have been one of both
sides; where that would change the answer, the rule cannot tell (domain.md §5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from noe_core.audit.hearing import Said
from noe_core.audit.readings import maybe_two_sided, shifted, too_early
from noe_core.audit.rule import Case, Finding, NotAssessable, Severity
from noe_core.audit.span import Span, no_start, span_of, too_short
from noe_core.facts import AnyRecorded
from noe_core.history import place
from noe_core.projections.rhythm import agreed_interval, client_absences, days_between
from noe_core.relationship.course import Phase
from noe_core.values import Period


def end_only_evaluation(case: Case, *, share: Fraction, min_days: int) -> Iterator[Said]:
    """REV-1: some review is held while the work can still change.

    The first ``share`` of the duration counts, its last day included; so do the days before
    the signature.
    """
    span = span_of(case)
    if span is None:
        yield no_start("REV-1")
    elif span.days < min_days:
        short = too_short("REV-1", span, min_days)
        yield short if span.closed else too_early("REV-1", span.start, min_days)
    else:
        first = next(iter(case.state.reviews.held), None)
        if first is None or (case.on(first) - span.start).days > share * span.days:
            yield _at_the_end(case, span, first)


def _at_the_end(case: Case, span: Span, first: AnyRecorded | None) -> Finding:
    marks = (case.state.course.started, first)
    return Finding(
        rule="REV-1",
        severity=Severity.BREACH if span.closed else Severity.WARNING,
        subject="relationship",
        about="closed" if span.closed else "running",
        evidence=tuple(fact.id for fact in marks if fact is not None),
        values={
            "since": span.start,
            "end": span.end,
            "days": span.days,
            "first": case.on(first) if first else None,
            "perspective": case.perspective,
        },
    )


@frozen(kw_only=True)
class Stretch:
    """Days from one mark to the next; ``until`` is ``None`` where no review has ended them."""

    since: AnyRecorded
    until: AnyRecorded | None
    days: int


def review_gap(
    case: Case, *, factor: Fraction, breach_factor: int, interval: int
) -> Iterator[Said]:
    """REV-2: both sides come back on the work about as often as they agreed to.

    ``interval`` stands in where no method says. Days on which the client was away, or the
    relationship was closed, are not counted.
    """
    agreed = agreed_interval(case.state)
    every = agreed.value if agreed.evidence else interval
    known = _stretches(case, case.state.reviews.two_sided)
    certain = _longer(_stretches(case, maybe_two_sided(case)), factor * every)
    if not known:
        yield no_start("REV-2")
    elif certain:
        for stretch in certain:
            grave = stretch.days > breach_factor * every
            yield _gap(case, stretch, every, Severity.BREACH if grave else Severity.WARNING)
    elif _longer(known, factor * every):
        yield NotAssessable(rule="REV-2", because="participants_unrecorded")
    elif known[0].until is None and case.state.course.phase is not Phase.CLOSED:
        yield too_early("REV-2", case.on(known[0].since), int(factor * every))


def _longer(stretches: Iterable[Stretch], limit: Fraction) -> tuple[Stretch, ...]:
    return tuple(stretch for stretch in stretches if stretch.days > limit)


def _stretches(case: Case, reviews: Iterable[AnyRecorded]) -> tuple[Stretch, ...]:
    """From the start to the first review, between reviews, and from the last one to today."""
    start = case.state.course.started
    since = (r for r in reviews if start is None or place(r) > place(start))
    marks = (*((start,) if start else ()), *since)
    away = (*client_absences(case.state), *_closed(case))

    def days(one: AnyRecorded, other: date) -> int:
        return days_between(case.on(one), other, away)

    between = (Stretch(since=a, until=b, days=days(a, case.on(b))) for a, b in pairwise(marks))
    running = (Stretch(since=m, until=None, days=days(m, case.today)) for m in marks[-1:])
    return (*between, *running)


def _closed(case: Case) -> Iterator[Period]:
    """The days on which the relationship was closed."""
    course = case.state.course
    for closing in course.closed:
        later = (case.on(r) for r in course.reopened if place(r) > place(closing))
        start, end = shifted(case.on(closing), 1), next(later, case.today)
        if start <= end:
            yield Period(start=start, end=end)


def _gap(case: Case, stretch: Stretch, every: int, severity: Severity) -> Finding:
    marks = (stretch.since, stretch.until)
    return Finding(
        rule="REV-2",
        severity=severity,
        subject="relationship",
        about="between" if stretch.until else "running",
        evidence=tuple(fact.id for fact in marks if fact is not None),
        values={
            "since": case.on(stretch.since),
            "until": case.on(stretch.until) if stretch.until else None,
            "days": stretch.days,
            "interval": every,
            "agreed": bool(agreed_interval(case.state).evidence),
        },
    )


def one_month_feedback_missing(case: Case, *, day: int, grace: int) -> Iterator[Said]:
    """REV-7: about a month after the start, somebody asks how it is going.

    A feedback given unasked counts too, and so does anything before the signature.
    """
    span = span_of(case)
    if span is None:
        yield no_start("REV-7")
        return
    due = shifted(span.start, day + grace)
    heard = [case.on(fact) for fact in _asked(case)]
    perhaps = [case.on(review) for review in maybe_two_sided(case)]
    if any(when <= due for when in heard):
        return
    if any(when <= due for when in perhaps):
        yield NotAssessable(rule="REV-7", because="participants_unrecorded")
    elif span.closed and span.end <= due:
        yield too_short("REV-7", span, day + grace)
    elif not case.passed(span.start, day + grace):
        yield too_early("REV-7", span.start, day + grace)
    else:
        yield _unasked(case, span, due, min(heard, default=None))


def _asked(case: Case) -> tuple[AnyRecorded, ...]:
    reviews = case.state.reviews
    talks = (talk for quote in case.state.quotes.by_id.values() for talk in quote.discussed)
    return (*reviews.requests, *reviews.feedback, *reviews.two_sided, *talks)


def _unasked(case: Case, span: Span, due: date, first: date | None) -> Finding:
    start = case.state.course.started
    return Finding(
        rule="REV-7",
        severity=Severity.WARNING,
        subject="relationship",
        evidence=(start.id,) if start else (),
        values={"since": span.start, "due": due, "first": first},
    )
