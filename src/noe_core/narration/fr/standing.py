"""Who came and went, and how things stand.

Rule kept here: an ending is told with its account; a history that goes on is not closed by
the teller.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.narration.fr.pen import ROLES, Pen, noun_of
from noe_core.narration.fr.words import NBSP, capital, count, listing, number, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.parties import Member
from noe_core.values import Side


def people(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on those who joined a side after the opening, and those who left."""
    joined = [
        m
        for m in tale.state.parties.members.values()
        if not isinstance(m.joined.data, RelationshipOpened)
    ]
    lines = [line for side in Side for line in _side(side, joined, tale, pen)]
    gone = [m for m in tale.state.parties.members.values() if m.left is not None]
    lines += _departures(gone, tale, pen)
    return Chapter(key="people", title="Qui a pris part", sentences=tuple(lines))


def _departures(gone: Sequence[Member], tale: Tale, pen: Pen) -> list[Sentence]:
    if not gone:
        return []
    facts = [m.left for m in gone if m.left]
    days = [tale.day(fact) for fact in facts]
    if len(gone) > FEW:
        span = pen.between(min(days), max(days))
        return [say(f"{capital(number(len(gone)))} parties sont reparties {span}", facts, ".")]
    who = noun_of(gone[0].party)
    parts = [f"{who} {who.verb('est', 'sont')} {who.agreed('parti')} {pen.on(days[0])}"]
    parts += [f"{noun_of(m.party)}, {pen.on(d)}" for m, d in zip(gone[1:], days[1:], strict=True)]
    for index, fact in enumerate(facts):
        parts[index] += f" ({quoted(fact.data.reason)})" if fact.data.reason else ""
    return [say(capital(f"{NBSP}; ".join(parts)), facts, ".")]


def _side(side: Side, joined: Sequence[Member], tale: Tale, pen: Pen) -> list[Sentence]:
    own = [m for m in joined if m.side is side]
    if not own:
        return []
    where = f"Chez {ROLES[side]}" if pen.turn("side") else f"Du côté {ROLES[side].of}"
    facts = [m.joined for m in own]
    first, last = tale.day(facts[0]), tale.day(facts[-1])
    span = pen.between(first, last)
    if len(own) > FEW:
        return [say(f"{where}, {number(len(own))} parties sont entrées {span}", facts, ".")]
    nouns = [noun_of(m.party) for m in own]
    if len(nouns) == 1:
        verb = f"{nouns[0].verb('est', 'sont')} {nouns[0].agreed('entré')}"
    else:
        verb = "sont entrées" if all(noun.feminine for noun in nouns) else "sont entrés"
    return [say(f"{where}, {listing([str(n) for n in nouns])} {verb} {span}", facts, ".")]


def standing(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on the ending, or on the taking up again."""
    lines: list[Sentence] = []
    course = tale.state.course
    for closed in course.closed[-1:]:
        reason = f" ({quoted(closed.data.reason)})" if closed.data.reason else ""
        told = f"{NBSP}: {quoted(closed.data.account)}" if closed.data.account else ""
        lines.append(
            say(
                f"La relation s’est close {pen.on(tale.day(closed))}{reason}{told}",
                closed,
                ".",
            )
        )
    for reopened in course.reopened[-1:]:
        reason = f"{NBSP}: {quoted(reopened.data.reason)}" if reopened.data.reason else ""
        lines.append(say(f"Elle a repris {pen.on(tale.day(reopened))}{reason}", reopened, "."))
    unread = tale.state.unread
    if unread:
        how_many = capital(count(len(unread), "fait est consigné", "faits sont consignés"))
        lines.append(
            say(f"{how_many} sous une forme que cette version ne sait pas lire", unread, ".")
        )
    return Chapter(key="standing", title="Où l’on en est", sentences=tuple(lines))
