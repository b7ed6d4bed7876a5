"""Practices 41 to 48, told by managers at a plenary: recorded, replayed, asked, audited."""

from __future__ import annotations

from typing import Any

import pytest
from practised import HALF, INES, LISE, NORA, OMAR, House, day

from noe_core.firm.doctrine import Role
from noe_core.relationship.work import AdaptationLevel, Direction, ImmaterialResource
from noe_core.team.tensions import TensionCause
from noe_core.values import Side
from noe_stores import Refused


def test_practice_41_knowing_by_listening_and_watching(house: House) -> None:
    """The field is observed, and a declared practice of it is asked about when it falls silent."""
    house.firm.declare_practice("field observation", on=day("2022-01-10"), period_days=30)
    house.team.make_field_observation(
        on=day("2022-02-10"),
        prescribed="one proof, one reading",
        actual="each proof is read aloud to a colleague",
        gap="reading aloud finds what the eye skips",
    )
    register = house.register(on="2022-02-20")
    assert register.teams["studio"].observations.value == 1
    (kept,) = register.firms["marelle"].practices
    assert kept.silent_days == 10
    assert house.put("ORG-4", house.firm, on="2022-02-20") == ["passed"]
    assert house.put("ORG-4", house.firm, on="2022-06-01") == ["info"]


def test_practice_42_the_gap_between_prescribed_and_real(house: House) -> None:
    """What departs from the prescribed is told below the water, and no rule finds fault with it."""
    house.begin()
    house.work(
        60, "2022-03-10", prescribed="three minutes a tyre", gap="the bolts were rusted", id="w1"
    )
    decided = house.relation.decide_adaptation(
        on=day("2022-03-10"),
        level=AdaptationLevel.FRONT_LINE,
        from_prescribed="three minutes a tyre",
        to="ten, and a word with the driver",
        work_id="w1",
    )
    assert house.told(decided, on="2022-03-11")
    assert not house.finding_that_cites(decided, on="2022-12-31")


def test_practice_43_vision_and_who_keeps_it_coherent(house: House) -> None:
    """The vision is stated, somebody keeps it, and how it holds is looked at now and then."""
    house.firm.state_vision(on=day("2022-01-05"), text="print what people keep")
    house.firm.assign_role(Role.VISION_KEEPER, on=day("2022-01-05"), holder=INES)
    house.firm.declare_practice("coherence review", on=day("2022-01-05"), period_days=90)
    house.firm.review_coherence(
        on=day("2022-03-01"), gap="we still bid on flyers", participants=[NORA, INES], minutes=90
    )
    register = house.register(on="2022-03-02").firms["marelle"]
    assert (register.coherence_reviews.value, register.roles[Role.VISION_KEEPER].value) == (1, 1)
    assert house.put("ORG-4", house.firm, on="2022-03-02") == ["passed"]
    assert house.put("ORG-4", house.firm, on="2022-09-01") == ["info"]


def test_practice_44_a_doctrine_questions_the_real(house: House) -> None:
    """A concept is adopted with its question, and where a team cites it, it counts as used."""
    adopted = house.firm.adopt_doctrine_concept(
        on=day("2022-01-05"), concept="real work", question="what was done, really?", id="c1"
    )
    assert house.register(on="2022-02-01").concepts["c1"].value == 0
    house.team.raise_tension(on=day("2022-02-01"), text="proofs come back twice", id="t1")
    house.team.examine_tension(
        "t1",
        on=day("2022-02-03"),
        causes=[TensionCause.INFORMATION],
        participants=[NORA, OMAR],
        minutes=60,
        concept_ids=["c1"],
    )
    assert house.register(on="2022-02-03").concepts["c1"].value == 1
    assert not house.finding_that_cites(adopted, house.firm, on="2022-12-31")


def test_practice_45_tensions_come_from_the_organisation(house: House) -> None:
    """A tension without a cause in the work is refused; one nobody looks into is found."""
    house.team.raise_tension(on=day("2022-02-01"), text="proofs come back twice", id="t1")
    with pytest.raises(Refused, match="t1"):
        house.team.examine_tension(
            "t1", on=day("2022-02-03"), causes=[], participants=[NORA, OMAR], minutes=60
        )
    assert [one.days for one in house.register(on="2022-03-10").teams["studio"].waiting] == [37]
    assert house.put("ORG-1", house.team, on="2022-03-10") == ["warning"]
    house.team.examine_tension(
        "t1",
        on=day("2022-03-10"),
        causes=[TensionCause.ISOLATION, TensionCause.TIME],
        participants=[NORA, OMAR],
        minutes=60,
    )
    causes = house.register(on="2022-03-10").teams["studio"].by_cause
    assert {cause for cause, count in causes.items() if count.value} == {
        TensionCause.ISOLATION,
        TensionCause.TIME,
    }
    assert house.put("ORG-1", house.team, on="2022-03-10") == ["passed"]


def test_practice_46_the_collective_looks_into_them(house: House) -> None:
    """One person alone does not settle a tension; two make it an inquiry."""
    house.team.raise_tension(on=day("2022-02-01"), text="proofs come back twice", id="t1")
    given: dict[str, Any] = {"on": day("2022-02-03"), "causes": [TensionCause.MEANS], "minutes": 60}
    with pytest.raises(Refused, match="needs at least two people"):
        house.team.examine_tension("t1", participants=[NORA], **given)
    house.team.examine_tension("t1", participants=[NORA, OMAR], **given)
    assert house.register(on="2022-02-04").teams["studio"].waiting == ()
    assert house.put("ORG-1", house.team, on="2022-02-04") == ["passed"]


def test_practice_47_rules_of_work_come_out_of_deliberation(house: House) -> None:
    """A rule says what good work is, and names the deliberation that it came out of."""
    given: dict[str, Any] = {
        "on": day("2022-02-03"),
        "rule": "two people read each proof",
        "quality_criterion": "nobody reprints",
        "review_by": day("2022-08-01"),
    }
    with pytest.raises(Refused, match="d1"):
        house.team.adopt_work_rule(deliberation_id="d1", **given)
    house.team.hold_deliberation(
        on=day("2022-02-02"),
        question="when is a proof good?",
        participants=[NORA, OMAR],
        minutes=60,
        id="d1",
    )
    house.team.adopt_work_rule(deliberation_id="d1", **given)
    (rule,) = house.register(on="2022-02-04").teams["studio"].rules
    assert (rule.rule, rule.review_by) == ("two people read each proof", day("2022-08-01"))
    assert house.put("ORG-2", house.team, on="2022-02-04") == ["passed"]


def test_practice_48_work_that_carries_in_health(house: House) -> None:
    """Health is told of the work like trust; how somebody is, they say, or it is asked after."""
    house.begin()
    work = house.work(60, "2022-03-10")
    noted = house.relation.note_resource(
        on=day("2022-03-20"),
        resource=ImmaterialResource.HEALTH,
        direction=Direction.STRENGTHENED,
        side=Side.CLIENT,
        account="Lise no longer works on Sundays to catch up.",
        evidence=[work.id],
    )
    assert house.told(noted, on="2022-03-21")
    house.nora.start_assignment("marelle:lys", on=day("2022-03-01"), load=HALF, difficulty=2)
    assert house.put("CARE-2", house.nora, on="2022-04-20", reader="nora") == ["info"]
    house.nora.report_wellbeing(on=day("2022-04-20"), score=4)
    assert house.put("CARE-2", house.nora, on="2022-04-20", reader="nora") == ["passed"]
    assert house.put("CARE-2", house.nora, on="2022-04-20", reader=LISE.party_id) == ["private"]
