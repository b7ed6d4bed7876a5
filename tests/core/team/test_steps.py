from datetime import UTC, date, datetime

import pytest

from noe_core.refusal import AlreadyDone, FutureFact, Missing, UnknownReference
from noe_core.team.steps import (
    REPETITIONS,
    NotYetAReflex,
    OneStepAtATime,
    SmallStepChosen,
    SmallStepRepeated,
    SmallStepRooted,
    choose_small_step,
    repeat_small_step,
    root_small_step,
)
from noe_core.testing import after
from team.given import Refused, Told, folded, in_team

DAY = date(2022, 4, 15)
CHOSEN: Told = (SmallStepChosen(step_id="s1", text="say good morning"), "2022-04-01")
ROOTED: Told = (SmallStepRooted(step_id="s1"), "2022-04-14")


def repeated(days: int) -> tuple[Told, ...]:
    """The step repeated on so many days, from the second of April on."""
    on = [after("2022-04-02", n) for n in range(days)]
    return tuple((SmallStepRepeated(step_id="s1", day=date.fromisoformat(day)), day) for day in on)


CHOOSE = in_team(choose_small_step, on=DAY, text="say good morning", id="s1")
REPEAT = in_team(repeat_small_step, on=DAY, step_id="s1").given(CHOSEN)
ROOT = in_team(root_small_step, on=DAY, step_id="s1", account="nobody thinks of it").given(CHOSEN)

REFUSALS = (
    Refused(
        "chosen already",
        CHOOSE.given(CHOSEN).but(text=""),
        AlreadyDone("step", "s1", "chosen"),
    ),
    Refused(
        "another is not rooted",
        CHOOSE.given(CHOSEN).but(id="s2", text=""),
        OneStepAtATime("s2", "s1"),
    ),
    Refused("no words", CHOOSE.but(text=""), Missing("text")),
    Refused("no such step", REPEAT.but(step_id="s9"), UnknownReference("step_id", "s9")),
    Refused(
        "repeated in an import, never chosen",
        in_team(repeat_small_step, on=DAY, step_id="s1").given(*repeated(1)),
        UnknownReference("step_id", "s1"),
    ),
    Refused("rooted already", REPEAT.given(ROOTED), AlreadyDone("step", "s1", "rooted")),
    Refused(
        "a day to come",
        REPEAT.but(day=date(2022, 4, 16)),
        FutureFact(date(2022, 4, 16), DAY),
    ),
    Refused(
        "the same day twice",
        REPEAT.given(*repeated(1)).but(day=date(2022, 4, 2)),
        AlreadyDone("step", "s1", "repeated on 2022-04-02"),
    ),
    Refused("no such step", ROOT.but(step_id="s9", account=""), UnknownReference("step_id", "s9")),
    Refused(
        "rooted already",
        ROOT.given(ROOTED).but(account=""),
        AlreadyDone("step", "s1", "rooted"),
    ),
    Refused(
        "not repeated often enough",
        ROOT.given(*repeated(REPETITIONS - 1)).but(account=""),
        NotYetAReflex("s1", 9, 10),
    ),
    Refused(
        "repeated often, on too few days",
        ROOT.given(*repeated(9), *repeated(9)),
        NotYetAReflex("s1", 9, 10),
    ),
    Refused("no account", ROOT.given(*repeated(REPETITIONS)).but(account=""), Missing("account")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_step_is_refused(case: Refused) -> None:
    """One at a time, repeated until it takes root."""
    assert case.situation.answer == case.refusal


def test_a_step_is_chosen() -> None:
    """The first at once, the next when the last has taken root; it may be about a client."""
    assert CHOOSE.fact == SmallStepChosen(step_id="s1", text="say good morning")
    second = CHOOSE.given(CHOSEN, ROOTED).but(id="s2", relationship_id="fournil:school")
    assert second.fact == SmallStepChosen(
        step_id="s2", text="say good morning", relationship_id="fournil:school"
    )


def test_what_an_import_told_of_a_step_never_chosen_does_not_stand_in_the_way() -> None:
    """Neither for that step nor for another."""
    assert CHOOSE.given(*repeated(1)).fact
    assert CHOOSE.given(*repeated(1)).but(id="s2").fact


def test_a_step_is_repeated() -> None:
    """Today, where the team is, unless another day is said; each day once."""
    assert REPEAT.fact == SmallStepRepeated(step_id="s1", day=DAY)
    assert REPEAT.but(on=datetime(2022, 4, 15, 22, 30, tzinfo=UTC)).fact == SmallStepRepeated(
        step_id="s1", day=date(2022, 4, 16)
    )
    assert REPEAT.given(*repeated(2)).but(day=date(2022, 4, 9)).fact == SmallStepRepeated(
        step_id="s1", day=date(2022, 4, 9)
    )


def test_a_step_takes_root_on_the_tenth_day() -> None:
    """With the account of how one knows."""
    assert ROOT.given(*repeated(REPETITIONS)).fact == SmallStepRooted(
        step_id="s1", account="nobody thinks of it"
    )


def test_steps_keep_what_their_facts_tell_in_whatever_order() -> None:
    """A repetition without a day is of the day it happened; several may be open at once."""
    bare: Told = (SmallStepRepeated(step_id="s1"), "2022-04-05")
    other: Told = (SmallStepChosen(step_id="s2"), "2022-04-06")
    steps = folded(bare, *repeated(1), CHOSEN, other).steps
    assert steps.open is steps.by_id["s1"]
    assert steps.by_id["s1"].days == {date(2022, 4, 2), date(2022, 4, 5)}
    assert [fact.version for fact in steps.by_id["s1"].repeated] == [2, 1]
    rooted = folded(ROOTED, CHOSEN, other).steps
    assert rooted.by_id["s1"].rooted is not None
    assert rooted.open is rooted.by_id["s2"]
    assert folded(CHOSEN, ROOTED).steps.open is None
