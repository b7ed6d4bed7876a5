"""Engagements: what one side commits to the other, term after term; the facts.

Rule kept here: a term is kept or missed once; what changes an engagement opens a new one
(domain.md §3, frame). The decisions stand in `noe_core.relationship.engaging`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from attrs import evolve, field, frozen

from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.typed import Days, Fact, Id, Text, value
from noe_core.values import PartyRef, Side


class EngagementKind(StrEnum):
    """What an engagement is about."""

    INVOLVEMENT = "involvement"
    MEANS = "means"
    INFORMATION = "information"
    PRESCRIPTION = "prescription"
    DELIVERY = "delivery"
    DELAY = "delay"
    AVAILABILITY = "availability"
    TRANSPARENCY = "transparency"
    CONFIDENTIALITY = "confidentiality"
    COORDINATION = "coordination"


STANDING_ALONE = frozenset({EngagementKind.AVAILABILITY, EngagementKind.CONFIDENTIALITY})
"""Kinds that serve the relationship itself and need no objective."""


@value
class EngagementMade(Fact):
    """One side committed to something towards the other.

    ``agreed_with`` set means that the other side has acknowledged it already.
    """

    engagement_id: Id
    by: PartyRef | None = None
    to: Side | None = None
    kind: EngagementKind | None = None
    text: Text | None = None
    objective_ids: tuple[Id, ...] = ()
    not_before: date | None = None
    due: date | None = None
    every_days: Days | None = None
    agreed_with: PartyRef | None = None


@value
class EngagementAcknowledged(Fact):
    """The other side said that it knows of the engagement, perhaps in its own words."""

    engagement_id: Id
    by: PartyRef | None = None
    restated: bool | None = None


@value
class EngagementKept(Fact):
    """An engagement was fulfilled, on the evidence given."""

    engagement_id: Id
    evidence: Text | None = None
    event_ids: tuple[UUID, ...] = ()


@value
class EngagementMissed(Fact):
    """An engagement was not fulfilled in its term, with the constraint behind it."""

    engagement_id: Id
    constraint_id: Id | None = None
    account: Text | None = None


@value
class EngagementRenegotiated(Fact):
    """Both sides gave an engagement a new term or a new wording, in a review."""

    engagement_id: Id
    review_id: Id | None = None
    new_due: date | None = None
    new_text: Text | None = None
    new_not_before: date | None = None


@value
class EngagementReleased(Fact):
    """Both sides lifted an engagement, in a review."""

    engagement_id: Id
    review_id: Id | None = None
    reason: Text | None = None


@frozen(kw_only=True)
class Term:
    """One term of an engagement: what opened it and how it ended."""

    opened: AnyRecorded
    due: date | None = None
    not_before: date | None = None
    kept: Recorded[EngagementKept] | None = None
    missed: Recorded[EngagementMissed] | None = None

    @property
    def settled(self) -> bool:
        """Whether it was kept or missed."""
        return self.kept is not None or self.missed is not None


@frozen(kw_only=True)
class Engagement:
    """An engagement as its facts tell it; ``terms`` has the current one last."""

    engagement_id: str
    made: Recorded[EngagementMade] | None = None
    acknowledged: tuple[Recorded[EngagementAcknowledged], ...] = ()
    terms: tuple[Term, ...] = ()
    renegotiated: tuple[Recorded[EngagementRenegotiated], ...] = ()
    released: Recorded[EngagementReleased] | None = None

    @property
    def known(self) -> bool:
        """Whether its making is on record, neither withdrawn nor left out by an import.

        What later facts say of one that is not stays, and it can be settled like any other.
        """
        return self.made is not None

    @property
    def side(self) -> Side | None:
        """The side that made it."""
        return self.made.data.by.side if self.made and self.made.data.by else None

    @property
    def text(self) -> str | None:
        """How it is put today."""
        for change in reversed(self.renegotiated):
            if change.data.new_text is not None:
                return change.data.new_text
        return self.made.data.text if self.made else None

    @property
    def term(self) -> Term | None:
        """The current term."""
        return self.terms[-1] if self.terms else None

    @property
    def unsettled(self) -> bool:
        """Whether the current term has no outcome and nobody lifted it."""
        return self.released is None and not (self.term is not None and self.term.settled)

    @property
    def facts(self) -> tuple[AnyRecorded, ...]:
        """Everything recorded about it, in no particular order."""
        outcomes = (fact for t in self.terms for fact in (t.kept, t.missed) if fact)
        alone = (fact for fact in (self.made, self.released) if fact)
        return (*alone, *self.acknowledged, *self.renegotiated, *outcomes)


@frozen(kw_only=True)
class Engagements:
    """The engagements so far, in the order they were made."""

    by_id: Mapping[str, Engagement] = field(factory=dict)

    @property
    def unsettled(self) -> tuple[Engagement, ...]:
        """Those whose current term has no outcome yet."""
        return tuple(engagement for engagement in self.by_id.values() if engagement.unsettled)


def _renewed(engagement: Engagement, fact: Recorded[EngagementRenegotiated]) -> Engagement:
    last = engagement.term
    term = Term(
        opened=fact,
        due=fact.data.new_due or (last.due if last else None),
        not_before=fact.data.new_not_before or (last.not_before if last else None),
    )
    return evolve(
        engagement,
        terms=(*engagement.terms, term),
        renegotiated=(*engagement.renegotiated, fact),
    )


def _settled(engagement: Engagement, fact: AnyRecorded) -> Engagement:
    term = engagement.term or Term(opened=fact)
    if holds(fact, EngagementKept):
        term = evolve(term, kept=fact)
    if holds(fact, EngagementMissed):
        term = evolve(term, missed=fact)
    return evolve(engagement, terms=(*engagement.terms[:-1], term))


def _made(engagement: Engagement, fact: Recorded[EngagementMade]) -> Engagement:
    # An outcome told before the making belongs to the first term; a new term comes after it.
    told = engagement.terms[:1]
    begun = tuple(t for t in told if not holds(t.opened, EngagementRenegotiated))
    first_term = evolve(
        begun[0] if begun else Term(opened=fact),
        opened=fact,
        due=fact.data.due,
        not_before=fact.data.not_before,
    )
    return evolve(engagement, made=fact, terms=(first_term, *engagement.terms[len(begun) :]))


FACTS = frozenset(
    {
        EngagementMade,
        EngagementAcknowledged,
        EngagementKept,
        EngagementMissed,
        EngagementRenegotiated,
        EngagementReleased,
    }
)
"""The facts this chapter follows."""


def follow(engagements: Engagements, facts: Iterable[AnyRecorded]) -> Engagements:
    """The engagements after some more facts."""
    by_id = dict(engagements.by_id)

    def known(key: str) -> Engagement:
        return by_id.get(key) or Engagement(engagement_id=key)

    for fact in facts:
        if holds(fact, EngagementMade):
            key = fact.data.engagement_id
            by_id[key] = _made(known(key), fact)
        elif holds(fact, EngagementAcknowledged):
            key = fact.data.engagement_id
            by_id[key] = evolve(known(key), acknowledged=(*known(key).acknowledged, fact))
        elif isinstance(fact.data, EngagementKept | EngagementMissed):
            key = fact.data.engagement_id
            by_id[key] = _settled(known(key), fact)
        elif holds(fact, EngagementRenegotiated):
            key = fact.data.engagement_id
            by_id[key] = _renewed(known(key), fact)
        elif holds(fact, EngagementReleased):
            key = fact.data.engagement_id
            by_id[key] = evolve(known(key), released=fact)
    return Engagements(by_id=by_id)
