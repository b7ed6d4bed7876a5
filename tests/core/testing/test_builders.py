"""The people and the amounts of a test, in few words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from noe_core.relationship.quotes import QuoteLine
from noe_core.relationship.reviews import Assessment, ReviewHeld
from noe_core.testing import (
    both_assessed,
    client,
    line,
    measure,
    month,
    partner,
    period,
    provider,
    quantity,
    together,
)
from noe_core.values import Measure, Money, PartyRef, Period, Quantity, Side

NORA, LISE = provider("nora", of="Studio Marelle"), client("lise")


def test_people_stand_on_their_side_and_of_their_house() -> None:
    """The house may be left out."""
    assert PartyRef(party_id="nora", side=Side.PROVIDER, organisation="Studio Marelle") == NORA
    assert PartyRef(party_id="lise", side=Side.CLIENT) == LISE
    assert partner("route") == PartyRef(party_id="route", side=Side.PARTNER)


def test_together_takes_both_sides() -> None:
    """A group that would be refused everywhere is refused here, with the side it lacks."""
    assert together(NORA, LISE, partner("route")) == (NORA, LISE, partner("route"))
    with pytest.raises(ValueError, match="together needs someone of the client side too"):
        together(NORA, provider("omar"))


def test_both_sides_are_assessed_by_each_other() -> None:
    """So that a review of both sides is one."""
    of_provider, of_client = both_assessed(of_client="they came")
    assert of_client == Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account="they came")
    assert (of_provider.of_side, of_provider.by_side) == (Side.PROVIDER, Side.CLIENT)
    assert ReviewHeld(review_id="r", assessments=both_assessed()).assesses_both


def test_amounts_are_those_of_the_value_classes() -> None:
    """Only shorter."""
    before = Quantity(value=Decimal("2.5"), unit="page")
    assert quantity("2.5", "page") == before
    assert measure(1, "page") == Measure(quantity=quantity(1, "page"))
    assert measure(1, "page", baseline="2.5", method="counted") == Measure(
        quantity=quantity(1, "page"), baseline=before, method="counted"
    )
    assert line("the month's work", "120.50", "w1", "w2", minutes=60) == QuoteLine(
        label="the month's work",
        work_ids=("w1", "w2"),
        minutes=60,
        amount=Money.of("120.50"),
    )
    assert line("in francs", 5, currency="CHF").amount == Money.of(5, "CHF")


def test_periods_are_written_as_people_write_them() -> None:
    """Both ends are in it; a month ends on its last day, in a leap year too."""
    assert period("2022-01-10", "2022-01-31") == Period(
        start=date(2022, 1, 10), end=date(2022, 1, 31)
    )
    assert month("2024-02") == period("2024-02-01", "2024-02-29")
    with pytest.raises(ValueError, match="2022-2-01"):
        month("2022-2")
