"""Months of the calendar, in which after-work quotes are counted.

Rule kept here: a moment belongs to the month of its day in the view's zone.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from noe_core.values import Period


class Month(NamedTuple):
    """A month of a year; months compare as they come."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month of a day."""
        return cls(day.year, day.month)

    @property
    def period(self) -> Period:
        """Its first day to its last.

        Raises:
            ValueError: there is no such month.
        """
        first = date(self.year, self.month, 1)
        return Period(start=first, end=first.replace(day=monthrange(*self)[1]))
