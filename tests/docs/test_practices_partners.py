"""Practices 29 to 34, on those around, told at a plenary: recorded, replayed, asked, audited."""

from __future__ import annotations

from practised import BOTH, LISE, NORA, OMAR, House, day

from noe_core.beside import Beside
from noe_core.firm.doctrine import Role
from noe_core.projections.ecosystem_graph import Tie
from noe_core.projections.ecosystem_map import ECOSYSTEM_MAP, ecosystem_map_with
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.ecosystem import CooperationKind, EnrolledVia
from noe_core.relationship.effects import Polarity
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.externalities import ExternalityDirection
from noe_core.testing import measure, quantity
from noe_core.values import Party, Side

CARRIER = Party(party_id="route-douce", name="Route Douce")
FOUNDRY = Party(party_id="fonderie", name="La Fonderie")


def test_practice_29_externalities_in_both_directions(house: House) -> None:
    """What the work does to others, and they to it, is told; what weighs is come back on."""
    house.begin()
    seen = house.relation.observe_externality(
        on=day("2022-03-10"),
        direction=ExternalityDirection.OUTGOING,
        affected="the people of the street",
        polarity=Polarity.NEGATIVE,
        account="Vans unload before six.",
        opportunity="a loading bay shared by three shops",
    )
    (row,) = EFFECTS_LEDGER.of(house.replay(on="2022-03-11")).externalities
    assert (row.direction, row.polarity) == (ExternalityDirection.OUTGOING, Polarity.NEGATIVE)
    assert (row.externalities.value, row.opportunities.value) == (1, 1)
    ecosystem = ECOSYSTEM_MAP.of(house.replay(on="2022-03-11"))
    assert [edge.fact.id for edge in ecosystem.tied(Tie.EXTERNALITY)] == [seen.id]
    assert house.put("EFF-3", on="2022-05-20") == ["warning"]
    house.review("2022-05-20", revisits=[seen.id])
    assert house.put("EFF-3", on="2022-05-21") == ["passed"]


def identified(house: House) -> None:
    """A partner of the client, who has something in it."""
    house.begin()
    house.relation.identify_partner(
        on=day("2022-03-02"), partner=CARRIER, partner_of=Side.CLIENT, stake="fewer empty runs"
    )


def test_practice_30_partners_of_both_sides(house: House) -> None:
    """Partners of the client and our own are named, with what they have in it."""
    identified(house)
    house.relation.identify_partner(
        on=day("2022-03-02"), partner=FOUNDRY, partner_of=Side.PROVIDER, stake="steady orders"
    )
    ecosystem = ECOSYSTEM_MAP.of(house.replay(on="2022-03-03"))
    whose = [path.partner.identified for path in ecosystem.partners]
    assert [one.data.partner_of for one in whose if one] == [Side.CLIENT, Side.PROVIDER]
    assert house.put("ECO-1", on="2022-03-03") == ["too_early"]
    assert house.put("ECO-1", on="2022-06-15").count("warning") == 4


def test_practice_31_the_client_prescribes(house: House) -> None:
    """The client commits to bring its partners in; one that came on its word is known."""
    identified(house)
    house.engage(LISE, EngagementKind.PRESCRIPTION)
    assert house.put("ECO-1", on="2022-06-15") == ["warning"]
    house.relation.enrol_partner(
        "route-douce", on=day("2022-06-15"), via=EnrolledVia.CLIENT_PRESCRIPTION
    )
    ecosystem = ECOSYSTEM_MAP.of(house.replay(on="2022-06-15"))
    assert ecosystem.enrolment_rate == ecosystem.prescription_share == 1
    assert house.put("ECO-1", on="2022-06-15") == ["passed"]


def test_practice_33_charter_kit_meetings_and_mediation(house: House) -> None:
    """Means to cooperate are told by kind beside the charter; left without, the carrier waits."""
    identified(house)
    house.engage(LISE, EngagementKind.PRESCRIPTION)
    house.relation.sign_agreement(
        on=day("2022-03-05"), kind=AgreementKind.SHARED_CHARTER, signatories=BOTH
    )
    for kind in CooperationKind:
        house.relation.give_cooperation_support(
            on=day("2022-04-01"), kind=kind, participants=[NORA, LISE], minutes=60
        )
    ecosystem = ECOSYSTEM_MAP.of(house.replay(on="2022-04-02"))
    assert {kind: given.value for kind, given in ecosystem.supports.items()} == dict.fromkeys(
        CooperationKind, 1
    )
    assert ecosystem.support_minutes.value == 60 * len(CooperationKind)
    assert len(ecosystem.tied(Tie.CHARTER)) > 0
    assert house.put("ECO-1", on="2022-06-15") == ["warning"]
    house.relation.enrol_partner("route-douce", on=day("2022-06-15"), via=EnrolledVia.MEDIATION)
    assert house.put("ECO-1", on="2022-06-15") == ["passed"]


def test_practice_32_a_guarantor_of_the_cooperation(house: House) -> None:
    """From two partners on, somebody watches over the cooperation; the firm says who."""
    identified(house)
    house.relation.identify_partner(on=day("2022-03-02"), partner=FOUNDRY, partner_of=Side.PROVIDER)
    for partner in (CARRIER, FOUNDRY):
        house.relation.enrol_partner(
            partner.party_id, on=day("2022-04-02"), via=EnrolledVia.CLIENT_PRESCRIPTION
        )
    house.firm.state_vision(on=day("2022-01-02"), text="fewer empty runs")
    assert house.put("ECO-1", on="2022-06-15") == ["warning"]
    house.firm.assign_role(
        Role.COOPERATION_GUARANTOR,
        on=day("2022-06-15"),
        holder=OMAR,
        relationship_id="marelle:lys",
    )
    beside = Beside.of(house.ledger.histories())
    ecosystem = ecosystem_map_with(beside).of(house.replay(on="2022-06-15"))
    assert [guarantor.party_id for guarantor in ecosystem.guarantors] == ["omar"]
    assert house.put("ECO-1", on="2022-06-15") == ["passed"]


def test_practice_34_effects_of_a_circular_service(house: House) -> None:
    """A measure has its unit and what it was before; units are never added to one another."""
    house.begin()
    work = house.work(60, "2022-03-10")
    for unit, value, before in (("pallet lost", 4, 30), ("pallet bought", 120, 200)):
        house.relation.observe_effect(
            on=day("2022-06-01"),
            observed_by=LISE,
            beneficiary=LISE,
            account="Pallets come back and fewer are bought.",
            intended=True,
            objective_ids=["o1"],
            arising_from=[work.id],
            measure=measure(value, unit, baseline=before),
        )
    units = EFFECTS_LEDGER.of(house.replay(on="2022-06-02")).units
    assert {unit: ledger.measures[0].measure.baseline for unit, ledger in units.items()} == {
        "pallet lost": quantity(30, "pallet lost"),
        "pallet bought": quantity(200, "pallet bought"),
    }
    assert house.put("EFF-2", on="2022-06-02") == ["passed"]
