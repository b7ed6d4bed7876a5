"""CARE-4: whoever says that something grates is heard, and somebody makes it theirs."""

from datetime import date

import pytest
from story import (
    LISE,
    NORA,
    OMAR,
    PAUL,
    Told,
    after,
    ask,
    event,
    findings,
    story,
    unassessed,
    with_unread,
)

from noe_core.audit.care import RULES
from noe_core.audit.issues import working_days_after
from noe_core.audit.rule import Finding, Passed, Severity, Verdict
from noe_core.relationship.issues import IssueKind, IssueOwned, IssueRaised, IssueResolved, Stance
from noe_core.values import PartyRef

THURSDAY = "2022-03-03"
PASSED = (Passed(rule="CARE-4"),)
OWNED, DENIED, DEFLECTED = Stance
RAISED: Told = (
    IssueRaised(issue_id="i1", kind=IssueKind.BLOCKER, text="la saisie bloque", by=LISE),
    THURSDAY,
)


def on(day: int) -> str:
    """The day that many days after that Thursday: 4 is Monday, 5 Tuesday."""
    return after(THURSDAY, day)


def owned(day: int, stance: Stance | None = OWNED, by: PartyRef | None = NORA) -> Told:
    """An answer to the issue."""
    return (IssueOwned(issue_id="i1", owner=by, stance=stance), on(day))


def resolved(day: int) -> Told:
    """The end of the issue."""
    return (IssueResolved(issue_id="i1"), on(day))


def care(*told: Told, seen: int = 60, **parameters: int) -> tuple[Verdict, ...]:
    """What CARE-4 answers that many days after that Thursday."""
    return ask(RULES, "CARE-4", story(*told, as_of=on(seen)), **parameters)


def only(verdicts: tuple[Verdict, ...]) -> Finding:
    """The one finding there is."""
    (found,) = findings(verdicts)
    return found


@pytest.mark.parametrize(
    ("day", "n", "until"),
    [
        ("2022-03-03", 2, "2022-03-07"),
        ("2022-03-04", 2, "2022-03-08"),
        ("2022-03-05", 1, "2022-03-07"),
        ("2022-03-06", 5, "2022-03-11"),
        ("2022-03-05", 0, "2022-03-05"),
        ("9999-12-30", 5, "9999-12-31"),
    ],
)
def test_working_days_are_mondays_to_fridays(day: str, n: int, until: str) -> None:
    """Counted from the day after; the calendar ends where it ends."""
    assert working_days_after(date.fromisoformat(day), n) == date.fromisoformat(until)


def test_without_issues_nothing_was_dropped() -> None:
    """The rule passes."""
    assert care((IssueRaised(issue_id="i1"), THURSDAY), owned(0)) == PASSED
    assert ask(RULES, "CARE-4", story()) == PASSED


@pytest.mark.parametrize(("day", "passes"), [(0, True), (4, True), (5, False)])
def test_an_issue_is_owned_within_two_working_days(day: int, passes: bool) -> None:
    """From a Thursday, Monday is the second; resolved by then, it was somebody's too."""
    for told in (owned(day), resolved(day)):
        verdicts = care(RAISED, told)
        assert (verdicts == PASSED) is passes
        assert [f.about for f in findings(verdicts)] == ([] if passes else ["late"])
        assert all(f.evidence == (event(1), event(2)) for f in findings(verdicts))


def test_an_issue_that_nobody_owns_is_told_once_two_working_days_have_passed() -> None:
    """Too early on Monday, told on Tuesday; the number of days is a parameter."""
    assert unassessed(care(RAISED, seen=4)) == ("too_early",)
    found = only(care(RAISED, seen=5))
    assert (found.severity, found.about, found.subject) == (Severity.WARNING, "unowned", "i1")
    assert found.evidence == (event(1),)
    assert findings(care(RAISED, seen=4, n=1))
    (waiting,) = care(RAISED, seen=4)
    assert "8 March 2022" in waiting.sentence("en")  # type: ignore[union-attr]


def test_days_are_those_of_the_zone() -> None:
    """Half past eleven on Monday evening in London is Tuesday in Paris."""
    late = (IssueOwned(issue_id="i1", stance=OWNED), "2022-03-07T23:30:00Z")
    assert only(care(RAISED, late)).about == "late"


# Denied, deflected


@pytest.mark.parametrize(
    ("stance", "severity"), [(DENIED, Severity.BREACH), (DEFLECTED, Severity.WARNING)]
)
def test_an_issue_turned_away_is_told_unless_somebody_takes_it(
    stance: Stance, severity: Severity
) -> None:
    """Within two working days; before they have passed it may still be put right."""
    found = only(care(RAISED, owned(0, stance)))
    assert (found.severity, found.about) == (severity, stance.value)
    assert found.evidence == (event(1), event(2))
    assert unassessed(care(RAISED, owned(0, stance), seen=4)) == ("too_early",)
    late = only(care(RAISED, owned(0, stance), owned(5, by=OMAR)))
    assert (late.severity, late.about) == (severity, stance.value)


def test_passed_on_and_taken_in_time_an_issue_was_only_handed_on() -> None:
    """Once is fine."""
    assert care(RAISED, owned(0, DEFLECTED), owned(4, by=OMAR)) == PASSED


def test_denied_first_and_taken_in_time_it_was_denied_all_the_same() -> None:
    """What was said cannot be unsaid; the finding tells that somebody took it, or resolved it."""
    for told in (owned(4, by=OMAR), resolved(4)):
        found = only(care(RAISED, owned(0, DENIED), told))
        assert (found.severity, found.about) == (Severity.BREACH, "put_right")
        assert found.evidence == (event(1), event(2))


def test_an_issue_turned_away_after_it_was_owned_is_turned_away() -> None:
    """What came before an answer does not put it right."""
    assert only(care(RAISED, owned(0), owned(1, DENIED))).about == "denied"
    assert only(care(RAISED, owned(0), owned(1, DEFLECTED, OMAR))).about == "deflected"


def test_of_several_things_to_say_the_gravest_is_said() -> None:
    """One issue, one finding."""
    told = (owned(0, DEFLECTED), owned(1, DENIED, OMAR), owned(2, DEFLECTED, PAUL))
    assert only(care(RAISED, *told)).about == "denied"
    recent = only(care(RAISED, owned(20, DENIED), seen=20))
    assert recent.about == "unowned"


# Hand-offs


def test_more_than_one_hand_off_is_too_many() -> None:
    """From whoever answered first; the same person twice is none."""
    once = (owned(0, DEFLECTED), owned(1, by=OMAR), owned(2, by=OMAR))
    assert care(RAISED, *once) == PASSED
    found = only(care(RAISED, *once, owned(3, by=PAUL)))
    assert (found.severity, found.about) == (Severity.WARNING, "handed_on")
    assert found.evidence == (event(1), event(5))
    assert found.values["handoffs"] == 2


# What nobody recorded


def test_an_answer_without_a_stance_may_have_owned_it() -> None:
    """If it came in time; whoever raised it and when may be unknown as well."""
    assert unassessed(care(RAISED, owned(1, None))) == ("stances_unrecorded",)
    assert unassessed(care(RAISED, owned(1, None), seen=4)) == ("too_early",)
    assert only(care(RAISED, owned(5, None))).about == "unowned"
    told = (owned(0, DENIED), owned(1, None, OMAR))
    assert unassessed(care(RAISED, *told)) == ("stances_unrecorded",)


def test_an_issue_nobody_recorded_the_raising_of_is_judged_by_its_answers_alone() -> None:
    """When it was raised is not known; that it was denied is."""
    assert unassessed(care(owned(0))) == ("raising_unrecorded",)
    found = only(care(owned(0, DENIED)))
    assert (found.about, found.evidence, found.values["raised"]) == ("denied", (event(1),), None)


@pytest.mark.parametrize("told", [(), (owned(0, DENIED),)])
def test_an_answer_that_cannot_be_read_may_have_owned_it(told: tuple[Told, ...]) -> None:
    """But does not undo hand-offs."""
    history = with_unread(story(RAISED, *told, as_of=on(60)), "issue_owned")
    assert unassessed(ask(RULES, "CARE-4", history)) == ("unreadable",)
    passed_on = story(RAISED, owned(0), owned(1, by=OMAR), owned(2, by=PAUL), as_of=on(60))
    sealed = with_unread(passed_on, "issue_owned")
    assert only(ask(RULES, "CARE-4", sealed)).about == "handed_on"
