"""When the two sides first come back on the work (REV-1, REV-7).

Rule kept here: a review of which nobody recorded who sat in it may have been one of both
sides; where that would change the answer, the rule cannot tell (domain.md §5).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from noe_core.audit.hearing import Said
from noe_core.audit.readings import maybe_two_sided, shifted, too_early
from noe_core.audit.rule import Case, Finding, NotAssessable, Severity
from noe_core.audit.span import Span, no_start, span_of, too_short
from noe_core.facts import AnyRecorded
from noe_core.projections.rhythm import days_between, not_counted


def end_only_evaluation(case: Case, *, share: Fraction, min_days: int) -> Iterator[Said]:
    """REV-1: some review is held while the work can still change.

    The first ``share`` of the duration counts, its last day included; so do the days before
    the signature. Days on which the client was away, or the relationship was closed, are
    not counted.
    """
    span = span_of(case)
    if span is None:
        yield no_start("REV-1")
        return
    away = not_counted(case.state, case.view)
    ran = days_between(span.start, span.end, away)
    if ran < min_days:
        values = {"ran": ran, "days": min_days}
        short = NotAssessable(rule="REV-1", because="too_short", values=values)
        # Day ``min_days`` is the first on which it can be told.
        waiting = too_early("REV-1", span.start, min_days - 1 + span.days - ran)
        yield short if span.closed else waiting
        return
    first = next(iter(case.state.reviews.held), None)
    if first is None or days_between(span.start, case.on(first), away) > share * ran:
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
