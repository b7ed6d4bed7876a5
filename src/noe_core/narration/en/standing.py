"""Who came and went, and how things stand.

Rule kept here: an ending is told with its account; a history that goes on is not closed by
the teller.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.narration.en.pen import ROLES, Pen, name_of
from noe_core.narration.en.words import capital, count, listing, number, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.parties import Member
from noe_core.values import Side


def people(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on those who joined a side after the opening, and those who left."""
    members = tale.state.parties.members.values()
    joined = [m for m in members if not isinstance(m.joined.data, RelationshipOpened)]
    lines = [line for side in Side for line in _side(side, joined, tale, pen)]
    gone = [m for m in members if m.left is not None]
    lines += _departures(gone, tale, pen)
    return Chapter(key="people", title="Who took part", sentences=tuple(lines))


def _departures(gone: Sequence[Member], tale: Tale, pen: Pen) -> list[Sentence]:
    if not gone:
        return []
    facts = [m.left for m in gone if m.left]
    days = [tale.day(fact) for fact in facts]
    if len(gone) > FEW:
        span = pen.between(min(days), max(days))
        return [say(f"{capital(number(len(gone)))} parties left {span}", facts, ".")]
    parts = [f"{name_of(gone[0].party)} left {pen.on(days[0])}"]
    parts += [f"{name_of(m.party)} {pen.on(d)}" for m, d in zip(gone[1:], days[1:], strict=True)]
    for index, fact in enumerate(facts):
        parts[index] += f" ({quoted(fact.data.reason)})" if fact.data.reason else ""
    return [say(capital("; ".join(parts)), facts, ".")]


def _side(side: Side, joined: Sequence[Member], tale: Tale, pen: Pen) -> list[Sentence]:
    own = [m for m in joined if m.side is side]
    if not own:
        return []
    where = f"For {ROLES[side]}" if pen.turn("side") else f"On {ROLES[side]}’s side"
    facts = [m.joined for m in own]
    span = pen.between(tale.day(facts[0]), tale.day(facts[-1]))
    if len(own) > FEW:
        who = count(len(own), "party", "parties")
    else:
        who = listing([name_of(m.party) for m in own])
    return [say(f"{where}, {who} joined {span}", facts, ".")]


def standing(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on the ending, or on the taking up again."""
    lines: list[Sentence] = []
    course = tale.state.course
    for closed in course.closed[-1:]:
        reason = f" ({quoted(closed.data.reason)})" if closed.data.reason else ""
        told = f": {quoted(closed.data.account)}" if closed.data.account else ""
        when = pen.on(tale.day(closed))
        lines.append(say(f"The relationship closed {when}{reason}{told}", closed, "."))
    for reopened in course.reopened[-1:]:
        reason = f": {quoted(reopened.data.reason)}" if reopened.data.reason else ""
        lines.append(
            say(f"It was taken up again {pen.on(tale.day(reopened))}{reason}", reopened, ".")
        )
    unread = tale.state.unread
    if unread:
        how_many = capital(count(len(unread), "fact is", "facts are"))
        lines.append(say(f"{how_many} on record in a form this release cannot read", unread, "."))
    return Chapter(key="standing", title="Where things stand", sentences=tuple(lines))
