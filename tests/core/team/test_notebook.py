from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from noe_core.refusal import FutureFact, Missing
from noe_core.team.notebook import (
    RitualHeld,
    RitualKind,
    SuccessNoted,
    day_noted,
    hold_ritual,
    note_success,
)
from team.given import ANNE, TWO, Refused, Told, folded, in_team

FRIDAY = date(2022, 3, 11)
LATE = datetime(2022, 3, 11, 23, 30, tzinfo=UTC)
"""Already Saturday in Paris."""

NOTE = in_team(note_success, on=FRIDAY, author=ANNE, text="the school thanked us for the rolls")
HOLD = in_team(hold_ritual, on=FRIDAY, kind=RitualKind.STAND_UP, minutes=15, participants=TWO)

REFUSALS = (
    Refused(
        "a success to come",
        NOTE.but(day=date(2022, 3, 12), text=""),
        FutureFact(date(2022, 3, 12), FRIDAY),
    ),
    Refused("nothing told", NOTE.but(text=""), Missing("text")),
    Refused("held by nobody", HOLD.but(participants=()), Missing("participants")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_the_notebook_is_refused(case: Refused) -> None:
    """A success is told, and has happened."""
    assert case.situation.answer == case.refusal


def test_a_success_is_noted_with_or_without_a_relationship() -> None:
    """It is of today unless another day is said."""
    assert NOTE.fact == SuccessNoted(
        author=ANNE, day=FRIDAY, text="the school thanked us for the rolls"
    )
    told = NOTE.but(day=date(2022, 3, 9), relationship_id="fournil:school").fact
    assert isinstance(told, SuccessNoted)
    assert (told.day, told.relationship_id) == (date(2022, 3, 9), "fournil:school")


def test_today_is_where_the_team_is() -> None:
    """An hour before midnight UTC the day after has begun."""
    told = NOTE.but(on=LATE).fact
    assert isinstance(told, SuccessNoted)
    assert told.day == date(2022, 3, 12)


@pytest.mark.parametrize("kind", RitualKind)
def test_a_ritual_is_held(kind: RitualKind) -> None:
    """Of each kind."""
    assert HOLD.but(kind=kind).fact == RitualHeld(kind=kind, minutes=15, participants=TWO)


def test_the_notebook_keeps_each_entry_in_order() -> None:
    """Told alike, told barely: each stays, and of what is not told nothing is assumed."""
    bare: Told = (SuccessNoted(), "2022-03-12")
    same: Told = (SuccessNoted(text="a"), "2022-03-11")
    notebook = folded(same, bare, same, (RitualHeld(), "2022-03-11")).notebook
    assert [fact.version for fact in notebook.successes] == [1, 3, 2]
    assert [fact.data for fact in notebook.rituals] == [RitualHeld()]
    assert notebook.rituals[0].data.minutes is None


def test_a_success_is_of_the_day_it_names_else_of_the_day_it_was_noted() -> None:
    """Where an instant must become a day, a zone decides."""
    named: Told = (SuccessNoted(day=date(2022, 3, 9)), "2022-03-11")
    unnamed: Told = (SuccessNoted(), LATE.isoformat())
    first, second = folded(named, unnamed).notebook.successes
    assert day_noted(first) == date(2022, 3, 9)
    assert day_noted(second) == date(2022, 3, 12)
    assert day_noted(second, ZoneInfo("UTC")) == FRIDAY
