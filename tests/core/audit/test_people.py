from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from houses import person, put, team
from story import after, event, findings, unassessed, with_unread

from noe_core.audit.people import RULES
from noe_core.audit.rule import Passed, Severity, Verdict
from noe_core.facts import Unread
from noe_core.history import History
from noe_core.practitioner.assignments import AssignmentEnded, AssignmentStarted
from noe_core.practitioner.wellbeing import StrainReported, WellbeingReported
from noe_core.team.tensions import TensionRaised
from noe_core.testing import Told

YEAR, HALF = "2022-01-01", "2022-06-30"
CALM, HEARD = (Passed(rule="CARE-1"),), (Passed(rule="CARE-2"),)


def carrying(load: str | None, on: str = YEAR, name: str = "m1") -> Told:
    """An assignment of the hardest kind."""
    share = Decimal(load) if load is not None else None
    return (AssignmentStarted(assignment_id=name, load=share, difficulty=5), on)


def ended(on: str, name: str = "m1") -> Told:
    """An assignment is put down."""
    return (AssignmentEnded(assignment_id=name), on)


# CARE-1: the hard work is shared out


def others(load: str = "0.2", on: str = YEAR, count: int = 2) -> tuple[History, ...]:
    """The practitioners beside Anne, all carrying the same."""
    return tuple(person(f"p{n}", carrying(load, on)) for n in range(count))


def burden(
    *told: Told, as_of: str = HALF, beside: tuple[History, ...] | None = None, **asked: Any
) -> tuple[Verdict, ...]:
    """What CARE-1 answers of Anne."""
    people = others() if beside is None else beside
    return put(RULES, "CARE-1", person("anne", *told, as_of=as_of), *people, **asked)


def test_two_quarters_running_far_above_a_fair_share_are_against_the_essential() -> None:
    """Anne carries two fair shares among three."""
    (found,) = findings(burden(carrying("0.8")))
    assert (found.severity, found.subject) == (Severity.BREACH, "anne")
    assert found.values["concentrations"] == (2, 2)
    assert (str(found.values["since"]), str(found.values["until"])) == (YEAR, HALF)
    assert found.evidence == (event(1),)


@pytest.mark.parametrize(("load", "found"), [("0.4", 0), ("0.41", 1)])
def test_one_and_a_half_fair_shares_are_not_above_it(load: str, found: int) -> None:
    """0.4 of 0.8 among three is exactly one and a half."""
    assert len(findings(burden(carrying(load)))) == found


def test_the_factor_and_the_quarters_are_parameters() -> None:
    """A house may ask for less, or wait for longer."""
    assert burden(carrying("0.8"), c=Fraction(2)) == CALM
    assert len(findings(burden(carrying("0.8"), c=Fraction(199, 100)))) == 1
    assert len(findings(burden(carrying("0.8"), as_of="2022-03-31", q=1))) == 1
    assert len(findings(burden(carrying("0.8"), as_of="2022-03-31", q=0))) == 1
    assert unassessed(burden(carrying("0.8"), q=3)) == ("too_early",)


def test_the_quarter_that_runs_is_not_judged() -> None:
    """The second quarter counts on its last day, not the day before."""
    (waits,) = burden(carrying("0.8"), as_of="2022-06-29")
    assert unassessed([waits]) == ("too_early",)
    assert "30 June 2022" in waits.sentence("en")  # type: ignore[union-attr]
    running = burden(carrying("0.1"), carrying("0.9", "2022-07-01", "m2"), as_of="2022-09-29")
    assert running == CALM


def test_a_run_that_ended_is_not_held_against_anybody() -> None:
    """The last quarter was shared out, or had nothing of hers."""
    shared = (carrying("0.8"), ended("2022-06-30"), carrying("0.2", "2022-07-01", "m2"))
    assert burden(*shared, as_of="2022-09-30") == CALM
    assert burden(carrying("0.8"), ended("2022-06-30"), as_of="2022-09-30") == CALM


def test_who_carries_nothing_carries_no_burden() -> None:
    """Whatever is beside."""
    assert burden() == burden(alone=True) == CALM


def test_a_fair_share_is_one_among_three_at_least() -> None:
    """In the quarter with the fewest."""
    assert unassessed(burden(carrying("0.8"), beside=others(count=1))) == ("too_few_people",)
    late = (*others(count=1), *others(on="2022-04-01"))
    assert unassessed(burden(carrying("0.8"), beside=late[:1])) == ("too_few_people",)
    assert len(findings(burden(carrying("0.8"), beside=others(count=1), n=2, c=Fraction(1)))) == 1


def test_without_the_others_nothing_is_guessed() -> None:
    """The caller gave no other stream."""
    assert unassessed(burden(carrying("0.8"), alone=True)) == ("beside_missing",)


def test_loads_that_nobody_recorded_cannot_be_compared() -> None:
    """Neither hers nor another's."""
    assert unassessed(burden(carrying(None))) == ("loads_unrecorded",)
    bare = (*others(), person("p9", carrying(None)))
    assert unassessed(burden(carrying("0.8"), beside=bare)) == ("loads_unrecorded",)
    before = (*others(), person("p9", carrying(None, "2021-01-01"), ended("2021-12-31")))
    assert len(findings(burden(carrying("0.8"), beside=before))) == 1


def test_an_assignment_that_cannot_be_read_may_share_it_out() -> None:
    """Of the others too; or one that the source never writes down."""
    unread = person("p9", (Unread(event="assignment_started", schema=9, data={}, reason="x"), YEAR))
    assert unassessed(burden(carrying("0.8"), beside=(*others(), unread))) == ("unreadable",)
    never = burden(carrying("0.8"), unrecorded=("assignment_ended",))
    assert unassessed(never) == ("never_recorded",)


def test_the_end_of_the_calendar_is_no_trouble() -> None:
    """An assignment of the last day there is."""
    (waits,) = burden(carrying("0.8", "9999-12-31"), as_of="9999-12-31")
    assert unassessed([waits]) == ("too_early",)


# CARE-2: people are heard

START = "2022-03-01"
OPEN: Told = (AssignmentStarted(assignment_id="m1"), START)


def well(score: int | None, days: int) -> Told:
    """Anne says how she is, that many days after the start."""
    return (WellbeingReported(score=score), after(START, days))


def hearing(
    *told: Told,
    days: int,
    reader: str | None = "anne",
    beside: tuple[History, ...] = (),
    by: str = "anne",
    **asked: Any,
) -> tuple[Verdict, ...]:
    """What CARE-2 answers that many days after the start."""
    anne = person("anne", *told, as_of=after(START, days), by=by)
    return put(RULES, "CARE-2", anne, *beside, reader=reader, **asked)


@pytest.mark.parametrize(
    ("reader", "confidants", "answers"),
    [
        ("anne", (), True),
        ("basile", ("basile",), True),
        ("basile", ("cora",), False),
        (None, ("basile",), False),
    ],
)
def test_the_rule_answers_to_the_person_and_to_whom_they_confide_in(
    reader: str | None, confidants: tuple[str, ...], answers: bool
) -> None:
    """To anybody else it says no more than that."""
    verdicts = hearing(OPEN, days=36, reader=reader, confidants=confidants)
    assert (len(findings(verdicts)) == 1) is answers
    assert (unassessed(verdicts) == ("private",)) is not answers


@pytest.mark.parametrize(("days", "found"), [(45, 0), (46, 1)])
@pytest.mark.parametrize("said", [WellbeingReported(score=4), StrainReported()])
def test_thirty_five_days_without_a_word_are_worth_a_question(
    days: int, found: int, said: WellbeingReported | StrainReported
) -> None:
    """Since the last word on either, the thirty-fifth included."""
    silent = findings(hearing(OPEN, (said, after(START, 10)), days=days))
    assert [(f.severity, f.about) for f in silent] == [(Severity.INFO, "silent")] * found


def test_the_first_word_is_awaited_from_the_first_assignment() -> None:
    """Before thirty-five days it is too early to tell."""
    assert unassessed(hearing(OPEN, days=35)) == ("too_early",)
    (found,) = findings(hearing(OPEN, days=36))
    assert (found.values["silent"], found.evidence) == (36, ())
    assert len(findings(hearing(OPEN, days=36, n=36))) == 0


def test_a_new_assignment_after_a_pause_gives_time_again() -> None:
    """Words before the pause do not make the silence longer."""
    pause = (OPEN, well(4, 1), ended(after(START, 2)))
    again: Told = (AssignmentStarted(assignment_id="m2"), after(START, 100))
    assert unassessed(hearing(*pause, again, days=135)) == ("too_early",)
    assert len(findings(hearing(*pause, again, days=136))) == 1


def test_who_carries_nothing_is_asked_nothing() -> None:
    """Everything put down, or nothing ever taken; one who reports without any is heard."""
    assert unassessed(hearing(OPEN, well(4, 1), ended(START), days=100)) == ("no_assignment",)
    assert unassessed(hearing(days=100)) == ("no_assignment",)
    assert hearing(well(4, 1), days=36) == HEARD
    assert len(findings(hearing(well(4, 1), days=37))) == 1


def test_a_word_by_somebody_else_is_no_word() -> None:
    """Only the person says how they are."""
    assert len(findings(hearing(OPEN, well(4, 30), days=36, by="basile"))) == 1


def test_a_report_that_cannot_be_read_may_be_the_word() -> None:
    """It is not called missing."""
    history = with_unread(person("anne", OPEN, as_of=after(START, 36)), "strain_reported")
    assert unassessed(put(RULES, "CARE-2", history, reader="anne")) == ("unreadable",)


LOW = (well(2, 10), well(1, 20))


def unheard(*told: Told, days: int = 51, **asked: Any) -> tuple[Verdict, ...]:
    """What is answered of low scores; a later strain keeps the silence out of it."""
    fresh: Told = (StrainReported(), after(START, days))
    return hearing(OPEN, *told, fresh, days=days, **asked)


def test_two_low_scores_running_that_nothing_follows_are_against_the_essential() -> None:
    """From the thirty-first day after the second; the finding repeats no score."""
    assert unassessed(unheard(*LOW, days=50)) == ("too_early",)
    (found,) = findings(unheard(*LOW))
    assert (found.severity, found.about) == (Severity.BREACH, "unheard")
    assert found.evidence == (event(2), event(3))
    assert set(found.values) == {"since", "days", "silent"}
    assert str(found.values["since"]) == after(START, 20)


@pytest.mark.parametrize(
    "scores",
    [
        (well(2, 10), well(3, 20)),
        (well(3, 10), well(2, 20)),
        (*LOW, well(3, 25)),
        (well(1, 10), well(3, 15), well(1, 20)),
        (well(1, 20),),
    ],
)
def test_two_must_be_low_and_running_now(scores: tuple[Told, ...]) -> None:
    """A better score ends it."""
    assert unheard(*scores) == HEARD


def test_a_report_without_a_score_is_in_nobodys_way() -> None:
    """It neither lowers nor ends a run."""
    assert len(findings(unheard(LOW[0], well(None, 15), LOW[1]))) == 1


@pytest.mark.parametrize(("days", "found"), [(19, 1), (20, 0), (50, 0), (51, 1)])
@pytest.mark.parametrize("change", [ended, lambda on: carrying("0.1", on, "m2")])
def test_a_change_of_assignment_in_the_days_after_answers(
    change: Any, days: int, found: int
) -> None:
    """On the day of the second score, which may be later in the day, and up to the thirtieth."""
    told = (carrying("0.1", START, "m0"), *LOW, change(after(START, days)))
    assert len(findings(unheard(*told, days=60))) == found


@pytest.mark.parametrize(("days", "found"), [(19, 1), (20, 0), (50, 0), (51, 1)])
def test_a_tension_raised_in_the_days_after_answers(days: int, found: int) -> None:
    """In any team beside."""
    raised = team((TensionRaised(tension_id="t1"), after(START, days)))
    assert len(findings(unheard(*LOW, days=60, beside=(raised,)))) == found


def test_once_heard_it_takes_two_more_low_scores() -> None:
    """The first pair was answered; what is said after the answer counts anew."""
    change = ended(after(START, 25))
    one_more = (*LOW, change, well(2, 24), well(2, 30))
    assert findings(unheard(*one_more, days=90)) == ()
    two_more = (*LOW, change, well(2, 30), well(2, 40))
    (found,) = findings(unheard(*two_more, days=90))
    assert str(found.values["since"]) == after(START, 40)


def test_without_the_teams_nobody_says_that_nothing_followed() -> None:
    """Unless an assignment changed, or it is too early in any case."""
    assert unassessed(unheard(*LOW, alone=True)) == ("beside_missing",)
    changed = (carrying("0.1", START, "m0"), *LOW, ended(after(START, 25)))
    assert unheard(*changed, alone=True) == HEARD
    assert unassessed(unheard(*LOW, days=50, alone=True)) == ("too_early",)


def test_what_cannot_be_read_may_have_answered() -> None:
    """Here or in a team; a tension told by no raising answers nothing."""
    unread = Unread(event="tension_raised", schema=9, data={}, reason="sealed")
    sealed = team((unread, START))
    assert unassessed(unheard(*LOW, beside=(sealed,))) == ("unreadable",)
    assert unassessed(unheard(*LOW, unrecorded=("tension_raised",))) == ("never_recorded",)


def test_scale_and_days_are_parameters() -> None:
    """Another house may listen earlier, or sooner."""
    assert unheard(*LOW, low=1) == HEARD
    anne = person("anne", OPEN, *LOW, as_of=after(START, 31))
    assert len(findings(put(RULES, "CARE-2", anne, reader="anne", days=10))) == 1
    assert unassessed(put(RULES, "CARE-2", anne, reader="anne", days=11)) == ("too_early",)
