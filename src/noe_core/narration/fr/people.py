"""Who took part: those who joined a side after the opening, those who left, those who came back.

Rule kept here: each comes and goes on a day of their own; past a few, they are told together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from noe_core.facts import AnyRecorded
from noe_core.narration.fr.pen import ROLES, Noun, Pen, noun_of
from noe_core.narration.fr.words import NBSP, capital, listing, number, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.stays import Stay
from noe_core.narration.tale import FEW, Tale
from noe_core.values import Side


def people(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on those who came and went."""
    came = [stay for stay in tale.stays if stay.joined and not stay.again]
    lines = [line for side in (*Side, None) for line in _side(side, came, tale, pen)]
    lines += _departures([s for s in tale.stays if s.left and not s.again], tale, pen)
    lines += _returns([s for s in tale.stays if s.again], tale, pen)
    return Chapter(key="people", title="Qui a pris part", sentences=tuple(lines))


def _side(side: Side | None, came: Sequence[Stay], tale: Tale, pen: Pen) -> list[Sentence]:
    own = [stay for stay in came if stay.side is side]
    if not own:
        return []
    if side is None:
        where = "Sans que le côté soit dit"
    else:
        where = f"Chez {ROLES[side]}" if pen.turn("side") else f"Du côté {ROLES[side].of}"
    facts = [stay.began for stay in own]
    if len(own) > FEW:
        span = pen.between(tale.day(facts[0]), tale.day(facts[-1]))
        return [say(f"{where}, {number(len(own))} parties sont entrées {span}", facts, ".")]
    by_day = [(d, list(group)) for d, group in groupby(own, key=lambda s: tale.day(s.began))]
    parts: list[str] = []
    for day, together in by_day:
        nouns = [noun_of(stay.party) for stay in together]
        who = listing([_with_role(n, s) for n, s in zip(nouns, together, strict=True)])
        parts.append(f"{who}, {pen.on(day)}" if parts else f"{who} {_entered(nouns)} {pen.on(day)}")
    return [say(f"{where}, {f'{NBSP}; '.join(parts)}", facts, ".")]


def _with_role(noun: Noun, stay: Stay) -> str:
    return f"{noun} ({quoted(stay.role)})" if stay.role else str(noun)


def _entered(nouns: Sequence[Noun]) -> str:
    if len(nouns) == 1:
        return f"{nouns[0].verb('est', 'sont')} {nouns[0].agreed('entré')}"
    return "sont entrées" if all(noun.feminine for noun in nouns) else "sont entrés"


def _departures(gone: Sequence[Stay], tale: Tale, pen: Pen) -> list[Sentence]:
    facts = [stay.left for stay in gone if stay.left]
    if not facts:
        return []
    days = [tale.day(fact) for fact in facts]
    if len(gone) > FEW:
        span = pen.between(min(days), max(days))
        return [say(f"{capital(number(len(gone)))} parties sont reparties {span}", facts, ".")]
    parts: list[str] = []
    for stay, fact, day in zip(gone, facts, days, strict=True):
        who = noun_of(stay.party)
        verb = "," if parts else f" {who.verb('est', 'sont')} {who.agreed('parti')}"
        why = f" ({quoted(fact.data.reason)})" if fact.data.reason else ""
        parts.append(f"{who}{verb} {pen.on(day)}{why}")
    return [say(capital(f"{NBSP}; ".join(parts)), facts, ".")]


def _returns(back: Sequence[Stay], tale: Tale, pen: Pen) -> list[Sentence]:
    facts: list[AnyRecorded] = [f for s in back for f in (s.began, s.left) if f is not None]
    if not facts:
        return []
    if len(back) > FEW:
        span = pen.between(tale.day(back[0].began), tale.day(back[-1].began))
        times = number(len(back), feminine=True)
        return [say(f"{capital(times)} fois, une partie est revenue {span}", facts, ".")]
    parts: list[str] = []
    for stay in back:
        who = noun_of(stay.party)
        told = (
            f"{who} {who.verb('est', 'sont')} {who.agreed('revenu')} {pen.on(tale.day(stay.began))}"
        )
        told += f" ({quoted(stay.role)})" if stay.role else ""
        if stay.left is not None:
            left = pen.after(tale.day(stay.began), tale.day(stay.left))
            why = f" ({quoted(stay.left.data.reason)})" if stay.left.data.reason else ""
            told += f", puis {who.agreed('reparti')} {left}{why}"
        parts.append(told)
    return [say(capital(f"{NBSP}; ".join(parts)), facts, ".")]
