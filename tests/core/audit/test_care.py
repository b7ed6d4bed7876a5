"""CARE-3: the provider begins nothing with somebody of the client who is away."""

from datetime import date

import pytest
from story import LISE, NORA, OMAR, PAUL, TOGETHER, Told, after, ask, event, findings, story

from noe_core.audit.care import RULES
from noe_core.audit.rule import Passed, Severity, Verdict
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.issues import IssueOwned, IssueRaised, Stance
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.typed import Fact
from noe_core.values import Party, PartyRef, Period, Side

START = "2022-07-01"
PASSED = (Passed(rule="CARE-3"),)
LYS = Party(party_id="atelier-lys", name="Atelier Lys")
HOUSE = PartyRef(party_id="atelier-lys", side=Side.CLIENT)
OPEN: Told = (RelationshipOpened(client=LYS), START)
OURS, THEIRS = Side.PROVIDER, Side.CLIENT


def away(party: PartyRef | None = LISE, noted: int = 5) -> Told:
    """An absence from the tenth to the twentieth day after the start."""
    start, end = (date.fromisoformat(after(START, day)) for day in (10, 20))
    return (
        AvailabilityNoted(party=party, period=Period(start=start, end=end)),
        after(START, noted),
    )


def touch(fact: Fact, day: int = 15) -> Told:
    """A touch that many days after the start."""
    return (fact, after(START, day))


def met(by: Side | None = OURS, people: tuple[PartyRef, ...] = TOGETHER) -> EncounterHeld:
    """An encounter."""
    return EncounterHeld(initiated_by=by, participants=people)


def care(*told: Told) -> tuple[Verdict, ...]:
    """What CARE-3 answers."""
    return ask(RULES, "CARE-3", story(OPEN, *told))


CONTACTS: tuple[Fact, ...] = (
    met(),
    ReviewHeld(review_id="r1", participants=TOGETHER, initiated_by=OURS),
    FeedbackRequested(by_side=OURS),
)


@pytest.mark.parametrize("fact", CONTACTS)
@pytest.mark.parametrize(("day", "inside"), [(9, False), (10, True), (20, True), (21, False)])
def test_what_the_provider_began_inside_an_absence_is_told(
    fact: Fact, day: int, inside: bool
) -> None:
    """Both ends of the absence belong to it."""
    verdicts = care(away(), touch(fact, day))
    assert [f.severity for f in findings(verdicts)] == [Severity.WARNING] * inside
    assert [f.evidence for f in findings(verdicts)] == [(event(2), event(3))] * inside


@pytest.mark.parametrize(
    "fact",
    [
        met(THEIRS),
        met(None),
        FeedbackGiven(by_side=THEIRS),
        FeedbackRequested(by_side=THEIRS),
        QuoteDiscussed(quote_id="q1", participants=TOGETHER),
        WorkRecorded(work_id="w1", by=NORA),
    ],
)
def test_what_the_client_began_or_nobody_knows_who_is_no_contact(fact: Fact) -> None:
    """Nor is work, which touches nobody."""
    assert care(away(), touch(fact)) == PASSED


def test_an_issue_that_a_colleague_makes_theirs_is_no_contact() -> None:
    """Raised by the provider, it waits for whoever is there."""
    raised = (IssueRaised(issue_id="i1", by=NORA), START)
    taken = IssueOwned(issue_id="i1", owner=PAUL, stance=Stance.OWNED)
    assert care(raised, away(), touch(taken)) == PASSED


@pytest.mark.parametrize("party", [None, OMAR])
def test_only_the_client_s_absences_count(party: PartyRef | None) -> None:
    """Not the provider's own, nor one of which nobody said whose it is."""
    assert care(away(party), touch(met())) == PASSED


def test_an_absence_noted_afterwards_could_not_be_respected() -> None:
    """On the same day, the order of recording tells which came first."""
    assert care(touch(met()), away(noted=16)) == PASSED
    assert care(touch(met()), away(noted=15)) == PASSED
    assert findings(care(away(noted=15), touch(met())))


def test_a_colleague_who_is_there_can_be_called() -> None:
    """Where people of the client are named and none of them is away."""
    assert care(away(), touch(met(people=(NORA, PAUL)))) == PASSED
    assert findings(care(away(), touch(met(people=(NORA, PAUL, LISE)))))
    assert findings(care(away(), touch(met(people=(NORA,)))))
    assert findings(care(away(), touch(met(people=()))))


def test_the_absence_of_the_house_is_everybody_s() -> None:
    """The opening says which party is the house."""
    told = (away(HOUSE), touch(met(people=(NORA, PAUL))))
    assert findings(care(*told))
    unnamed = story((RelationshipOpened(), START), *told)
    assert ask(RULES, "CARE-3", unnamed) == PASSED


def test_each_contact_is_told_once_whatever_absences_cover_it() -> None:
    """Two touches are two findings, two absences are one reason."""
    told = (away(), away(HOUSE), touch(met(), 12), touch(met(), 15))
    assert [f.evidence for f in findings(care(*told))] == [
        (event(2), event(4)),
        (event(2), event(5)),
    ]


def test_an_absence_without_a_period_covers_no_day() -> None:
    """Bare facts are followed as they are."""
    bare = (AvailabilityNoted(party=LISE), START)
    assert care(bare, touch(met()), touch(CooperationSupportGiven())) == PASSED
