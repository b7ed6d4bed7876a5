"""The useful effects: where, for whom, foreseen or not, lived how, and who stands behind them.

Rule kept here: nothing is added across units, and only what the side that benefits
confirmed is added at all; there is no total of effects. What reaches others outside the two
sides, or comes from them, is a part of its own and enters no figure of effects. An effect
whose observation was withdrawn counts nowhere, whatever was said of it since
(domain.md §0, §4 row 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from noe_core.facts import Recorded
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, share
from noe_core.projections.told import effects_told
from noe_core.relationship.effects import (
    Effect,
    EffectDomain,
    EffectObserved,
    EffectStatus,
    Polarity,
)
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.relationship.state import Relationship, evolve
from noe_core.values import Measure, PartyRef


@frozen(kw_only=True)
class EffectRow:
    """The effects alike in everything the table tells apart; ``None`` is what nobody said."""

    domain: EffectDomain | None
    beneficiary: PartyRef | None
    intended: bool | None
    polarity: Polarity | None
    status: EffectStatus
    effects: Figure[int]


@frozen(kw_only=True)
class Measured:
    """The measure of one effect, with the fact that gave it."""

    effect_id: str
    measure: Measure
    status: EffectStatus
    fact: Recorded[EffectObserved]


@frozen(kw_only=True)
class UnitLedger:
    """The measures in one unit, each with its baseline.

    ``attested_total`` adds up the attested ones; ``None`` when none is.
    """

    measures: tuple[Measured, ...]
    attested_total: Figure[Decimal] | None


@frozen(kw_only=True)
class ExternalityRow:
    """The externalities that go the same way and are lived alike; ``None`` is what nobody said."""

    direction: ExternalityDirection | None
    polarity: Polarity | None
    externalities: Figure[int]
    opportunities: Figure[int]


@frozen(kw_only=True)
class EffectsLedger:
    """The effects of a relationship.

    Attributes:
        rows: the table, in the order its lines were first observed.
        effects: all the effects.
        attested: those confirmed, or observed by the side that benefits, and not contested.
        contested: those somebody sees otherwise.
        attested_rate: attested out of effects.
        intended_known: the effects of which it is known whether an objective aimed at them.
        unplanned: those of them at which none did.
        unplanned_share: unplanned out of intended_known.
        units: the measures, per unit.
        externalities: what went out to others, came from them, or of which nobody said which
            way it went, each with how many of them open something.
    """

    rows: tuple[EffectRow, ...]
    effects: Figure[int]
    attested: Figure[int]
    contested: Figure[int]
    attested_rate: Fraction | None
    intended_known: Figure[int]
    unplanned: Figure[int]
    unplanned_share: Fraction | None
    units: Mapping[str, UnitLedger]
    externalities: tuple[ExternalityRow, ...]


Gone = tuple[ExternalityDirection | None, Polarity | None]
Alike = tuple[EffectDomain | None, PartyRef | None, bool | None, Polarity | None, EffectStatus]


def _alike(effect: Effect) -> Alike:
    if effect.observed is None:
        return (None, None, None, None, effect.status)
    data = effect.observed.data
    return (data.domain, data.beneficiary, data.intended, data.polarity, effect.status)


def _named(effects: Iterable[Effect]) -> Figure[int]:
    """How many effects, each by the first fact about it."""
    return counted(effect.facts[0] for effect in effects)


def _rows(effects: Iterable[Effect]) -> tuple[EffectRow, ...]:
    groups: dict[Alike, list[Effect]] = {}
    for effect in effects:
        groups.setdefault(_alike(effect), []).append(effect)
    return tuple(
        EffectRow(
            domain=domain,
            beneficiary=beneficiary,
            intended=intended,
            polarity=polarity,
            status=status,
            effects=_named(group),
        )
        for (domain, beneficiary, intended, polarity, status), group in groups.items()
    )


def attested_total(measures: Iterable[Measured]) -> Figure[Decimal] | None:
    """The attested measures added up; all must be in one unit."""
    found = tuple(m for m in measures if m.status is EffectStatus.ATTESTED)
    if not found:
        return None
    added = sum((m.measure.quantity.value for m in found), Decimal(0))
    return Figure(added, tuple(m.fact.id for m in found))


def measured(effects: Iterable[Effect]) -> tuple[Measured, ...]:
    """The measures of some effects."""
    return tuple(
        Measured(
            effect_id=effect.effect_id,
            measure=effect.observed.data.measure,
            status=effect.status,
            fact=effect.observed,
        )
        for effect in effects
        if effect.observed is not None and effect.observed.data.measure is not None
    )


def _units(effects: Iterable[Effect]) -> dict[str, UnitLedger]:
    units: dict[str, tuple[Measured, ...]] = {}
    for one in measured(effects):
        unit = one.measure.quantity.unit
        units[unit] = (*units.get(unit, ()), one)
    return {
        unit: UnitLedger(measures=measures, attested_total=attested_total(measures))
        for unit, measures in units.items()
    }


def _externalities(state: Relationship) -> tuple[ExternalityRow, ...]:
    groups: dict[Gone, list[Recorded[ExternalityObserved]]] = {}
    for fact in state.externalities.by_id.values():
        groups.setdefault((fact.data.direction, fact.data.polarity), []).append(fact)
    return tuple(
        ExternalityRow(
            direction=direction,
            polarity=polarity,
            externalities=counted(group),
            opportunities=counted(fact for fact in group if fact.data.opportunity),
        )
        for (direction, polarity), group in groups.items()
    )


def effects_ledger(state: Relationship, view: View) -> EffectsLedger:
    """The effects of a relationship, told apart and never added up (domain.md §4, row 8)."""
    effects = effects_told(state.effects, view)
    attested = _named(e for e in effects if e.status is EffectStatus.ATTESTED)
    known = tuple(e for e in effects if e.observed and e.observed.data.intended is not None)
    unplanned = _named(e for e in known if e.observed and not e.observed.data.intended)
    return EffectsLedger(
        rows=_rows(effects),
        effects=_named(effects),
        attested=attested,
        contested=_named(e for e in effects if e.contested),
        attested_rate=share(attested.value, len(effects)),
        intended_known=_named(known),
        unplanned=unplanned,
        unplanned_share=share(unplanned.value, len(known)),
        units=_units(effects),
        externalities=_externalities(state),
    )


EFFECTS_LEDGER: Projection[Relationship, EffectsLedger] = Projection(
    name="effects_ledger", start=Relationship(), apply=evolve, answer=effects_ledger
)
