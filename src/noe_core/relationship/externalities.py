"""Externalities: what the relationship does to others outside it, and others to it.

Rule kept here: an externality touches someone outside the two sides; inside, it is an
effect. Like effects it is told, never priced, and still accepted after the closing
(domain.md §1 row 29; §3).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, first, missing
from noe_core.relationship.course import unless_declined
from noe_core.relationship.effects import Polarity
from noe_core.relationship.people import BOTH
from noe_core.typed import Fact, Id, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class ExternalityDirection(StrEnum):
    """Which way it goes: out of the relationship, or into it."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


@value
class ExternalityObserved(Fact):
    """Someone outside was touched by the relationship, or touched it.

    ``affected`` names them in plain words; ``opportunity`` says what it opens;
    ``arising_from`` holds the ids of earlier events.
    """

    externality_id: Id
    direction: ExternalityDirection | None = None
    affected: Text | None = None
    polarity: Polarity | None = None
    account: Text | None = None
    opportunity: Text | None = None
    observed_by: PartyRef | None = None
    arising_from: tuple[UUID, ...] = ()


@frozen
class AffectedInside(Refusal):
    """Whoever an externality touches is outside the two sides."""

    says = "{affected} is of the {side} side; record what happens there as an effect"
    affected: str
    side: str


@frozen(kw_only=True)
class Externalities:
    """The externalities so far."""

    by_id: Mapping[str, Recorded[ExternalityObserved]] = field(factory=dict)


FACTS = frozenset({ExternalityObserved})
"""The facts this chapter follows."""


def follow(externalities: Externalities, facts: Iterable[AnyRecorded]) -> Externalities:
    """The externalities after some more facts."""
    by_id = dict(externalities.by_id)
    for fact in facts:
        if holds(fact, ExternalityObserved):
            by_id[fact.data.externality_id] = fact
    return Externalities(by_id=by_id)


def _inside(state: "Relationship", affected: str) -> AffectedInside | None:
    """A refusal when the words name a party of either side, by id or by name."""
    named = affected.strip().casefold()
    for side in BOTH:
        for member in state.parties.present(side):
            known = filter(None, (member.party.party_id, member.party.name))
            if named in map(str.casefold, known):
                return AffectedInside(affected, side)
    return None


def observe_externality(
    state: "Relationship",
    *,
    on: When,
    direction: ExternalityDirection,
    affected: str,
    polarity: Polarity,
    account: str,
    opportunity: str | None = None,
    observed_by: PartyRef | None = None,
    arising_from: Iterable[UUID] = (),
    id: str = MADE,
) -> Draft[ExternalityObserved] | Refusal:
    """Observe what the relationship does to others, or others to it; also after the closing.

    Refusals: `NotAllowedInPhase`, `AlreadyDone`, `Missing`, `AffectedInside`,
    `UnknownReference`.
    """
    sources = tuple(arising_from)
    repeated = id in state.externalities.by_id
    return first(
        unless_declined(state),
        AlreadyDone("externality", id, "observed") if repeated else None,
        missing(affected=affected, account=account) or _inside(state, affected),
        state.unknown("arising_from", sources),
    ) or happened(
        ExternalityObserved(
            externality_id=id,
            direction=direction,
            affected=affected,
            polarity=polarity,
            account=account,
            opportunity=opportunity,
            observed_by=observed_by,
            arising_from=sources,
        ),
        on,
    )
