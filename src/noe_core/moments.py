"""When something happened: a day, or an instant with its zone.

Rule kept here: what is known only to the day is given no false hour. A plain ``date`` is a
day; a ``datetime`` is an instant and always aware. Every comparison of moments in the
library goes through this file (shared format, "Identity and order").
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

When = date | datetime
"""A day (``date``) or an instant (aware ``datetime``)."""

DEFAULT_ZONE = ZoneInfo("Europe/Paris")
"""Where an instant becomes a day or a month unless the caller says otherwise."""

_FIRST_TO_WAKE = timezone(timedelta(hours=14))
"""Where a day begins first on earth."""


def checked(moment: When) -> When:
    """The moment, instants in UTC.

    Raises:
        ValueError: the instant has no zone, or this is no moment at all.
    """
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} has no zone; give an aware datetime or a date")
        try:
            return moment.astimezone(UTC)
        except OverflowError as error:
            raise ValueError(f"{moment.isoformat()} is outside the calendar in UTC") from error
    if isinstance(moment, date):
        return moment
    raise ValueError(f"a moment is a date or an aware datetime, not {moment!r}")


def is_day(moment: When) -> bool:
    """Whether the moment is known to the day only."""
    return not isinstance(moment, datetime)


def order(moment: When) -> datetime:
    """Where the moment stands among others: a day stands at its very beginning, in UTC."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.min, UTC)


def begins(moment: When) -> datetime:
    """The earliest instant at which the moment may have begun somewhere on earth."""
    return moment if isinstance(moment, datetime) else _day_begins(moment)


@lru_cache(maxsize=4096)
def _day_begins(day: date) -> datetime:
    if day == date.min:  # the calendar has nothing before it
        return datetime.combine(day, time.min, UTC)
    return datetime.combine(day, time.min, _FIRST_TO_WAKE).astimezone(UTC)


def day_of(moment: When, zone: ZoneInfo = DEFAULT_ZONE) -> date:
    """The calendar day of a moment in a zone; at either end of the calendar, that of UTC."""
    if not isinstance(moment, datetime):
        return moment
    try:
        return moment.astimezone(zone).date()
    except OverflowError:  # "up to the end of time" is a fair thing to ask
        return moment.date()


def within(moment: When, limit: When, zone: ZoneInfo = DEFAULT_ZONE) -> bool:
    """Whether the moment had come by the limit; a day that has begun has come."""
    if isinstance(moment, datetime) and isinstance(limit, datetime):
        return moment <= limit
    return day_of(moment, zone) <= day_of(limit, zone)


def day_from(text: str) -> date:
    """The day that ``YYYY-MM-DD`` stands for; days have one spelling here, weeks have none.

    Raises:
        ValueError: the text is no day so written.
    """
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(f"{text!r} is a day written otherwise than {day.isoformat()}")
    return day


def parse(text: str) -> When:
    """The moment that ``YYYY-MM-DD`` or an instant with a zone stands for.

    Raises:
        ValueError: the text is neither.
    """
    try:
        if len(text) == len("2022-01-31"):
            return day_from(text)
        return checked(datetime.fromisoformat(text))
    except ValueError as error:
        raise ValueError(
            f"{text!r} is neither a day (2022-01-31) nor an instant with its zone "
            f"(2022-01-31T09:00:00Z): {error}"
        ) from error


def written(moment: When) -> str:
    """The moment as it is written: a day as such, an instant with six digits and ``Z``."""
    if isinstance(moment, datetime):
        # strftime leaves the zeros of early years out.
        known = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
        return known.isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"
    return moment.isoformat()
