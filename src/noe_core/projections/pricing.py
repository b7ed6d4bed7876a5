"""What a line of a draft costs: at a rate per hour, or at the caller's own price.

Rule kept here: amounts are exact until they are rounded, once, to the cent; a machine's
minutes are nobody's and cost nothing (domain.md §4, row 3).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from noe_core.facts import Recorded
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Money

_CENT, _HOUR = Decimal("0.01"), Decimal(60)

Works = tuple[Recorded[WorkRecorded], ...]
"""The pieces of work that make one line."""

Price = Callable[[Works], Money]
"""What the caller asks for the work of one line."""


def minutes_of(works: Works) -> int:
    """The person-minutes known of some pieces of work; a machine's are nobody's."""
    return sum(work.data.minutes or 0 for work in works if not work.data.automated)


def hourly(rate: Money) -> Price:
    """The price of person-minutes at a rate per hour, half a cent going up."""

    def price(works: Works) -> Money:
        exact = rate.amount * minutes_of(works) / _HOUR
        return Money(amount=exact.quantize(_CENT, ROUND_HALF_UP), currency=rate.currency)

    return price
