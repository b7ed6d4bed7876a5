"""Quarters of the calendar, in which what people carry is compared.

Rule kept here: a quarter is named without its dates, so that any two compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from noe_core.projections.months import Month
from noe_core.values import Period


class Quarter(NamedTuple):
    """A quarter of a year, 1 to 4; quarters compare as they come."""

    year: int
    quarter: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def period(self) -> Period:
        """Its first day to its last.

        Raises:
            ValueError: there is no such quarter.
        """
        last = 3 * self.quarter
        return Period(start=date(self.year, last - 2, 1), end=Month(self.year, last).period.end)

    def later(self, quarters: int) -> Quarter:
        """The one so many quarters later, or earlier."""
        years, place = divmod(self.quarter - 1 + quarters, 4)
        return Quarter(self.year + years, place + 1)


def quarters(first: date, last: date) -> Iterator[Quarter]:
    """The quarters from that of a day to that of another."""
    quarter, end = Quarter.of(first), Quarter.of(last)
    while quarter <= end:
        yield quarter
        quarter = quarter.later(1)


def last_over(day: date) -> Quarter:
    """The last quarter that is over on a day; its own last day ends it."""
    current = Quarter.of(day)
    return current if current.period.end == day else current.later(-1)
