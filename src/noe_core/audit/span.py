"""From when to when a relationship runs, for the rules that need time to pass.

Rule kept here: the work counts from the first signature, else from the opening (domain.md
§5), and up to the closing, else to the day of the view. Nothing is expected after a closing,
so nothing is counted against the relationship there.
"""

from __future__ import annotations

from datetime import date

from attrs import frozen

from noe_core.audit.readings import too_early
from noe_core.audit.rule import Case, NotAssessable
from noe_core.relationship.course import Phase


@frozen(kw_only=True)
class Span:
    """The days a relationship has run, and whether it runs no more."""

    start: date
    end: date
    closed: bool

    @property
    def days(self) -> int:
        """How many days lie between its two ends."""
        return (self.end - self.start).days


def end_of(case: Case) -> date:
    """The closing of a relationship that is closed, else today."""
    course = case.state.course
    return case.on(course.closed[-1]) if course.phase is Phase.CLOSED else case.today


def span_of(case: Case) -> Span | None:
    """The span of the relationship; ``None`` when neither opening nor signature is recorded."""
    course = case.state.course
    if course.started is None:
        return None
    closed = course.phase is Phase.CLOSED
    return Span(start=case.on(course.started), end=end_of(case), closed=closed)


def no_start(rule: str) -> NotAssessable:
    """Neither an opening nor a signature says when the work began."""
    return NotAssessable(rule=rule, because="no_start")


def too_short(rule: str, span: Span, days: int) -> NotAssessable:
    """The relationship was closed before the rule could tell."""
    values = {"ran": span.days, "days": days}
    return NotAssessable(rule=rule, because="too_short", values=values)


def not_due(case: Case, rule: str, since: date, days: int) -> NotAssessable | None:
    """Why what began on a day cannot be judged: the days have not passed, or a closing came first.

    After a closing nothing is expected any more, so its days do not count.
    """
    if not case.passed(since, days):
        return too_early(rule, since, days)
    if (end_of(case) - since).days <= days:
        return NotAssessable(rule=rule, because="closed_since", values={"days": days})
    return None
