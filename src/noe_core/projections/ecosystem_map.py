"""The ecosystem: partners seen and brought in, by whom, how fast, and who watches over it.

Rule kept here: the rate speaks of partners that somebody identified, the shares of those of
which it is known who brought them in; one that withdrew was enrolled all the same, and is
told apart (domain.md §4, row 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from statistics import median

from attrs import frozen

from noe_core.beside import Beside
from noe_core.facts import AnyRecorded, holds
from noe_core.firm.doctrine import Role
from noe_core.projection import Projection, View
from noe_core.projections.around import concerns, firms_around
from noe_core.projections.ecosystem_graph import Edge, Graph, Node, NodeId, Tie, ecosystem_graph
from noe_core.projections.figure import Figure, counted, on, share
from noe_core.relationship.ecosystem import CooperationKind, EnrolledVia, Partner
from noe_core.relationship.parties import PartyJoined
from noe_core.relationship.state import Relationship, evolve


@frozen(kw_only=True)
class PartnerPath:
    """How a partner came in, and perhaps went.

    Attributes:
        partner: its facts.
        via: who brought it in first; ``None`` where nobody said.
        days_to_enrol: from its identification to its first enrolment; ``None`` where one of
            them is missing, or an import has them the other way round.
    """

    partner: Partner
    via: Figure[EnrolledVia | None]
    days_to_enrol: Figure[int | None]


@frozen(kw_only=True)
class Guarantor:
    """Somebody who watches over the cooperation, and the fact that says so.

    ``fact`` stands here where a party joined with that role, else in the stream of a firm.
    """

    party_id: str
    fact: AnyRecorded


@frozen(kw_only=True)
class EcosystemMap:
    """Who bears on a relationship beside its two sides, and what ties them to it.

    Attributes:
        graph: the nodes and the edges.
        partners: the path of each partner, in the order they were first spoken of.
        identified: the partners identified.
        enrolled: those of them enrolled at least once.
        enrolment_rate: enrolled out of identified.
        brought: the partners, identified or not, of which it is known who brought them in.
        prescribed: those of them that the client prescribed.
        prescription_share: prescribed out of brought.
        median_days_to_enrol: of the partners of which it is known.
        withdrawn: the partners that went and did not come back.
        supports: the supports given, by kind.
        support_minutes: how long they took; durations, not person-minutes.
        referrals: the words of other clients on which it began.
        guarantors: who watches over the cooperation.
    """

    graph: Graph
    partners: tuple[PartnerPath, ...]
    identified: Figure[int]
    enrolled: Figure[int]
    enrolment_rate: Fraction | None
    brought: Figure[int]
    prescribed: Figure[int]
    prescription_share: Fraction | None
    median_days_to_enrol: Figure[Fraction | None]
    withdrawn: Figure[int]
    supports: Mapping[CooperationKind | None, Figure[int]]
    support_minutes: Figure[int]
    referrals: Figure[int]
    guarantors: tuple[Guarantor, ...]

    @property
    def nodes(self) -> Mapping[NodeId, Node]:
        """Everybody who is there."""
        return self.graph.nodes

    @property
    def edges(self) -> tuple[Edge, ...]:
        """What ties them."""
        return self.graph.edges

    def tied(self, tie: Tie) -> tuple[Edge, ...]:
        """The edges of a kind."""
        return tuple(edge for edge in self.edges if edge.tie is tie)


def _path(partner: Partner, view: View) -> PartnerPath:
    brought = next((fact for fact in partner.enrolled if fact.data.via is not None), None)
    return PartnerPath(
        partner=partner,
        via=Figure(brought.data.via, (brought.id,)) if brought else Figure(None),
        days_to_enrol=_days(partner, view),
    )


def _days(partner: Partner, view: View) -> Figure[int | None]:
    if partner.identified is None or not partner.enrolled:
        return Figure(None)
    seen, came = partner.identified, partner.enrolled[0]
    days = (on(came, view) - on(seen, view)).days
    return Figure(days, (seen.id, came.id)) if days >= 0 else Figure(None)


def _median(paths: Iterable[PartnerPath]) -> Figure[Fraction | None]:
    known = tuple(path.days_to_enrol for path in paths if path.days_to_enrol.value is not None)
    days = tuple(Fraction(figure.value) for figure in known if figure.value is not None)
    evidence = tuple(event_id for figure in known for event_id in figure.evidence)
    return Figure(median(days) if days else None, evidence)


def _supports(state: Relationship) -> dict[CooperationKind | None, Figure[int]]:
    kinds: dict[CooperationKind | None, list[AnyRecorded]] = {}
    for fact in state.ecosystem.supports:
        kinds.setdefault(fact.data.kind, []).append(fact)
    return {kind: counted(facts) for kind, facts in kinds.items()}


def _support_minutes(state: Relationship) -> Figure[int]:
    known = tuple((f.data.minutes, f.id) for f in state.ecosystem.supports if f.data.minutes)
    return Figure(sum(minutes for minutes, _ in known), tuple(event_id for _, event_id in known))


def _guarantors(state: Relationship, beside: Beside | None) -> Iterator[Guarantor]:
    """Who has the part here, then whom a firm gave it to, for this relationship or for all."""
    for member in state.parties.members.values():
        if member.left is None and _guards(member.joined):
            yield Guarantor(party_id=member.party.party_id, fact=member.joined)
    firms = beside.firms if beside is not None else {}
    own = firms_around(state, beside)
    for name, firm in firms.items():
        for fact in firm.doctrine.roles:
            named = fact.data.relationship_id
            here = concerns(state, named) if named is not None else name in own
            if here and fact.data.role is Role.COOPERATION_GUARANTOR and fact.data.holder:
                yield Guarantor(party_id=fact.data.holder.party_id, fact=fact)


def _guards(joined: AnyRecorded) -> bool:
    role = joined.data.role if holds(joined, PartyJoined) else None
    return role is not None and role.strip().casefold() == Role.COOPERATION_GUARANTOR


def ecosystem_map_with(beside: Beside | None) -> Projection[Relationship, EcosystemMap]:
    """The projection of the ecosystem, with the guarantors that firms beside named."""

    def answer(state: Relationship, view: View) -> EcosystemMap:
        partners = tuple(state.ecosystem.partners.values())
        paths = tuple(_path(partner, view) for partner in partners)
        seen = tuple(partner for partner in partners if partner.identified)
        identified = counted(p.identified for p in seen if p.identified)
        enrolled = counted(p.enrolled[0] for p in seen if p.enrolled)
        brought = tuple(path.via for path in paths if path.via.value is not None)
        prescribed = tuple(v for v in brought if v.value is EnrolledVia.CLIENT_PRESCRIPTION)
        return EcosystemMap(
            graph=ecosystem_graph(state, view),
            partners=paths,
            identified=identified,
            enrolled=enrolled,
            enrolment_rate=share(enrolled.value, identified.value),
            brought=_number(brought),
            prescribed=_number(prescribed),
            prescription_share=share(len(prescribed), len(brought)),
            median_days_to_enrol=_median(paths),
            withdrawn=counted(p.withdrawn[-1] for p in partners if p.gone),
            supports=_supports(state),
            support_minutes=_support_minutes(state),
            referrals=counted(state.ecosystem.referrals),
            guarantors=tuple(_guarantors(state, beside)),
        )

    return Projection(name="ecosystem_map", start=Relationship(), apply=evolve, answer=answer)


def _number(figures: tuple[Figure[EnrolledVia | None], ...]) -> Figure[int]:
    return Figure(len(figures), tuple(event_id for one in figures for event_id in one.evidence))


ECOSYSTEM_MAP: Projection[Relationship, EcosystemMap] = ecosystem_map_with(None)
