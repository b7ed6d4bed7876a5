"""Useful effects: observed after the fact, attested or contested by the other side.

Rule kept here: nobody can promise an effect. It is told, it names the facts it arises from,
and only a side other than the observer's can confirm it (domain.md §3).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When, within
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.typed import Fact, Id, Text, value
from noe_core.values import Measure, PartyRef

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


class EffectDomain(StrEnum):
    """Where an effect is felt."""

    STRATEGY = "strategy"
    WORK_ORGANISATION = "work_organisation"
    AUTONOMY = "autonomy"
    SKILLS = "skills"
    RELATIONSHIP = "relationship"
    HEALTH = "health"
    TIME = "time"
    MONEY = "money"
    VISIBILITY = "visibility"
    MATERIAL = "material"
    ENVIRONMENT = "environment"
    TERRITORY = "territory"


class Directness(StrEnum):
    """Whether the beneficiary of the service is reached, or others through it."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class Polarity(StrEnum):
    """How an effect is lived."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"


class Horizon(StrEnum):
    """When an effect shows."""

    IMMEDIATE = "immediate"
    DEFERRED = "deferred"


class EffectStatus(StrEnum):
    """Who stands behind an effect."""

    OBSERVED = "observed"
    ATTESTED = "attested"
    CONTESTED = "contested"


@value
class EffectObserved(Fact):
    """A change that someone noticed and the work had a part in.

    ``intended`` means that an objective aimed at it; ``felt`` keeps the words of who lived
    it; ``arising_from`` holds the ids of earlier events.
    """

    effect_id: Id
    observed_by: PartyRef | None = None
    account: Text | None = None
    felt: Text | None = None
    domain: EffectDomain | None = None
    beneficiary: PartyRef | None = None
    directness: Directness | None = None
    intended: bool | None = None
    polarity: Polarity | None = None
    horizon: Horizon | None = None
    objective_ids: tuple[Id, ...] = ()
    arising_from: tuple[UUID, ...] = ()
    contribution: Text | None = None
    measure: Measure | None = None


@value
class EffectAttested(Fact):
    """Another side confirmed the effect."""

    effect_id: Id
    by: PartyRef | None = None
    account: Text | None = None


@value
class EffectContested(Fact):
    """Another side sees it otherwise; both voices stay."""

    effect_id: Id
    by: PartyRef | None = None
    account: Text | None = None


@frozen
class IntendedWithoutObjective(Refusal):
    """An effect that was aimed at names the objective that aimed at it."""

    says = "effect {effect_id} is said to be intended but names no objective in objective_ids"
    effect_id: str


@frozen
class EffectWithoutContribution(Refusal):
    """An effect names at least one earlier event that it arises from."""

    says = "effect {effect_id} arises from no earlier event; name one in arising_from"
    effect_id: str


@frozen
class AttestedByObserver(Refusal):
    """Nobody confirms or contests their own observation."""

    says = "effect {effect_id} was observed by the {side} side; another side answers for it"
    effect_id: str
    side: str


@frozen(kw_only=True)
class Effect:
    """An effect as its facts tell it."""

    effect_id: str
    observed: Recorded[EffectObserved] | None = None
    attested: tuple[Recorded[EffectAttested], ...] = ()
    contested: tuple[Recorded[EffectContested], ...] = ()

    @property
    def known(self) -> bool:
        """Whether its observation is on record, neither withdrawn nor left out by an import."""
        return self.observed is not None

    @property
    def seen_by_beneficiary(self) -> bool:
        """Whether the side that benefits is the one that observed it."""
        if self.observed is None:
            return False
        data = self.observed.data
        return (
            data.observed_by is not None
            and data.beneficiary is not None
            and data.observed_by.side is data.beneficiary.side
        )

    @property
    def attested_by_beneficiary(self) -> bool:
        """Whether the side that benefits observed or confirmed it."""
        if self.observed is None:
            return False
        beneficiary = self.observed.data.beneficiary
        confirmed = any(
            beneficiary is not None and a.data.by is not None and a.data.by.side is beneficiary.side
            for a in self.attested
        )
        return confirmed or self.seen_by_beneficiary

    @property
    def status(self) -> EffectStatus:
        """Contested if anyone contests it, attested if confirmed, else observed."""
        if self.contested:
            return EffectStatus.CONTESTED
        confirmed = bool(self.attested) or self.seen_by_beneficiary
        return EffectStatus.ATTESTED if confirmed else EffectStatus.OBSERVED

    @property
    def facts(self) -> tuple[AnyRecorded, ...]:
        """Everything recorded about it."""
        observed = (self.observed,) if self.observed else ()
        return (*observed, *self.attested, *self.contested)


@frozen(kw_only=True)
class Effects:
    """The effects so far, in the order they were observed."""

    by_id: Mapping[str, Effect] = field(factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """The ids of those whose observation is on record."""
        return frozenset(key for key, effect in self.by_id.items() if effect.known)


FACTS = frozenset({EffectObserved, EffectAttested, EffectContested})
"""The facts this chapter follows."""


def follow(effects: Effects, facts: Iterable[AnyRecorded]) -> Effects:
    """The effects after some more facts."""
    by_id = dict(effects.by_id)

    def known(key: str) -> Effect:
        return by_id.get(key) or Effect(effect_id=key)

    for fact in facts:
        if holds(fact, EffectObserved):
            key = fact.data.effect_id
            by_id[key] = evolve(known(key), observed=fact)
        elif holds(fact, EffectAttested):
            key = fact.data.effect_id
            by_id[key] = evolve(known(key), attested=(*known(key).attested, fact))
        elif holds(fact, EffectContested):
            key = fact.data.effect_id
            by_id[key] = evolve(known(key), contested=(*known(key).contested, fact))
    return Effects(by_id=by_id)


def observe_effect(
    state: "Relationship",
    *,
    on: When,
    observed_by: PartyRef,
    account: str,
    intended: bool,
    arising_from: Iterable[UUID],
    beneficiary: PartyRef,
    domain: EffectDomain | None = None,
    felt: str | None = None,
    directness: Directness = Directness.DIRECT,
    polarity: Polarity = Polarity.POSITIVE,
    horizon: Horizon | None = None,
    objective_ids: Iterable[str] = (),
    contribution: str | None = None,
    measure: Measure | None = None,
    id: str = MADE,
) -> Draft[EffectObserved] | Refusal:
    """Observe an effect, with the earlier events it arises from.

    Refusals: `AlreadyDone`, `IntendedWithoutObjective`, `EffectWithoutContribution`,
    `UnknownReference`, `Missing`.
    """
    aimed, sources = tuple(objective_ids), tuple(arising_from)
    known = state.effects.by_id.get(id)
    return first(
        AlreadyDone("effect", id, "observed") if known and known.observed else None,
        IntendedWithoutObjective(id) if intended and not aimed else None,
        None if sources else EffectWithoutContribution(id),
        state.objectives.unknown(aimed),
        state.unknown("arising_from", sources) or _none_earlier(state, id, sources, on),
        missing(account=account),
    ) or happened(
        EffectObserved(
            effect_id=id,
            observed_by=observed_by,
            account=account,
            felt=felt,
            domain=domain,
            beneficiary=beneficiary,
            directness=directness,
            intended=intended,
            polarity=polarity,
            horizon=horizon,
            objective_ids=aimed,
            arising_from=sources,
            contribution=contribution,
            measure=measure,
        ),
        on,
    )


def _none_earlier(
    state: "Relationship", effect_id: str, sources: Iterable[UUID], on: When
) -> EffectWithoutContribution | None:
    earlier = any(within(state.facts[source].occurred_at, on) for source in sources)
    return None if earlier else EffectWithoutContribution(effect_id)


def _answerable(state: "Relationship", effect_id: str, by: PartyRef) -> Refusal | None:
    effect = state.effects.by_id.get(effect_id)
    if effect is None or effect.observed is None:
        return UnknownReference("effect_id", effect_id)
    observer = effect.observed.data.observed_by
    if observer is not None and observer.side is by.side:
        return AttestedByObserver(effect_id, by.side)
    return None


def attest_effect(
    state: "Relationship",
    effect_id: str,
    *,
    on: When,
    by: PartyRef,
    account: str | None = None,
    id: str = MADE,
) -> Draft[EffectAttested] | Refusal:
    """Confirm an effect that another side observed.

    Refusals: `UnknownReference`, `AttestedByObserver`, `AlreadyDone`.
    """
    effect = state.effects.by_id.get(effect_id)
    sides = {a.data.by.side for a in effect.attested if a.data.by} if effect else set()
    return first(
        _answerable(state, effect_id, by),
        AlreadyDone("effect", effect_id, "attested") if by.side in sides else None,
    ) or happened(EffectAttested(effect_id=effect_id, by=by, account=account), on)


def contest_effect(
    state: "Relationship", effect_id: str, *, on: When, by: PartyRef, account: str, id: str = MADE
) -> Draft[EffectContested] | Refusal:
    """Say how another side sees the effect.

    Refusals: `UnknownReference`, `AttestedByObserver`, `Missing`.
    """
    return first(_answerable(state, effect_id, by), missing(account=account)) or happened(
        EffectContested(effect_id=effect_id, by=by, account=account), on
    )
