from datetime import date

import attrs
import pytest

from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.trials import (
    TrialEnded,
    TrialKind,
    TrialOffered,
    end_trial,
    offer_trial,
)
from noe_core.values import Money
from relationship.given import CLOSED, DECLINED, OPEN, SIGNED, Refused, Told, folded, when

DAY = date(2022, 2, 1)
RUNS: Told = (TrialOffered(trial_id="t1"), "2022-01-20")
OVER: Told = (TrialEnded(trial_id="t1"), "2022-01-30")
UNNAMED: Told = (TrialOffered(kind=TrialKind.FREE_TOOL), "2022-01-21")
OVER_UNNAMED: Told = (TrialEnded(outcome="kept"), "2022-01-29")

OFFER = when(offer_trial, on=DAY, kind=TrialKind.FREE_DAYS, days=10, id="t1")
END = when(end_trial, on=DAY, trial_id="t1", outcome="they asked for the rest").given(RUNS)

REFUSALS = (
    Refused("closed", OFFER.given(CLOSED), NotAllowedInPhase("closed", "prospect, open, signed")),
    Refused(
        "declined",
        OFFER.given(DECLINED).but(days=None),
        NotAllowedInPhase("declined", "prospect, open, signed"),
    ),
    Refused(
        "offered already",
        OFFER.given(RUNS).but(days=None),
        AlreadyDone("trial", "t1", "offered"),
    ),
    Refused(
        "offered already, and over",
        OFFER.given(RUNS, OVER),
        AlreadyDone("trial", "t1", "offered"),
    ),
    Refused("how many days", OFFER.but(days=None), Missing("days")),
    Refused(
        "never offered", END.but(trial_id="t9", outcome=""), UnknownReference("trial_id", "t9")
    ),
    Refused("over already", END.given(OVER).but(outcome=""), AlreadyDone("trial", "t1", "over")),
    Refused("nothing came of it", END.but(outcome=""), Missing("outcome")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_trial_is_refused(case: Refused) -> None:
    """It is offered until the closing, and ended while it runs."""
    assert case.situation.answer == case.refusal


def test_a_trial_is_offered_for_nothing() -> None:
    """No field could hold a price; what is no matter of days needs none."""
    assert OFFER.fact == TrialOffered(kind=TrialKind.FREE_DAYS, days=10, trial_id="t1")
    for phase in ((OPEN,), (OPEN, SIGNED)):
        audit = OFFER.given(*phase).but(kind=TrialKind.FREE_AUDIT, days=None)
        assert audit.fact == TrialOffered(kind=TrialKind.FREE_AUDIT, trial_id="t1")
    assert {field.name for field in attrs.fields(TrialOffered)} == {"kind", "days", "trial_id"}
    with pytest.raises(TypeError, match="price"):
        TrialOffered(price=Money.of(0))  # type: ignore[call-arg]


@pytest.mark.parametrize("phase", [(), (OPEN,), (CLOSED,), (DECLINED,)], ids=repr)
def test_a_trial_that_runs_is_ended_in_any_phase(phase: tuple[Told, ...]) -> None:
    """Whatever became of the relationship meanwhile."""
    assert END.given(*phase).fact == TrialEnded(outcome="they asked for the rest", trial_id="t1")


def test_each_end_ends_the_first_offered_under_its_id() -> None:
    """What an import names by no id is ended by an end that names none, in whichever order."""
    trials = folded(OVER_UNNAMED, RUNS, UNNAMED, UNNAMED, OVER).trials
    assert [trial.version for trial in trials.running] == [4]
    assert (len(trials.offered), len(trials.ended)) == (3, 2)
    assert len(folded(RUNS, UNNAMED).trials.running) == 2
