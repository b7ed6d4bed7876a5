"""Usage: the unit that is sold instead of the good, and how much of it there was.

Rule kept here: a unit says what it replaces and what for before it is measured; it is
measured over days that have passed, and units are never added to one another
(domain.md §2 "unité d'usage", §3).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge
from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When, day_of
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.relationship.course import while_working
from noe_core.typed import Fact, Text, Unfit, value
from noe_core.values import Period, Quantity

if TYPE_CHECKING:
    from noe_core.relationship.state import Relationship


@value
class UsageUnitDefined(Fact):
    """Both sides said what is counted instead of the good it replaces, and what for."""

    unit: Text
    replaces: Text | None = None
    purpose: Text | None = None


@value
class UsageMeasured(Fact):
    """So much use was made over a period, in one unit; possibly none."""

    unit: Text
    quantity: Annotated[Decimal, Ge(0)] | None = None
    period: Period | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a number that no quantity could have."""
        try:
            self.measured  # noqa: B018 - built to be checked
        except Unfit as error:
            raise Unfit("UsageMeasured", "quantity", error.why) from error

    @property
    def measured(self) -> Quantity | None:
        """The quantity with its unit."""
        return None if self.quantity is None else Quantity(value=self.quantity, unit=self.unit)


@frozen
class UsageNotOver(Refusal):
    """Use is measured once its period has passed."""

    says = "the period over which {unit} is measured runs until {end}; measure from the next day on"
    unit: str
    end: date


@frozen(kw_only=True)
class UsageUnit:
    """A unit as its facts tell it; an import may measure what nobody defined."""

    unit: str
    defined: Recorded[UsageUnitDefined] | None = None
    measures: tuple[Recorded[UsageMeasured], ...] = ()


@frozen(kw_only=True)
class Usage:
    """The units of use so far."""

    units: Mapping[str, UsageUnit] = field(factory=dict)


FACTS = frozenset({UsageUnitDefined, UsageMeasured})
"""The facts this chapter follows."""


def follow(usage: Usage, facts: Iterable[AnyRecorded]) -> Usage:
    """The usage after some more facts."""
    units = dict(usage.units)

    def known(unit: str) -> UsageUnit:
        return units.get(unit) or UsageUnit(unit=unit)

    for fact in facts:
        if holds(fact, UsageUnitDefined):
            unit = fact.data.unit
            units[unit] = evolve(known(unit), defined=fact)
        elif holds(fact, UsageMeasured):
            unit = fact.data.unit
            units[unit] = evolve(known(unit), measures=(*known(unit).measures, fact))
    return Usage(units=units)


def _defined(state: "Relationship", unit: str) -> bool:
    known = state.usage.units.get(unit)
    return known is not None and known.defined is not None


def define_usage_unit(
    state: "Relationship",
    *,
    on: When,
    unit: str,
    purpose: str,
    replaces: str | None = None,
    id: str = MADE,
) -> Draft[UsageUnitDefined] | Refusal:
    """Define what is counted instead of the good, and what for; once.

    Refusals: `NotAllowedInPhase`, `AlreadyDone`, `Missing`.
    """
    return first(
        while_working(state),
        AlreadyDone("usage unit", unit, "defined") if _defined(state, unit) else None,
        missing(unit=unit, purpose=purpose),
    ) or happened(UsageUnitDefined(unit=unit, replaces=replaces, purpose=purpose), on)


def measure_usage(
    state: "Relationship",
    unit: str,
    *,
    on: When,
    quantity: Decimal,
    period: Period,
    id: str = MADE,
) -> Draft[UsageMeasured] | Refusal:
    """Measure the use made over a period that has passed, in a unit that is defined.

    Refusals: `NotAllowedInPhase`, `UnknownReference`, `UsageNotOver`.
    """
    return first(
        while_working(state),
        None if _defined(state, unit) else UnknownReference("unit", unit),
        UsageNotOver(unit, period.end) if day_of(on) <= period.end else None,
    ) or happened(UsageMeasured(unit=unit, quantity=quantity, period=period), on)
