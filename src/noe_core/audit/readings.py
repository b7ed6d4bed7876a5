"""What several rules read in the same way.

Rule kept here: a reading says what the facts say; what they leave out comes back as ``None``
or as nothing, and it is for the rule to call itself not assessable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from noe_core.audit.rule import Case, CaseOf, Finding, NotAssessable, Verdict
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.projections.rhythm import agreed_interval
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.stream_state import StreamState
from noe_core.typed import Fact

F = TypeVar("F", bound=Fact)


def shifted(day: date, days: int) -> date:
    """The day that many days later, or earlier; never out of the calendar."""
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def too_early(rule: str, since: date, days: int) -> NotAssessable:
    """The days that the rule needs have not gone by since then, the last one included."""
    values: Mapping[str, Any] = {"since": since, "days": days}
    return NotAssessable(rule=rule, because="too_early", values=values)


def all_of(case: Case, kind: type[F]) -> tuple[Recorded[F], ...]:
    """The facts of a kind, in order."""
    return tuple(fact for fact in case.history if holds(fact, kind))


def opening(case: Case) -> AnyRecorded | None:
    """What opened the relationship: the opening, else the signature that shows it was open."""
    course = case.state.course
    return next(iter(course.opened), None) or course.started


def production(case: Case) -> tuple[Recorded[WorkRecorded], ...]:
    """The work said to be production, in order."""
    work = all_of(case, WorkRecorded)
    return tuple(fact for fact in work if fact.data.nature is WorkNature.PRODUCTION)


def natureless(case: Case) -> tuple[Recorded[WorkRecorded], ...]:
    """The work that may have been production or not: nobody said."""
    return tuple(fact for fact in all_of(case, WorkRecorded) if fact.data.nature is None)


def side_unsaid(case: Case) -> bool:
    """Whether nobody said who made some engagement."""
    return any(engagement.side is None for engagement in case.state.engagements.by_id.values())


def maybe_two_sided(case: Case) -> tuple[Recorded[ReviewHeld], ...]:
    """The reviews of both sides, and those of which nobody said who sat in them."""
    return tuple(r for r in case.state.reviews.held if r.data.two_sided or not r.data.participants)


def interval(case: Case) -> int:
    """The days agreed between two reviews: by the last method that says, else thirty."""
    return agreed_interval(case.state).value


def unless_unread(
    case: CaseOf[StreamState], finding: Finding, *events: str
) -> Finding | NotAssessable:
    """The finding, unless an event that might have answered it is unread or never recorded."""
    if any(fact.event in events for fact in case.state.unread):
        return NotAssessable(rule=finding.rule, because="unreadable")
    if any(event in case.unrecorded for event in events):
        return NotAssessable(rule=finding.rule, because="never_recorded")
    return finding


def gathered(answers: Iterable[Finding | NotAssessable | None]) -> Iterator[Verdict]:
    """The findings of a rule that looks at things one by one; each reason for waiting once."""
    reasons: dict[str, NotAssessable] = {}
    for answer in answers:
        if isinstance(answer, Finding):
            yield answer
        elif answer is not None:
            reasons.setdefault(answer.because, answer)
    yield from reasons.values()
