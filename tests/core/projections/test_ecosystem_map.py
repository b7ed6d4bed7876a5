from __future__ import annotations

from fractions import Fraction

import pytest
from telling import LISE, NORA, nth, tell

from noe_core.beside import Beside
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.history import History
from noe_core.projections.ecosystem_graph import Edge, NodeId, Standing, Tie
from noe_core.projections.ecosystem_map import (
    ECOSYSTEM_MAP,
    EcosystemMap,
    ecosystem_map_with,
)
from noe_core.relationship.course import AgreementKind, AgreementSigned, RelationshipOpened
from noe_core.relationship.ecosystem import (
    CooperationKind,
    CooperationSupportGiven,
    EnrolledVia,
    PartnerEnrolled,
    PartnerIdentified,
    PartnerWithdrew,
    ReferralReceived,
)
from noe_core.relationship.engagements import EngagementKind, EngagementMade
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.testing import partner, story
from noe_core.typed import Fact
from noe_core.values import Party, Side

OWN = "studio-marelle:atelier-lys"
HERE = NodeId(Standing.HERE, OWN)
HAULIER, CO_OP = Party(party_id="haulier", name="Fret Aubier"), Party(party_id="co-op")
FERN = partner("haulier")
CLIENT = EnrolledVia.CLIENT_PRESCRIPTION


def at(standing: Standing, name: str | None = None) -> NodeId:
    """A node by where it stands."""
    return NodeId(standing, name)


def mapped(*told: tuple[str, Fact]) -> EcosystemMap:
    """The ecosystem of a relationship on its own."""
    return ECOSYSTEM_MAP.of(tell(*told))


def arrows(edges: tuple[Edge, ...]) -> list[tuple[NodeId, NodeId]]:
    """The two ends of some edges."""
    return [(edge.source, edge.target) for edge in edges]


def test_nobody_around_is_an_empty_map() -> None:
    """Without partners there is no rate, no share and nobody to watch over them."""
    answer = mapped()
    assert (answer.nodes, answer.edges, answer.partners) == ({}, (), ())
    assert (answer.enrolment_rate, answer.prescription_share) == (None, None)
    assert answer.median_days_to_enrol.value is None
    assert answer.guarantors == ()


def test_the_rate_is_of_partners_identified() -> None:
    """Two of three identified were enrolled; one that nobody identified is not in the rate."""
    answer = mapped(
        ("2022-01-01", PartnerIdentified(partner=HAULIER)),
        ("2022-01-01", PartnerIdentified(partner=CO_OP)),
        ("2022-01-01", PartnerIdentified(partner=Party(party_id="mill"))),
        ("2022-02-01", PartnerEnrolled(partner_id="haulier", via=CLIENT)),
        ("2022-02-01", PartnerEnrolled(partner_id="co-op", via=EnrolledVia.PROVIDER)),
        ("2022-02-01", PartnerEnrolled(partner_id="unseen", via=CLIENT)),
    )
    assert answer.enrolment_rate == Fraction(2, 3)
    assert answer.enrolled.evidence == (nth(4), nth(5))
    assert answer.prescription_share == Fraction(2, 3)
    assert answer.prescribed.evidence == (nth(4), nth(6))


def test_the_share_is_of_partners_of_which_somebody_said_who_brought_them() -> None:
    """An enrolment without its way in is in the rate and not in the share."""
    answer = mapped(
        ("2022-01-01", PartnerIdentified(partner=HAULIER)),
        ("2022-02-01", PartnerEnrolled(partner_id="haulier")),
    )
    assert answer.enrolment_rate == 1
    assert answer.prescription_share is None
    assert answer.partners[0].via.value is None


def test_a_partner_that_went_was_enrolled_all_the_same_and_is_told_apart() -> None:
    """It counts as enrolled, once; having come back it is no longer gone."""
    gone: list[tuple[str, Fact]] = [
        ("2022-01-01", PartnerIdentified(partner=HAULIER)),
        ("2022-02-01", PartnerEnrolled(partner_id="haulier", via=EnrolledVia.MEDIATION)),
        ("2022-03-01", PartnerWithdrew(partner_id="haulier", reason="moved away")),
    ]
    answer = mapped(*gone)
    assert (answer.enrolment_rate, answer.withdrawn.evidence) == (1, (nth(3),))
    back = mapped(*gone, ("2022-04-01", PartnerEnrolled(partner_id="haulier", via=CLIENT)))
    assert back.withdrawn.value == 0
    assert back.enrolled.value == 1
    assert back.partners[0].via.value is EnrolledVia.MEDIATION


def test_days_to_enrol_run_from_seen_to_first_on_board() -> None:
    """The middle of those that are known; an import that has them reversed tells nothing."""
    answer = mapped(
        ("2022-01-01", PartnerEnrolled(partner_id="reversed")),
        ("2022-01-05", PartnerIdentified(partner=Party(party_id="reversed"))),
        ("2022-01-05", PartnerIdentified(partner=HAULIER)),
        ("2022-01-05", PartnerIdentified(partner=CO_OP)),
        ("2022-01-05", PartnerIdentified(partner=Party(party_id="waiting"))),
        ("2022-01-05", PartnerEnrolled(partner_id="co-op")),
        ("2022-02-04", PartnerEnrolled(partner_id="haulier")),
        ("2022-03-04", PartnerEnrolled(partner_id="haulier")),
    )
    days = {one.partner.partner_id: one.days_to_enrol.value for one in answer.partners}
    assert days == {"reversed": None, "haulier": 30, "co-op": 0, "waiting": None}
    assert answer.median_days_to_enrol.value == 15
    assert answer.median_days_to_enrol.evidence == (nth(3), nth(7), nth(4), nth(6))


def test_supports_are_told_by_kind() -> None:
    """Each kind by its facts, one of which nobody said the kind apart; minutes are durations."""
    kit = CooperationKind.COOPERATION_KIT
    answer = mapped(
        ("2022-01-01", CooperationSupportGiven(kind=kit, participants=(NORA, FERN), minutes=30)),
        ("2022-01-02", CooperationSupportGiven(minutes=15)),
        ("2022-01-03", CooperationSupportGiven(kind=kit)),
    )
    assert {kind: one.evidence for kind, one in answer.supports.items()} == {
        kit: (nth(1), nth(3)),
        None: (nth(2),),
    }
    assert (answer.support_minutes.value, answer.support_minutes.evidence) == (45, (nth(1), nth(2)))


def test_parties_and_partners_are_nodes_with_their_names() -> None:
    """Whoever joined or was identified; a house that sits on both sides is two nodes."""
    house = Party(party_id="lys", name="Atelier Lys")
    answer = mapped(
        ("2022-01-01", RelationshipOpened(client=house, provider=house)),
        ("2022-01-02", PartyJoined(party=Party(party_id="ida"))),
        ("2022-01-03", PartnerIdentified(partner=HAULIER)),
        ("2022-01-04", PartnerEnrolled(partner_id="stray")),
    )
    assert {node: one.name for node, one in answer.nodes.items() if node.id is not None} == {
        at(Standing.PROVIDER, "lys"): "Atelier Lys",
        at(Standing.CLIENT, "lys"): "Atelier Lys",
        at(Standing.UNSAID, "ida"): None,
        at(Standing.PARTNER, "haulier"): "Fret Aubier",
        at(Standing.PARTNER, "stray"): None,
        HERE: None,
    }
    assert answer.nodes[at(Standing.PARTNER, "haulier")].evidence == (nth(3),)


def test_an_engagement_is_an_edge_to_the_side_it_is_made_to() -> None:
    """A client that prescribes draws a prescription; nobody's engagement draws nothing."""
    prescribes = EngagementKind.PRESCRIPTION
    answer = mapped(
        ("2022-01-01", EngagementMade(engagement_id="a", by=NORA)),
        ("2022-01-01", EngagementMade(engagement_id="b", by=LISE, kind=prescribes)),
        ("2022-01-01", EngagementMade(engagement_id="c", by=NORA, kind=prescribes)),
        ("2022-01-01", EngagementMade(engagement_id="d", by=LISE, to=Side.PARTNER)),
        ("2022-01-01", EngagementMade(engagement_id="e")),
    )
    nora, lise = at(Standing.PROVIDER, "nora"), at(Standing.CLIENT, "lise")
    assert arrows(answer.tied(Tie.ENGAGEMENT)) == [
        (nora, at(Standing.CLIENT)),
        (nora, at(Standing.CLIENT)),
        (lise, at(Standing.PARTNER)),
    ]
    assert arrows(answer.tied(Tie.PRESCRIPTION)) == [(lise, at(Standing.PROVIDER))]
    assert answer.nodes[nora].evidence == (nth(1), nth(3))


@pytest.mark.parametrize(
    ("via", "source"),
    [
        (CLIENT, at(Standing.CLIENT)),
        (EnrolledVia.PROVIDER, at(Standing.PROVIDER)),
        (EnrolledVia.MEDIATION, HERE),
        (None, HERE),
    ],
)
def test_an_enrolment_comes_from_whoever_brought_the_partner(
    via: EnrolledVia | None, source: NodeId
) -> None:
    """A side, or the relationship where nobody's own."""
    answer = mapped(("2022-01-01", PartnerEnrolled(partner_id="haulier", via=via)))
    assert arrows(answer.tied(Tie.ENROLMENT)) == [(source, at(Standing.PARTNER, "haulier"))]


def test_a_charter_ties_each_of_its_signatories() -> None:
    """Only a shared charter does; a framework is between the two sides."""
    charter = AgreementSigned(kind=AgreementKind.SHARED_CHARTER, signatories=(NORA, LISE, FERN))
    framework = AgreementSigned(kind=AgreementKind.FRAMEWORK, signatories=(NORA, LISE))
    answer = mapped(("2022-01-01", framework), ("2022-01-02", charter))
    assert [(edge.source.id, edge.fact.id) for edge in answer.tied(Tie.CHARTER)] == [
        ("nora", nth(2)),
        ("lise", nth(2)),
        ("haulier", nth(2)),
    ]


def test_a_support_goes_out_to_whoever_took_part() -> None:
    """Each participant is at the end of an arrow."""
    answer = mapped(("2022-01-01", CooperationSupportGiven(participants=(LISE, FERN))))
    assert arrows(answer.tied(Tie.SUPPORT)) == [
        (HERE, at(Standing.CLIENT, "lise")),
        (HERE, at(Standing.PARTNER, "haulier")),
    ]


def test_an_externality_goes_the_way_it_is_said_to_go() -> None:
    """Out, in, or without arrow; one that names nobody touches no node."""
    out, into = ExternalityDirection.OUTGOING, ExternalityDirection.INCOMING
    answer = mapped(
        (
            "2022-01-01",
            ExternalityObserved(externality_id="a", direction=out, affected="Les voisins"),
        ),
        (
            "2022-01-02",
            ExternalityObserved(externality_id="b", direction=into, affected="les voisins "),
        ),
        ("2022-01-03", ExternalityObserved(externality_id="c", affected="la rivière")),
        ("2022-01-04", ExternalityObserved(externality_id="d", direction=out)),
    )
    neighbours, river = at(Standing.OUTSIDE, "les voisins"), at(Standing.OUTSIDE, "la rivière")
    edges = answer.tied(Tie.EXTERNALITY)
    assert arrows(edges) == [(HERE, neighbours), (neighbours, HERE), (HERE, river)]
    assert [edge.arrow for edge in edges] == [True, True, False]
    assert answer.nodes[neighbours].name == "Les voisins"
    assert answer.nodes[neighbours].evidence == (nth(1), nth(2))


@pytest.mark.parametrize("words", ["Haulier", "fret aubier"])
def test_an_externality_on_a_partner_is_on_its_node(words: str) -> None:
    """By its id or its name, in whichever letters."""
    answer = mapped(
        ("2022-01-01", PartnerEnrolled(partner_id="stray")),
        ("2022-01-01", PartnerIdentified(partner=HAULIER)),
        ("2022-01-02", ExternalityObserved(externality_id="a", affected=words)),
    )
    assert [edge.target for edge in answer.tied(Tie.EXTERNALITY)] == [
        at(Standing.PARTNER, "haulier")
    ]


def test_a_referral_comes_from_another_relationship() -> None:
    """Named by its own id or by that of its stream."""
    answer = mapped(
        ("2022-01-01", ReferralReceived(from_relationship_id="lune")),
        ("2022-01-02", ReferralReceived(from_relationship_id="relationship/mer")),
    )
    assert arrows(answer.tied(Tie.REFERRAL)) == [
        (at(Standing.ELSEWHERE, "lune"), HERE),
        (at(Standing.ELSEWHERE, "mer"), HERE),
    ]
    assert answer.referrals.value == 2


GUARANTOR = Role.COOPERATION_GUARANTOR


def assigned(role: Role | None = GUARANTOR, relationship: str | None = OWN) -> RoleAssigned:
    """A role that a firm gave to Nora."""
    return RoleAssigned(role=role, holder=NORA, relationship_id=relationship)


def firm(name: str, *roles: RoleAssigned) -> History:
    """A firm that gave some roles."""
    return story(*((role, "2022-01-01") for role in roles), stream=f"firm/{name}")


def guarded(beside: Beside | None, *told: tuple[str, Fact]) -> list[str]:
    """Who watches over the cooperation."""
    return [one.party_id for one in ecosystem_map_with(beside).of(tell(*told)).guarantors]


def test_a_party_here_may_be_the_guarantor() -> None:
    """By the role it joined with, as long as it stays."""
    joined: list[tuple[str, Fact]] = [
        ("2022-01-01", RelationshipOpened(client=Party(party_id="lys"))),
        ("2022-01-01", PartyJoined(party=Party(party_id="ida"), role=" Cooperation_Guarantor")),
        ("2022-01-01", PartyJoined(party=Party(party_id="max"), role="driver")),
        ("2022-01-01", PartyJoined(party=Party(party_id="eve"))),
    ]
    assert guarded(None, *joined) == ["ida"]
    assert guarded(None, *joined, ("2022-02-01", PartyLeft(party_id="ida"))) == []


OPENED: tuple[str, Fact] = (
    "2022-01-01",
    RelationshipOpened(provider=Party(party_id="studio")),
)


@pytest.mark.parametrize(
    ("role", "house", "named"),
    [
        (assigned(), "studio", ["nora"]),
        (assigned(), "other", ["nora"]),
        (assigned(relationship=f"relationship/{OWN}"), "studio", ["nora"]),
        (assigned(relationship="elsewhere"), "studio", []),
        (assigned(relationship=None), "studio", ["nora"]),
        (assigned(role=Role.COACH), "studio", []),
        (assigned(role=None), "studio", []),
        (RoleAssigned(role=GUARANTOR, relationship_id=OWN), "studio", []),
    ],
)
def test_a_firm_beside_may_name_the_guarantor(
    role: RoleAssigned, house: str, named: list[str]
) -> None:
    """For this relationship any firm may; for all of them only the provider's own."""
    assert guarded(Beside.of([firm(house, role)]), OPENED) == named


def test_a_role_for_all_relationships_is_of_the_providers_own_firm() -> None:
    """Where the provider is known to be another firm, this one's roles are not its."""
    beside = Beside.of([firm("studio"), firm("other", assigned(relationship=None))])
    assert guarded(beside, OPENED) == []
