"""REV-2: how long the two sides go without coming back on the work together."""

from datetime import date

import pytest
from story import (
    LISE,
    NORA,
    OMAR,
    TOGETHER,
    Told,
    after,
    ask,
    event,
    findings,
    story,
    unassessed,
    with_unread,
)

from noe_core.audit.reviews import RULES
from noe_core.audit.rule import Finding, Passed, Severity, Verdict
from noe_core.history import History
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.values import PartyRef, Period

START = "2022-01-03"
OPEN: Told = (RelationshipOpened(), START)
WORK: Told = (WorkRecorded(work_id="w1", by=NORA), START)
PASSED = (Passed(rule="REV-2"),)


def gap(history: History, **parameters: object) -> tuple[Verdict, ...]:
    """What REV-2 answers."""
    return ask(RULES, "REV-2", history, **parameters)


def date_of(days: int) -> date:
    """The day that many days after the start."""
    return date.fromisoformat(after(START, days))


def agreed(days: int | None) -> Told:
    """A method with an interval."""
    return (MethodAgreed(review_interval_days=days), START)


def review(on: int, people: tuple[PartyRef, ...] = TOGETHER) -> Told:
    """A review that many days after the start."""
    return (ReviewHeld(review_id=f"r{on}", participants=people), after(START, on))


def closed(on: int) -> Told:
    """A closing that many days after the start."""
    return (RelationshipClosed(), after(START, on))


def reopened(on: int) -> Told:
    """A reopening that many days after the start."""
    return (RelationshipReopened(), after(START, on))


def only(verdicts: tuple[Verdict, ...]) -> Finding:
    """The one finding there is."""
    (found,) = findings(verdicts)
    return found


@pytest.mark.parametrize(
    ("days", "severity"),
    [
        (42, None),
        (43, Severity.WARNING),
        (84, Severity.WARNING),
        (85, Severity.BREACH),
    ],
)
def test_a_gap_is_held_against_the_interval_agreed(days: int, severity: Severity | None) -> None:
    """Of 28 days: once and a half is borne, three times is against the essential."""
    for history in (
        story(OPEN, agreed(28), review(days)),
        story(OPEN, agreed(28), review(0), as_of=after(START, days)),
    ):
        found = findings(gap(history))
        assert [f.severity for f in found] == ([severity] if severity else [])
        assert all(f.values["basis"] == "agreed" for f in found)


@pytest.mark.parametrize(("method", "days"), [((), 45), ((agreed(None),), 45), ((agreed(10),), 15)])
def test_without_an_interval_agreed_thirty_days_stand_in(
    method: tuple[Told, ...], days: int
) -> None:
    """A method that names no interval leaves the question open too."""
    assert gap(story(OPEN, WORK, *method, review(0), review(days))) == PASSED
    found = only(gap(story(OPEN, WORK, *method, review(0), review(days + 1))))
    assert found.severity is Severity.WARNING
    assert found.values["basis"] == ("agreed" if days == 15 else "default")


def test_the_default_interval_and_the_factors_are_parameters() -> None:
    """A team may want to be called sooner."""
    history = story(OPEN, WORK, review(0), as_of=after(START, 21))
    found = only(gap(history, interval=10, factor=1, breach_factor=2))
    assert found.severity is Severity.BREACH


def test_each_gap_too_long_is_a_finding_of_its_own() -> None:
    """The one behind and the one that runs."""
    found = findings(gap(story(OPEN, WORK, review(50), as_of=after(START, 150))))
    assert [(f.about, f.severity, f.values["days"]) for f in found] == [
        ("between", Severity.WARNING, 50),
        ("running", Severity.BREACH, 100),
    ]


def test_where_no_work_is_on_record_a_gap_nobody_agreed_on_is_worth_a_question() -> None:
    """Nothing says what the thirty days would be counted against."""
    assert only(gap(story(OPEN, review(50)))).severity is Severity.INFO
    long = only(gap(story(OPEN, review(100))))
    assert long.severity is Severity.INFO
    assert only(gap(story(OPEN, agreed(30), review(100)))).severity is Severity.BREACH


def test_without_agreement_work_or_review_there_is_no_rhythm_to_speak_of() -> None:
    """REV-1 says that nobody came back on the work; it is not said twice."""
    bare = story(OPEN, as_of=after(START, 400))
    assert unassessed(gap(bare)) == ("no_rhythm",)
    assert len(findings(ask(RULES, "REV-1", bare))) == 1
    worked = story(OPEN, WORK, as_of=after(START, 400))
    assert only(gap(worked)).severity is Severity.BREACH
    alone = story(OPEN, review(10, (NORA, OMAR)), as_of=after(START, 400))
    assert only(gap(alone)).severity is Severity.INFO


def halves(*days: int, then: int, worked: bool = True) -> History:
    """Reviews on these days, seen that many days after the last of them."""
    told = (WORK,) if worked else ()
    return story(OPEN, *told, *map(review, days), as_of=after(START, days[-1] + then))


def test_two_sides_with_a_rhythm_of_their_own_are_held_against_it() -> None:
    """The middle one of the gaps between their reviews; the longer of two."""
    assert gap(halves(40, 220, 390, 570, then=270)) == PASSED
    found = only(gap(halves(40, 220, 390, 570, then=271)))
    assert (found.values["interval"], found.values["basis"]) == (180, "kept")
    assert found.severity is Severity.WARNING
    assert only(gap(halves(40, 220, 390, 570, then=541))).severity is Severity.BREACH
    quiet = halves(40, 220, 390, 570, then=541, worked=False)
    assert only(gap(quiet)).severity is Severity.INFO
    assert gap(halves(40, 140, 340, then=300)) == PASSED


def test_two_reviews_are_no_rhythm_yet() -> None:
    """One gap may be the exception; how many make a rhythm is a parameter."""
    once = halves(40, 220, then=0)
    assert only(gap(once)).values["basis"] == "default"
    assert gap(once, kept=1) == PASSED


def test_a_rhythm_quicker_than_a_month_makes_nobody_late() -> None:
    """Who meets every week may skip one."""
    assert gap(halves(7, 14, 21, 28, then=45)) == PASSED
    assert only(gap(halves(7, 14, 21, 28, then=46))).values["basis"] == "default"


def test_before_the_first_gap_could_be_too_long_it_is_too_early() -> None:
    """Forty-five days without a review are allowed for thirty."""
    assert unassessed(gap(story(OPEN, WORK, as_of=after(START, 45)))) == ("too_early",)
    assert only(gap(story(OPEN, WORK, as_of=after(START, 46)))).evidence == (event(1),)


def test_after_the_closing_no_review_is_waited_for() -> None:
    """The gap stops at the closing, and goes on from a reopening."""
    assert gap(story(OPEN, WORK, closed(40), as_of=after(START, 400))) == PASSED
    found = only(gap(story(OPEN, WORK, closed(46), as_of=after(START, 400))))
    assert (found.about, found.values["days"]) == ("closing", 46)
    assert found.evidence == (event(1), event(3))
    pause = (closed(40), reopened(300))
    waiting = story(OPEN, WORK, *pause, as_of=after(START, 305))
    assert unassessed(gap(waiting)) == ("too_early",)
    (answer,) = gap(waiting)
    assert "5 November 2022" in answer.sentence("en")  # type: ignore[union-attr]
    late = only(gap(story(OPEN, WORK, *pause, as_of=after(START, 306))))
    assert (late.values["days"], late.values["left_out"]) == (46, 260)
    assert gap(story(OPEN, WORK, *pause, closed(301))) == PASSED
    same_day = (closed(40), reopened(40))
    assert only(gap(story(OPEN, WORK, *same_day, as_of=after(START, 46)))).values["days"] == 46


def test_days_on_which_the_client_was_away_are_not_counted() -> None:
    """Fifteen days of holidays, noted before or after."""
    days = Period(start=date_of(10), end=date_of(24))
    for person, passes in ((LISE, True), (NORA, False)):
        away = (AvailabilityNoted(party=person, period=days), after(START, 60))
        history = story(OPEN, agreed(30), review(60), away)
        assert (gap(history) == PASSED) is passes
        one_more = only(gap(story(OPEN, agreed(30), review(61), away)))
        assert one_more.values["left_out"] == (15 if passes else 0)


def test_reviews_before_the_signature_do_not_mark_the_rhythm() -> None:
    """The rhythm runs from the signature."""
    signed = (AgreementSigned(), after(START, 10))
    history = story(OPEN, WORK, review(5), signed, as_of=after(START, 56))
    assert only(gap(history)).evidence == (event(4),)


def test_without_a_start_the_reviews_alone_mark_the_rhythm() -> None:
    """A history may begin in the middle."""
    assert len(findings(gap(story(WORK, review(0), review(46))))) == 1


NAMELESS: tuple[PartyRef, ...] = ()


def test_a_review_of_unknown_participants_may_have_closed_the_gap() -> None:
    """Nobody said who sat in it; still too long on either side of it, the gap stands."""
    kept = story(OPEN, WORK, review(40, NAMELESS), as_of=after(START, 80))
    assert unassessed(gap(kept)) == ("participants_unrecorded",)
    long = story(OPEN, WORK, review(40, NAMELESS), as_of=after(START, 90))
    assert only(gap(long)).values["days"] == 50
    alone = story(OPEN, WORK, review(40, (NORA, OMAR)), as_of=after(START, 80))
    assert len(findings(gap(alone))) == 1


def test_reviews_of_unknown_participants_may_have_made_a_rhythm() -> None:
    """If both sides sat in them, this is what they keep."""
    reviews = (review(180 * place, NAMELESS) for place in (1, 2, 3))
    history = story(OPEN, WORK, *reviews, as_of=after(START, 540 + 270))
    assert unassessed(gap(history)) == ("participants_unrecorded",)


def test_absences_and_methods_that_cannot_be_read_may_explain_a_gap() -> None:
    """They may cover the days in question; a method may have named a longer interval."""
    history = story(OPEN, WORK, as_of=after(START, 60))
    for name in ("availability_noted", "method_agreed"):
        assert unassessed(gap(with_unread(history, name))) == ("unreadable",)
