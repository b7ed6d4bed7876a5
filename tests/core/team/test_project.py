from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.team.project import (
    CartBeforeOxen,
    ImposedIndicator,
    IndicatorAdopted,
    IndicatorRetired,
    SharedProjectFormulated,
    adopt_indicator,
    formulate_shared_project,
    retire_indicator,
)
from noe_core.typed import Unfit
from noe_core.values import Side
from team.given import ANNE, BASILE, CORA, TWO, Refused, Told, folded, in_team, party

DAY = date(2022, 4, 1)
NAME = "loaves given away"
FORMULATED: Told = (SharedProjectFormulated(project_id="p1"), "2022-03-01")
ADOPTED: Told = (IndicatorAdopted(name=NAME), "2022-03-02")
RETIRED: Told = (IndicatorRetired(name=NAME), "2022-03-03")

FORMULATE = in_team(
    formulate_shared_project,
    on=DAY,
    question="what would you like the street to say of us?",
    answer="that nobody here goes without bread",
    consensus=True,
    participants=TWO,
    id="p1",
)
ADOPT = in_team(
    adopt_indicator,
    on=DAY,
    name=NAME,
    serves="p1",
    chosen_by=[ANNE, BASILE],
    filled_by=[BASILE, CORA],
    upkeep_minutes=20,
)
RETIRE = in_team(retire_indicator, on=DAY, name=NAME).given(ADOPTED)

REFUSALS = (
    Refused(
        "formulated already",
        FORMULATE.given(FORMULATED).but(answer=""),
        AlreadyDone("shared project", "p1", "formulated"),
    ),
    Refused("no question", FORMULATE.but(question="", answer=""), Missing("question")),
    Refused("no answer", FORMULATE.but(answer="", participants=()), Missing("answer")),
    Refused("by nobody", FORMULATE.but(participants=()), Missing("participants")),
    Refused("no name", ADOPT.but(name="", serves=""), Missing("name")),
    Refused(
        "adopted already",
        ADOPT.given(ADOPTED).but(serves=""),
        AlreadyDone("indicator", NAME, "adopted"),
    ),
    Refused("no aim", ADOPT.but(serves="", chosen_by=()), CartBeforeOxen(NAME)),
    Refused("chosen by others", ADOPT.but(chosen_by=[ANNE]), ImposedIndicator(NAME)),
    Refused("chosen by nobody", ADOPT.but(chosen_by=()), ImposedIndicator(NAME)),
    Refused("filled in by nobody", ADOPT.but(filled_by=()), ImposedIndicator(NAME)),
    Refused(
        "no such indicator", RETIRE.but(name="margin"), UnknownReference("indicator", "margin")
    ),
    Refused(
        "never adopted",
        in_team(retire_indicator, on=DAY, name=NAME).given(RETIRED),
        UnknownReference("indicator", NAME),
    ),
    Refused("retired already", RETIRE.given(RETIRED), AlreadyDone("indicator", NAME, "retired")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_project_and_its_indicators_are_refused(case: Refused) -> None:
    """The aim comes first, and those who fill a figure in choose it."""
    assert case.situation.answer == case.refusal


@pytest.mark.parametrize("consensus", [True, False])
def test_a_shared_project_is_formulated(consensus: bool) -> None:
    """It takes the id of the command, and says whether all stand by it."""
    assert FORMULATE.but(consensus=consensus).fact == SharedProjectFormulated(
        question="what would you like the street to say of us?",
        answer="that nobody here goes without bread",
        consensus=consensus,
        participants=TWO,
        project_id="p1",
    )


def test_a_project_may_be_formulated_anew() -> None:
    """Under another id; one that an import brought without any is no obstacle."""
    nameless: Told = (SharedProjectFormulated(), "2022-03-01")
    assert FORMULATE.given(FORMULATED, nameless).but(id="p2").fact


def test_an_indicator_is_adopted() -> None:
    """One who fills it in had a say; what it serves may stand in another stream."""
    assert ADOPT.fact == IndicatorAdopted(
        name=NAME,
        serves="p1",
        chosen_by=(ANNE, BASILE),
        filled_by=(BASILE, CORA),
        upkeep_minutes=20,
    )
    assert ADOPT.but(serves="relationship/fournil:school/o1").fact
    assert ADOPT.given(ADOPTED, RETIRED).fact == ADOPT.fact


def test_whoever_fills_in_is_known_by_their_id() -> None:
    """On whichever side they stood, and wherever they worked, when they chose."""
    assert ADOPT.but(chosen_by=[party("cora", Side.PARTNER)]).fact


def test_an_indicator_may_cost_nobody_a_minute_but_not_less() -> None:
    """A tool may fill it in."""
    free = ADOPT.but(upkeep_minutes=0).fact
    assert isinstance(free, IndicatorAdopted)
    assert free.upkeep_minutes == 0
    with pytest.raises(Unfit, match="upkeep_minutes must be at least 0"):
        ADOPT.but(upkeep_minutes=-1).answer  # noqa: B018 - asking for it raises


def test_an_indicator_is_retired() -> None:
    """With or without the reason."""
    assert RETIRE.fact == IndicatorRetired(name=NAME)
    assert RETIRE.but(reason="it says nothing of the bread").fact == IndicatorRetired(
        name=NAME, reason="it says nothing of the bread"
    )


def test_the_project_keeps_what_its_facts_tell_in_whatever_order() -> None:
    """Each adoption and each retirement stays; the last of them says whether it is in use."""
    early: Told = (IndicatorRetired(name=NAME), "2022-02-01")
    project = folded(FORMULATED, FORMULATED, early, ADOPTED, ADOPTED).project
    assert [fact.version for fact in project.formulated] == [1, 2]
    indicator = project.indicators[NAME]
    assert indicator.in_use
    assert [fact.version for fact in indicator.adopted] == [4, 5]
    assert [fact.version for fact in indicator.retired] == [3]
    assert not folded(ADOPTED, RETIRED).project.indicators[NAME].in_use
