"""English dates, numbers, money and lists.

Rule kept here: written, not translated; British order of dates, words in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from noe_core.values import Money

LOCALE = "en_GB"

_UNITS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


def number(n: int) -> str:
    """A whole number as one writes it in a sentence: in letters up to twelve."""
    return _UNITS[n] if 0 <= n < len(_UNITS) else format_decimal(n, locale=LOCALE)


def count(n: int, one: str, many: str) -> str:
    """A number with its noun: ``two reviews``, ``one review``, ``no reviews``."""
    return f"{number(n)} {one if n == 1 else many}"


_RANKS = (
    "no", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
)  # fmt: skip


def ordinal(n: int) -> str:
    """A rank: ``second``; in figures from the thirteenth on."""
    if n < len(_RANKS):
        return _RANKS[n]
    teen = n % 100 in {11, 12, 13}
    return f"{n}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def day(when: date, *, year: bool = True) -> str:
    """A day: ``1 March 2022``, or ``20 March`` where the year is known."""
    return format_date(when, "d MMMM y" if year else "d MMMM", locale=LOCALE)


def month(when: date, *, year: bool = True) -> str:
    """A month: ``March 2022``, or ``March``."""
    return format_date(when, "MMMM y" if year else "MMMM", locale=LOCALE)


def days(n: int) -> str:
    """A number of days: ``three days``."""
    return count(n, "day", "days")


def time_spent(minutes: int) -> str:
    """Minutes as a person says them: ``nine hours``, ``an hour and a half``, ``45 minutes``."""
    if minutes < 60:  # noqa: PLR2004
        return count(minutes, "minute", "minutes")
    if minutes >= 8 * 60:
        # Beyond a working day nobody counts quarters.
        minutes = round(minutes / 30) * 30
    hours, rest = divmod(minutes, 60)
    part = {15: " and a quarter", 30: " and a half", 45: " and three quarters"}.get(rest, "")
    if hours == 1 and (part or not rest):
        return f"an hour{part}"
    if part or not rest:
        return f"{number(hours)}{part} hours"
    return f"{count(hours, 'hour', 'hours')} and {count(rest, 'minute', 'minutes')}"


def money(amount: Money) -> str:
    """An amount: ``€2,250``, cents only where there are some."""
    whole = amount.amount == amount.amount.to_integral_value()
    pattern = "¤#,##0" if whole else None
    return format_currency(
        amount.amount, amount.currency, pattern, locale=LOCALE, currency_digits=not whole
    )


def figure(value: Decimal) -> str:
    """A measured number, exact: ``1,250.5``."""
    return format_decimal(value, locale=LOCALE, decimal_quantization=False)


def percent(share: Fraction) -> str:
    """A share of a hundred: ``20%``, one decimal where it matters."""
    return f"{format_decimal(float(round(share * 100, 1)), '#,##0.#', locale=LOCALE)}%"


def quoted(text: str) -> str:
    """Somebody's own words, untouched, between quotation marks."""
    return f"\u201c{text.strip()}\u201d"


def listing(items: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(items) < 2:  # noqa: PLR2004
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def capital(text: str) -> str:
    """The text with its first letter in capital."""
    return text[:1].upper() + text[1:]
