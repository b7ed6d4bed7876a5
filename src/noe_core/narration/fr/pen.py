"""The French pen: who is meant, and when, without saying the same thing twice.

Rule kept here: a side is named once a chapter and then goes by its role; the year is said
when it changes; a date close to the last one is told from it (shared word, "Time as people
speak of it").
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from attrs import define, field, frozen

from noe_core.facts import AnyRecorded
from noe_core.narration.fr.words import LOCALE, capital, day, days, elided, month
from noe_core.narration.tale import Tale
from noe_core.values import Gender, Party, Period, Side

__all__ = ["LOCALE", "Noun", "Pen"]


@frozen
class Noun:
    """A name with what French grammar needs of it."""

    article: str
    bare: str
    feminine: bool = False
    plural: bool = False

    def __str__(self) -> str:
        if self.article.endswith(("'", "’")):
            return f"{self.article[:-1]}’{self.bare}"
        return f"{self.article} {self.bare}" if self.article else self.bare

    @property
    def of(self) -> str:
        """``du Studio``, ``de la Coop``, ``d'Opale``."""
        contracted = {"le": "du", "les": "des"}.get(self.article)
        if contracted:
            return f"{contracted} {self.bare}"
        return f"de {self}" if self.article else elided("de", self.bare)

    @property
    def to(self) -> str:
        """``au Studio``, ``à la Coop``."""
        contracted = {"le": "au", "les": "aux"}.get(self.article)
        return f"{contracted} {self.bare}" if contracted else f"à {self}"

    def agreed(self, participle: str) -> str:
        """The participle in the gender and number of the noun."""
        return participle + ("e" if self.feminine else "") + ("s" if self.plural else "")

    def verb(self, one: str, many: str) -> str:
        """The form of a verb for the noun's number."""
        return many if self.plural else one


SAME_DAY = ("Le même jour", "Ce jour-là", "Ce même jour")

ROLES = {
    Side.PROVIDER: Noun("le", "prestataire"),
    Side.CLIENT: Noun("le", "client"),
    Side.PARTNER: Noun("le", "partenaire"),
}


def noun_of(party: Party) -> Noun:
    """The noun for a party."""
    article = (party.article or "").strip()
    return Noun(
        article,
        party.name or party.party_id,
        feminine=party.gender is Gender.FEMININE,
        plural=article == "les",
    )


@define
class Pen:
    """What has been said so far, as far as the next words depend on it."""

    tale: Tale
    _year: int | None = None
    _last: date | None = None
    _relative: str = ""
    _span: tuple[date, date] | None = None
    _named: set[Side] = field(factory=set)
    _turns: dict[str, int] = field(factory=dict)

    @property
    def last(self) -> date | None:
        """The day said last in this chapter."""
        return self._last

    def turn(self, what: str) -> int:
        """How often something was said before; what repeats takes turns."""
        self._turns[what] = self._turns.get(what, -1) + 1
        return self._turns[what]

    def new_chapter(self) -> None:
        """Name the sides again, and the year where the story has several."""
        self._named.clear()
        self._turns.clear()
        self._last, self._relative, self._span = None, "", None
        if self.tale.many_years:
            self._year = None

    def name(self, side: Side) -> Noun:
        """A side by its name, where it has one."""
        party = self.tale.party(side)
        return noun_of(party) if party else ROLES[side]

    def who(self, side: Side | None) -> Noun:
        """A side: by name the first time in a chapter, then by role."""
        if side is None:
            return Noun("", "l’une des parties", feminine=True)
        if side in self._named:
            return ROLES[side]
        self._named.add(side)
        return self.name(side)

    def on(self, when: date) -> str:
        """``le 20 mars``, with the year when it is not the one said last."""
        new = when.year != self._year
        self._year, self._last, self._relative = when.year, when, ""
        return day(when, year=new)

    def front(self, when: date, before: date | None = None) -> str:
        """A date that opens a sentence, with its capital; one just said is not said again."""
        if when == self._last and self._relative != _later(0):
            return SAME_DAY[self.turn("same day") % len(SAME_DAY)]
        return capital(self.after(before, when))

    def across(self, facts: Iterable[AnyRecorded]) -> str:
        """From the first day of some facts to the last, in whatever order they stand."""
        days = [self.tale.day(fact) for fact in facts]
        return self.between(min(days), max(days))

    def between(self, first: date, last: date) -> str:
        """``entre le 3 et le 9 mars``, or the one day; the same span is not said twice running."""
        if first == last:
            return self.on(first)
        if (first, last) == self._span:
            return "dans le même temps"
        self._span = (first, last)
        start = day(first, year=False).rpartition(" ")[0]
        if (first.year, first.month) != (last.year, last.month):
            # Two years are both said, one is said once: alone, the first would be read for both.
            years = first.year != last.year
            self._year = None if years else self._year
            start = day(first, year=years)
        return self._spanned(f"entre {start} et {self.on(last)}")

    def of_day(self, when: date) -> str:
        """``du 20 mars``."""
        return "du" + self.on(when).removeprefix("le")

    def at_day(self, when: date) -> str:
        """``au 20 mars``."""
        return "au" + self.on(when).removeprefix("le")

    def over(self, period: Period) -> str:
        """``du 3 au 9 mars``, ``en mars`` for a whole month, or the one day."""
        first, last = period.start, period.end
        if first == last:
            return self.on(first)
        if (first.year, first.month) != (last.year, last.month):
            years = first.year != last.year
            start = day(first, year=years).removeprefix("le")
            self._year = None if years else self._year
            return self._spanned(f"du{start} {self.at_day(last)}")
        if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
            new, self._year = first.year != self._year, first.year
            return f"en {month(first, year=new)}"
        start = day(first, year=False).removeprefix("le").rpartition(" ")[0]
        return self._spanned(f"du{start} {self.at_day(last)}")

    def _spanned(self, said: str) -> str:
        """A span just said: no single day, to which « le même jour » could point back."""
        self._last = None
        return said

    def after(self, before: date | None, when: date) -> str:
        """A date told from the one just said where they are close, never twice alike running."""
        near = before is not None and before == self._last
        gap = 0 if when == self._last else (when - before).days if before and near else -1
        said = _later(gap)
        if not said or said == self._relative:
            return self.on(when)
        self._relative, self._last = said, when
        return said


def _later(gap: int) -> str:
    """So many days later, as people say it; nothing where they would name the day."""
    if gap == 0:
        return "le même jour"
    if gap == 1:
        return "le lendemain"
    if 1 < gap < 7:  # noqa: PLR2004 - days of a week
        return f"{days(gap)} plus tard"
    weeks = {7: "une semaine", 14: "deux semaines", 21: "trois semaines"}
    return f"{weeks[gap]} plus tard" if gap in weeks else ""
