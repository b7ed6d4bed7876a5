from datetime import date

import pytest
from story import LISE, NORA, Told, after, ask, event, findings, story, unassessed, with_unread

from noe_core.audit.distance import RULES
from noe_core.audit.rule import Finding, Passed, Severity
from noe_core.relationship.course import AgreementSigned, RelationshipClosed, RelationshipOpened
from noe_core.relationship.frame import BoundaryAgreed, BoundaryCrossed
from noe_core.relationship.work import WorkRecorded
from noe_core.values import PartyRef, Side

START = "2022-03-01"
OPEN: Told = (RelationshipOpened(), START)
PASSED = (Passed(rule="DIST-1"),)


def bounded(
    *more: Told, review_by: str | None = None, as_of: str = "2022-12-31"
) -> tuple[Finding | Passed | object, ...]:
    """What the rule answers where recruitment stays out of bounds."""
    until = date.fromisoformat(review_by) if review_by else None
    boundary = BoundaryAgreed(topics_in=("offre",), topics_out=("Recrutement",), review_by=until)
    return ask(RULES, "DIST-1", story(OPEN, (boundary, START), *more, as_of=as_of))


def work(topic: str | None, by: PartyRef | None = NORA) -> WorkRecorded:
    """Some work on a topic."""
    return WorkRecorded(work_id="w1", by=by, topic=topic)


def test_a_boundary_agreed_and_kept_passes() -> None:
    """Work on what was agreed, or on what nobody named, crosses nothing."""
    assert bounded((work("offre"), START), (work(None), START)) == PASSED


def test_no_boundary_is_worth_a_question_from_day_sixty_one() -> None:
    """Sixty days are left, the last included."""
    early = story(OPEN, as_of=after(START, 60))
    assert unassessed(ask(RULES, "DIST-1", early)) == ("too_early",)
    (found,) = findings(ask(RULES, "DIST-1", story(OPEN, as_of=after(START, 61))))
    assert (found.severity, found.about, found.values["days"]) == (Severity.INFO, "absent", 61)


def test_the_sixty_days_are_a_parameter_and_count_from_the_signature_if_need_be() -> None:
    """Where no opening is told, the signature shows that the work had begun."""
    history = story((AgreementSigned(), START), as_of=after(START, 11))
    (found,) = findings(ask(RULES, "DIST-1", history, n=10))
    assert found.evidence == (event(1),)


def test_a_boundary_that_cannot_be_read_is_not_called_absent() -> None:
    """It was agreed, and what it says is not known here."""
    history = with_unread(story(OPEN, as_of=after(START, 61)), "boundary_agreed")
    assert unassessed(ask(RULES, "DIST-1", history)) == ("unreadable",)


def test_before_any_opening_no_boundary_is_expected() -> None:
    """Nothing says when the days began."""
    assert unassessed(ask(RULES, "DIST-1", story((work("offre"), START)))) == ("no_start",)


def test_a_boundary_is_reviewed_by_its_day() -> None:
    """On the day itself it still holds; the day after, it is worth a question."""
    assert bounded(review_by="2022-06-30", as_of="2022-06-30") == PASSED
    (found,) = bounded(review_by="2022-06-30", as_of="2022-07-01")
    assert isinstance(found, Finding)
    assert (found.severity, found.about) == (Severity.INFO, "past_review")


def test_a_closed_relationship_has_no_boundary_to_review() -> None:
    """A day of review that falls after the closing asks for nothing."""
    closed: Told = (RelationshipClosed(), "2022-06-01")
    assert bounded(closed, review_by="2022-06-30") == PASSED


@pytest.mark.parametrize("topic", ["Recrutement", " recrutement "])
def test_work_out_of_bounds_is_a_breach(topic: str) -> None:
    """Capitals and spaces make no other topic."""
    (found,) = bounded((work(topic), after(START, 1)))
    assert isinstance(found, Finding)
    assert (found.severity, found.about) == (Severity.BREACH, "work_outside")
    assert found.evidence == (event(2), event(3))


def test_work_before_the_boundary_crosses_nothing() -> None:
    """A boundary holds from the moment it is agreed."""
    boundary = BoundaryAgreed(topics_out=("recrutement",))
    history = story(OPEN, (work("recrutement"), START), (boundary, START))
    assert ask(RULES, "DIST-1", history) == PASSED


def test_the_boundary_of_the_moment_counts() -> None:
    """What a later boundary lets in is in from then on, what an earlier one left out was out."""
    wider: Told = (BoundaryAgreed(topics_in=("recrutement",)), after(START, 30))
    assert bounded(wider, (work("recrutement"), after(START, 31))) == PASSED
    (found,) = bounded(wider, (work("recrutement"), after(START, 29)))
    assert isinstance(found, Finding)


def test_the_client_may_work_on_its_own_business() -> None:
    """The good distance is the provider's to keep; unknown hands are not accused."""
    assert bounded((work("recrutement", LISE), START)) == PASSED
    assert unassessed(bounded((work("recrutement", None), START))) == ("sides_unrecorded",)  # type: ignore[arg-type]


def test_a_crossing_is_a_breach_unless_it_was_consented_to() -> None:
    """Consent makes it a step taken together; where nobody noted it, nothing is said."""
    for consent, about in ((False, ["crossed"]), (True, []), (None, [])):
        crossing = BoundaryCrossed(topic="recrutement", by_side=Side.PROVIDER, consent=consent)
        verdicts = ask(RULES, "DIST-1", story(OPEN, (BoundaryAgreed(), START), (crossing, START)))
        found = findings(verdicts)
        assert [f.about for f in found] == about
        assert all(f.severity is Severity.BREACH for f in found)
        assert unassessed(verdicts) == (("consent_unrecorded",) if consent is None else ())


def test_consent_given_by_the_day_of_the_work_covers_it() -> None:
    """The same day is in time, the day after is not; another topic is another matter."""
    yes = BoundaryCrossed(topic="recrutement", consent=True)
    other = BoundaryCrossed(topic="paie", consent=True)
    done = after(START, 5)
    assert bounded((work("recrutement"), done), (yes, done)) == PASSED
    for late in ((yes, after(done, 1)), (other, done)):
        assert [type(v) for v in bounded((work("recrutement"), done), late)] == [Finding]
