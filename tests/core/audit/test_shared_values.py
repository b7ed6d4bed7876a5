"""VAL-1: a relationship is opened on values that were compared, and that go together."""

from datetime import date

import pytest
from story import NORA, Told, after, ask, event, findings, story, unassessed, with_unread

from noe_core.audit.rule import Finding, Passed, Severity, Verdict
from noe_core.audit.shared_values import RULES
from noe_core.beside import Beside
from noe_core.firm.ethics import ValuesPublished
from noe_core.firm.vision import VisionStated
from noe_core.history import History
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipDeclined,
    RelationshipKind,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.shared_values import ValuesCompared, ValuesExceptionMade, ValuesOutcome
from noe_core.values import Party

START = "2022-03-01"
PASSED = (Passed(rule="VAL-1"),)
MARELLE = Party(party_id="studio-marelle")
OPEN = RelationshipOpened(provider=MARELLE)
COMPATIBLE, TO_DISCUSS, INCOMPATIBLE = ValuesOutcome


def on(day: int) -> str:
    """The day that many days after the start."""
    return after(START, day)


def compared(outcome: ValuesOutcome | None, day: int = 0) -> Told:
    """A comparison of values."""
    return (ValuesCompared(outcome=outcome), on(day))


def excepted(review_by: int | None, day: int = 5) -> Told:
    """An exception made, to be looked at again by a day."""
    until = date.fromisoformat(on(review_by)) if review_by is not None else None
    made = ValuesExceptionMade(reason="une mission d’essai", approved_by=(NORA,), review_by=until)
    return (made, on(day))


OPENED: Told = (OPEN, on(10))


def val(*told: Told, seen: int = 100, beside: Beside | None = None) -> tuple[Verdict, ...]:
    """What VAL-1 answers that many days after the start."""
    return ask(RULES, "VAL-1", story(*told, as_of=on(seen)), beside=beside)


def only(verdicts: tuple[Verdict, ...]) -> Finding:
    """The one finding there is."""
    (found,) = findings(verdicts)
    return found


@pytest.mark.parametrize("outcome", [COMPATIBLE, TO_DISCUSS])
def test_values_compared_before_the_opening_pass(outcome: ValuesOutcome) -> None:
    """Compatible, or to be discussed."""
    assert val(compared(outcome), OPENED) == PASSED


def test_before_an_opening_there_is_nothing_to_hold_values_against() -> None:
    """A prospect that was declined did what values are compared for."""
    assert unassessed(val(compared(INCOMPATIBLE))) == ("not_opened",)
    declined = (RelationshipDeclined(reason="valeurs"), on(5))
    assert val(compared(INCOMPATIBLE), declined) == PASSED


# Opened after an incompatible comparison


def test_opening_on_incompatible_values_without_exception_is_against_the_essential() -> None:
    """No command lets it through; an import may."""
    found = only(val(compared(INCOMPATIBLE), OPENED))
    assert (found.severity, found.about) == (Severity.BREACH, "no_exception")
    assert found.evidence == (event(1), event(2))


@pytest.mark.parametrize(
    ("seen", "severity", "about"),
    [(60, Severity.INFO, "excepted"), (61, Severity.BREACH, "past_review")],
)
def test_an_exception_holds_until_its_day(seen: int, severity: Severity, about: str) -> None:
    """Its last day included; past it, nobody looked at it again."""
    found = only(val(compared(INCOMPATIBLE), excepted(60), OPENED, seen=seen))
    assert (found.severity, found.about) == (severity, about)
    assert found.evidence == (event(1), event(3), event(2))


def test_the_last_exception_counts_made_late_or_without_a_day() -> None:
    """A later one takes over; one without a day cannot be past it."""
    late = val(compared(INCOMPATIBLE), OPENED, excepted(200, day=30))
    assert only(late).about == "excepted"
    again = val(compared(INCOMPATIBLE), excepted(20), OPENED, excepted(200, day=30))
    assert only(again).about == "excepted"
    dayless = val(compared(INCOMPATIBLE), excepted(None), OPENED)
    assert (only(dayless).about, only(dayless).values["review_by"]) == ("excepted", None)


def test_after_the_closing_an_exception_is_looked_at_no_more() -> None:
    """It held to the end."""
    closed = (RelationshipClosed(), on(60))
    told = (compared(INCOMPATIBLE), excepted(60), OPENED, closed)
    assert only(val(*told, seen=300)).about == "excepted"


def test_a_later_comparison_puts_it_right_or_finds_it_again() -> None:
    """What counts is what the values are found to be today."""
    told = (compared(INCOMPATIBLE), excepted(60), OPENED)
    assert val(*told, compared(COMPATIBLE, 50)) == PASSED
    again = only(val(*told, compared(INCOMPATIBLE, 50)))
    assert (again.about, again.evidence) == ("no_exception", (event(4), event(3)))
    kept = only(val(*told, compared(INCOMPATIBLE, 50), excepted(200, day=50)))
    assert kept.about == "excepted"


def test_values_found_incompatible_since_the_opening_are_no_finding_until_it_reopens() -> None:
    """The relationship was not opened on them; taken up again, it is."""
    told = (compared(COMPATIBLE), OPENED, compared(INCOMPATIBLE, 20))
    assert val(*told) == PASSED
    again = ((RelationshipClosed(), on(30)), (RelationshipReopened(), on(40)))
    assert only(val(*told, *again)).evidence == (event(3), event(5))


def test_a_signature_shows_that_a_relationship_was_open() -> None:
    """Where no opening is recorded; where one is, it is the opening that counts."""
    signed = (AgreementSigned(), on(10))
    assert only(val(compared(INCOMPATIBLE), signed)).about == "no_exception"
    assert val((OPEN, on(0)), compared(INCOMPATIBLE, 5), signed) == PASSED


def test_a_comparison_without_its_outcome_is_not_judged() -> None:
    """Nobody wrote down what came of it."""
    assert unassessed(val(compared(None), OPENED)) == ("outcome_unrecorded",)


@pytest.mark.parametrize("name", ["values_compared", "values_exception_made"])
def test_a_comparison_or_an_exception_that_cannot_be_read_leaves_doubt(name: str) -> None:
    """It may put right what stands before it."""
    history = with_unread(story(compared(INCOMPATIBLE), OPENED, as_of=on(100)), name)
    assert unassessed(ask(RULES, "VAL-1", history)) == ("unreadable",)


# Opened without any comparison


def firm(day: int | None, stream: str = "firm/studio-marelle") -> History:
    """A firm that published its values on a day, or did not."""
    stated: Told = (VisionStated(text="des outils qui durent"), on(0))
    published = () if day is None else ((ValuesPublished(version=1), on(day)),)
    return story(stated, *published, stream=stream)


@pytest.mark.parametrize(("day", "found"), [(9, True), (10, True), (11, False), (None, False)])
def test_values_published_by_the_opening_were_to_be_compared(day: int | None, found: bool) -> None:
    """By its day, that day included."""
    verdicts = val(OPENED, beside=Beside.of([firm(day)]))
    assert [(f.severity, f.about) for f in findings(verdicts)] == [
        (Severity.WARNING, "not_compared")
    ] * found
    assert [f.evidence for f in findings(verdicts)] == [(event(1), event(2))] * found


def test_compared_since_they_are_compared() -> None:
    """Late, but they are; what comes of it is told apart."""
    published = Beside.of([firm(0)])
    assert val(OPENED, compared(TO_DISCUSS, 20), beside=published) == PASSED


def test_inside_one_house_there_is_nothing_to_compare() -> None:
    """Client and provider have the values of the same firm."""
    inside = (RelationshipOpened(kind=RelationshipKind.INTERNAL), on(10))
    assert val(inside, beside=Beside.of([firm(0)])) == PASSED
    assert val(inside) == PASSED


def test_without_a_firm_beside_nobody_can_tell() -> None:
    """Neither with nothing beside nor with a store that holds no firm."""
    assert unassessed(val(OPENED)) == ("beside_missing",)
    assert unassessed(val(OPENED, beside=Beside())) == ("beside_missing",)


def test_of_several_firms_the_provider_s_speaks_or_all_of_them() -> None:
    """Where nothing names the provider, what all did holds, and what some did does not."""
    ours, other = firm(9), firm(None, "firm/other")
    assert only(val(OPENED, beside=Beside.of([ours, other]))).about == "not_compared"
    assert val(OPENED, beside=Beside.of([firm(None), firm(0, "firm/other")])) == PASSED
    unnamed = (RelationshipOpened(), on(10))
    doubtful = val(unnamed, beside=Beside.of([ours, other]))
    assert unassessed(doubtful) == ("firm_unknown",)
    both = val(unnamed, beside=Beside.of([ours, firm(3, "firm/other")]))
    assert only(both).values["published"] == date.fromisoformat(on(3))
    assert val(unnamed, beside=Beside.of([firm(None), other])) == PASSED


def test_values_that_cannot_be_read_may_have_been_published_by_then() -> None:
    """Unless others were, for certain."""
    sealed = with_unread(firm(None), "values_published")
    assert unassessed(val(OPENED, beside=Beside.of([sealed]))) == ("unreadable",)
    certain = with_unread(firm(9), "values_published")
    assert only(val(OPENED, beside=Beside.of([certain]))).about == "not_compared"
