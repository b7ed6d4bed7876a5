"""Doctrine: the concepts a firm questions the real with, the roles and the arrangements kept.

Rule kept here: a concept asks a question, a role has a holder, an arrangement has a period
in which it comes back (domain.md §3, firm).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, first, missing
from noe_core.typed import Days, Fact, Id, Text, value
from noe_core.values import PartyRef
from noe_core.vocabulary import own_id

if TYPE_CHECKING:
    from noe_core.firm.state import Firm


class Role(StrEnum):
    """What somebody watches over for all."""

    VISION_KEEPER = "vision_keeper"
    COOPERATION_GUARANTOR = "cooperation_guarantor"
    COACH = "coach"


@value
class DoctrineConceptAdopted(Fact):
    """A concept was adopted, with the question it puts to the real.

    Tensions and deliberations name it by ``concept_id``, or by the concept itself where an
    import brought no id.
    """

    concept: Text
    question: Text | None = None
    concept_id: Id | None = None

    @property
    def key(self) -> str:
        """How others name it."""
        return self.concept_id or self.concept


@value
class RoleAssigned(Fact):
    """Somebody took a role, for one relationship or for the whole firm."""

    role: Role | None = None
    holder: PartyRef | None = None
    relationship_id: Id | None = None


@value
class PracticeDeclared(Fact):
    """A recurring arrangement was declared, and every how many days it comes back."""

    name: Text
    period_days: Days | None = None


@frozen(kw_only=True)
class Doctrine:
    """Concepts by key, roles in order, and arrangements by name, as last declared."""

    concepts: Mapping[str, Recorded[DoctrineConceptAdopted]] = field(factory=dict)
    roles: tuple[Recorded[RoleAssigned], ...] = ()
    practices: Mapping[str, Recorded[PracticeDeclared]] = field(factory=dict)

    def held(self, role: Role, holder: PartyRef, relationship_id: str | None) -> bool:
        """Whether that person has that role already, for the same relationship."""
        return any(
            assigned.data.role is role
            and assigned.data.holder is not None
            and assigned.data.holder.party_id == holder.party_id
            and _own(assigned.data.relationship_id) == _own(relationship_id)
            for assigned in self.roles
        )


def _own(relationship_id: str | None) -> str | None:
    return None if relationship_id is None else own_id(relationship_id)


def follow(doctrine: Doctrine, facts: Iterable[AnyRecorded]) -> Doctrine:
    """The doctrine after some more facts."""
    concepts, practices = dict(doctrine.concepts), dict(doctrine.practices)
    roles = list(doctrine.roles)
    for fact in facts:
        if holds(fact, DoctrineConceptAdopted):
            concepts[fact.data.key] = fact
        elif holds(fact, RoleAssigned):
            roles.append(fact)
        elif holds(fact, PracticeDeclared):
            practices[fact.data.name] = fact
    return Doctrine(concepts=concepts, roles=tuple(roles), practices=practices)


def adopt_doctrine_concept(
    state: "Firm", *, on: When, concept: str, question: str, id: str = MADE
) -> Draft[DoctrineConceptAdopted] | Refusal:
    """Adopt a concept with the question it puts to the real.

    Refusals: `AlreadyDone`, `Missing`.
    """
    known = id in state.doctrine.concepts
    return first(
        AlreadyDone("concept", id, "adopted") if known else None,
        missing(concept=concept, question=question),
    ) or happened(DoctrineConceptAdopted(concept=concept, question=question, concept_id=id), on)


def assign_role(
    state: "Firm",
    role: Role,
    *,
    on: When,
    holder: PartyRef,
    relationship_id: str | None = None,
    id: str = MADE,
) -> Draft[RoleAssigned] | Refusal:
    """Assign a role, for one relationship or for the whole firm.

    Refusals: `AlreadyDone`.
    """
    if state.doctrine.held(role, holder, relationship_id):
        return AlreadyDone("role", role, f"held by {holder.party_id}")
    return happened(RoleAssigned(role=role, holder=holder, relationship_id=relationship_id), on)


def declare_practice(
    state: "Firm", name: str, *, on: When, period_days: int, id: str = MADE
) -> Draft[PracticeDeclared] | Refusal:
    """Declare an arrangement that comes back; declared again, it takes the new period.

    Refusals: `Missing`.
    """
    return missing(name=name) or happened(PracticeDeclared(name=name, period_days=period_days), on)
