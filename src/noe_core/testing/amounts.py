"""Quantities, measures, periods and lines of quotes, in few words.

Rule kept here: a builder says in a few words what its value class spells out, and builds
nothing that the class would not. Days and months are written as people write them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

from noe_core.moments import day_from
from noe_core.relationship.quotes import QuoteLine
from noe_core.values import Measure, Money, Period, Quantity

Number = int | str | Decimal
"""An exact number; a float is none."""


def quantity(value: Number, unit: str) -> Quantity:
    """So much of one unit: ``quantity("2.5", "page")``."""
    return Quantity(value=Decimal(value), unit=unit)


def measure(
    value: Number, unit: str, *, baseline: Number | None = None, method: str | None = None
) -> Measure:
    """So much of one unit as observed, what it was before, and how it was measured."""
    before = None if baseline is None else quantity(baseline, unit)
    return Measure(quantity=quantity(value, unit), baseline=before, method=method)


def period(start: str, end: str) -> Period:
    """The days from one to another, both included: ``period("2022-01-10", "2022-01-31")``."""
    return Period(start=day_from(start), end=day_from(end))


def month(text: str) -> Period:
    """A whole month: ``month("2022-02")``."""
    first = day_from(f"{text}-01")
    return Period(
        start=first, end=date(first.year, first.month, monthrange(first.year, first.month)[1])
    )


def line(
    label: str, amount: int | str, *work_ids: str, currency: str = "EUR", minutes: int | None = None
) -> QuoteLine:
    """A line of a quote: what it is for, its amount, and the work it counts."""
    money = Money.of(amount, currency)
    return QuoteLine(label=label, work_ids=work_ids, minutes=minutes, amount=money)
