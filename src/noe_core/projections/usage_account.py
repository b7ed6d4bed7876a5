"""The account of use: how much of what is sold instead of the good, and what it took.

Rule kept here: units are never added to one another, and days never counted twice. Nothing
says which unit a piece of work or an effect served, so each unit counts them all: its shares
compare with nothing but themselves at another time (domain.md §4, row 18).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from noe_core.facts import F, Recorded
from noe_core.projection import Projection, View
from noe_core.projections.figure import Figure, counted, on
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.usage import UsageMeasured, UsageUnit, UsageUnitDefined
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Period, Side

Measures = tuple[Recorded[UsageMeasured], ...]


@frozen(kw_only=True)
class Used:
    """The use made over some days, and what it took and displaced.

    Attributes:
        quantity: the use, in the unit of the account; ``None`` where it cannot be added up.
        provider_minutes: person-minutes of the provider's work on those days, machines apart.
        minutes_per_use: provider_minutes out of quantity.
        effects: the effects observed on those days, or of a whole account since its first
            day, for an effect may show late; entries of the story, not their value.
        effects_per_use: effects out of quantity.
    """

    quantity: Figure[Decimal | None]
    provider_minutes: Figure[int]
    minutes_per_use: Fraction | None
    effects: Figure[int]
    effects_per_use: Fraction | None


@frozen(kw_only=True)
class UnitAccount:
    """The account of one unit of use.

    Attributes:
        unit: the unit.
        defined: what defined it: what it replaces, and what for; ``None`` in an import that
            left it out.
        periods: the use of each period measured, by its first day. Measures of one same
            period are added up.
        whole: the use of all of them; its quantity is ``None`` where two periods share a
            day, and would count it twice.
        undated: use measured without its period; in none of the others.
    """

    unit: str
    defined: Recorded[UsageUnitDefined] | None
    periods: Mapping[Period, Used]
    whole: Used
    undated: Figure[Decimal]


@frozen(kw_only=True)
class UsageAccount:
    """The accounts by unit: those of units that were defined, and the others apart."""

    units: Mapping[str, UnitAccount]
    undefined: Mapping[str, UnitAccount]


@frozen
class _Seen:
    """A state and from where it is seen."""

    state: Relationship
    view: View

    def within(
        self, facts: Iterable[Recorded[F]], periods: Iterable[Period]
    ) -> tuple[Recorded[F], ...]:
        """The facts of some days."""
        days = tuple(periods)
        return tuple(fact for fact in facts if any(on(fact, self.view) in one for one in days))

    def used(
        self,
        quantity: Figure[Decimal | None],
        worked: Iterable[Period],
        displaced: Iterable[Period],
    ) -> Used:
        """What a quantity took on some days, and what showed on others."""
        minutes = _minutes(self.within(self.state.work.done.values(), worked))
        observed = (e.observed for e in self.state.effects.by_id.values() if e.observed)
        effects = counted(self.within(observed, displaced))
        return Used(
            quantity=quantity,
            provider_minutes=minutes,
            minutes_per_use=_per(minutes.value, quantity.value),
            effects=effects,
            effects_per_use=_per(effects.value, quantity.value),
        )


def _minutes(works: Iterable[Recorded[WorkRecorded]]) -> Figure[int]:
    known = tuple(
        (work.data.minutes, work.id)
        for work in works
        if work.data.done_by is Side.PROVIDER and work.data.minutes and not work.data.automated
    )
    return Figure(sum(minutes for minutes, _ in known), tuple(event_id for _, event_id in known))


def _per(count: int, quantity: Decimal | None) -> Fraction | None:
    return Fraction(count) / Fraction(quantity) if quantity else None


def _added(measures: Iterable[Recorded[UsageMeasured]]) -> Figure[Decimal]:
    known = tuple((m.data.quantity, m.id) for m in measures if m.data.quantity is not None)
    added = sum((quantity for quantity, _ in known), Decimal(0))
    return Figure(added, tuple(event_id for _, event_id in known))


def _periods(measures: Measures) -> dict[Period, Measures]:
    found: dict[Period, Measures] = {}
    for measure in measures:
        period = measure.data.period
        if period is not None and measure.data.quantity is not None:
            found[period] = (*found.get(period, ()), measure)
    return {period: found[period] for period in sorted(found, key=lambda one: (one.start, one.end))}


def overlapping(periods: Iterable[Period]) -> bool:
    """Whether two of some periods, given by their first day, share a day."""
    last: Period | None = None
    for period in periods:
        if last is not None and last.overlaps(period):
            return True
        last = period
    return False


def _account(seen: _Seen, unit: UsageUnit) -> UnitAccount:
    periods = _periods(unit.measures)
    dated = tuple(measure for measures in periods.values() for measure in measures)
    added = _added(dated)
    since = tuple(Period(start=first.start, end=date.max) for first in list(periods)[:1])
    total: Decimal | None = None if overlapping(periods) else added.value
    return UnitAccount(
        unit=unit.unit,
        defined=unit.defined,
        periods={
            period: seen.used(_added(measures), (period,), (period,))
            for period, measures in periods.items()
        },
        whole=seen.used(Figure(total, added.evidence), periods, since),
        undated=_added(m for m in unit.measures if m.data.period is None),
    )


def usage_account(state: Relationship, view: View) -> UsageAccount:
    """The use made, unit by unit and period by period (domain.md §4, row 18)."""
    seen = _Seen(state, view)
    accounts = {key: _account(seen, unit) for key, unit in state.usage.units.items()}
    return UsageAccount(
        units={key: one for key, one in accounts.items() if one.defined is not None},
        undefined={key: one for key, one in accounts.items() if one.defined is None},
    )


USAGE_ACCOUNT: Projection[Relationship, UsageAccount] = Projection(
    name="usage_account", start=Relationship(), apply=evolve, answer=usage_account
)
