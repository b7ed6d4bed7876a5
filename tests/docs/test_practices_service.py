"""Practices 88 to 96, from an article on the culture of service: recorded, replayed, audited."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from practised import BOTH, INES, LISE, NORA, OMAR, House, day

from noe_core.firm.doctrine import Role
from noe_core.firm.offers import OfferLayer
from noe_core.projections.relationship_balance import RELATIONSHIP_BALANCE, SignalName
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.usage_account import USAGE_ACCOUNT
from noe_core.relationship.course import RelationshipKind
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.issues import IssueKind, Stance
from noe_core.relationship.work import AdaptationLevel
from noe_core.testing import month


def test_practice_88_no_veneer_of_service(house: House) -> None:
    """Offers stand by the layers they change; the interface alone is worth a question."""
    house.firm.revise_offer(
        on=day("2022-02-01"), layers=[OfferLayer.INTERFACE], why="a friendlier portal"
    )
    offers = house.register(on="2022-02-02").firms["marelle"].offers
    assert {layer for layer, count in offers.items() if count.value} == {OfferLayer.INTERFACE}
    assert house.put("ORG-5", house.firm, on="2022-02-02") == ["info"]
    house.firm.revise_offer(
        on=day("2022-03-01"), layers=[OfferLayer.ORGANISATION], why="whoever answers can decide"
    )
    assert house.put("ORG-5", house.firm, on="2022-03-02") == ["passed"]


def test_practice_89_people_s_intelligence_is_counted_on(house: House) -> None:
    """Whoever is nearest adapts the service, and how long it waited for a decision is told."""
    house.begin()
    decided = house.relation.decide_adaptation(
        on=day("2022-03-10"),
        level=AdaptationLevel.MANAGER,
        from_prescribed="one delivery a week",
        to="two, in the week of the fair",
        waited_minutes=90,
        by=INES,
    )
    assert house.told(decided, on="2022-03-11")
    assert not house.finding_that_cites(decided, on="2022-12-31")
    house.relation.raise_issue(
        on=day("2022-03-14"), kind=IssueKind.QUESTION, text="can it be sooner?", id="i1"
    )
    house.relation.own_issue("i1", on=day("2022-03-14"), owner=OMAR)
    assert house.put("CARE-4", on="2022-03-31") == ["passed"]


def test_practice_90_the_client_produces_too(house: House) -> None:
    """The client's work counts beside ours, and its engagements beside ours."""
    house.begin()
    house.engage(NORA, EngagementKind.DELIVERY)
    house.engage(LISE, EngagementKind.INVOLVEMENT)
    house.work(60, "2022-03-10", by=LISE)
    house.work(180, "2022-03-11")
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-03-12"))
    assert [one.value for one in balance.of(SignalName.COPRODUCTION)] == [Fraction(1, 4)]
    assert house.put("LOOP-2", on="2022-03-12") == ["passed"]


def test_practice_91_a_change_somewhere_bears_on_the_whole(house: House) -> None:
    """An offer and a method say what they change in the rest; those that do are counted."""
    house.begin()
    revised = house.firm.revise_offer(
        on=day("2022-02-01"),
        layers=[OfferLayer.ORGANISATION],
        why="whoever answers can decide",
        impacts=["the office answers fewer calls"],
    )
    house.relation.agree_method(
        on=day("2022-03-02"), agreed_by=BOTH, impacts=["proofs are read at the shop"]
    )
    register = house.register(on="2022-03-03")
    assert register.firms["marelle"].impacts.value == 1
    assert register.methods_with_impacts.value == 1
    assert not house.finding_that_cites(revised, house.firm, on="2022-12-31")


def test_practice_92_everyone_answers_to_the_client(house: House) -> None:
    """Whoever receives an issue first owns it; passed on twice, it is found."""
    house.begin()
    for number, owners in (("i1", (NORA,)), ("i2", (NORA, OMAR, INES))):
        house.relation.raise_issue(
            on=day("2022-03-07"), kind=IssueKind.PROBLEM, text=f"crumpled {number}", id=number
        )
        for place, owner in enumerate(owners, start=1):
            house.relation.own_issue(
                number,
                on=datetime(2022, 3, 7, 9 + place, tzinfo=UTC),
                owner=owner,
                stance=Stance.OWNED if place == len(owners) else Stance.DEFLECTED,
            )
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-03-20"))
    assert [one.value for one in balance.of(SignalName.HANDOFFS)] == [2]
    assert house.put("CARE-4", on="2022-03-20") == ["warning"]


def test_practice_93_a_manager_who_coaches(house: House) -> None:
    """The role of coach is given to somebody, and the register says to how many."""
    given = house.firm.assign_role(Role.COACH, on=day("2022-01-05"), holder=INES)
    assert house.register(on="2022-01-06").firms["marelle"].roles[Role.COACH].value == 1
    assert not house.finding_that_cites(given, house.firm, on="2022-12-31")


def test_practice_94_what_is_felt_comes_first(house: House) -> None:
    """An effect is told with what is felt, in words of their own; a measure may be missing."""
    house.begin()
    work = house.work(60, "2022-03-10")
    effect = house.relation.observe_effect(
        on=day("2022-03-20"),
        observed_by=LISE,
        beneficiary=LISE,
        account="The shop is calmer since the folds were dropped.",
        felt="I breathe on Saturdays",
        intended=False,
        arising_from=[work.id],
    )
    assert (effect.data.felt, effect.data.measure) == ("I breathe on Saturdays", None)
    assert house.told(effect, on="2022-03-21")
    assert "I breathe on Saturdays" in house.story(on="2022-03-21")
    assert house.put("EFF-2", on="2022-03-21") == ["passed"]


def test_practice_95_a_client_inside_the_house(house: House) -> None:
    """An internal client is a client: the same questions, the same rules."""
    house.relation.open_relationship(on=day("2022-03-01"), kind=RelationshipKind.INTERNAL)
    house.work_alone(700, "2022-03-10")
    assert len(TRAJECTORY.of(house.replay(on="2022-03-11")).loops) == 1
    assert house.put("REV-6", on="2022-03-11") == ["breach"]
    assert house.put("VAL-1", on="2022-03-11") == ["passed"]


def test_practice_96_a_unit_of_use(house: House) -> None:
    """What is sold in the place of the good is defined, measured over days, and set beside work."""
    house.begin()
    house.relation.define_usage_unit(
        on=day("2022-03-02"), unit="landing", replaces="a tyre", purpose="planes that land"
    )
    house.work(120, "2022-03-10")
    measured = house.relation.measure_usage(
        "landing", on=day("2022-04-01"), quantity=Decimal(40), period=month("2022-03")
    )
    account = USAGE_ACCOUNT.of(house.replay(on="2022-04-02"))
    assert account.units["landing"].whole.quantity.value == 40
    assert account.units["landing"].whole.minutes_per_use == 3
    assert not house.finding_that_cites(measured, on="2022-12-31")
