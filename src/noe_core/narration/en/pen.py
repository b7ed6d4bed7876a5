"""The English pen: who is meant, and when, without saying the same thing twice.

Rule kept here: a side is named once a chapter and then goes by its role; the year is said
when it changes; a date close to the last one is told from it (shared word, "Time as people
speak of it").
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable

from attrs import define, field

from noe_core.facts import AnyRecorded
from noe_core.narration.en.words import capital, day, days, month
from noe_core.narration.tale import Tale
from noe_core.values import Party, Period, Side

SAME_DAY = ("The same day", "That day", "That same day")

ROLES = {
    Side.PROVIDER: "the provider",
    Side.CLIENT: "the client",
    Side.PARTNER: "the partner",
}


def name_of(party: Party) -> str:
    """The name of a party, with the article of English where it takes one.

    ``article`` is the French one: it tells that the name is not a person's, and a small first
    letter that it is no proper name either: “the workshop”, but “Atelier Lys”.
    """
    name = party.name or party.party_id
    common = bool((party.article or "").strip()) and name[:1].islower()
    return f"the {name}" if common else name


@define
class Pen:
    """What has been said so far, as far as the next words depend on it."""

    tale: Tale
    _year: int | None = None
    _last: dt.date | None = None
    _relative: str = ""
    _span: tuple[dt.date, dt.date] | None = None
    _named: set[Side] = field(factory=set)
    _turns: dict[str, int] = field(factory=dict)

    @property
    def last(self) -> dt.date | None:
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

    def name(self, side: Side) -> str:
        """A side by its name, where it has one."""
        party = self.tale.party(side)
        return name_of(party) if party else ROLES[side]

    def who(self, side: Side | None) -> str:
        """A side: by name the first time in a chapter, then by role."""
        if side is None:
            return "one of the parties"
        if side in self._named:
            return ROLES[side]
        self._named.add(side)
        return self.name(side)

    def date(self, when: dt.date) -> str:
        """``20 March``, with the year when it is not the one said last."""
        new = when.year != self._year
        self._year, self._last, self._relative = when.year, when, ""
        return day(when, year=new)

    def on(self, when: dt.date) -> str:
        """``on 20 March``."""
        return f"on {self.date(when)}"

    def front(self, when: dt.date, before: dt.date | None = None) -> str:
        """A date that opens a sentence, with its capital; one just said is not said again."""
        if when == self._last and self._relative != _later(0):
            return SAME_DAY[self.turn("same day") % len(SAME_DAY)]
        return capital(self.after(before, when))

    def across(self, facts: Iterable[AnyRecorded]) -> str:
        """From the first day of some facts to the last, in whatever order they stand."""
        days = [self.tale.day(fact) for fact in facts]
        return self.between(min(days), max(days))

    def between(self, first: dt.date, last: dt.date) -> str:
        """``between 3 and 9 March``, or the one day; the same span is not said twice running."""
        if first == last:
            return self.on(first)
        if (first, last) == self._span:
            return "over the same time"
        self._span = (first, last)
        start = str(first.day)
        if (first.year, first.month) != (last.year, last.month):
            # Two years are both said, one is said once: alone, the first would be read for both.
            years = first.year != last.year
            self._year = None if years else self._year
            start = day(first, year=years)
        return self._spanned(f"between {start} and {self.date(last)}")

    def over(self, period: Period) -> str:
        """``from 3 to 9 March``, ``in March`` for a whole month, or the one day."""
        first, last = period.start, period.end
        if first == last:
            return self.on(first)
        if (first.year, first.month) != (last.year, last.month):
            years = first.year != last.year
            self._year = None if years else self._year
            return self._spanned(f"from {day(first, year=years)} to {self.date(last)}")
        if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
            new, self._year = first.year != self._year, first.year
            return f"in {month(first, year=new)}"
        return self._spanned(f"from {first.day} to {self.date(last)}")

    def _spanned(self, said: str) -> str:
        """A span just said: no single day, to which “the same day” could point back."""
        self._last = None
        return said

    def after(self, before: dt.date | None, when: dt.date) -> str:
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
        return "the same day"
    if gap == 1:
        return "the next day"
    if 1 < gap < 7:  # noqa: PLR2004 - days of a week
        return f"{days(gap)} later"
    weeks = {7: "a week", 14: "two weeks", 21: "three weeks"}
    return f"{weeks[gap]} later" if gap in weeks else ""
