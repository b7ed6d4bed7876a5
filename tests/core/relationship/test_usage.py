from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.usage import (
    UsageMeasured,
    UsageNotOver,
    UsageUnitDefined,
    define_usage_unit,
    measure_usage,
)
from noe_core.typed import Unfit
from noe_core.values import Period, Quantity
from relationship.given import CLOSED, OPEN, SIGNED, Refused, Told, folded, when

DAY = date(2022, 5, 1)
APRIL = Period(start=date(2022, 4, 1), end=date(2022, 4, 30))
DEFINED: Told = (UsageUnitDefined(unit="cup washed"), "2022-03-15")
MEASURED: Told = (UsageMeasured(unit="cup washed", quantity=Decimal(300)), "2022-04-01")

DEFINE = when(
    define_usage_unit, on=DAY, unit="cup washed", purpose="a stall with nothing to throw away"
).given(OPEN)
MEASURE = when(
    measure_usage, on=DAY, unit="cup washed", quantity=Decimal("1240.5"), period=APRIL
).given(OPEN, DEFINED)

BEFORE = NotAllowedInPhase("prospect", "open, signed")
AFTER = NotAllowedInPhase("closed", "open, signed")

REFUSALS = (
    Refused("not opened", when(define_usage_unit, **DEFINE.but(unit="").arguments), BEFORE),
    Refused("closed", DEFINE.given(CLOSED), AFTER),
    Refused(
        "defined already",
        DEFINE.given(DEFINED).but(purpose=""),
        AlreadyDone("usage unit", "cup washed", "defined"),
    ),
    Refused("no name", DEFINE.but(unit="", purpose=""), Missing("unit")),
    Refused("to no purpose", DEFINE.but(purpose=""), Missing("purpose")),
    Refused("not opened", when(measure_usage, **MEASURE.arguments).given(DEFINED), BEFORE),
    Refused("closed", MEASURE.given(CLOSED).but(unit="x"), AFTER),
    Refused(
        "no such unit",
        MEASURE.but(unit="mile", on=date(2022, 4, 1)),
        UnknownReference("unit", "mile"),
    ),
    Refused(
        "measured in an import, never defined",
        when(measure_usage, **MEASURE.arguments).given(OPEN, MEASURED),
        UnknownReference("unit", "cup washed"),
    ),
    Refused(
        "on the last day of its period",
        MEASURE.but(on=APRIL.end),
        UsageNotOver("cup washed", APRIL.end),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_usage_is_refused(case: Refused) -> None:
    """A unit is defined once, then measured over days that have passed."""
    assert case.situation.answer == case.refusal


def test_a_unit_of_use_is_defined() -> None:
    """With what it replaces, where it replaces anything."""
    purpose = "a stall with nothing to throw away"
    assert DEFINE.given(SIGNED).fact == UsageUnitDefined(unit="cup washed", purpose=purpose)
    assert DEFINE.given(MEASURED).but(replaces="paper cups").fact == UsageUnitDefined(
        unit="cup washed", replaces="paper cups", purpose=purpose
    )


def test_use_is_measured() -> None:
    """In parts of a unit too, and as often as wanted."""
    fact = UsageMeasured(unit="cup washed", quantity=Decimal("1240.5"), period=APRIL)
    assert MEASURE.fact == fact
    assert MEASURE.given(SIGNED, MEASURED).fact == fact


def test_the_period_is_over_on_the_next_day_in_paris() -> None:
    """Half past ten in the evening of the 30th, UTC, is the 1st of May there."""
    late = datetime(2022, 4, 30, 22, 30, tzinfo=UTC)
    assert MEASURE.but(on=late).fact
    assert MEASURE.but(on=late.replace(hour=21)).answer == UsageNotOver("cup washed", APRIL.end)


def test_what_was_measured_is_a_quantity_of_the_unit() -> None:
    """None at all is one; what nobody counted is not."""
    none = UsageMeasured(unit="cup washed", quantity=Decimal(0))
    assert none.measured == Quantity(value=Decimal(0), unit="cup washed")
    assert UsageMeasured(unit="cup washed").measured is None


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (Decimal(-1), "must be at least 0"),
        (Decimal("NaN"), "must be a finite number"),
        (Decimal("1E+31"), "must have at most 30 digits"),
        (3, "must be a Decimal"),
    ],
    ids=repr,
)
def test_a_number_that_is_no_quantity_is_wrong_in_itself(number: Decimal, why: str) -> None:
    """Less than nothing, no number, a number that would fill pages."""
    with pytest.raises(Unfit, match=rf"^UsageMeasured\.quantity {why}"):
        UsageMeasured(unit="cup washed", quantity=number)


def test_measures_stand_under_their_unit() -> None:
    """Each unit for itself, defined or not."""
    mile: Told = (UsageMeasured(unit="mile"), "2022-04-03")
    units = folded(MEASURED, mile, DEFINED, MEASURED).usage.units
    assert {unit.unit: len(unit.measures) for unit in units.values()} == {
        "cup washed": 2,
        "mile": 1,
    }
    assert units["mile"].defined is None
    assert units["cup washed"].defined is not None
