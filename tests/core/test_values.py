from datetime import date, datetime
from decimal import Decimal, localcontext
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from noe_core.typed import Unfit
from noe_core.values import (
    Gender,
    Measure,
    Money,
    Party,
    PartyRef,
    Period,
    Quantity,
    Side,
    total,
)

SIDES = "'provider', 'client', 'partner'"
MINUTES = Quantity(value=Decimal(240), unit="minute")


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        (Money, {"amount": 10}, "Money.amount must be a Decimal, not 10 (int)"),
        (Money, {"amount": Decimal("-0.01")}, "Money.amount must be at least 0, not -0.01"),
        (Money, {"amount": Decimal(10)}, "Money.amount must have exactly two places, not 10"),
        (
            Money,
            {"amount": Decimal("1.005")},
            "Money.amount must have exactly two places, not 1.005",
        ),
        (Money, {"amount": Decimal("NaN")}, "Money.amount must be a finite number, not NaN"),
        (Money, {"amount": Decimal("sNaN")}, "Money.amount must be a finite number, not sNaN"),
        (
            Money,
            {"amount": Decimal("Infinity")},
            "Money.amount must be a finite number, not Infinity",
        ),
        (
            Money,
            {"amount": Decimal(10**18).quantize(Decimal(1)) + Decimal("0.00")},
            "Money.amount must have at most 18 digits",
        ),
        (
            Money,
            {"currency": "eur"},
            "Money.currency must be three capital letters such as EUR, not 'eur'",
        ),
        (
            Money,
            {"currency": "EURO"},
            "Money.currency must be three capital letters such as EUR, not 'EURO'",
        ),
        (
            Money,
            {"currency": "ÉUR"},
            "Money.currency must be three capital letters such as EUR, not 'ÉUR'",
        ),
        (
            Money,
            {"currency": "EU1"},
            "Money.currency must be three capital letters such as EUR, not 'EU1'",
        ),
        (Money, {"currency": None}, "Money.currency must be a str, not None (NoneType)"),
        (Quantity, {"value": 1.5}, "Quantity.value must be a Decimal, not 1.5 (float)"),
        (
            Quantity,
            {"value": Decimal("-Infinity")},
            "Quantity.value must be a finite number, not -Infinity",
        ),
        (
            Quantity,
            {"value": Decimal("1E+31")},
            "Quantity.value must have at most 30 digits on a side",
        ),
        (
            Quantity,
            {"value": Decimal("1E-31")},
            "Quantity.value must have at most 30 digits on a side",
        ),
        (
            Quantity,
            {"value": Decimal("0E-31")},
            "Quantity.value must have at most 30 digits on a side",
        ),
        (
            Quantity,
            {"unit": ""},
            "Quantity.unit must not be empty; leave it out where nothing is known",
        ),
        (
            Measure,
            {"baseline": Quantity(value=Decimal(4), unit="hour")},
            "Measure.baseline must be in minute as the quantity is, not in hour",
        ),
        (Measure, {"quantity": None}, "Measure.quantity must be a Quantity, not None (NoneType)"),
        (
            Period,
            {"end": date(2021, 12, 31)},
            "Period.end must not be before its start 2022-01-01: 2021-12-31",
        ),
        (
            Period,
            {"end": datetime(2022, 1, 31)},  # noqa: DTZ001 - wrong on purpose
            "Period.end must be a date, not datetime.datetime(2022, 1, 31, 0, 0) (datetime)",
        ),
        (
            PartyRef,
            {"party_id": ""},
            "PartyRef.party_id must not be empty; leave it out where nothing is known",
        ),
        (
            PartyRef,
            {"side": "client"},
            f"PartyRef.side must be a Side (one of {SIDES}), not 'client' (str)",
        ),
        (
            Party,
            {"gender": "feminine"},
            "Party.gender must be a Gender (one of 'feminine', 'masculine'), not 'feminine' (str)",
        ),
        (Party, {"name": 3}, "Party.name must be a str, not 3 (int)"),
    ],
    ids=str,
)
def test_what_is_wrong_in_itself_cannot_be_built(
    kind: Any, fields: dict[str, Any], says: str
) -> None:
    """The error names the class, the field and what is expected there."""
    right: dict[Any, dict[str, Any]] = {
        Money: {"amount": Decimal("1.00"), "currency": "EUR"},
        Quantity: {"value": Decimal(1), "unit": "page"},
        Measure: {"quantity": MINUTES},
        Period: {"start": date(2022, 1, 1), "end": date(2022, 1, 31)},
        PartyRef: {"party_id": "nora", "side": Side.PROVIDER},
        Party: {"party_id": "nora"},
    }
    assert kind(**right[kind])
    with pytest.raises(Unfit) as caught:
        kind(**{**right[kind], **fields})
    assert str(caught.value) == says
    assert f"{caught.value.owner}.{caught.value.field} {caught.value.why}" == says


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (3000, "3000.00 EUR"),
        ("0.5", "0.50 EUR"),
        ("1E+2", "100.00 EUR"),
        ("10.0000", "10.00 EUR"),
        (Decimal("7.10"), "7.10 EUR"),
        (10**18 - 1, "999999999999999999.00 EUR"),
    ],
)
def test_money_is_made_of_any_exact_number(amount: Any, written: str) -> None:
    """Places that say nothing are added or left out."""
    assert str(Money.of(amount)) == written


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        (1.5, "Money.amount must be an int, a str or a Decimal, not 1.5"),
        (True, "Money.amount must be an int, a str or a Decimal, not True"),
        (None, "Money.amount must be an int, a str or a Decimal, not None"),
        ("ten", "Money.amount must be a number to pay, not 'ten'"),
        ("Infinity", "Money.amount must be a number to pay, not 'Infinity'"),
        ("sNaN", "Money.amount must be a number to pay, not 'sNaN'"),
        ("1E+40", "Money.amount must be a number to pay, not '1E+40'"),
        ("NaN", "Money.amount must have at most two places, not NaN"),
        ("0.005", "Money.amount must have at most two places, not 0.005"),
        (-1, "Money.amount must be at least 0, not -1.00"),
        (10**18, "Money.amount must have at most 18 digits"),
    ],
    ids=str,
)
def test_money_of_anything_else_is_refused(amount: Any, says: str) -> None:
    """Nothing is rounded, and a float is never exact money."""
    with pytest.raises(Unfit) as caught:
        Money.of(amount)
    assert str(caught.value) == says


def test_equal_money_is_equal() -> None:
    """By amount and currency, whatever it was made of; nothing owed has no sign."""
    assert Money.of("5") == Money.of(5) == Money(amount=Decimal("5.00"), currency="EUR")
    assert len({Money.of("5"), Money.of(5), Money.of(5, "CHF"), Money.of(6)}) == 3
    assert Money.of("-0.00") == Money.of(0)
    assert hash(Money.of("-0.00")) == hash(Money.of(0))


def test_money_adds_up_within_one_currency() -> None:
    """No amount and two currencies have no sum."""
    assert total([Money.of("0.10"), Money.of("0.20")]) == Money.of("0.30")
    assert total(iter([Money.of(1, "CHF")])) == Money.of(1, "CHF")
    assert total([]) is None
    assert total([Money.of(1), Money.of(1, "CHF")]) is None


@given(st.lists(st.integers(0, 10**20 - 1), min_size=1, max_size=30))
def test_sums_of_money_are_exact(cents: list[int]) -> None:
    """Down to the cent, for as many of the greatest amounts as a history may hold."""
    with localcontext(prec=60):
        amounts = [Money(amount=Decimal(c).scaleb(-2), currency="EUR") for c in cents]
        exact = Decimal(sum(cents)).scaleb(-2)
    together = sum((money.amount for money in amounts), Decimal("0.00"))
    assert together == exact
    if exact < 10**18:
        assert total(amounts) == Money(amount=exact, currency="EUR")


def test_equal_quantities_are_equal_however_they_are_written() -> None:
    """A hundred is a hundred."""
    hundreds = {Quantity(value=Decimal(text), unit="page") for text in ("100", "1E+2", "100.0")}
    assert len(hundreds) == 1
    assert Quantity(value=Decimal("-1E-30"), unit="page").value < 0
    assert Quantity(value=Decimal("9E+30"), unit="page").value > 0


def test_a_measure_may_have_a_baseline_in_its_unit() -> None:
    """And a method; both may be missing."""
    before = Quantity(value=Decimal(300), unit="minute")
    assert Measure(quantity=MINUTES, baseline=before, method="a diary").baseline == before
    assert Measure(quantity=MINUTES) == Measure(quantity=MINUTES, baseline=None, method=None)


def test_a_period_has_both_its_ends() -> None:
    """One day is a period; two periods overlap when they share a day."""
    january = Period(start=date(2022, 1, 1), end=date(2022, 1, 31))
    last_day = Period(start=date(2022, 1, 31), end=date(2022, 1, 31))
    february = Period(start=date(2022, 2, 1), end=date(2022, 2, 28))
    assert [date(2022, 1, d) in january for d in (1, 31)] == [True, True]
    assert date(2021, 12, 31) not in january
    assert date(2022, 2, 1) not in january
    assert january.overlaps(last_day)
    assert last_day.overlaps(january)
    assert not january.overlaps(february)
    assert not february.overlaps(january)


def test_each_side_has_one_across() -> None:
    """A partner stands across from the provider."""
    assert [side.other for side in Side] == [Side.CLIENT, Side.PROVIDER, Side.PROVIDER]


def test_values_do_not_change() -> None:
    """Nothing is set, added or taken away once they are built."""
    party = Party(party_id="lys", article="l'", gender=Gender.MASCULINE)
    for value, name in ((party, "name"), (Money.of(1), "amount"), (MINUTES, "unit")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)
        with pytest.raises(FrozenInstanceError):
            delattr(value, name)
        with pytest.raises((AttributeError, TypeError)):
            object.__setattr__(value, "no_such_field", 1)
