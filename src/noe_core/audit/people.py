"""CARE-1 and CARE-2: who carries what, and how they say they are.

Rule kept here: these rules ask how the work is shared out and whether people are heard,
never how anybody is. What a person said of themselves stays out of every finding, and the
rule on it answers to them and to those they confide in (domain.md §0, §5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from noe_core.audit.beyond import Said, beside_missing, unless_unread_around
from noe_core.audit.readings import shifted, too_early, unless_unread
from noe_core.audit.rule import CaseOf, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.facts import Recorded
from noe_core.practitioner.state import Practitioner
from noe_core.practitioner.wellbeing import WellbeingReported
from noe_core.projections.loads import QuarterLoads, carried, quarter_loads
from noe_core.projections.quarters import Quarter, last_over
from noe_core.team.state import Team
from noe_core.vocabulary import StreamKind

PersonCase = CaseOf[Practitioner]
Reported = Recorded[WellbeingReported]

ASSIGNING = ("assignment_started", "assignment_ended")
REPORTING = ("wellbeing_reported", "strain_reported")


def burden_concentrated(case: PersonCase, *, c: Fraction, q: int, n: int) -> Iterator[Verdict]:
    """CARE-1: nobody carries more than c fair shares for the last q quarters, of n or more.

    Only quarters that are over count: the one that runs can still be shared otherwise, and
    its first days would weigh as much as all of it. A streak that ended earlier has been set
    right and is not held against anybody.
    """
    answer = _burden(case, c, max(q, 1), n)
    if answer is not None:
        yield answer


def _burden(case: PersonCase, c: Fraction, q: int, n: int) -> Said | None:
    mine = carried(case.state, case.view)
    if not mine:
        return None
    if case.beside is None:
        return beside_missing("CARE-1")
    first = Quarter.of(min(one.start for one in mine))
    until = last_over(case.today)
    needed = first.later(q - 1)
    if needed > until:
        end = min(needed, Quarter.of(date.max)).period.end
        return too_early("CARE-1", shifted(end, -1), 0)
    people = {**case.beside.practitioners, case.state.person: case.state}
    spread = _spread(case, people, tuple(until.later(place - q + 1) for place in range(q)))
    return _judged(case, people, spread, c, n)


def _spread(
    case: PersonCase, people: Mapping[str, Practitioner], running: tuple[Quarter, ...]
) -> tuple[QuarterLoads, ...]:
    loads = {person: carried(state, case.view) for person, state in people.items()}
    return tuple(quarter_loads(quarter, loads, case.view) for quarter in running)


def _judged(
    case: PersonCase,
    people: Mapping[str, Practitioner],
    spread: tuple[QuarterLoads, ...],
    c: Fraction,
    n: int,
) -> Said | None:
    if any(quarter.unweighed for quarter in spread):
        return NotAssessable(rule="CARE-1", because="loads_unrecorded")
    person = case.state.person
    loads = tuple(quarter.loads[person] for quarter in spread if person in quarter.loads)
    if len(loads) < len(spread):
        return None
    fewest = min(quarter.people for quarter in spread)
    if fewest < n:
        values = {"people": fewest, "needed": n}
        return NotAssessable(rule="CARE-1", because="too_few_people", values=values)
    if any(load.concentration <= c for load in loads):
        return None
    finding = Finding(
        rule="CARE-1",
        severity=Severity.BREACH,
        subject=person,
        evidence=tuple(dict.fromkeys(e for load in loads for e in load.carried.evidence)),
        values={
            "since": spread[0].quarter.period.start,
            "until": spread[-1].quarter.period.end,
            "quarters": len(spread),
            "people": fewest,
            "concentrations": tuple(load.concentration for load in loads),
        },
    )
    return unless_unread_around(case, finding, people.values(), *ASSIGNING)


def wellbeing_unheard(
    case: PersonCase, *, n: int, low: int, days: int, confidants: tuple[str, ...]
) -> Iterator[Verdict]:
    """CARE-2: a person at work says how they are now and then, and is heard when it is bad.

    Answered to the person and to those named in ``confidants``; the caller answers for who
    the reader is.
    """
    if case.reader is None or case.reader not in {case.state.person, *confidants}:
        yield NotAssessable(rule="CARE-2", because="private")
        return
    for answer in (_silent(case, n), _unheard(case, low, days)):
        if answer is not None:
            yield answer


def _silent(case: PersonCase, n: int) -> Said | None:
    """Nothing said for more than n days.

    The days count from the last self-report, of well-being or of strain; from the first of
    the running assignments where it came later, or where nothing was ever said. Somebody
    who has put every assignment down is asked nothing.
    """
    assignments = case.state.assignments
    reports = [case.on(fact) for fact in case.state.wellbeing.self_declared]
    started = [case.on(one.started) for one in assignments.running if one.started is not None]
    if not started and (assignments.by_id or not reports):
        return NotAssessable(rule="CARE-2", because="no_assignment")
    since = max([*reports, *([min(started)] if started else [])])
    if case.passed(since, n):
        finding = _of_person(case, (), since, n)
        return unless_unread(case, finding, *REPORTING)
    return None if since in reports else too_early("CARE-2", since, n)


def _unheard(case: PersonCase, low: int, days: int) -> Said | None:
    """Two scores running at low or under, and nothing that changed in the days after.

    Heard, the count begins again with what is said after the answer; a better score ends it.
    A tension names no person, so one of any team beside is taken for an answer: what must not
    happen is that nobody speaks.
    """
    run: tuple[Reported, ...] = ()
    for report in case.state.wellbeing.scores:
        if report.data.score is not None:
            run = (*run, report) if report.data.score <= low else ()
    teams = tuple(case.beside.teams.values()) if case.beside is not None else ()
    waiting = _unanswered(case, run, tuple(_answers(case, teams)), days)
    if not waiting:
        return None
    since = case.on(waiting[-1])
    if not case.passed(since, days):
        return too_early("CARE-2", since, days)
    if case.beside is None:
        return beside_missing("CARE-2")
    finding = _of_person(case, waiting, since, days)
    events = ("wellbeing_reported", *ASSIGNING, "tension_raised")
    return unless_unread_around(case, finding, teams, *events)


def _unanswered(
    case: PersonCase, run: tuple[Reported, ...], answers: tuple[date, ...], days: int
) -> tuple[Reported, ...]:
    """The first two reports that nothing followed, of some running."""
    while len(run) > 1:
        since = case.on(run[1])
        # What came on the same day may have come after.
        heard = [day for day in answers if 0 <= (day - since).days <= days]
        if not heard:
            return run[:2]
        run = tuple(report for report in run[2:] if case.on(report) > min(heard))
    return ()


def _answers(case: PersonCase, teams: tuple[Team, ...]) -> Iterator[date]:
    """The days on which an assignment changed or a tension was raised."""
    for one in case.state.assignments.by_id.values():
        yield from (case.on(fact) for fact in (one.started, one.ended) if fact is not None)
    for team in teams:
        tensions = team.tensions.by_id.values()
        yield from (case.on(one.raised) for one in tensions if one.raised is not None)


def _of_person(case: PersonCase, unheard: tuple[Reported, ...], since: date, days: int) -> Finding:
    """A finding that repeats nothing of what was said."""
    return Finding(
        rule="CARE-2",
        severity=Severity.BREACH if unheard else Severity.INFO,
        subject=case.state.person,
        about="unheard" if unheard else "silent",
        evidence=tuple(fact.id for fact in unheard),
        values={"since": since, "days": days, "silent": (case.today - since).days},
    )


ON_PEOPLE = frozenset({StreamKind.PRACTITIONER})

RULES: tuple[Rule, ...] = (
    Rule(
        id="CARE-1",
        name="burden_concentrated",
        about=frozenset({"assignment_started"}),
        defaults={"c": Fraction(3, 2), "q": 2, "n": 3},
        check=burden_concentrated,
        streams=ON_PEOPLE,
    ),
    Rule(
        id="CARE-2",
        name="wellbeing_unheard",
        about=frozenset({"wellbeing_reported"}),
        defaults={"n": 35, "low": 2, "days": 30, "confidants": ()},
        check=wellbeing_unheard,
        streams=ON_PEOPLE,
    ),
)
