from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.team.collective import NotCollective
from noe_core.team.tensions import (
    PersonalisedTension,
    TensionCause,
    TensionExamined,
    TensionRaised,
    examine_tension,
    raise_tension,
)
from noe_core.typed import Unfit
from noe_core.values import Side
from team.given import ANNE, TWO, Refused, Told, folded, in_team, party

DAY = date(2022, 3, 10)
RAISED: Told = (TensionRaised(tension_id="t1", text="the oven is never free"), "2022-03-01")
EXAMINED: Told = (TensionExamined(tension_id="t1"), "2022-03-02")

RAISE = in_team(raise_tension, on=DAY, text="the oven is never free", id="t1")
EXAMINE = in_team(
    examine_tension,
    on=DAY,
    tension_id="t1",
    causes=[TensionCause.MEANS],
    participants=TWO,
    minutes=40,
).given(RAISED)

REFUSALS = (
    Refused(
        "raised already",
        RAISE.given(RAISED).but(text=""),
        AlreadyDone("tension", "t1", "raised"),
    ),
    Refused("nothing said", RAISE.but(text=""), Missing("text")),
    Refused(
        "no such tension",
        EXAMINE.but(tension_id="t9", causes=()),
        UnknownReference("tension_id", "t9"),
    ),
    Refused(
        "examined in an import, never raised",
        in_team(examine_tension, **EXAMINE.arguments).given(EXAMINED),
        UnknownReference("tension_id", "t1"),
    ),
    Refused(
        "no cause in the organisation",
        EXAMINE.but(causes=(), participants=()),
        PersonalisedTension("t1"),
    ),
    Refused("by nobody", EXAMINE.but(participants=()), NotCollective("tension", "t1", 0)),
    Refused("alone", EXAMINE.but(participants=[ANNE]), NotCollective("tension", "t1", 1)),
    Refused(
        "alone, under two hats",
        EXAMINE.but(participants=[ANNE, party("anne", Side.CLIENT)]),
        NotCollective("tension", "t1", 1),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_tension_is_refused(case: Refused) -> None:
    """It has causes in the organisation of the work, which a collective looks for."""
    assert case.situation.answer == case.refusal


def test_a_tension_is_raised() -> None:
    """It takes the id of the command; an import that told of its examination is no obstacle."""
    raised = TensionRaised(tension_id="t1", text="the oven is never free")
    assert RAISE.fact == raised
    assert RAISE.given(EXAMINED).fact == raised


def test_a_tension_is_examined_together() -> None:
    """Two people are enough; concepts of another stream may be named, and it may come again."""
    assert EXAMINE.fact == TensionExamined(
        tension_id="t1",
        causes=frozenset({TensionCause.MEANS}),
        participants=TWO,
        minutes=40,
    )
    causes = [TensionCause.TIME, TensionCause.ROLES, TensionCause.TIME]
    again = EXAMINE.given(EXAMINED).but(causes=causes, concept_ids=["real-work"]).fact
    assert isinstance(again, TensionExamined)
    assert again.causes == {TensionCause.TIME, TensionCause.ROLES}
    assert again.concept_ids == ("real-work",)


@pytest.mark.parametrize("cause", ["character", "roles"])
def test_a_cause_is_one_of_the_organisation(cause: str) -> None:
    """A person's character is no value of the list, nor is a word instead of a value."""
    with pytest.raises(Unfit, match=r"^TensionExamined\.causes must be a TensionCause"):
        EXAMINE.but(causes=[cause]).answer  # noqa: B018 - asking for it raises


def test_tensions_keep_what_their_facts_tell_in_whatever_order() -> None:
    """Of minutes that nobody told nothing is assumed; the last telling of a raising holds."""
    again: Told = (TensionRaised(tension_id="t1"), "2022-03-04")
    other: Told = (TensionExamined(tension_id="t2", minutes=10), "2022-03-05")
    tensions = folded(EXAMINED, RAISED, again, other).tensions
    assert list(tensions.by_id) == ["t1", "t2"]
    first, second = tensions.by_id.values()
    assert first.raised is not None
    assert first.raised.version == 3
    assert [fact.data.minutes for fact in first.examined] == [None]
    assert second.raised is None
    assert [fact.data.minutes for fact in second.examined] == [10]
