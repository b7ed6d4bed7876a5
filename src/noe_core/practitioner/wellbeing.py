"""Well-being and strain: what a practitioner says of themselves, and nobody else for them.

Rule kept here: self-declared or refused (domain.md §0 "never a surveillance tool", §3).
Nothing is observed, inferred or asked of a machine. A score is personal data, possibly
about health, and the log is append-only: an account or a cause is best kept outside it, or
sealed with a key of the person's own, and group figures are shown from a few people up.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.practitioner.scale import OneToFive
from noe_core.refusal import Refusal, first, missing
from noe_core.typed import Fact, Id, Text, value
from noe_core.vocabulary import own_id

if TYPE_CHECKING:
    from noe_core.practitioner.state import Practitioner


@value
class WellbeingReported(Fact):
    """Someone said how they are, from 1 (badly) to 5 (well).

    The score is personal data; what the person tells in ``account`` is best kept outside
    the log, which forgets nothing.
    """

    score: OneToFive | None = None
    account: Text | None = None


@value
class StrainReported(Fact):
    """Someone said how much a relationship costs them, from 1 (little) to 5 (a great deal).

    Personal data as well-being is; ``cause`` names something in the work, not somebody.
    """

    relationship_id: Id | None = None
    strain: OneToFive | None = None
    cause: Text | None = None


@frozen
class NotSelfDeclared(Refusal):
    """Only the person says how they are, and only they take it back."""

    says = "{recorded_by} cannot speak for {person}; let the person record it themselves"
    recorded_by: str
    person: str


def self_declared(record: AnyRecorded) -> bool:
    """Whether a fact of a practitioner's stream was recorded by that practitioner."""
    return record.recorded_by == own_id(record.stream)


@frozen(kw_only=True)
class Wellbeing:
    """What was said of how a practitioner is, in order.

    ``scores`` and ``strains`` hold the person's own words only. ``by_others`` holds what an
    import brought under another name: no figure counts it, an audit may ask about it.
    """

    scores: tuple[Recorded[WellbeingReported], ...] = ()
    strains: tuple[Recorded[StrainReported], ...] = ()
    by_others: tuple[AnyRecorded, ...] = ()

    @property
    def self_declared(self) -> tuple[AnyRecorded, ...]:
        """Everything the person said of themselves: the scores, then the strains."""
        return (*self.scores, *self.strains)


def follow(wellbeing: Wellbeing, facts: Iterable[AnyRecorded]) -> Wellbeing:
    """What was said after some more facts."""
    scores, strains = list(wellbeing.scores), list(wellbeing.strains)
    by_others = list(wellbeing.by_others)
    for fact in facts:
        own = self_declared(fact)
        if own and holds(fact, WellbeingReported):
            scores.append(fact)
        elif own and holds(fact, StrainReported):
            strains.append(fact)
        elif isinstance(fact.data, WellbeingReported | StrainReported):
            by_others.append(fact)
    return Wellbeing(scores=tuple(scores), strains=tuple(strains), by_others=tuple(by_others))


def _own(state: "Practitioner", recorded_by: str) -> NotSelfDeclared | None:
    own = recorded_by == state.person
    return None if own else NotSelfDeclared(recorded_by, state.person)


def report_wellbeing(
    state: "Practitioner",
    recorded_by: str,
    *,
    on: When,
    score: int,
    account: str | None = None,
    id: str = MADE,
) -> Draft[WellbeingReported] | Refusal:
    """Say how one is, from 1 (badly) to 5 (well).

    Refusals: `NotSelfDeclared`.
    """
    return _own(state, recorded_by) or happened(WellbeingReported(score=score, account=account), on)


def report_strain(
    state: "Practitioner",
    recorded_by: str,
    relationship_id: str,
    *,
    on: When,
    strain: int,
    cause: str | None = None,
    id: str = MADE,
) -> Draft[StrainReported] | Refusal:
    """Say how much a relationship costs one, from 1 (little) to 5 (a great deal).

    Refusals: `NotSelfDeclared`, `Missing`.
    """
    return first(_own(state, recorded_by), missing(relationship_id=relationship_id)) or happened(
        StrainReported(relationship_id=relationship_id, strain=strain, cause=cause), on
    )


def spoken_for(state: "Practitioner", recorded_by: str, target: UUID) -> NotSelfDeclared | None:
    """A refusal where somebody else would amend what the person said of themselves.

    Whoever could change a score could as well have given it.
    """
    said = any(fact.id == target for fact in state.wellbeing.self_declared)
    return _own(state, recorded_by) if said else None
