from datetime import date

import pytest

from noe_core.refusal import Missing
from noe_core.team.learning import (
    ExperimentConcluded,
    FieldObservationMade,
    LowValueWorkIdentified,
    SkillBuilt,
    build_skill,
    conclude_experiment,
    identify_low_value_work,
    make_field_observation,
)
from noe_core.typed import Unfit
from team.given import CORA, Refused, folded, in_team

DAY = date(2022, 5, 3)

BUILD = in_team(
    build_skill, on=DAY, party=CORA, skill="to let others decide", how="a month of listening first"
)
CONCLUDE = in_team(
    conclude_experiment,
    on=DAY,
    hypothesis="baking later sells as much",
    outcome="it sells less on Mondays",
    lesson="ask the school before changing its hour",
)
IDENTIFY = in_team(identify_low_value_work, on=DAY, what="copying orders twice")
OBSERVE = in_team(
    make_field_observation,
    on=DAY,
    prescribed="weigh each loaf",
    actual="weigh by hand and check one in ten",
    gap="the scale is at the other end of the room",
)

REFUSALS = (
    Refused("no skill", BUILD.but(skill="", how=""), Missing("skill")),
    Refused("built nobody knows how", BUILD.but(how=""), Missing("how")),
    Refused("nothing tried", CONCLUDE.but(hypothesis="", outcome=""), Missing("hypothesis")),
    Refused("nothing came of it", CONCLUDE.but(outcome="", lesson=""), Missing("outcome")),
    Refused("no lesson", CONCLUDE.but(lesson=""), Missing("lesson")),
    Refused("no work", IDENTIFY.but(what=""), Missing("what")),
    Refused("nothing prescribed", OBSERVE.but(prescribed="", actual=""), Missing("prescribed")),
    Refused("nothing seen", OBSERVE.but(actual="", gap=""), Missing("actual")),
    Refused("no gap", OBSERVE.but(gap=""), Missing("gap")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_what_is_learnt_is_refused(case: Refused) -> None:
    """It is told whole, so that others may learn from it."""
    assert case.situation.answer == case.refusal


def test_what_is_learnt_is_recorded() -> None:
    """A skill, a trial, idle work and the work as it is."""
    assert BUILD.fact == SkillBuilt(
        party=CORA, skill="to let others decide", how="a month of listening first"
    )
    assert CONCLUDE.fact == ExperimentConcluded(
        hypothesis="baking later sells as much",
        outcome="it sells less on Mondays",
        lesson="ask the school before changing its hour",
    )
    assert OBSERVE.fact == FieldObservationMade(
        prescribed="weigh each loaf",
        actual="weigh by hand and check one in ten",
        gap="the scale is at the other end of the room",
    )


def test_what_idle_work_takes_may_be_unknown_but_not_nothing() -> None:
    """A number of minutes is more than none, or is left out."""
    assert IDENTIFY.fact == LowValueWorkIdentified(what="copying orders twice")
    assert IDENTIFY.but(minutes_per_month=240).fact == LowValueWorkIdentified(
        what="copying orders twice", minutes_per_month=240
    )
    with pytest.raises(Unfit, match="minutes_per_month must be more than 0"):
        IDENTIFY.but(minutes_per_month=0).answer  # noqa: B018 - asking for it raises


def test_learning_keeps_each_fact_in_its_order() -> None:
    """However little it tells."""
    bare = (SkillBuilt(), ExperimentConcluded(), LowValueWorkIdentified(), FieldObservationMade())
    told = [(fact, "2022-05-03") for fact in bare] + [(fact, "2022-05-01") for fact in bare]
    learning = folded(*told).learning
    assert [fact.version for fact in learning.skills] == [5, 1]
    assert [fact.version for fact in learning.experiments] == [6, 2]
    assert [fact.version for fact in learning.low_value_work] == [7, 3]
    assert [fact.version for fact in learning.observations] == [8, 4]
