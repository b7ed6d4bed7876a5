from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, BothSidesNeeded, Missing, UnknownReference
from noe_core.relationship.encounter import (
    DemandExpressed,
    DemandReworked,
    EncounterHeld,
    NotWorkedTogether,
    Origin,
    express_demand,
    hold_encounter,
    rework_demand,
)
from noe_core.values import Side
from relationship.given import LISE, NORA, ROUTE, TOGETHER, Refused, Told, folded, when

DAY = date(2022, 3, 1)

ENCOUNTER = when(
    hold_encounter, on=DAY, participants=TOGETHER, minutes=75, occasion="a neighbours' lunch"
)
EXPRESSED: Told = (DemandExpressed(demand_id="d1", text="a new leaflet"), "2022-03-01")
EXPRESS = when(express_demand, on=DAY, text="a new leaflet", id="d1")
REWORK = when(
    rework_demand,
    on=DAY,
    demand_id="d1",
    real_need="an offer people understand",
    worked_with=TOGETHER,
    id="rework",
).given(EXPRESSED)

REFUSALS = (
    Refused(
        "nobody of the client's side",
        ENCOUNTER.but(participants=[NORA, ROUTE]),
        BothSidesNeeded("participants", Side.CLIENT),
    ),
    Refused(
        "nobody of the provider's side",
        ENCOUNTER.but(participants=[LISE]),
        BothSidesNeeded("participants", Side.PROVIDER),
    ),
    Refused(
        "the sides come before the occasion",
        ENCOUNTER.but(participants=(), occasion=""),
        BothSidesNeeded("participants", Side.PROVIDER),
    ),
    Refused("no occasion", ENCOUNTER.but(occasion=""), Missing("occasion")),
    Refused(
        "the same demand twice",
        EXPRESS.given(EXPRESSED).but(text=""),
        AlreadyDone("demand", "d1", "expressed"),
    ),
    Refused("no words", EXPRESS.but(text=""), Missing("text")),
    Refused(
        "no such demand",
        REWORK.but(demand_id="d2", worked_with=()),
        UnknownReference("demand_id", "d2"),
    ),
    Refused(
        "the provider alone",
        REWORK.but(worked_with=[NORA], real_need=""),
        NotWorkedTogether("d1"),
    ),
    Refused(
        "the client and a partner", REWORK.but(worked_with=[LISE, ROUTE]), NotWorkedTogether("d1")
    ),
    Refused("no need found", REWORK.but(real_need=""), Missing("real_need")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_the_hook_is_refused(case: Refused) -> None:
    """A meeting and a demand need both sides and say what they are about."""
    assert case.situation.answer == case.refusal


def test_people_meet() -> None:
    """One person of each side is enough; how it came about may be left unsaid."""
    assert ENCOUNTER.fact == EncounterHeld(
        occasion="a neighbours' lunch", minutes=75, participants=TOGETHER
    )
    told = ENCOUNTER.but(origin=Origin.ECOSYSTEM, initiated_by=Side.CLIENT).fact
    assert isinstance(told, EncounterHeld)
    assert (told.origin, told.initiated_by) == (Origin.ECOSYSTEM, Side.CLIENT)


def test_a_demand_is_expressed() -> None:
    """A demand takes the id of the command."""
    assert EXPRESS.fact == DemandExpressed(demand_id="d1", text="a new leaflet")


def test_a_demand_reworked_before_it_was_expressed_may_still_be_expressed() -> None:
    """What an import brought about a demand does not stand for its expression."""
    reworked = (DemandReworked(demand_id="d1"), "2022-02-01")
    assert EXPRESS.given(reworked).fact == DemandExpressed(demand_id="d1", text="a new leaflet")


def test_a_demand_is_reworked_by_both_sides() -> None:
    """Anybody of each side will do, and a partner may sit with them."""
    assert REWORK.but(usage="the sales meeting", worked_with=(*TOGETHER, ROUTE)).fact == (
        DemandReworked(
            demand_id="d1",
            real_need="an offer people understand",
            usage="the sales meeting",
            worked_with=(*TOGETHER, ROUTE),
        )
    )


def test_the_hook_keeps_what_its_facts_tell_in_whatever_order() -> None:
    """Encounters stand in order; a demand gathers its expression and each rework."""
    reworked: Told = (DemandReworked(demand_id="d1", real_need="words"), "2022-03-02")
    again: Told = (DemandReworked(demand_id="d1"), "2022-03-03")
    hook = folded(reworked, (EncounterHeld(), "2022-03-01"), again, EXPRESSED).hook
    assert [fact.data for fact in hook.encounters] == [EncounterHeld()]
    demand = hook.demands["d1"]
    assert demand.expressed is not None
    assert demand.expressed.data == EXPRESSED[0]
    assert [fact.data for fact in demand.reworked] == [reworked[0], again[0]]
