"""CARE-1 to CARE-4, each in two short stories."""

from __future__ import annotations

from decimal import Decimal

from noe_core.audit import Report, audit
from noe_core.beside import Beside
from noe_core.practitioner.assignments import AssignmentStarted
from noe_core.practitioner.wellbeing import WellbeingReported
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.issues import IssueKind, IssueOwned, IssueRaised, Stance
from noe_core.team.tensions import TensionRaised
from noe_core.testing import client, period, provider, story
from noe_core.values import Side
from rules.page import Page

NORA = provider("nora", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")


def the_hard_one_is_always_noras() -> Report:
    """For two quarters Nora carries the hardest mission, Omar and Ines light ones."""
    hard = AssignmentStarted(assignment_id="a1", load=Decimal("0.8"), difficulty=5)
    light = AssignmentStarted(assignment_id="a1", load=Decimal("0.8"), difficulty=1)
    others = (
        story((light, "2022-01-03"), stream="practitioner/omar"),
        story((light, "2022-01-03"), stream="practitioner/ines"),
    )
    nora = story((hard, "2022-01-03"), stream="practitioner/nora", as_of="2022-07-04")
    return audit(nora, beside=Beside.of(others))


def the_hard_ones_are_shared() -> Report:
    """The same mission, and the others carry hard ones too."""
    hard = AssignmentStarted(assignment_id="a1", load=Decimal("0.8"), difficulty=5)
    nearly = AssignmentStarted(assignment_id="a1", load=Decimal("0.8"), difficulty=4)
    others = (
        story((nearly, "2022-01-03"), stream="practitioner/omar"),
        story((nearly, "2022-01-03"), stream="practitioner/ines"),
    )
    nora = story((hard, "2022-01-03"), stream="practitioner/nora", as_of="2022-07-04")
    return audit(nora, beside=Beside.of(others))


def said_twice_and_nothing_moves() -> Report:
    """Nora says twice that she is not well; in a month, nothing about the work changes."""
    nora = story(
        (AssignmentStarted(assignment_id="a1"), "2022-02-01"),
        (WellbeingReported(score=2), "2022-03-01"),
        (WellbeingReported(score=2), "2022-03-08"),
        stream="practitioner/nora",
        as_of="2022-04-10",
    )
    return audit(nora, beside=Beside(), reader="nora")


def said_twice_and_the_team_speaks() -> Report:
    """The same two reports; the week after, the team says what pulls on it."""
    nora = story(
        (AssignmentStarted(assignment_id="a1"), "2022-02-01"),
        (WellbeingReported(score=2), "2022-03-01"),
        (WellbeingReported(score=2), "2022-03-08"),
        stream="practitioner/nora",
        as_of="2022-04-10",
    )
    team = story(
        (TensionRaised(tension_id="t1", text="Every mission wants its Fridays."), "2022-03-15"),
        stream="team/studio",
    )
    return audit(nora, beside=Beside.of([team]), reader="nora")


def called_on_holiday() -> Report:
    """Lise said that she would be away in July; she is called on the fourteenth."""
    history = story(
        (AvailabilityNoted(party=LISE, period=period("2022-07-08", "2022-07-24")), "2022-06-20"),
        (
            EncounterHeld(minutes=20, participants=(NORA, LISE), initiated_by=Side.PROVIDER),
            "2022-07-14",
        ),
    )
    return audit(history)


def called_when_back() -> Report:
    """The same absence, and the call waits until she is back."""
    history = story(
        (AvailabilityNoted(party=LISE, period=period("2022-07-08", "2022-07-24")), "2022-06-20"),
        (
            EncounterHeld(minutes=20, participants=(NORA, LISE), initiated_by=Side.PROVIDER),
            "2022-07-26",
        ),
    )
    return audit(history)


def told_that_it_was_no_problem() -> Report:
    """Lise reports a wrong colour; she is told that there is nothing wrong, and that is all."""
    raised = IssueRaised(issue_id="i1", kind=IssueKind.PROBLEM, text="the reds are off", by=LISE)
    history = story(
        (raised, "2022-03-07"),
        (IssueOwned(issue_id="i1", owner=NORA, stance=Stance.DENIED), "2022-03-08"),
        as_of="2022-03-18",
    )
    return audit(history)


def thanked_and_taken_up() -> Report:
    """The same report; whoever receives it says thank you and takes it up."""
    raised = IssueRaised(issue_id="i1", kind=IssueKind.PROBLEM, text="the reds are off", by=LISE)
    owned = IssueOwned(issue_id="i1", owner=NORA, stance=Stance.OWNED, thanked=True)
    return audit(story((raised, "2022-03-07"), (owned, "2022-03-08"), as_of="2022-03-18"))


PAGES = (
    Page(
        rule="CARE-1",
        checks=(
            "For the last q quarters that are over, nobody of n people or more carries more than c "
            "times a fair share of what is hard (load × difficulty × days)."
        ),
        weighs="A breach. It speaks of how missions are spread, never of who carries them.",
        source=(
            "That hard missions do not always fall to the same comes from the question; the "
            "figures are proposed here."
        ),
        waits=(
            "Fewer than q quarters are over, or fewer than n people carry anything; the load or "
            "the difficulty of an assignment was not written down; the practitioners were not "
            "given beside."
        ),
        finds=the_hard_one_is_always_noras,
        passes=the_hard_ones_are_shared,
    ),
    Page(
        rule="CARE-2",
        checks=(
            "A person on an assignment says how they are at least every n days; after two scores "
            "running at *low* or under, an assignment changes or a tension is raised within *days*."
        ),
        weighs=(
            "An information for silence, a breach where nothing follows. It is answered to the "
            "person and to the *confidants* named, and repeats nothing of what was said."
        ),
        source=(
            "Well-being declared by each comes from the question, and that it has causes in the "
            "organisation from the plenary; the days and scores are proposed here."
        ),
        waits=(
            "The reader is neither the person nor a confidant; the days have not passed; the "
            "person has no assignment; the teams were not given beside."
        ),
        finds=said_twice_and_nothing_moves,
        passes=said_twice_and_the_team_speaks,
    ),
    Page(
        rule="CARE-3",
        checks=(
            "The provider begins no encounter, review, feedback or support with somebody of the "
            "client during an absence noted before."
        ),
        weighs="A warning, one for each.",
        source="That no work is brought into holidays is what a client lived.",
        waits="Never: a contact of which nobody said who began it is held against nobody.",
        finds=called_on_holiday,
        passes=called_when_back,
    ),
    Page(
        rule="CARE-4",
        checks=(
            "What somebody raises is owned within n working days, passes from hand to hand once at "
            "most, and is neither denied nor turned away."
        ),
        weighs=(
            "A breach where it was denied and nobody took it up in time; a warning for the rest."
        ),
        source=(
            "Thanks, owning and solving come from a client, one collective answerable to the "
            "client from the article; the days are proposed here."
        ),
        waits="The n working days have not passed; the raising, or a stance, was not written down.",
        finds=told_that_it_was_no_problem,
        passes=thanked_and_taken_up,
    ),
)
