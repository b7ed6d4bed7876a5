from datetime import UTC, date, datetime

import pytest

from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.encounter import DemandExpressed
from noe_core.relationship.objectives import (
    HorizonPassed,
    ObjectiveClosed,
    ObjectiveNotShared,
    ObjectiveOutcome,
    ObjectiveRevised,
    ObjectiveSet,
    close_objective,
    revise_objective,
    set_objective,
)
from noe_core.relationship.reviews import ReviewHeld
from noe_core.values import Side
from relationship.given import (
    CLOSED,
    LISE,
    NORA,
    OPEN,
    ROUTE,
    SIGNED,
    TOGETHER,
    Refused,
    Told,
    folded,
    when,
)

DAY = date(2022, 3, 15)
POSED: Told = (ObjectiveSet(objective_id="o1", title="print what serves"), "2022-03-15")
SETTLED: Told = (ObjectiveClosed(objective_id="o1"), "2022-04-01")
DEMAND: Told = (DemandExpressed(demand_id="d1"), "2022-03-01")
REVIEW: Told = (ReviewHeld(review_id="r1"), "2022-04-01")

SET = when(
    set_objective,
    on=DAY,
    title="print what serves",
    purpose="bulletins that are read",
    agreed_by=TOGETHER,
    id="o1",
).given(OPEN)
REVISE = when(revise_objective, on=DAY, objective_id="o1", change="print less").given(OPEN, POSED)
CLOSE = when(
    close_objective,
    on=DAY,
    objective_id="o1",
    outcome=ObjectiveOutcome.REACHED,
    account="read by half the town",
).given(OPEN, POSED)

REFUSALS = (
    Refused(
        "not opened",
        when(set_objective, **SET.arguments),
        NotAllowedInPhase("prospect", "open, signed"),
    ),
    Refused(
        "closed",
        SET.given(POSED, CLOSED),
        NotAllowedInPhase("closed", "open, signed"),
    ),
    Refused(
        "set already",
        SET.given(POSED).but(demand_id="d9", agreed_by=()),
        AlreadyDone("objective", "o1", "set"),
    ),
    Refused(
        "no such demand",
        SET.but(demand_id="d9", agreed_by=()),
        UnknownReference("demand_id", "d9"),
    ),
    Refused(
        "the provider alone",
        SET.but(agreed_by=[NORA, ROUTE], horizon=date(2022, 3, 14)),
        ObjectiveNotShared("o1", Side.CLIENT),
    ),
    Refused("the client alone", SET.but(agreed_by=[LISE]), ObjectiveNotShared("o1", Side.PROVIDER)),
    Refused(
        "a horizon of the day before",
        SET.but(horizon=date(2022, 3, 14), title=""),
        HorizonPassed(date(2022, 3, 14), DAY),
    ),
    Refused("no title", SET.but(title="", purpose=""), Missing("title")),
    Refused("no purpose", SET.but(purpose=""), Missing("purpose")),
    Refused(
        "nothing to revise",
        REVISE.but(objective_id="o2"),
        UnknownReference("objective_id", "o2"),
    ),
    Refused(
        "closed already",
        REVISE.given(SETTLED).but(review_id="r9"),
        AlreadyDone("objective", "o1", "closed"),
    ),
    Refused(
        "no such review",
        REVISE.but(review_id="r9", change=""),
        UnknownReference("review_id", "r9"),
    ),
    Refused("no change", REVISE.but(change=""), Missing("change")),
    Refused(
        "nothing to close", CLOSE.but(objective_id="o2"), UnknownReference("objective_id", "o2")
    ),
    Refused(
        "closed already",
        CLOSE.given(SETTLED).but(account=""),
        AlreadyDone("objective", "o1", "closed"),
    ),
    Refused("no account", CLOSE.but(account=""), Missing("account")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_an_objective_is_refused(case: Refused) -> None:
    """An objective is agreed by both sides, looks ahead, and is changed while it is open."""
    assert case.situation.answer == case.refusal


def test_both_sides_set_an_objective() -> None:
    """It may answer a demand, say what success looks like, and look to a day."""
    full = SET.given(SIGNED, DEMAND).but(
        demand_id="d1", success_story="nobody asks twice", horizon=date(2022, 9, 30)
    )
    assert full.fact == ObjectiveSet(
        objective_id="o1",
        title="print what serves",
        purpose="bulletins that are read",
        success_story="nobody asks twice",
        horizon=date(2022, 9, 30),
        demand_id="d1",
        agreed_by=TOGETHER,
    )


def test_an_objective_may_look_to_the_day_it_is_set() -> None:
    """The day is that of Paris: shortly before midnight UTC it is already tomorrow there."""
    assert SET.but(horizon=DAY).fact
    late = SET.but(on=datetime(2022, 3, 15, 23, 30, tzinfo=UTC), horizon=DAY)
    assert late.answer == HorizonPassed(DAY, date(2022, 3, 16))


def test_what_an_import_tells_of_an_objective_does_not_stand_for_setting_it() -> None:
    """An objective revised in an import that never set it may still be set."""
    revised = (ObjectiveRevised(objective_id="o1"), "2022-03-02")
    assert isinstance(SET.given(revised).fact, ObjectiveSet)


def test_an_open_objective_is_revised() -> None:
    """With or without a review that led to it, and after the closing of the relationship."""
    assert REVISE.fact == ObjectiveRevised(objective_id="o1", change="print less")
    assert REVISE.given(REVIEW, CLOSED).but(review_id="r1", reason="too much paper").fact == (
        ObjectiveRevised(
            objective_id="o1", review_id="r1", change="print less", reason="too much paper"
        )
    )


def test_an_open_objective_is_closed() -> None:
    """With its outcome and the account of it."""
    assert CLOSE.fact == ObjectiveClosed(
        objective_id="o1", outcome=ObjectiveOutcome.REACHED, account="read by half the town"
    )


def test_an_objective_is_worded_as_last_revised() -> None:
    """A revision that says nothing leaves the wording; so does one that came before the title."""
    silent: Told = (ObjectiveRevised(objective_id="o1"), "2022-04-02")
    said: Told = (ObjectiveRevised(objective_id="o1", change="print less"), "2022-04-01")
    assert folded(POSED, silent).objectives.by_id["o1"].wording == "print what serves"
    assert folded(POSED, said, silent).objectives.by_id["o1"].wording == "print less"
    assert folded(silent).objectives.by_id["o1"].wording is None


def test_open_objectives_are_those_not_closed() -> None:
    """In the order they were set, an objective without any other fact included."""
    second: Told = (ObjectiveSet(objective_id="o2"), "2022-03-16")
    objectives = folded(POSED, second, SETTLED).objectives
    assert list(objectives.by_id) == ["o1", "o2"]
    assert [objective.objective_id for objective in objectives.open] == ["o2"]
