"""A clock that stands where a story is told.

Rule kept here: examples stand on their own days, never on today's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time


class Calendar:
    """A clock for `noe_stores.connect`: its pages are turned by the story."""

    def __init__(self, day: str) -> None:
        self._day = date.fromisoformat(day)

    def __call__(self) -> datetime:
        """Six in the evening, UTC, of the page it is open at."""
        return datetime.combine(self._day, time(18), UTC)

    def turn(self, day: str) -> date:
        """Turn to a day and give it."""
        self._day = date.fromisoformat(day)
        return self._day
