"""Who came and went, and how things stand.

Rule kept here: an ending is told with its account; a history that goes on is not closed by
the teller.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.narration.en.pen import ROLES, Pen, name_of
from noe_core.narration.en.wanted import FEW
from noe_core.narration.en.words import capital, count, listing, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import Tale
from noe_core.relationship.course import Member, RelationshipOpened
from noe_core.values import Side


def people(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on those who joined a side after the opening, and those who left."""
    members = tale.state.course.members.values()
    joined = [m for m in members if not isinstance(m.joined.data, RelationshipOpened)]
    lines = [line for side in Side for line in _side(side, joined, tale, pen)]
    gone = [m for m in members if m.left is not None]
    if len(gone) <= FEW:
        lines += [_departure(m, tale, pen, end=".") for m in gone]
        return Chapter(key="people", title="Who took part", sentences=tuple(lines))
    facts = [m.left for m in gone if m.left]
    lines.append(say(f"{capital(count(len(gone), 'has', 'have'))} left since", facts, "."))
    details = tuple(_departure(m, tale, pen) for m in gone)
    return Chapter(key="people", title="Who took part", sentences=tuple(lines), details=details)


def _side(side: Side, joined: Sequence[Member], tale: Tale, pen: Pen) -> list[Sentence]:
    own = [m for m in joined if m.side is side]
    if not own:
        return []
    facts = [m.joined for m in own]
    span = pen.between(tale.day(facts[0]), tale.day(facts[-1]))
    if len(own) > FEW:
        who = count(len(own), "party", "parties")
    else:
        who = listing([name_of(m.party) for m in own])
    return [say(f"On the side of {ROLES[side]}, {who} joined {span}", facts, ".")]


def _departure(member: Member, tale: Tale, pen: Pen, end: str = "") -> Sentence:
    left = member.left
    assert left is not None  # noqa: S101 - the caller has looked
    reason = f": {quoted(left.data.reason)}" if left.data.reason else ""
    who = capital(name_of(member.party))
    return say(f"{who} left {pen.on(tale.day(left))}{reason}", left, end)


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
    return Chapter(key="standing", title="Where things stand", sentences=tuple(lines))
