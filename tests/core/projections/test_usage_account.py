from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from telling import LISE, NORA, nth, tell

from noe_core.projections.usage_account import USAGE_ACCOUNT, UnitAccount
from noe_core.relationship.effects import EffectAttested, EffectObserved
from noe_core.relationship.usage import UsageMeasured, UsageUnitDefined
from noe_core.relationship.work import WorkRecorded
from noe_core.testing import month, period
from noe_core.typed import Fact
from noe_core.values import Period

LANDING = "landing"
MARCH, APRIL = month("2022-03"), month("2022-04")
DEFINED: tuple[str, Fact] = ("2022-02-01", UsageUnitDefined(unit=LANDING, replaces="tyre"))


def measured(quantity: str | None, days: Period | None, unit: str = LANDING) -> UsageMeasured:
    """So much use over some days."""
    return UsageMeasured(unit=unit, quantity=Decimal(quantity) if quantity else None, period=days)


def landings(*told: tuple[str, Fact], as_of: str | None = None) -> UnitAccount:
    """The account of landings, defined first."""
    return USAGE_ACCOUNT.of(tell(DEFINED, *told, as_of=as_of)).units[LANDING]


def test_nothing_used_is_no_account() -> None:
    """An empty history has neither units nor measures without one."""
    answer = USAGE_ACCOUNT.of(tell())
    assert (answer.units, answer.undefined) == ({}, {})


def test_a_unit_defined_and_not_measured_has_an_empty_account() -> None:
    """What was defined says what it replaces, and no share of nothing."""
    account = landings()
    assert account.defined is not None
    assert account.defined.data.replaces == "tyre"
    assert account.periods == {}
    assert account.whole.quantity.value == 0
    assert (account.whole.minutes_per_use, account.whole.effects_per_use) == (None, None)


def test_use_adds_up_within_a_period_and_over_periods() -> None:
    """Two measures of March are one use of March; March and April are the whole."""
    account = landings(
        ("2022-05-01", measured("30", APRIL)),
        ("2022-05-01", measured("12.5", MARCH)),
        ("2022-05-02", measured("7.5", MARCH)),
    )
    assert list(account.periods) == [MARCH, APRIL]
    assert account.periods[MARCH].quantity.value == 20
    assert account.periods[MARCH].quantity.evidence == (nth(3), nth(4))
    assert account.whole.quantity.value == 50
    assert account.whole.quantity.evidence == (nth(3), nth(4), nth(2))


def test_units_are_never_added_to_one_another() -> None:
    """Landings and kilometres have an account each, and each counts the same work."""
    history = tell(
        DEFINED,
        ("2022-02-01", UsageUnitDefined(unit="km")),
        ("2022-03-10", WorkRecorded(work_id="w", by=NORA, minutes=60)),
        ("2022-04-01", measured("20", MARCH)),
        ("2022-04-01", measured("1000", MARCH, "km")),
    )
    units = USAGE_ACCOUNT.of(history).units
    assert {key: one.whole.quantity.value for key, one in units.items()} == {
        LANDING: 20,
        "km": 1000,
    }
    assert units[LANDING].whole.minutes_per_use == 3
    assert units["km"].whole.minutes_per_use == Fraction(60, 1000)


def test_a_unit_nobody_defined_is_kept_apart() -> None:
    """An import may measure what nobody defined; it is shown as such."""
    answer = USAGE_ACCOUNT.of(tell(DEFINED, ("2022-04-01", measured("3", MARCH, "pallet"))))
    assert list(answer.units) == [LANDING]
    assert answer.undefined["pallet"].defined is None
    assert answer.undefined["pallet"].whole.quantity.value == 3


def test_days_measured_twice_have_no_sum() -> None:
    """A quarter and one of its months share days: each stands, and no total counts both."""
    quarter = period("2022-01-01", "2022-03-31")
    account = landings(
        ("2022-04-01", measured("60", quarter)), ("2022-04-01", measured("20", MARCH))
    )
    assert [use.quantity.value for use in account.periods.values()] == [60, 20]
    assert account.whole.quantity.value is None
    assert account.whole.quantity.evidence == (nth(2), nth(3))
    assert account.whole.minutes_per_use is None


def test_periods_that_touch_do_not_overlap() -> None:
    """The last day of March is not the first of April."""
    account = landings(("2022-05-01", measured("1", MARCH)), ("2022-05-01", measured("2", APRIL)))
    assert account.whole.quantity.value == 3


def test_use_without_its_period_or_its_number_is_left_out_of_the_sums() -> None:
    """What has no days is told apart; what has no number adds nothing."""
    account = landings(
        ("2022-04-01", measured("20", MARCH)),
        ("2022-04-01", measured("5", None)),
        ("2022-04-01", measured(None, None)),
        ("2022-05-01", measured(None, APRIL)),
    )
    assert list(account.periods) == [MARCH]
    assert account.whole.quantity.value == 20
    assert (account.undated.value, account.undated.evidence) == (5, (nth(3),))


def test_no_use_is_a_number_and_has_no_share() -> None:
    """Nothing used in a month is known; minutes per nothing are not."""
    account = landings(
        ("2022-03-10", WorkRecorded(work_id="w", by=NORA, minutes=60)),
        ("2022-04-01", UsageMeasured(unit=LANDING, quantity=Decimal(0), period=MARCH)),
    )
    assert account.periods[MARCH].quantity.value == 0
    assert account.periods[MARCH].provider_minutes.value == 60
    assert account.periods[MARCH].minutes_per_use is None


def test_only_the_providers_own_minutes_on_those_days_are_counted() -> None:
    """The client's work, a machine's, and work of other days stay out."""
    account = landings(
        ("2022-02-28", WorkRecorded(work_id="early", by=NORA, minutes=1)),
        ("2022-03-01", WorkRecorded(work_id="first", by=NORA, minutes=20)),
        ("2022-03-05", WorkRecorded(work_id="theirs", by=LISE, minutes=4)),
        ("2022-03-05", WorkRecorded(work_id="machine", by=NORA, minutes=8, automated=True)),
        ("2022-03-05", WorkRecorded(work_id="unsaid", by=NORA)),
        ("2022-03-31", WorkRecorded(work_id="last", by=NORA, minutes=40)),
        ("2022-04-01", measured("20", MARCH)),
    )
    assert account.periods[MARCH].provider_minutes.value == 60
    assert account.periods[MARCH].provider_minutes.evidence == (nth(3), nth(7))
    assert account.periods[MARCH].minutes_per_use == 3


def test_effects_count_on_the_days_of_a_period_and_from_its_first_day_on_in_the_whole() -> None:
    """An effect may show after the use it comes from, and never before."""
    account = landings(
        ("2022-02-15", EffectObserved(effect_id="before")),
        ("2022-03-15", EffectObserved(effect_id="then")),
        ("2022-04-02", measured("20", MARCH)),
        ("2022-06-01", EffectObserved(effect_id="late")),
        ("2022-06-02", EffectAttested(effect_id="lone")),
    )
    march = account.periods[MARCH]
    assert (march.effects.value, march.effects.evidence) == (1, (nth(3),))
    assert march.effects_per_use == Fraction(1, 20)
    assert account.whole.effects.evidence == (nth(3), nth(5))
    assert account.whole.effects_per_use == Fraction(1, 10)


def test_a_period_may_be_any_days() -> None:
    """Use may be measured over a week as well as over a month."""
    week = Period(start=date(2022, 3, 7), end=date(2022, 3, 13))
    assert list(landings(("2022-03-14", measured("4", week))).periods) == [week]
