"""The ecosystem as a graph: who is there, and what ties them.

Rule kept here: an arrow goes from whoever gives, commits or acts to whoever receives, and
stands on the fact that drew it. The relationship as a whole is a node too: charters are
signed towards it, supports come out of it, externalities and referrals cross its border
(domain.md §4, row 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from uuid import UUID

from attrs import frozen

from noe_core.facts import AnyRecorded, holds
from noe_core.projection import View
from noe_core.projections.around import own_name
from noe_core.projections.told import engagements_told
from noe_core.relationship.course import AgreementKind
from noe_core.relationship.ecosystem import EnrolledVia
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.relationship.state import Relationship
from noe_core.values import PartyRef, Side
from noe_core.vocabulary import own_id


class Standing(StrEnum):
    """Where a node stands.

    ``here`` is the relationship as a whole, ``outside`` whoever an externality touches,
    ``elsewhere`` another relationship, ``unsaid`` a party of which nobody said the side.
    """

    PROVIDER = "provider"
    CLIENT = "client"
    PARTNER = "partner"
    HERE = "here"
    OUTSIDE = "outside"
    ELSEWHERE = "elsewhere"
    UNSAID = "unsaid"


@frozen
class NodeId:
    """What a node is told apart by; without ``id`` it is the whole side."""

    standing: Standing
    id: str | None = None


@frozen(kw_only=True)
class Node:
    """Somebody or something of the ecosystem, and the facts that introduced it.

    ``name`` is ``None`` where nobody said it.
    """

    at: NodeId
    name: str | None = None
    evidence: tuple[UUID, ...] = ()


class Tie(StrEnum):
    """What an edge is drawn by."""

    ENGAGEMENT = "engagement"
    PRESCRIPTION = "prescription"
    ENROLMENT = "enrolment"
    CHARTER = "charter"
    SUPPORT = "support"
    EXTERNALITY = "externality"
    REFERRAL = "referral"


@frozen(kw_only=True)
class Edge:
    """A tie from one node to another; without ``arrow`` nobody said which way it goes."""

    tie: Tie
    source: NodeId
    target: NodeId
    fact: AnyRecorded
    arrow: bool = True


@frozen(kw_only=True)
class Graph:
    """Everybody who is there, by what tells them apart, and the ties, kind by kind."""

    nodes: Mapping[NodeId, Node]
    edges: tuple[Edge, ...]


BRINGING = {
    EnrolledVia.CLIENT_PRESCRIPTION: NodeId(Standing.CLIENT),
    EnrolledVia.PROVIDER: NodeId(Standing.PROVIDER),
}
"""The side that brings a partner in; a mediation comes from the relationship."""


def ecosystem_graph(state: Relationship, view: View) -> Graph:
    """The ecosystem of a relationship.

    A fact that names nobody draws nothing: an engagement of which nobody said by whom, a
    support without participants.
    """
    here = NodeId(Standing.HERE, own_name(state))
    edges = (
        *_engagements(state, view),
        *_enrolments(state, here),
        *_charters(state, here),
        *_supports(state, here),
        *_externalities(state, here),
        *_referrals(state, here),
    )
    nodes: dict[NodeId, Node] = {}
    for node in (*_introduced(state), *_tied(edges)):
        known = nodes.get(node.at, node)
        evidence = tuple(dict.fromkeys((*known.evidence, *node.evidence)))
        nodes[node.at] = Node(at=node.at, name=known.name or node.name, evidence=evidence)
    return Graph(nodes=nodes, edges=edges)


def _person(ref: PartyRef) -> NodeId:
    return NodeId(Standing(ref.side), ref.party_id)


def _introduced(state: Relationship) -> Iterator[Node]:
    """The parties and the partners, as the facts introduced them."""
    for (party_id, side), member in state.parties.members.items():
        at = NodeId(Standing(side) if side else Standing.UNSAID, party_id)
        yield Node(at=at, name=member.party.name, evidence=(member.joined.id,))
    for partner in state.ecosystem.partners.values():
        facts = (partner.identified, *partner.enrolled, *partner.withdrawn)
        yield Node(
            at=NodeId(Standing.PARTNER, partner.partner_id),
            name=partner.identified.data.partner.name if partner.identified else None,
            evidence=tuple(fact.id for fact in facts if fact),
        )


def _tied(edges: Iterable[Edge]) -> Iterator[Node]:
    """Whoever an edge names, introduced or not; those outside are named in its own words."""
    for edge in edges:
        for at in (edge.source, edge.target):
            name = _words(edge.fact) if at.standing is Standing.OUTSIDE else None
            yield Node(at=at, name=name, evidence=(edge.fact.id,))


def _words(fact: AnyRecorded) -> str | None:
    return fact.data.affected if holds(fact, ExternalityObserved) else None


def _engagements(state: Relationship, view: View) -> Iterator[Edge]:
    """From whoever engages to the side it engages to, else the one across."""
    for engagement in engagements_told(state.engagements, view):
        made = engagement.made
        if made is not None and made.data.by is not None:
            by = made.data.by
            brings = made.data.kind is EngagementKind.PRESCRIPTION and by.side is Side.CLIENT
            yield Edge(
                tie=Tie.PRESCRIPTION if brings else Tie.ENGAGEMENT,
                source=_person(by),
                target=NodeId(Standing(made.data.to or by.side.other)),
                fact=made,
            )


def _enrolments(state: Relationship, here: NodeId) -> Iterator[Edge]:
    for partner in state.ecosystem.partners.values():
        for fact in partner.enrolled:
            source = BRINGING.get(fact.data.via, here) if fact.data.via else here
            target = NodeId(Standing.PARTNER, partner.partner_id)
            yield Edge(tie=Tie.ENROLMENT, source=source, target=target, fact=fact)


def _charters(state: Relationship, here: NodeId) -> Iterator[Edge]:
    for fact in state.course.signed:
        if fact.data.kind is AgreementKind.SHARED_CHARTER:
            for person in fact.data.signatories:
                yield Edge(tie=Tie.CHARTER, source=_person(person), target=here, fact=fact)


def _supports(state: Relationship, here: NodeId) -> Iterator[Edge]:
    for fact in state.ecosystem.supports:
        for person in fact.data.participants:
            yield Edge(tie=Tie.SUPPORT, source=here, target=_person(person), fact=fact)


def _externalities(state: Relationship, here: NodeId) -> Iterator[Edge]:
    """Out to whoever is touched, or in from them; without arrow where nobody said."""
    for fact in state.externalities.by_id.values():
        if fact.data.affected is not None:
            touched = _touched(state, fact.data.affected)
            incoming = fact.data.direction is ExternalityDirection.INCOMING
            yield Edge(
                tie=Tie.EXTERNALITY,
                source=touched if incoming else here,
                target=here if incoming else touched,
                fact=fact,
                arrow=fact.data.direction is not None,
            )


def _touched(state: Relationship, affected: str) -> NodeId:
    """The partner that the words name, by id or by name; else whoever they are, outside."""
    words = affected.strip().casefold()
    for partner in state.ecosystem.partners.values():
        name = partner.identified.data.partner.name if partner.identified else None
        if words in {partner.partner_id.casefold(), (name or "").casefold()}:
            return NodeId(Standing.PARTNER, partner.partner_id)
    return NodeId(Standing.OUTSIDE, words)


def _referrals(state: Relationship, here: NodeId) -> Iterator[Edge]:
    for fact in state.ecosystem.referrals:
        source = NodeId(Standing.ELSEWHERE, own_id(fact.data.from_relationship_id))
        yield Edge(tie=Tie.REFERRAL, source=source, target=here, fact=fact)
