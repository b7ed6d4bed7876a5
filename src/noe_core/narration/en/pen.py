"""The English pen: who is meant, and when, without saying the same thing twice.

Rule kept here: a side is named once a chapter and then goes by its role; the year is said
when it changes; a date close to the last one is told from it (shared word, "Time as people
speak of it").
"""

from __future__ import annotations

import datetime as dt

from attrs import define, field

from noe_core.narration.en.words import day, days
from noe_core.narration.tale import Tale
from noe_core.values import Party, Side

ROLES = {
    Side.PROVIDER: "the provider",
    Side.CLIENT: "the client",
    Side.PARTNER: "the partner",
}


def name_of(party: Party) -> str:
    """The name of a party; English needs no article of its own."""
    return party.name or party.party_id


@define
class Pen:
    """What has been said so far, as far as the next words depend on it."""

    tale: Tale
    _year: int | None = None
    _named: set[Side] = field(factory=set)
    _turns: dict[str, int] = field(factory=dict)

    def turn(self, what: str) -> int:
        """How often something was said before; what repeats takes turns."""
        self._turns[what] = self._turns.get(what, -1) + 1
        return self._turns[what]

    def new_chapter(self) -> None:
        """Name the sides again, and the year where the story has several."""
        self._named.clear()
        self._turns.clear()
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
        self._year = when.year
        return day(when, year=new)

    def on(self, when: dt.date) -> str:
        """``on 20 March``."""
        return f"on {self.date(when)}"

    def between(self, first: dt.date, last: dt.date) -> str:
        """``between 3 and 9 March``, or the one day."""
        if first == last:
            return self.on(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"between {first.day} and {self.date(last)}"
        if first.year != last.year:
            self._year = None  # both years are said: one alone would be read for both
        return f"between {self.date(first)} and {self.date(last)}"

    def after(self, before: dt.date | None, when: dt.date) -> str:
        """A date told from the one before it where they are close."""
        gap = (when - before).days if before is not None else -1
        if gap == 0:
            return "the same day"
        if gap == 1:
            return "the next day"
        if 1 < gap < 7:  # noqa: PLR2004 - days of a week
            return f"{days(gap)} later"
        if gap in {7, 14, 21}:
            return {7: "a week", 14: "two weeks", 21: "three weeks"}[gap] + " later"
        return self.on(when)
