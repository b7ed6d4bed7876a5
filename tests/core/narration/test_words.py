"""Dates, numbers, money and lists, as a person of each language writes them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from noe_core.narration.en import words as en
from noe_core.narration.en.worked import spoken_share as en_share
from noe_core.narration.fr import words as fr
from noe_core.narration.fr.pen import Noun
from noe_core.narration.fr.worked import spoken_share as fr_share
from noe_core.values import Money

NBSP = "\u00a0"
THIN = "\u202f"


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (1, "une minute", "one minute"),
        (45, "45 minutes", "45 minutes"),
        (60, "une heure", "an hour"),
        (75, "une heure et quart", "an hour and a quarter"),
        (90, "une heure et demie", "an hour and a half"),
        (105, "une heure trois quarts", "an hour and three quarters"),
        (110, f"1{NBSP}h{NBSP}50", "one hour and 50 minutes"),
        (150, "deux heures et demie", "two and a half hours"),
        (525, "neuf heures", "nine hours"),
        (5280, "88 heures", "88 hours"),
    ],
)
def test_time_is_said_as_people_say_it(minutes: int, french: str, english: str) -> None:
    """Minutes are said in hours and quarters, and roundly beyond a working day."""
    assert fr.time_spent(minutes) == french
    assert en.time_spent(minutes) == english


def test_days_are_written_in_the_manner_of_each_language() -> None:
    """The first of a month is « 1er » in French; the year is left out when it is known."""
    assert fr.day(date(2022, 3, 1)) == "le 1er mars 2022"
    assert fr.day(date(2022, 8, 20), year=False) == "le 20 août"
    assert en.day(date(2022, 3, 1)) == "1 March 2022"
    assert en.day(date(2022, 8, 20), year=False) == "20 August"
    assert (fr.month(date(2022, 2, 1)), en.month(date(2022, 2, 1))) == (
        "février 2022",
        "February 2022",
    )
    assert (fr.month(date(2022, 2, 1), year=False), en.days(1)) == ("février", "one day")


def test_money_keeps_its_cents_only_where_there_are_some() -> None:
    """A round amount has no cents; the sign stands where each language puts it."""
    assert fr.money(Money.of(2250)) == f"2{THIN}250{NBSP}€"
    assert fr.money(Money.of("12.5")) == f"12,50{NBSP}€"
    assert en.money(Money.of(2250)) == "€2,250"
    assert en.money(Money.of("12.5")) == "€12.50"


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    """Plurals follow the language."""
    assert fr.count(0, "revue", "revues", feminine=True) == "zéro revue"
    assert fr.count(1, "revue", "revues", feminine=True) == "une revue"
    assert fr.count(2, "revue", "revues", feminine=True) == "deux revues"
    assert en.count(0, "review", "reviews") == "no reviews"
    assert en.count(1, "review", "reviews") == "one review"


def test_lists_end_with_and() -> None:
    """The last of a list is joined by a word."""
    assert [fr.listing(list("abc")[:n]) for n in range(4)] == ["", "a", "a et b", "a, b et c"]
    assert [en.listing(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_a_share_is_said_in_words() -> None:
    """A share is told by the nearest fraction people use, and which side of it it lies on."""
    assert fr_share(Fraction(1, 5)) == "un cinquième"
    assert fr_share(Fraction(24, 100)) == "près d’un quart"
    assert fr_share(Fraction(26, 100)) == "un peu plus d’un quart"
    assert fr_share(Fraction(49, 100)) == "près de la moitié"
    assert fr_share(Fraction(1, 50)) == "moins d’un dixième"
    assert fr_share(Fraction(1)) == "la totalité"
    assert fr_share(Fraction(78, 100)) == "un peu plus des trois quarts"
    assert fr_share(Fraction(65, 100)) == "près des deux tiers"
    assert en_share(Fraction(24, 100)) == "nearly a quarter"
    assert en_share(Fraction(11, 100)) == "just over a tenth"
    assert en_share(Fraction(1, 50)) == "less than a tenth"
    assert (fr.percent(Fraction(645, 5985)), en.percent(Fraction(1, 5))) == (
        f"10,8{NBSP}%",
        "20%",
    )


@pytest.mark.parametrize(
    ("noun", "said", "of", "to"),
    [
        (Noun("le", "Studio"), "le Studio", "du Studio", "au Studio"),
        (Noun("la", "Coop"), "la Coop", "de la Coop", "à la Coop"),
        (Noun("l'", "Atelier"), "l’Atelier", "de l’Atelier", "à l’Atelier"),
        (Noun("les", "Ormes"), "les Ormes", "des Ormes", "aux Ormes"),
        (Noun("", "Opale"), "Opale", "d’Opale", "à Opale"),
        (Noun("", "Brume"), "Brume", "de Brume", "à Brume"),
        (Noun("", "Hélène"), "Hélène", "d’Hélène", "à Hélène"),
        (Noun("", "Yann"), "Yann", "de Yann", "à Yann"),
        (Noun("", "Yvonne"), "Yvonne", "d’Yvonne", "à Yvonne"),
    ],
)
def test_articles_contract_and_elide(noun: Noun, said: str, of: str, to: str) -> None:
    """A name takes its article, contracted after « de » and « à », elided before a vowel."""
    assert (str(noun), noun.of, noun.to) == (said, of, to)


def test_ranks_are_words_as_far_as_people_use_them() -> None:
    """A rank is a word when small and a figure with its ending when not."""
    assert [fr.ordinal(n) for n in (1, 2, 4, 5, 9, 11, 20)] == [
        "première",
        "deuxième",
        "quatrième",
        "cinquième",
        "neuvième",
        "onzième",
        "20e",
    ]
    assert [en.ordinal(n) for n in (2, 12, 13, 21, 22, 23, 111)] == [
        "second",
        "twelfth",
        "13th",
        "21st",
        "22nd",
        "23rd",
        "111th",
    ]
