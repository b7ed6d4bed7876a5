"""CARE-4: whoever says that something grates is heard, and somebody makes it theirs.

Rule kept here: working days are Mondays to Fridays in the zone of the history; no holiday of
any country is known here. Day n after the raising is still in time. What was resolved in
time was somebody's, whoever that was (domain.md §5, seeds 002 and 004).

Turning a problem away is judged once there was time to put it right: within n working days
somebody else may have taken it. Then passing it on was a hand-off like any other, of which
one is fine. Having denied it stays a breach, as the reference says, told with what followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from noe_core.audit.readings import gathered, shifted, too_early, unless_unread
from noe_core.audit.rule import Case, Finding, NotAssessable, Severity, Verdict
from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
from noe_core.relationship.issues import Issue, IssueOwned, Stance

Said = Finding | NotAssessable | None

SATURDAY = 5


def issue_dropped(case: Case, *, n: int) -> Iterator[Verdict]:
    """What was raised is owned within n working days, by few hands, and never denied."""
    yield from gathered(_dropped(case, one, n) for one in case.state.issues.by_id.values())


def working_days_after(day: date, n: int) -> date:
    """The n-th working day after a day."""
    while n > 0 and day < date.max:
        day = shifted(day, 1)
        n -= day.weekday() < SATURDAY
    return day


def _dropped(case: Case, issue: Issue, n: int) -> Said:
    """The gravest that there is to say of an issue."""
    answers = (
        _turned_away(case, issue, Stance.DENIED, n) or _put_right(case, issue),
        _turned_away(case, issue, Stance.DEFLECTED, n),
        _owned_in_time(case, issue, n),
        _handed_on(case, issue),
    )
    said = tuple(answer for answer in answers if answer is not None)
    return next((one for one in said if isinstance(one, Finding)), next(iter(said), None))


def _turned_away(case: Case, issue: Issue, stance: Stance, n: int) -> Said:
    """An answer that sent it away, and nobody took it in time after that."""
    for refusal in _answers(issue, stance):
        until = working_days_after(case.on(refusal), n)
        if _any_by(case, _taken(issue), refusal, until):
            continue
        if case.today <= until:
            return _too_early(case, refusal, until)
        if _any_by(case, _answers(issue, None), refusal, until):
            return NotAssessable(rule="CARE-4", because="stances_unrecorded")
        severity = Severity.BREACH if stance is Stance.DENIED else Severity.WARNING
        found = _finding(case, issue, stance.value, severity, refusal)
        return unless_unread(case, found, "issue_owned")
    return None


def _put_right(case: Case, issue: Issue) -> Finding | None:
    for refusal in _answers(issue, Stance.DENIED):
        return _finding(case, issue, "put_right", Severity.BREACH, refusal)
    return None


def _owned_in_time(case: Case, issue: Issue, n: int) -> Said:
    raised = issue.raised
    if raised is None:
        return NotAssessable(rule="CARE-4", because="raising_unrecorded")
    until = working_days_after(case.on(raised), n)
    if any(case.on(fact) <= until for fact in _taken(issue)):
        return None
    if case.today <= until:
        return _too_early(case, raised, until)
    if any(case.on(fact) <= until for fact in _answers(issue, None)):
        return NotAssessable(rule="CARE-4", because="stances_unrecorded")
    taken = min(_taken(issue), key=place, default=None)
    about = "late" if taken is not None else "unowned"
    found = _finding(case, issue, about, Severity.WARNING, taken or raised)
    return unless_unread(case, found, "issue_owned")


def _handed_on(case: Case, issue: Issue) -> Finding | None:
    if len(issue.handoffs) <= 1:
        return None
    return _finding(case, issue, "handed_on", Severity.WARNING, issue.handoffs[-1])


def _answers(issue: Issue, stance: Stance | None) -> tuple[Recorded[IssueOwned], ...]:
    return tuple(answer for answer in issue.owned if answer.data.stance is stance)


def _taken(issue: Issue) -> tuple[AnyRecorded, ...]:
    """The facts that show it in somebody's hands."""
    resolved = (issue.resolved,) if issue.resolved is not None else ()
    return (*_answers(issue, Stance.OWNED), *resolved)


def _any_by(case: Case, facts: Iterable[AnyRecorded], after: AnyRecorded, until: date) -> bool:
    return any(place(fact) > place(after) and case.on(fact) <= until for fact in facts)


def _too_early(case: Case, since: AnyRecorded, until: date) -> NotAssessable:
    return too_early("CARE-4", case.on(since), (until - case.on(since)).days)


def _finding(
    case: Case, issue: Issue, about: str, severity: Severity, telling: AnyRecorded
) -> Finding:
    raised = issue.raised
    return Finding(
        rule="CARE-4",
        severity=severity,
        subject=issue.issue_id,
        about=about,
        evidence=tuple(dict.fromkeys(fact.id for fact in (raised, telling) if fact is not None)),
        values={
            "text": raised.data.text if raised else None,
            "raised": case.on(raised) if raised else None,
            "day": case.on(telling),
            "handoffs": len(issue.handoffs),
        },
    )
