"""French dates, numbers, money, lists and elision.

Rule kept here: the typography is that of French print, with no-break spaces before
« : ; ? ! » and inside the quotation marks (shared word, "No seams").
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from noe_core.values import Money

LOCALE = "fr_FR"
NBSP = "\u00a0"

_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip
_VOWELS = "aeiouàâäéèêëîïôöùûüœæ"


def number(n: int, *, feminine: bool = False) -> str:
    """A whole number as one writes it in a sentence: in letters up to sixteen."""
    if n == 1 and feminine:
        return "une"
    return _UNITS[n] if 0 <= n < len(_UNITS) else format_decimal(n, locale=LOCALE)


def count(n: int, one: str, many: str, *, feminine: bool = False) -> str:
    """A number with its noun: ``deux revues``, ``une revue``; zero is singular in French."""
    return f"{number(n, feminine=feminine)} {one if n < 2 else many}"  # noqa: PLR2004


def ordinal(n: int) -> str:
    """A rank, in the feminine: ``deuxième``."""
    if n < len(_UNITS):
        return {1: "première", 4: "quatrième", 5: "cinquième", 9: "neuvième"}.get(
            n, f"{_UNITS[n].removesuffix('e')}ième"
        )
    return f"{n}e"


def day(when: date, *, year: bool = True) -> str:
    """A day: ``le 1er mars 2022``, or ``le 20 mars`` where the year is known."""
    first = "1er" if when.day == 1 else str(when.day)
    month = format_date(when, "MMMM", locale=LOCALE)
    return f"le {first} {month} {when.year}" if year else f"le {first} {month}"


def month(when: date, *, year: bool = True) -> str:
    """A month: ``mars 2022``, or ``mars``."""
    return format_date(when, "MMMM y" if year else "MMMM", locale=LOCALE)


def days(n: int) -> str:
    """A number of days: ``trois jours``."""
    return count(n, "jour", "jours")


def time_spent(minutes: int) -> str:
    """Minutes as a person says them: ``neuf heures``, ``une heure et quart``, ``45 minutes``."""
    if minutes < 60:  # noqa: PLR2004
        return count(minutes, "minute", "minutes", feminine=True)
    if minutes >= 8 * 60:
        # Beyond a working day nobody counts quarters.
        minutes = round(minutes / 30) * 30
    hours, rest = divmod(minutes, 60)
    tail = {0: "", 15: " et quart", 30: " et demie", 45: " trois quarts"}
    if rest not in tail:
        return f"{hours}{NBSP}h{NBSP}{rest:02d}"
    return count(hours, "heure", "heures", feminine=True) + tail[rest]


def money(amount: Money) -> str:
    """An amount: ``2 250 €``, cents only where there are some."""
    whole = amount.amount == amount.amount.to_integral_value()
    pattern = "#,##0\u00a0¤" if whole else None
    return format_currency(
        amount.amount, amount.currency, pattern, locale=LOCALE, currency_digits=not whole
    )


def figure(value: Decimal) -> str:
    """A measured number, exact: ``1 250,5``."""
    return format_decimal(value, locale=LOCALE, decimal_quantization=False)


def percent(share: Fraction) -> str:
    """A share of a hundred: ``20 %``, one decimal where it matters."""
    exact = share * 100
    shown = format_decimal(float(round(exact, 1)), "#,##0.#", locale=LOCALE)
    return f"{shown}{NBSP}%"


def quoted(text: str) -> str:
    """Somebody's own words, untouched, between guillemets."""
    return f"«{NBSP}{text.strip()}{NBSP}»"


def listing(items: Sequence[str]) -> str:
    """``a, b et c``."""
    if len(items) < 2:  # noqa: PLR2004
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def elided(word: str, following: str) -> str:
    """``de`` or ``que`` before a word: ``d'un``, ``qu'elle``, ``d'Hélène``, ``de Yann``.

    An h is taken as mute, as it is in nearly every first name; « onze » elides nothing.
    """
    first, second = following[:1].lower(), following[1:2].lower()
    opens = first in _VOWELS + "h" or (first == "y" and second not in _VOWELS)
    if first and opens and not following.startswith("onze"):
        return f"{word[:-1]}’{following}"
    return f"{word} {following}"


def capital(text: str) -> str:
    """The text with its first letter in capital."""
    return text[:1].upper() + text[1:]
