"""The value narrative in English: its chapters in their order, and its title.

Rule kept here: what happened between people first, what it cost late, what is contested
last and in the same voice.
"""

from __future__ import annotations

from collections.abc import Iterator

from noe_core.narration.en.around import around
from noe_core.narration.en.cost import cost
from noe_core.narration.en.effects import contested, displaced, unforeseen
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.people import people
from noe_core.narration.en.promised import promised
from noe_core.narration.en.real import real
from noe_core.narration.en.standing import standing
from noe_core.narration.en.wanted import wanted
from noe_core.narration.en.words import capital, month
from noe_core.narration.en.worked import worked
from noe_core.narration.narrative import Chapter
from noe_core.narration.tale import Tale
from noe_core.values import Side

CHAPTERS = (
    wanted,
    people,
    promised,
    worked,
    real,
    displaced,
    unforeseen,
    around,
    cost,
    contested,
    standing,
)


def chapters(tale: Tale) -> Iterator[Chapter]:
    """The chapters, in order; some may have no sentence."""
    pen = Pen(tale)
    for chapter in CHAPTERS:
        pen.new_chapter()
        yield chapter(tale, pen)


def title(tale: Tale) -> str:
    """The two sides and the span told."""
    pen = Pen(tale)
    named = any(tale.party(side) for side in Side)
    sides = f"{pen.name(Side.PROVIDER)} and {pen.name(Side.CLIENT)}"
    who = capital(sides) if named or not tale.own_id else tale.own_id
    if not tale.facts:
        return who
    first, last = tale.day(tale.facts[0]), tale.day(tale.facts[-1])
    if (first.year, first.month) == (last.year, last.month):
        return f"{who}, {month(first)}"
    return f"{who}, {month(first, year=first.year != last.year)} to {month(last)}"
