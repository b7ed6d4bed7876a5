import pytest
from story import (
    LISE,
    NORA,
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

from noe_core.audit.hook import RULES
from noe_core.audit.rule import Passed, Severity
from noe_core.facts import Unread
from noe_core.relationship.course import AgreementSigned, RelationshipOpened
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.encounter import DemandExpressed, DemandReworked, EncounterHeld, Origin
from noe_core.relationship.issues import IssueOwned, Stance
from noe_core.relationship.quotes import QuoteDiscussed, QuoteIssued
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.typed import Fact

START = "2022-03-01"
OPEN = RelationshipOpened()
SIGNED = AgreementSigned(signatories=TOGETHER)
ASKED = DemandExpressed(demand_id="d1", text="refaire la plaquette")
REWORKED = DemandReworked(demand_id="d1", real_need="revoir l'offre", worked_with=TOGETHER)
WORK = WorkRecorded(work_id="w1", nature=WorkNature.PRODUCTION)
QUOTE = QuoteIssued(quote_id="q1")


def met(minutes: int | None = None, origin: Origin | None = None) -> EncounterHeld:
    """An encounter of both sides."""
    return EncounterHeld(minutes=minutes, origin=origin, participants=TOGETHER)


# HOOK-1


@pytest.mark.parametrize("answer", [WORK, QUOTE])
def test_a_demand_reworked_before_it_is_answered_passes(answer: Fact) -> None:
    """On the same day, the order of recording tells which came first."""
    history = story((ASKED, START), (REWORKED, START), (answer, START))
    assert ask(RULES, "HOOK-1", history) == (Passed(rule="HOOK-1"),)


@pytest.mark.parametrize("answer", [WORK, QUOTE])
def test_a_demand_answered_before_it_is_reworked_is_told(answer: Fact) -> None:
    """Both sides of the same day: answered first, reworked after."""
    history = story((ASKED, START), (answer, START), (REWORKED, START))
    (found,) = findings(ask(RULES, "HOOK-1", history))
    assert (found.severity, found.about, found.subject) == (Severity.WARNING, "late", "d1")
    assert found.evidence == (event(1), event(2), event(3))


def test_the_order_is_that_of_the_world_then_of_the_log() -> None:
    """A rework written down late and dated earlier came first."""
    history = story((WORK, "2022-03-02"), (REWORKED, "2022-03-01"))
    assert ask(RULES, "HOOK-1", history) == (Passed(rule="HOOK-1"),)


def test_a_demand_never_reworked_is_told_once_it_is_answered() -> None:
    """With or without a demand on record, work began on nothing reworked together."""
    (found,) = findings(ask(RULES, "HOOK-1", story((ASKED, START), (WORK, START))))
    assert (found.about, found.values["demand"]) == ("never", "refaire la plaquette")
    (bare,) = findings(ask(RULES, "HOOK-1", story((WORK, START))))
    assert (bare.subject, bare.evidence) == ("relationship", (event(1),))


def test_nothing_is_asked_before_an_answer_is_given() -> None:
    """A demand without work or quote may still be reworked."""
    assert unassessed(ask(RULES, "HOOK-1", story((ASKED, START)))) == ("no_answer_yet",)


def test_work_of_unknown_nature_is_no_answer_for_certain() -> None:
    """It may have been part of reworking the demand; work on learning certainly is none."""
    unknown = story((WorkRecorded(work_id="w1"), START), (REWORKED, START))
    assert unassessed(ask(RULES, "HOOK-1", unknown)) == ("natures_unrecorded",)
    learning = WorkRecorded(work_id="w1", nature=WorkNature.LEARNING)
    history = story((learning, START), (REWORKED, START))
    assert ask(RULES, "HOOK-1", history) == (Passed(rule="HOOK-1"),)


# HOOK-2


def test_an_hour_together_before_opening_passes() -> None:
    """Sixty minutes, in one encounter or in two."""
    for told in ([met(60)], [met(15), met(45)]):
        history = story(*((fact, START) for fact in told), (OPEN, START))
        assert ask(RULES, "HOOK-2", history) == (Passed(rule="HOOK-2"),)


def test_fifty_nine_minutes_before_opening_are_worth_a_question() -> None:
    """What comes after the opening does not count."""
    history = story((met(59), START), (OPEN, START), (met(90), START))
    (found,) = findings(ask(RULES, "HOOK-2", history))
    assert (found.severity, found.about) == (Severity.INFO, "thin")
    assert (found.values["minutes"], found.evidence) == (59, (event(1), event(2)))


def test_an_opening_before_any_encounter_is_worth_a_question() -> None:
    """Where encounters are recorded and none came first, the two sides had not met."""
    history = story((OPEN, START), (met(90), START))
    (found,) = findings(ask(RULES, "HOOK-2", history))
    assert found.values["minutes"] == 0


def test_minutes_that_nobody_noted_are_not_called_few() -> None:
    """No encounter, or encounters without minutes: the time spent is not known."""
    assert unassessed(ask(RULES, "HOOK-2", story((OPEN, START)))) == ("no_encounter",)
    for told in ([met(), OPEN], [met(20), met(), OPEN], [OPEN, met()]):
        history = story(*((fact, START) for fact in told))
        assert unassessed(ask(RULES, "HOOK-2", history)) == ("encounters_untimed",)


def test_before_the_opening_the_time_spent_is_still_growing() -> None:
    """A first contact is thin once the relationship is opened or signed, not before."""
    assert unassessed(ask(RULES, "HOOK-2", story((met(5), START)))) == ("not_opened",)
    assert findings(ask(RULES, "HOOK-2", story((met(5), START), (SIGNED, START))))


def test_cold_prospecting_is_worth_a_question_however_long() -> None:
    """Before the opening, not after it."""
    cold = met(120, Origin.COLD_PROSPECTING)
    (found,) = findings(ask(RULES, "HOOK-2", story((cold, START), (OPEN, START))))
    assert (found.severity, found.about, found.evidence) == (Severity.INFO, "cold", (event(1),))
    later = story((met(60), START), (OPEN, START), (cold, START))
    assert ask(RULES, "HOOK-2", later) == (Passed(rule="HOOK-2"),)


def test_the_hour_is_a_parameter() -> None:
    """Ninety minutes may be asked for."""
    history = story((met(89), START), (OPEN, START))
    assert findings(ask(RULES, "HOOK-2", history, n=90))
    assert not findings(ask(RULES, "HOOK-2", history, n=89))


# HOOK-3

TOUCHES: tuple[Fact, ...] = (
    met(30),
    ReviewHeld(review_id="r1", participants=TOGETHER),
    FeedbackRequested(),
    FeedbackGiven(),
    QuoteDiscussed(quote_id="q1", participants=(NORA, LISE)),
    CooperationSupportGiven(participants=(NORA, LISE)),
    IssueOwned(issue_id="i1", owner=NORA, stance=Stance.OWNED),
)


def signed(*more: Told, days: int) -> tuple[Told, ...]:
    """A signature and what follows, to be seen so many days after."""
    return ((met(60), START), (SIGNED, START), *more, (ASKED, after(START, days)))


@pytest.mark.parametrize("touch", TOUCHES)
def test_a_touch_by_day_thirty_breaks_the_silence(touch: Fact) -> None:
    """Day 30 is in time, whatever the two sides turned to each other for."""
    history = story(*signed((touch, after(START, 30)), days=200))
    assert ask(RULES, "HOOK-3", history) == (Passed(rule="HOOK-3"),)


def test_a_touch_on_day_thirty_one_comes_after_a_silence() -> None:
    """The silence is told, and how it ended."""
    history = story(*signed((TOUCHES[0], after(START, 31)), days=200))
    (found,) = findings(ask(RULES, "HOOK-3", history))
    assert (found.severity, found.evidence) == (Severity.WARNING, (event(2), event(3)))


def test_what_happened_on_the_day_of_signature_breaks_no_silence() -> None:
    """Days count from the one after the signature."""
    history = story(*signed((TOUCHES[0], START), days=31))
    (found,) = findings(ask(RULES, "HOOK-3", history))
    assert found.evidence == (event(2),)


def test_silence_is_not_told_before_day_thirty_is_over() -> None:
    """Too early on day 30, told on day 31."""
    assert unassessed(ask(RULES, "HOOK-3", story(*signed(days=30)))) == ("too_early",)
    assert findings(ask(RULES, "HOOK-3", story(*signed(days=31))))


def test_without_a_signature_nothing_is_silent() -> None:
    """What was never signed has no day to count from."""
    assert unassessed(ask(RULES, "HOOK-3", story((OPEN, START)))) == ("not_signed",)


def test_what_cannot_be_read_is_known_by_its_name() -> None:
    """An unread touch breaks the silence; an unread rework or encounter leaves doubt."""
    sealed = Unread(event="issue_owned", schema=1, data={}, reason="unknown name")
    history = story(*signed((sealed, after(START, 30)), days=200))
    assert ask(RULES, "HOOK-3", history) == (Passed(rule="HOOK-3"),)
    reworked = with_unread(story((WORK, START)), "demand_reworked")
    assert unassessed(ask(RULES, "HOOK-1", reworked)) == ("unreadable",)
    thin = with_unread(story((met(5), START), (OPEN, START)), "encounter_held")
    assert unassessed(ask(RULES, "HOOK-2", thin)) == ("unreadable",)


def test_work_alone_does_not_break_the_silence() -> None:
    """Work is no touch."""
    assert findings(ask(RULES, "HOOK-3", story(*signed((WORK, after(START, 5)), days=31))))
