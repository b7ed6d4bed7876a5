from datetime import date
from decimal import Decimal

import pytest

from noe_core.practitioner.assignments import (
    MOST_LOAD,
    AssignmentEnded,
    AssignmentStarted,
    Overloaded,
    end_assignment,
    start_assignment,
)
from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.typed import Unfit
from practitioner.given import Refused, Told, event, folded, when

DAY = date(2022, 3, 15)


def started(assignment_id: str, load: str | None, on: str = "2022-03-01") -> Told:
    """An assignment taken on."""
    weight = None if load is None else Decimal(load)
    return AssignmentStarted(assignment_id=assignment_id, load=weight), on


def ended(assignment_id: str, on: str = "2022-03-02") -> Told:
    """An assignment put down."""
    return AssignmentEnded(assignment_id=assignment_id), on


START = when(
    start_assignment,
    on=DAY,
    id="a2",
    relationship_id="studio:atelier",
    load=Decimal("0.5"),
    difficulty=4,
    profile=["workshop", "far from home"],
)
END = when(end_assignment, on=DAY, assignment_id="a1").given(started("a1", "0.8"))

REFUSALS = (
    Refused(
        "the same once more",
        START.given(started("a2", "1"), ended("a2")).but(load=Decimal(1), relationship_id=""),
        AlreadyDone("assignment", "a2", "started"),
    ),
    Refused(
        "more than one carries",
        START.given(started("a1", "0.8")).but(relationship_id=""),
        Overloaded(Decimal("1.3"), Decimal("1.2")),
    ),
    Refused(
        "a little at a time",
        START.given(started("a1", "0.7"), started("a3", "0.01")),
        Overloaded(Decimal("1.21"), MOST_LOAD),
    ),
    Refused("for nobody", START.but(relationship_id=""), Missing("relationship_id")),
    Refused(
        "never heard of",
        END.but(assignment_id="a9"),
        UnknownReference("assignment_id", "a9"),
    ),
    Refused(
        "known by its end alone",
        when(end_assignment, on=DAY, assignment_id="a1").given(ended("a1")),
        UnknownReference("assignment_id", "a1"),
    ),
    Refused("put down already", END.given(ended("a1")), AlreadyDone("assignment", "a1", "ended")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_assignments_are_refused(case: Refused) -> None:
    """Nobody carries more than they can, nor puts down what they do not carry."""
    assert case.situation.answer == case.refusal


def test_an_assignment_is_started() -> None:
    """With its share of time, how hard it is, and the tags of its profile."""
    assert START.fact == AssignmentStarted(
        assignment_id="a2",
        relationship_id="studio:atelier",
        load=Decimal("0.5"),
        difficulty=4,
        profile=("workshop", "far from home"),
    )


def test_the_limit_itself_can_be_carried() -> None:
    """What was put down weighs nothing any more, nor what was never weighed."""
    full = START.given(
        started("a1", "0.7"), started("a3", "1"), started("a4", None), ended("a3"), ended("a5")
    )
    assert isinstance(full.fact, AssignmentStarted)


def test_an_assignment_is_ended() -> None:
    """For a reason of the work, or for none that the log should know."""
    assert END.fact == AssignmentEnded(assignment_id="a1")
    assert END.but(reason="the workshop is over").fact == AssignmentEnded(
        assignment_id="a1", reason="the workshop is over"
    )


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("load", Decimal(0), "must be more than 0, not 0"),
        ("load", Decimal("1.01"), "must be at most 1, not 1.01"),
        ("load", Decimal("NaN"), "must be a finite number, not NaN"),
        ("load", 0.5, "must be a Decimal, not 0.5 (float)"),
        ("difficulty", 0, "must be at least 1, not 0"),
        ("difficulty", 6, "must be at most 5, not 6"),
        ("difficulty", True, "must be an int, not True (bool)"),
    ],
)
def test_what_is_no_load_and_no_step_does_not_exist(field: str, value: object, why: str) -> None:
    """Wrong in itself: said before anything is added to it, even where all would be refused."""
    crowded = START.given(started("a2", "1"))
    with pytest.raises(Unfit) as unfit:
        _ = crowded.but(**{field: value}).answer
    assert (unfit.value.field, unfit.value.why) == (field, why)


def test_the_slice_keeps_the_facts() -> None:
    """Each assignment with its start and its end, by whatever comes first."""
    state = folded(
        started("a1", "0.8"), ended("a2"), ended("a1"), started("a3", None, "2022-03-03")
    )
    found = state.assignments
    assert list(found.by_id) == ["a1", "a2", "a3"]
    first, unstarted, weightless = found.by_id.values()
    assert first.started is not None
    assert first.ended is not None
    assert (first.started.id, first.ended.id) == (event(1), event(3))
    assert (first.load, first.is_running) == (Decimal("0.8"), False)
    assert (unstarted.load, unstarted.is_running) == (Decimal(0), False)
    assert found.running == (weightless,)
    assert found.load == Decimal(0)
