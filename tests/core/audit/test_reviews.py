from datetime import date
from fractions import Fraction

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
from noe_core.audit.rule import Passed, Severity, Verdict
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.quotes import QuoteDiscussed, QuoteIssued
from noe_core.relationship.reviews import (
    Assessment,
    FeedbackGiven,
    FeedbackRequested,
    ReflexiveLevel,
    ReviewHeld,
)
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.typed import Fact
from noe_core.values import PartyRef, Period, Side

START = "2022-01-03"
OPEN: Told = (RelationshipOpened(), START)
INTERNAL, RELATIONAL, THERE = ReflexiveLevel
OURS = Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT, account="montré sans détour")
THEIRS = Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account="tenu à l'heure")
BOTH = (OURS, THEIRS)


def review(
    name: str = "r1",
    *levels: ReflexiveLevel,
    people: tuple[PartyRef, ...] = TOGETHER,
    minutes: int | None = 60,
    assessments: tuple[Assessment, ...] = BOTH,
) -> ReviewHeld:
    """A review, of both sides unless the story says otherwise."""
    return ReviewHeld(
        review_id=name,
        minutes=minutes,
        participants=people,
        levels=frozenset(levels),
        assessments=assessments,
    )


def work(
    minutes: int | None,
    name: str = "w1",
    *,
    by: PartyRef | None = NORA,
    nature: WorkNature = WorkNature.PRODUCTION,
    automated: bool | None = None,
) -> WorkRecorded:
    """Some work."""
    return WorkRecorded(work_id=name, by=by, minutes=minutes, nature=nature, automated=automated)


def worst(verdicts: tuple[Verdict, ...]) -> Severity | None:
    """The severity of the one finding there is, if any."""
    found = findings(verdicts)
    assert len(found) < 2
    return found[0].severity if found else None


NAMELESS = review("r0", people=())
ALONE = review("r0", people=(NORA, OMAR))


# REV-1: no review before 75 % of the duration


@pytest.mark.parametrize(("on", "passes"), [(45, True), (46, False)])
def test_the_first_review_comes_in_the_first_three_quarters(on: int, passes: bool) -> None:
    """Of sixty days, the forty-fifth is still in time."""
    history = story(OPEN, (review(), after(START, on)), as_of=after(START, 60))
    found = findings(ask(RULES, "REV-1", history))
    assert [f.severity for f in found] == ([] if passes else [Severity.WARNING])


def test_a_relationship_that_closes_unreviewed_is_against_the_essential() -> None:
    """Once closed, nothing can be changed any more; the duration stops there."""
    closed = (RelationshipClosed(), after(START, 60))
    (found,) = findings(ask(RULES, "REV-1", story(OPEN, closed, as_of=after(START, 300))))
    assert (found.severity, found.about, found.values["days"]) == (Severity.BREACH, "closed", 60)
    late = story(OPEN, (review(), after(START, 50)), closed)
    (found,) = findings(ask(RULES, "REV-1", late))
    assert found.evidence == (event(1), event(2))


def test_a_running_relationship_without_any_review_is_warned_from_day_forty_five() -> None:
    """Before that, it is too early to speak of an end."""
    early = story(OPEN, as_of=after(START, 44))
    assert unassessed(ask(RULES, "REV-1", early)) == ("too_early",)
    (found,) = findings(ask(RULES, "REV-1", story(OPEN, as_of=after(START, 45))))
    assert (found.severity, found.about) == (Severity.WARNING, "running")


def test_a_relationship_closed_within_its_first_weeks_is_too_short() -> None:
    """It will never be long enough to tell."""
    history = story(OPEN, (RelationshipClosed(), after(START, 44)), as_of=after(START, 300))
    assert unassessed(ask(RULES, "REV-1", history)) == ("too_short",)


def test_the_duration_counts_from_the_signature() -> None:
    """Sixty days of talk before it do not make the review late."""
    signed = (AgreementSigned(), after(START, 60))
    held = (review(), after(START, 100))
    history = story(OPEN, signed, held, as_of=after(START, 120))
    assert ask(RULES, "REV-1", history) == (Passed(rule="REV-1"),)


def test_days_on_which_the_relationship_was_closed_do_not_make_a_review_late() -> None:
    """Sixty days run in two goes: the forty-fifth is in time, whatever lay between."""
    pause = ((RelationshipClosed(), after(START, 30)), (RelationshipReopened(), after(START, 130)))
    for on, passes in ((145, True), (146, False)):
        history = story(OPEN, *pause, (review(), after(START, on)), as_of=after(START, 160))
        assert bool(findings(ask(RULES, "REV-1", history))) is not passes
    young = story(OPEN, *pause, as_of=after(START, 144))
    assert unassessed(ask(RULES, "REV-1", young)) == ("too_early",)


def test_days_on_which_the_client_was_away_do_not_make_a_review_late() -> None:
    """Sixty days run and twenty of absence: the sixty-fifth is the forty-fifth that counts."""
    absence = Period(
        start=date.fromisoformat(after(START, 11)), end=date.fromisoformat(after(START, 30))
    )
    away = (AvailabilityNoted(party=LISE, period=absence), after(START, 5))
    for on, passes in ((65, True), (66, False)):
        history = story(OPEN, away, (review(), after(START, on)), as_of=after(START, 80))
        assert bool(findings(ask(RULES, "REV-1", history))) is not passes
    assert unassessed(ask(RULES, "REV-1", story(OPEN, away, as_of=after(START, 64)))) == (
        "too_early",
    )
    assert findings(ask(RULES, "REV-1", story(OPEN, away, as_of=after(START, 65))))


def test_the_day_from_which_it_can_be_told_is_given() -> None:
    """Forty-five days after the start, and the days not counted more."""
    (waiting,) = ask(RULES, "REV-1", story(OPEN, as_of=after(START, 10)))
    assert "17 February 2022" in waiting.sentence("en")  # type: ignore[union-attr]


@pytest.mark.parametrize("rule", ["REV-1", "REV-2", "REV-4", "REV-7"])
def test_without_a_start_nothing_that_needs_time_is_assessed(rule: str) -> None:
    """A history may begin in the middle."""
    history = story((work(900), START), as_of=after(START, 300))
    assert unassessed(ask(RULES, rule, history)) == ("no_start",)


@pytest.mark.parametrize("rule", ["REV-1", "REV-2", "REV-4", "REV-6", "REV-7"])
def test_a_review_that_cannot_be_read_is_not_called_missing(rule: str) -> None:
    """It was held, and what it says is not known here."""
    history = story(OPEN, (work(900), START), as_of=after(START, 300))
    assert len(findings(ask(RULES, rule, history))) == 1
    assert unassessed(ask(RULES, rule, with_unread(history, "review_held"))) == ("unreadable",)


# REV-3: both sides' work is assessed


def test_reviews_that_assess_both_sides_pass() -> None:
    """Each side's work was spoken of."""
    history = story(OPEN, (review(), START))
    assert ask(RULES, "REV-3", history) == (Passed(rule="REV-3"),)


@pytest.mark.parametrize(
    ("assessments", "forgotten"),
    [((OURS,), Side.CLIENT), ((THEIRS,), Side.PROVIDER), ((), None)],
)
def test_a_two_sided_review_that_forgets_a_side_is_found(
    assessments: tuple[Assessment, ...], forgotten: Side | None
) -> None:
    """Imported history may hold what no command would have let through."""
    history = story(
        OPEN, (review("r1"), START), (review("r2", assessments=assessments), after(START, 20))
    )
    (found,) = findings(ask(RULES, "REV-3", history))
    assert (found.severity, found.evidence) == (Severity.WARNING, (event(3),))
    assert found.values["forgotten"] is forgotten
    assert found.values["share"] == Fraction(1, 2)


def test_only_the_last_three_two_sided_reviews_count() -> None:
    """What was set right since is not held against anybody; a review of one side is no matter."""
    half = review("r0", assessments=(OURS,))
    since = [(review(f"r{i}"), after(START, i)) for i in (1, 2)]
    among = story(OPEN, (half, START), *since, (ALONE, after(START, 3)))
    assert len(findings(ask(RULES, "REV-3", among))) == 1
    past = story(OPEN, (half, START), *since, (review("r3"), after(START, 3)))
    assert ask(RULES, "REV-3", past) == (Passed(rule="REV-3"),)
    assert len(findings(ask(RULES, "REV-3", past, n=4))) == 1
    assert ask(RULES, "REV-3", past, n=4, target=Fraction(3, 4)) == (Passed(rule="REV-3"),)


@pytest.mark.parametrize(
    ("held", "because"),
    [
        ((), "no_two_sided_review"),
        (((ALONE, START),), "no_two_sided_review"),
        (((NAMELESS, START),), "participants_unrecorded"),
    ],
)
def test_without_a_two_sided_review_there_is_no_share(held: tuple[Told, ...], because: str) -> None:
    """And none is made up."""
    assert unassessed(ask(RULES, "REV-3", story(OPEN, *held))) == (because,)


# REV-4: the three levels in ninety days


def levels(*held: Told, days: int = 91, perspective: Side = Side.PROVIDER) -> tuple[Verdict, ...]:
    """What the rule answers that many days after the opening."""
    history = story(OPEN, *held, as_of=after(START, days))
    return ask(RULES, "REV-4", history, perspective=perspective)


def test_three_levels_in_the_last_ninety_days_pass() -> None:
    """They need not come in one review; the ninetieth day back is out."""
    inside = (review("r1", INTERNAL, RELATIONAL), after(START, 2))
    lately = (review("r2", THERE), after(START, 60))
    assert levels(inside, lately) == (Passed(rule="REV-4"),)
    outside = (review("r1", INTERNAL, RELATIONAL), after(START, 1))
    (found,) = findings(levels(outside, lately))
    assert found.severity is Severity.WARNING
    assert found.values["missing"] == (INTERNAL, RELATIONAL)
    assert found.evidence == (event(3),)


def test_levels_wait_until_ninety_days_have_gone_by() -> None:
    """Counted from the signature where there is one."""
    assert unassessed(levels(days=90)) == ("too_early",)
    (found,) = findings(levels())
    assert found.evidence == (event(1),)
    signed = (AgreementSigned(), after(START, 1))
    assert unassessed(levels(signed)) == ("too_early",)


def test_a_closed_relationship_is_looked_at_up_to_its_closing() -> None:
    """Nothing is expected after it, and a short one is too short."""
    held = (review("r1", *ReflexiveLevel), after(START, 80))
    closed = (RelationshipClosed(), after(START, 100))
    assert levels(held, closed, days=400) == (Passed(rule="REV-4"),)
    soon = (RelationshipClosed(), after(START, 90))
    assert unassessed(levels(held, soon, days=400)) == ("too_short",)


def test_a_review_whose_questions_nobody_recorded_may_have_asked_any() -> None:
    """It is not assessable, unless the others asked all three."""
    silent = (review("r1"), after(START, 50))
    assert unassessed(levels(silent)) == ("levels_unrecorded",)
    told = (review("r2", *ReflexiveLevel), after(START, 51))
    assert levels(silent, told) == (Passed(rule="REV-4"),)


def test_the_client_cannot_see_the_internal_level() -> None:
    """The two others are still looked at."""
    seen = (review("r1", RELATIONAL, THERE), after(START, 50))
    verdicts = levels(seen, perspective=Side.CLIENT)
    assert unassessed(verdicts) == ("internal_out_of_sight",)
    assert findings(verdicts) == ()
    half = levels((review("r1", RELATIONAL), after(START, 50)), perspective=Side.CLIENT)
    (found,) = findings(half)
    assert found.values["missing"] == (THERE,)
    told = (review("r1", *ReflexiveLevel), after(START, 50))
    assert levels(told, perspective=Side.CLIENT) == (Passed(rule="REV-4"),)


# REV-5: reflexive time


def time(reflexive: int, other: int) -> tuple[Told, ...]:
    """Minutes of a review and of work."""
    return (OPEN, (review(minutes=reflexive), START), (work(other), START))


@pytest.mark.parametrize(
    ("reflexive", "other", "severity"),
    [
        (60, 240, None),
        (60, 241, Severity.WARNING),
        (60, 540, Severity.WARNING),
        (60, 541, Severity.BREACH),
    ],
)
def test_a_fifth_of_the_time_is_the_landmark(
    reflexive: int, other: int, severity: Severity | None
) -> None:
    """Exactly a fifth passes; exactly a tenth is a warning yet."""
    assert worst(ask(RULES, "REV-5", story(*time(reflexive, other)))) is severity


def test_a_share_of_little_time_says_little() -> None:
    """Two hundred and forty minutes are needed, and no ratio is made of nothing."""
    assert unassessed(ask(RULES, "REV-5", story(*time(10, 229)))) == ("too_little_time",)
    assert len(findings(ask(RULES, "REV-5", story(*time(10, 230))))) == 1
    assert unassessed(ask(RULES, "REV-5", story(OPEN), min_minutes=0)) == ("too_little_time",)


def test_seen_by_the_client_the_share_it_sees_is_a_lower_bound() -> None:
    """It passes on what it sees, and cannot fail on what it does not."""
    enough = story(*time(60, 240))
    assert ask(RULES, "REV-5", enough, perspective=Side.CLIENT) == (Passed(rule="REV-5"),)
    little = story(*time(60, 241))
    assert unassessed(ask(RULES, "REV-5", little, perspective=Side.CLIENT)) == (
        "reflexive_out_of_sight",
    )


@pytest.mark.parametrize(
    "unsaid",
    [
        review("r2", minutes=None),
        review("r2", people=()),
        QuoteDiscussed(quote_id="q1", participants=TOGETHER),
        QuoteDiscussed(quote_id="q1", minutes=30),
    ],
)
def test_time_that_nobody_wrote_down_is_not_called_missing(unsaid: Fact) -> None:
    """A review without minutes or participants took some time."""
    history = story(*time(10, 600), (unsaid, START))
    assert unassessed(ask(RULES, "REV-5", history)) == ("minutes_unrecorded",)
    rich = story(*time(300, 600), (unsaid, START))
    assert ask(RULES, "REV-5", rich) == (Passed(rule="REV-5"),)


def test_encounters_and_discussions_count_on_their_side_of_the_bar() -> None:
    """Person-minutes of the provider alone."""
    history = story(
        (EncounterHeld(minutes=120, participants=TOGETHER), START),
        (QuoteDiscussed(quote_id="q1", minutes=60, participants=(NORA, OMAR, LISE)), START),
        (work(480), START),
    )
    (found,) = findings(ask(RULES, "REV-5", history, target=Fraction(1, 4)))
    assert (found.values["reflexive"], found.values["whole"]) == (120, 720)


# REV-6: work or quotes, and no review


@pytest.mark.parametrize(("minutes", "found"), [(599, 0), (600, 1)])
def test_ten_hours_of_work_and_no_review_is_a_transaction(minutes: int, found: int) -> None:
    """From the six hundredth minute of the provider's own work."""
    verdicts = ask(RULES, "REV-6", story(OPEN, (work(minutes), START)))
    assert [f.severity for f in findings(verdicts)] == [Severity.BREACH] * found


def test_one_quote_and_no_review_is_a_transaction() -> None:
    """And a single review, whoever sat in it, is enough."""
    issued = (QuoteIssued(quote_id="q1"), START)
    (found,) = findings(ask(RULES, "REV-6", story(OPEN, issued), perspective=Side.CLIENT))
    assert found.evidence == (event(2),)
    history = story(OPEN, issued, (NAMELESS, START))
    assert ask(RULES, "REV-6", history) == (Passed(rule="REV-6"),)


def test_the_clients_work_and_a_machines_make_no_transaction() -> None:
    """Only the provider's own time is sold."""
    theirs, machine = work(900, by=LISE), work(None, "w2", automated=True)
    history = story(OPEN, (theirs, START), (machine, START))
    assert ask(RULES, "REV-6", history) == (Passed(rule="REV-6"),)


@pytest.mark.parametrize("unsaid", [work(None), work(900, by=None)])
def test_work_without_minutes_or_a_side_cannot_be_counted(unsaid: WorkRecorded) -> None:
    """It may be ten hours of the provider's, or not."""
    assert unassessed(ask(RULES, "REV-6", story(OPEN, (unsaid, START)))) == ("work_unmeasured",)


# REV-7: a feedback by one month


@pytest.mark.parametrize(
    "asked",
    [
        FeedbackRequested(minutes_asked=2),
        FeedbackGiven(),
        review(),
        QuoteDiscussed(quote_id="q1", minutes=30),
    ],
)
def test_asking_after_a_month_passes_up_to_day_thirty_seven(asked: Fact) -> None:
    """A request, a feedback, a review of both sides or a talk over a quote."""
    in_time = story(OPEN, (asked, after(START, 37)), as_of=after(START, 90))
    assert ask(RULES, "REV-7", in_time) == (Passed(rule="REV-7"),)
    late = story(OPEN, (asked, after(START, 38)), as_of=after(START, 90))
    (found,) = findings(ask(RULES, "REV-7", late))
    assert (found.severity, found.evidence) == (Severity.WARNING, (event(1),))
    assert found.values["first"].isoformat() == after(START, 38)


def test_silence_is_found_once_the_month_and_a_week_are_over() -> None:
    """From the signature where there is one."""
    signed = (AgreementSigned(), after(START, 10))
    early = story(OPEN, signed, as_of=after(START, 47))
    assert unassessed(ask(RULES, "REV-7", early)) == ("too_early",)
    (found,) = findings(ask(RULES, "REV-7", story(OPEN, signed, as_of=after(START, 48))))
    assert found.values["first"] is None
    assert len(findings(ask(RULES, "REV-7", early, grace=6))) == 1


def test_a_review_of_one_side_asks_nobody_and_one_of_unknown_sides_may_have() -> None:
    """Who sat in it decides."""
    alone = story(OPEN, (ALONE, after(START, 20)), as_of=after(START, 40))
    assert len(findings(ask(RULES, "REV-7", alone))) == 1
    unknown = story(OPEN, (NAMELESS, after(START, 20)), as_of=after(START, 40))
    assert unassessed(ask(RULES, "REV-7", unknown)) == ("participants_unrecorded",)


def test_a_relationship_closed_within_its_first_month_is_too_short() -> None:
    """There was nobody left to ask."""
    history = story(OPEN, (RelationshipClosed(), after(START, 37)), as_of=after(START, 90))
    assert unassessed(ask(RULES, "REV-7", history)) == ("too_short",)
