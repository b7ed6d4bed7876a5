"""Practices 76 to 87, asked after by a consultant: recorded, replayed, asked, audited."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import attrs
import pytest
from practised import INES, LISE, NORA, OMAR, House, day

from noe_core.events import EVENTS
from noe_core.firm.ethics import StatedValue
from noe_core.firm.offers import Channel
from noe_core.projections.ecosystem_map import ECOSYSTEM_MAP
from noe_core.projections.portfolio_balance import PortfolioBalance, portfolio_balance
from noe_core.projections.relationship_balance import RELATIONSHIP_BALANCE, SignalName
from noe_core.projections.values_compatibility import VALUES_ACROSS, VALUES_COMPATIBILITY
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.shared_values import ValuesOutcome
from noe_core.values import Side
from noe_stores import Refused

PEOPLE = ("nora", "omar", "ines", "paul", "zoe")


def portfolio(house: House, *, on: str, reader: str | None = None) -> PortfolioBalance:
    """The balance of missions, over every stream of the store."""
    return portfolio_balance(reader=reader).of(house.ledger.histories(as_of=day(on)))


def assigned(house: House, *difficulties: int, profile: tuple[str, ...] = ()) -> None:
    """From January on, each of some people carries one mission at half of their time."""
    for name, difficulty in zip(PEOPLE, difficulties, strict=False):
        house.person(name).start_assignment(
            "marelle:lys",
            on=day("2022-01-03"),
            load=Decimal("0.5"),
            difficulty=difficulty,
            profile=profile,
            id=f"{name}-1",
        )


def value(name: str, *acts: str) -> StatedValue:
    """A value, and the acts that show it."""
    return StatedValue(name=name, typical_acts=acts)


def test_practice_76_how_people_say_they_are(house: House) -> None:
    """People report for themselves alone; a group shows from five up, each sees their own."""
    assigned(house, 2, 2, 2, 2, 2)
    for name in PEOPLE:
        house.person(name).report_wellbeing(on=day("2022-02-01"), score=4)
    with pytest.raises(Refused, match="cannot speak for nora"):
        house.ledger.practitioner("nora", recorded_by="omar").report_wellbeing(
            on=day("2022-02-02"), score=1
        )
    felt = portfolio(house, on="2022-02-02", reader="nora")
    assert felt.wellbeing is not None
    assert (felt.wellbeing.median, len(felt.own)) == (Fraction(4), 1)
    assert house.put("CARE-2", house.nora, on="2022-02-02", reader="nora") == ["passed"]
    assert house.put("CARE-2", house.nora, on="2022-03-20", reader="nora") == ["info"]


def test_practice_77_hard_missions_are_spread(house: House) -> None:
    """The share each carries is known by quarter; the hard ones always falling to one is found."""
    assigned(house, 5, 1, 1)
    spread = portfolio(house, on="2022-07-01").quarters[0].loads
    assert spread["nora"].concentration == Fraction(15, 7)
    assert house.put("CARE-1", house.nora, on="2022-07-01") == ["breach"]
    assert house.put("CARE-1", house.person("omar"), on="2022-07-01") == ["passed"]
    house.nora.end_assignment("nora-1", on=day("2022-07-01"))
    assert house.put("CARE-1", house.nora, on="2022-10-01") == ["passed"]


def test_practice_78_missions_in_which_one_thrives(house: House) -> None:
    """Missions have a profile, and how people are shows by profile, from five people up."""
    assigned(house, 2, 2, 2, 2, 2, profile=("workshop",))
    for name in PEOPLE:
        assert portfolio(house, on="2022-02-02").wellbeing_by_profile == {}
        house.person(name).report_wellbeing(on=day("2022-02-01"), score=5)
    assert portfolio(house, on="2022-02-02").wellbeing_by_profile["workshop"].median == 5
    assert house.put("CARE-2", house.nora, on="2022-02-02", reader="nora") == ["passed"]


def test_practice_79_balanced_relationships(house: House) -> None:
    """Signals stand side by side without a sum; the strain of one person is nobody's to see."""
    house.begin()
    house.engage(NORA, EngagementKind.DELIVERY)
    house.nora.report_strain("marelle:lys", on=day("2022-03-10"), strain=4, cause="late files")
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-03-11"))
    assert [one.value for one in balance.of(SignalName.RECIPROCITY)] == [0]
    assert [one.value for one in balance.of(SignalName.STRAIN_MEDIAN)] == [None]
    assert [field.name for field in attrs.fields(type(balance))] == ["signals"]
    assert house.put("LOOP-2", on="2022-03-11") == ["breach"]
    assert house.put("CARE-1", house.nora, on="2022-03-11") == ["passed"]


def test_practice_80_values_validated_at_the_first_exchange(house: House) -> None:
    """The firm publishes its values, and they are compared before anything is opened."""
    house.firm.publish_values(
        on=day("2022-01-05"),
        values=[value("candour", "we say what we cannot do")],
        chosen_by=[NORA, OMAR, INES],
    )
    house.relation.compare_values(
        on=day("2022-02-20"), outcome=ValuesOutcome.COMPATIBLE, values_version=1
    )
    house.begin()
    compared = VALUES_COMPATIBILITY.of(house.replay(on="2022-03-02"))
    assert (compared.version.value, compared.outcome.value) == (1, ValuesOutcome.COMPATIBLE)
    assert house.put("VAL-1", on="2022-03-02") == ["passed"]


def test_practice_81_saying_no(house: House) -> None:
    """A prospect is declined for a reason and for values, and the refusal is remembered."""
    house.relation.compare_values(on=day("2022-02-20"), outcome=ValuesOutcome.INCOMPATIBLE)
    with pytest.raises(Refused, match="values were found incompatible"):
        house.relation.open_relationship(on=day("2022-02-21"))
    house.relation.decline_relationship(
        on=day("2022-02-21"), by_side=Side.PROVIDER, reason="they hide defects", values=["candour"]
    )
    (declined,) = VALUES_ACROSS.of(house.ledger.histories()).declined
    assert (declined.relationship_id, declined.fact.data.values) == ("marelle:lys", ("candour",))
    assert house.put("VAL-1", on="2022-02-22") == ["passed"]


def test_practice_82_no_giving_in_without_saying_so(house: House) -> None:
    """Values are tried on a hard case; an exception has an end, and past it, it is a breach."""
    tried = house.firm.stress_test_values(
        on=day("2022-01-10"), scenario="six months without an order", tenable=False
    )
    assert tried.data.tenable is False
    house.relation.compare_values(on=day("2022-02-20"), outcome=ValuesOutcome.INCOMPATIBLE)
    house.relation.make_values_exception(
        on=day("2022-02-21"),
        reason="one job, to see",
        approved_by=[NORA, INES],
        review_by=day("2022-06-01"),
    )
    house.begin()
    (excepted,) = VALUES_COMPATIBILITY.of(house.replay(on="2022-07-01")).exceptions
    assert (excepted.review_by, excepted.passed) == (day("2022-06-01"), True)
    assert house.put("VAL-1", on="2022-05-01") == ["info"]
    assert house.put("VAL-1", on="2022-07-01") == ["breach"]


def test_practice_83_few_values_chosen_together(house: House) -> None:
    """Six values are refused, one chooser too; two choosers are worth a question."""
    six = [value(name, "shown") for name in ("a", "b", "c", "d", "e", "f")]
    with pytest.raises(Refused, match="too many to live by"):
        house.firm.publish_values(on=day("2022-01-05"), values=six, chosen_by=[NORA, OMAR, INES])
    with pytest.raises(Refused, match="choose them together"):
        house.firm.publish_values(on=day("2022-01-05"), values=six[:1], chosen_by=[NORA])
    house.firm.publish_values(on=day("2022-01-05"), values=six[:1], chosen_by=[NORA, OMAR])
    assert house.put("VAL-2", house.firm, on="2022-01-06") == ["info"]
    house.firm.publish_values(on=day("2022-01-07"), values=six[:5], chosen_by=[NORA, OMAR, INES])
    house.relation.compare_values(
        on=day("2022-01-08"), outcome=ValuesOutcome.COMPATIBLE, values_version=2
    )
    assert VALUES_COMPATIBILITY.of(house.replay(on="2022-01-09")).version.value == 2
    assert house.put("VAL-2", house.firm, on="2022-01-09") == ["passed"]


def test_practice_84_acts_that_prove_the_values(house: House) -> None:
    """A value without a typical act is refused; acts observed since show it or belie it."""
    with pytest.raises(Refused, match="nothing shows candour"):
        house.firm.publish_values(
            on=day("2022-01-05"), values=[value("candour")], chosen_by=[NORA, OMAR, INES]
        )
    house.firm.publish_values(
        on=day("2022-01-05"),
        values=[value("candour", "we say what we cannot do")],
        chosen_by=[NORA, OMAR, INES],
    )
    house.begin()
    house.firm.observe_value_act("candour", on=day("2022-03-05"), kept=True)
    assert house.values(on="2022-03-06").coherence["marelle"].share == 1
    assert house.put("VAL-2", house.firm, on="2022-03-06") == ["passed"]


def test_practice_85_clients_bring_others(house: House) -> None:
    """The strategy is told to clients, and who came on a client's word is known."""
    house.firm.share_strategy(
        on=day("2022-01-05"), channel=Channel.PERSONAL, relationship_ids=["marelle:halle"]
    )
    received = house.relation.receive_referral("marelle:halle", on=day("2022-02-01"), by=LISE)
    referrals = ECOSYSTEM_MAP.of(house.replay(on="2022-02-02")).referrals
    assert referrals.evidence == (received.id,)
    assert not house.finding_that_cites(received, on="2022-12-31")


def test_practice_86_a_vision_exists_and_is_shared(house: House) -> None:
    """A share of the house says that it knows the vision; sharing it may be a practice."""
    house.firm.declare_practice("vision shared", on=day("2022-01-05"), period_days=60)
    house.firm.state_vision(on=day("2022-01-05"), text="print what people keep")
    house.firm.share_vision(on=day("2022-01-20"), acknowledged_by=[NORA])
    register = house.register(on="2022-02-01", members=["nora", "omar"]).firms["marelle"]
    assert register.vision_share == Fraction(1, 2)
    assert house.put("ORG-4", house.firm, on="2022-02-01") == ["passed"]
    assert house.put("ORG-4", house.firm, on="2022-06-30") == ["info"]


def test_practice_87_nobody_is_called_virtuous(house: House) -> None:
    """No event, no field and no signal says so: shared values and signals stand instead."""
    words = {event.name for event in EVENTS}
    for event in EVENTS:
        words |= {field.name for field in attrs.fields(cast("type[Any]", event.kind))}
    words |= {name.value for name in SignalName}
    assert not [word for word in words if "virtu" in word or "trust" in word or "grade" in word]
    house.begin()
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-03-02"))
    assert {signal.name for signal in balance.signals} == set(SignalName)
