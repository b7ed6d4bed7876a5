"""Practices 18 to 28, told by salespeople at a plenary: recorded, replayed, asked, audited."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from practised import BOTH, CLIENT_SIDE, INTERNAL, NORA, OMAR, RELATIONAL, House, day

from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.projections.firm_reflexive_time import firm_reflexive_time
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.relationship_balance import RELATIONSHIP_BALANCE, SignalName
from noe_core.projections.review_coverage import REVIEW_COVERAGE
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.encounter import Origin
from noe_core.relationship.reviews import ReflexiveLevel
from noe_core.values import Side
from noe_stores import Refused


def test_practice_18_a_relation_and_no_transaction(house: House) -> None:
    """Work without any review is a transaction; what makes a relation is its loops."""
    house.begin()
    house.work(600, "2022-03-10")
    assert house.put("REV-6", on="2022-03-11") == ["breach"]
    house.review("2022-03-20")
    assert len(TRAJECTORY.of(house.replay(on="2022-03-21")).loops) == 1
    assert house.put("REV-6", on="2022-03-21") == ["passed"]


def test_practice_19_from_the_catalogue_to_the_real_need(house: House) -> None:
    """A demand is reworked by both sides or refused; the trail shows what it turned out to be."""
    house.relation.express_demand(on=day("2022-02-20"), text="model no. 4", id="d1")
    with pytest.raises(Refused, match="is reworked with both sides"):
        house.relation.rework_demand(
            "d1", on=day("2022-02-24"), real_need="fewer returns", worked_with=[NORA]
        )
    house.relation.rework_demand(
        "d1",
        on=day("2022-02-24"),
        real_need="fewer returns",
        usage="packing at the shop",
        worked_with=BOTH,
    )
    house.begin()
    house.work(60, "2022-03-10")
    (trail,) = DEMAND_TRAIL.of(house.replay(on="2022-03-11"))
    assert (trail.text.value, trail.real_need.value) == ("model no. 4", "fewer returns")
    assert house.put("HOOK-1", on="2022-03-11") == ["passed"]


def test_practice_20_occasions_to_meet(house: House) -> None:
    """An encounter says what made it happen; cold prospecting is worth a question."""
    met: dict[str, Any] = {"participants": BOTH, "minutes": 70}
    house.relation.hold_encounter(
        on=day("2022-02-10"), occasion="an open day", origin=Origin.EVENT, **met
    )
    house.begin()
    assert len(TRAJECTORY.of(house.replay(on="2022-03-02")).hook) == 1
    assert house.put("HOOK-2", on="2022-03-02") == ["passed"]
    house.relation.hold_encounter(
        on=day("2022-02-12"), occasion="a call", origin=Origin.COLD_PROSPECTING, **met
    )
    assert house.put("HOOK-2", on="2022-03-02") == ["info"]


def test_practice_21_the_rhythm_is_organised(house: House) -> None:
    """The method names an interval; gaps are held against it."""
    house.begin()
    house.relation.agree_method(on=day("2022-03-01"), agreed_by=BOTH, review_interval_days=20)
    house.review("2022-03-22")
    rhythm = RHYTHM.of(house.replay(on="2022-03-31"))
    assert (rhythm.interval.value, [gap.days for gap in rhythm.gaps]) == (20, [21])
    assert house.put("REV-2", on="2022-03-31") == ["passed"]
    assert house.put("REV-2", on="2022-04-25") == ["warning"]


def test_practice_22_landmarks_in_common(house: House) -> None:
    """A landmark both sides agree on stands in the trajectory; no rule asks for one."""
    house.begin()
    agreed = house.relation.agree_landmark(
        on=day("2022-03-03"), text="the first shop that asks by itself", agreed_by=BOTH
    )
    steps = TRAJECTORY.of(house.replay(on="2022-03-04")).steps
    assert agreed.id in [step.record.id for step in steps]
    assert not house.finding_that_cites(agreed, on="2022-12-31")


def test_practice_23_the_sale_starts_at_the_signature(house: House) -> None:
    """A signature is a start: days are counted from it, and silence after it is found."""
    house.begin()
    house.relation.sign_agreement(
        on=day("2022-03-05"), kind=AgreementKind.CONTRACT, signatories=BOTH
    )
    assert TRAJECTORY.of(house.replay(on="2022-03-15")).days_since_signature.value == 10
    assert house.put("HOOK-3", on="2022-04-10") == ["warning"]
    house.review("2022-03-25")
    assert house.put("HOOK-3", on="2022-04-10") == ["passed"]


def test_practice_24_the_good_distance(house: House) -> None:
    """What the provider meddles in is agreed; crossing it without consent is a breach."""
    house.begin()
    house.relation.agree_boundary(on=day("2022-03-02"), topics_in=["layout"], topics_out=["prices"])
    assert house.put("DIST-1", on="2022-05-10") == ["passed"]
    crossed = house.relation.cross_boundary(
        on=day("2022-05-11"), topic="prices", by_side=Side.PROVIDER, consent=False
    )
    assert house.put("DIST-1", on="2022-05-12") == ["breach"]
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-05-12"))
    ours, theirs = balance.of(SignalName.BOUNDARY_CROSSINGS)
    assert (ours.side, ours.value, ours.evidence) == (Side.PROVIDER, 1, (crossed.id,))
    assert theirs.value == 0


def test_practice_25_a_reflexive_tool(house: House) -> None:
    """A review says by which form it was held, at which levels, and what it came back on."""
    house.begin()
    work = house.work(60, "2022-03-10")
    held = house.review(
        "2022-06-01", INTERNAL, RELATIONAL, CLIENT_SIDE, format="poulet_roti", revisits=[work.id]
    )
    assert held.data.format == "poulet_roti"
    assert REVIEW_COVERAGE.of(house.replay(on="2022-06-10")).work_revisited.value == 1
    assert house.put("REV-4", on="2022-06-10") == ["passed"]


def test_practice_26_three_levels_of_reflexivity(house: House) -> None:
    """How we work, how we work together, what moves at the client's: all three are asked."""
    house.begin()
    house.review("2022-05-20", INTERNAL, RELATIONAL)
    assert REVIEW_COVERAGE.of(house.replay(on="2022-06-10")).levels == {INTERNAL, RELATIONAL}
    assert house.put("REV-4", on="2022-06-10") == ["warning"]
    house.review("2022-06-09", CLIENT_SIDE)
    assert REVIEW_COVERAGE.of(house.replay(on="2022-06-10")).levels == set(ReflexiveLevel)
    assert house.put("REV-4", on="2022-06-10") == ["passed"]


def test_practice_27_structural_and_not_occasional(house: House) -> None:
    """Reviews that come back regularly show as such; one review alone does not make a rhythm."""
    house.begin()
    house.relation.agree_method(on=day("2022-03-01"), agreed_by=BOTH, review_interval_days=30)
    house.review("2022-03-31")
    assert house.put("REV-2", on="2022-07-15") == ["breach"]
    house.review("2022-04-30")
    house.review("2022-05-30")
    house.review("2022-06-29")
    assert RHYTHM.of(house.replay(on="2022-07-15")).regularity == 1
    assert house.put("REV-2", on="2022-07-15") == ["passed"]


def test_practice_28_a_fifth_of_the_time(house: House) -> None:
    """A fifth of the provider's time goes into coming back on the work; under it, it is found."""
    house.begin()
    house.work(540, "2022-03-10")
    house.review("2022-03-20", minutes=60)
    assert REFLEXIVE_TIME.of(house.replay(on="2022-03-21")).share == Fraction(1, 10)
    assert house.put("REV-5", on="2022-03-21") == ["warning"]
    house.review("2022-03-22", minutes=75)
    assert REFLEXIVE_TIME.of(house.replay(on="2022-03-23")).share == Fraction(1, 5)
    assert house.put("REV-5", on="2022-03-23") == ["passed"]
    house.team.hold_deliberation(
        on=day("2022-03-23"), question="when is it good?", participants=[NORA, OMAR], minutes=60
    )
    whole = firm_reflexive_time().of(house.ledger.histories())
    assert (whole.reflexive.value, whole.whole.value) == (135 + 120, 675 + 120)
