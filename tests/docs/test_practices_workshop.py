"""Practices 1 to 17, told at a workshop of entrepreneurs: recorded, replayed, asked, audited."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from practised import BOTH, CLIENT_SIDE, INTERNAL, LISE, NORA, OMAR, RELATIONAL, House, day

from noe_core.projections.after_work_draft import after_work_draft
from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.projections.relationship_balance import RELATIONSHIP_BALANCE, SignalName
from noe_core.projections.review_coverage import REVIEW_COVERAGE
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.value_entries import VALUE_ENTRIES
from noe_core.relationship.effects import EffectDomain
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.quotes import QuoteKind
from noe_core.relationship.work import Direction, ImmaterialResource
from noe_core.testing import line, month, quantity
from noe_core.values import Money, Side
from noe_stores import Refused


def test_practice_01_what_shows_and_what_does_not(house: House) -> None:
    """Each event stands above the water or below it, and days with nothing below are found."""
    house.begin()
    work = house.work(700, "2022-03-10")
    assert house.put("EFF-1", on="2022-04-01") == ["warning"]
    told = house.relation.give_advice(on=day("2022-04-02"), text="Print half as many.")
    entries = VALUE_ENTRIES.of(house.replay(on="2022-04-03"))
    assert ([f.id for f in entries.visible], [f.id for f in entries.submerged]) == (
        [work.id],
        [told.id],
    )
    assert house.told(told, on="2022-04-03")
    assert house.put("EFF-1", on="2022-04-03") == ["passed"]


def test_practice_02_what_is_counted_is_the_visible_part(house: House) -> None:
    """Minutes, volumes and deliverables add up above the water; a quote of hours alone is found."""
    house.begin()
    house.work(
        300, "2022-03-10", deliverables=["a layout"], volumes=[quantity(24, "page")], id="w1"
    )
    entries = VALUE_ENTRIES.of(house.replay(on="2022-03-31"))
    assert entries.minutes[Side.PROVIDER].value == 300
    assert entries.deliverables.value == ("a layout",)
    assert entries.volumes["page"].value == Decimal(24)
    house.relation.issue_quote(
        on=day("2022-04-02"),
        kind=QuoteKind.AFTER_WORK,
        period=month("2022-03"),
        lines=[line("March", 450, "w1", minutes=300)],
        total=Money.of(450),
    )
    assert house.put("QUO-6", on="2022-04-03") == ["warning"]


def test_practice_03_effects_and_immaterial_resources(house: House) -> None:
    """Effects and resources drawn on are told below the water, and never have a number."""
    house.begin()
    work = house.work(700, "2022-03-10")
    effect = house.relation.observe_effect(
        on=day("2022-03-20"),
        observed_by=LISE,
        beneficiary=LISE,
        account="Two shops that had left ordered again.",
        intended=True,
        objective_ids=["o1"],
        arising_from=[work.id],
    )
    resource = house.relation.note_resource(
        on=day("2022-03-20"),
        resource=ImmaterialResource.COMPETENCE,
        direction=Direction.MOBILISED,
        side=Side.CLIENT,
        account="Lise knows what each shop sells on Saturdays.",
        evidence=[work.id],
    )
    history = house.replay(on="2022-03-31")
    assert EFFECTS_LEDGER.of(history).effects.value == 1
    assert {f.id for f in VALUE_ENTRIES.of(history).submerged} == {effect.id, resource.id}
    assert house.put("EFF-1", on="2022-03-31") == ["passed"]


def test_practice_04_an_effect_displaced_inside_the_client(house: House) -> None:
    """An unplanned effect on how others at the client work is told, by beneficiary."""
    house.begin()
    work = house.work(300, "2022-03-10")
    house.relation.observe_effect(
        on=day("2022-03-20"),
        observed_by=NORA,
        beneficiary=LISE,
        account="The sales team now plans its week on Mondays.",
        intended=False,
        domain=EffectDomain.WORK_ORGANISATION,
        arising_from=[work.id],
        id="f1",
    )
    assert house.put("EFF-2", on="2022-05-30") == ["info"]
    house.relation.attest_effect("f1", on=day("2022-05-30"), by=LISE)
    (row,) = EFFECTS_LEDGER.of(house.replay(on="2022-05-31")).rows
    assert (row.beneficiary, row.domain, row.intended) == (
        LISE,
        EffectDomain.WORK_ORGANISATION,
        False,
    )
    assert house.put("EFF-2", on="2022-05-31") == ["passed"]


def test_practice_05_what_counts_is_told(house: House) -> None:
    """An effect without an account is refused; told, it is cited; told in a word, it is found."""
    house.begin()
    work = house.work(300, "2022-03-10")
    given: dict[str, Any] = {
        "on": day("2022-03-20"),
        "observed_by": LISE,
        "beneficiary": LISE,
        "intended": False,
        "arising_from": [work.id],
    }
    with pytest.raises(Refused, match="account is missing"):
        house.relation.observe_effect(account="", **given)
    told = house.relation.observe_effect(account="Better.", **given)
    assert house.told(told, on="2022-03-21")
    assert house.put("EFF-2", on="2022-03-21") == ["info"]


def test_practice_06_trust_in_both_directions(house: House) -> None:
    """Trust is noted on each side with its evidence, beside what stays between us."""
    house.begin()
    house.engage(NORA, EngagementKind.CONFIDENTIALITY, agreed_with=LISE)
    work = house.work(120, "2022-03-10")
    notes = [
        house.relation.note_resource(
            on=day("2022-03-20"),
            resource=ImmaterialResource.TRUST,
            direction=Direction.STRENGTHENED,
            side=side,
            account="They said early what would not work.",
            evidence=[work.id],
        )
        for side in (Side.PROVIDER, Side.CLIENT)
    ]
    assert all(house.told(note, on="2022-03-21") for note in notes)
    house.review("2022-05-20", INTERNAL, CLIENT_SIDE)
    assert house.put("REV-4", on="2022-06-10") == ["warning"]
    house.review("2022-06-10", RELATIONAL)
    assert house.put("REV-4", on="2022-06-10") == ["passed"]
    balance = RELATIONSHIP_BALANCE.of(house.replay(on="2022-06-10"))
    assert [one.value for one in balance.of(SignalName.TWO_SIDED_SHARE)] == [1]


def test_practice_07_the_demand_is_worked_on(house: House) -> None:
    """Whoever answers the demand as it stands is asked about it; reworked together, it leads on."""
    demand = house.relation.express_demand(on=day("2022-02-20"), text="redo the leaflet", id="d1")
    house.begin()
    house.work(120, "2022-03-10")
    assert house.put("HOOK-1", on="2022-03-11") == ["warning"]
    house.relation.rework_demand(
        "d1", on=day("2022-02-24"), real_need="an offer the shops understand", worked_with=BOTH
    )
    (trail,) = DEMAND_TRAIL.of(house.replay(on="2022-03-11"))
    assert trail.demand.expressed is not None
    assert trail.demand.expressed.id == demand.id
    assert trail.real_need.value == "an offer the shops understand"
    assert house.put("HOOK-1", on="2022-03-11") == ["passed"]


def test_practice_08_coming_back_on_the_experience(house: House) -> None:
    """A review names the events it comes back on, and what was come back on is counted."""
    house.begin()
    work = house.work(700, "2022-03-10")
    assert house.put("REV-6", on="2022-03-11") == ["breach"]
    house.review("2022-03-20", revisits=[work.id])
    coverage = REVIEW_COVERAGE.of(house.replay(on="2022-03-21"))
    assert coverage.work_revisited_share == 1
    assert house.put("REV-6", on="2022-03-21") == ["passed"]
    assert house.put("LOOP-7", on="2022-03-21") == ["too_few_reviews"]


def test_practice_09_not_only_at_the_end(house: House) -> None:
    """A review on the way makes a loop; without any, the work is judged only once it is over."""
    house.begin()
    assert house.put("REV-1", on="2022-05-01") == ["warning"]
    house.review("2022-03-25")
    assert TRAJECTORY.of(house.replay(on="2022-05-01")).n_loops.value == 1
    assert house.put("REV-1", on="2022-05-01") == ["passed"]


def test_practice_10_both_sides_are_assessed(house: House) -> None:
    """A review of both sides that speaks of one side's work is refused."""
    house.begin()
    with pytest.raises(Refused, match="does not assess the provider side's work"):
        house.relation.hold_review(
            on=day("2022-03-25"), minutes=60, participants=BOTH, levels=[RELATIONAL]
        )
    house.review("2022-03-25")
    assert REVIEW_COVERAGE.of(house.replay(on="2022-03-26")).two_sided_share == 1
    assert house.put("REV-3", on="2022-03-26") == ["passed"]


def test_practice_11_conditions_owed_by_the_client(house: House) -> None:
    """Taking part, means and information are engagements of the client like any other."""
    house.begin()
    house.engage(LISE, EngagementKind.INVOLVEMENT)
    house.engage(LISE, EngagementKind.MEANS)
    assert house.put("LOOP-3", on="2022-03-10") == ["warning"]
    house.engage(LISE, EngagementKind.INFORMATION)
    ledger = ENGAGEMENT_LEDGER.of(house.replay(on="2022-03-10"))
    assert len(ledger.client_kinds) == 3
    assert house.put("LOOP-3", on="2022-03-10") == ["passed"]


def test_practice_12_what_was_promised_is_known_to_both(house: House) -> None:
    """An engagement that the other side has not acknowledged is counted apart, and asked about."""
    house.begin()
    house.engage(LISE, EngagementKind.MEANS, id="e1")
    ledger = ENGAGEMENT_LEDGER.of(house.replay(on="2022-03-20"))
    assert (ledger.client.made.value, ledger.client.acknowledged.value) == (1, 0)
    assert house.put("LOOP-5", on="2022-03-20") == ["info"]
    house.relation.acknowledge_engagement("e1", on=day("2022-03-20"), by=NORA, restated=True)
    assert ENGAGEMENT_LEDGER.of(house.replay(on="2022-03-20")).client.acknowledged.value == 1
    assert house.put("LOOP-5", on="2022-03-20") == ["passed"]


def test_practice_13_objectives_engagements_and_method_first(house: House) -> None:
    """The triad frames the work before it begins; without a method the frame is missing."""
    house.begin()
    house.engage(NORA, EngagementKind.DELIVERY)
    house.engage(LISE, EngagementKind.MEANS)
    assert house.put("LOOP-1", on="2022-04-10") == ["warning"]
    house.relation.agree_method(on=day("2022-03-05"), agreed_by=BOTH, review_interval_days=30)
    frame = TRAJECTORY.of(house.replay(on="2022-04-10")).frame
    assert [step.record.event for step in frame][-1] == "method_agreed"
    assert house.put("LOOP-1", on="2022-04-10") == ["passed"]


def test_practice_14_the_loop_turns_again_and_again(house: House) -> None:
    """Three reviews that change nothing are asked about; what one changed is its loop's."""
    house.begin()
    house.engage(LISE, EngagementKind.MEANS, due=day("2022-06-01"), id="e1")
    for on, name in (("2022-03-20", "r1"), ("2022-04-20", "r2"), ("2022-05-20", "r3")):
        house.review(on, id=name)
    assert house.put("LOOP-7", on="2022-05-21") == ["info"]
    changes = (
        house.relation.revise_objective(
            "o1", on=day("2022-05-21"), change="A catalogue shops ask for", review_id="r3"
        ),
        house.relation.renegotiate_engagement(
            "e1", on=day("2022-05-21"), review_id="r3", new_due=day("2022-07-01")
        ),
        house.relation.agree_method(
            on=day("2022-05-21"), agreed_by=BOTH, review_interval_days=20, review_id="r3"
        ),
    )
    loops = TRAJECTORY.of(house.replay(on="2022-05-21")).loops
    assert [fact.id for fact in loops[2].adjustments] == [change.id for change in changes]
    assert house.put("LOOP-7", on="2022-05-21") == ["passed"]


def test_practice_15_constraints_of_each_side(house: House) -> None:
    """What holds a side back is shown to the other, and what was missed for it is come back on."""
    house.begin()
    house.engage(LISE, EngagementKind.INFORMATION, id="e1")
    shown = house.relation.reveal_constraint(
        on=day("2022-04-01"), side=Side.CLIENT, text="the stock-taking took everybody", id="c1"
    )
    missed = house.relation.miss_engagement("e1", on=day("2022-04-01"), constraint_id="c1")
    assert house.told(shown, on="2022-04-02")
    house.relation.reveal_constraint(
        on=day("2022-04-01"), side=Side.PROVIDER, text="one press for two clients", id="c2"
    )
    draft = after_work_draft(house.replay(on="2022-05-02"), month=(2022, 4), rate=Money.of(90))
    assert draft.constraint_ids == ("c2",)
    assert house.put("LOOP-6", on="2022-05-20") == ["warning"]
    house.review("2022-04-14", revisits=[missed.id])
    assert house.put("LOOP-6", on="2022-05-20") == ["passed"]


def test_practice_16_a_quote_before_the_work_promises_no_effect(house: House) -> None:
    """A predictive quote that counts on an effect is refused; without one it is a price."""
    house.begin()
    work = house.work(120, "2022-03-10")
    house.relation.observe_effect(
        on=day("2022-03-20"),
        observed_by=LISE,
        beneficiary=LISE,
        account="Two shops that had left ordered again.",
        intended=False,
        arising_from=[work.id],
        id="f1",
    )
    price: dict[str, Any] = {
        "on": day("2022-03-22"),
        "kind": QuoteKind.PREDICTIVE,
        "total": Money.of(900),
    }
    with pytest.raises(Refused, match="comes before the work and cites effect f1"):
        house.relation.issue_quote(effect_ids=["f1"], **price)
    house.relation.issue_quote(**price)
    statistics = QUOTE_STATISTICS.of(house.replay(on="2022-03-23"))
    assert statistics.issued.value == 1
    assert house.put("QUO-5", on="2022-03-23") == ["passed"]


def test_practice_17_peers_and_a_date_chosen_together(house: House) -> None:
    """Time with peers is declared, held, dated together, and asked about when silent."""
    house.firm.declare_practice("peer session", on=day("2022-01-10"), period_days=30)
    house.firm.hold_peer_session(
        on=day("2022-02-08"),
        topic="landmarks",
        minutes=120,
        participants=[NORA, OMAR],
        date_coopted=True,
    )
    register = house.register(on="2022-03-01").firms["marelle"]
    assert (register.peer_sessions.value, register.coopted.value) == (1, 1)
    assert house.put("ORG-4", house.firm, on="2022-03-01") == ["passed"]
    assert house.put("ORG-4", house.firm, on="2022-06-01") == ["info"]
