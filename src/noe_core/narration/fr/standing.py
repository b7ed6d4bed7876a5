"""Who came and went, and how things stand.

Rule kept here: an ending is told with its account; a history that goes on is not closed by
the teller.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.narration.fr.pen import ROLES, Pen, noun_of
from noe_core.narration.fr.wanted import FEW
from noe_core.narration.fr.words import NBSP, capital, count, listing, number, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import Tale
from noe_core.relationship.course import Member, RelationshipOpened
from noe_core.values import Side


def people(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on those who joined a side after the opening, and those who left."""
    joined = [
        m
        for m in tale.state.course.members.values()
        if not isinstance(m.joined.data, RelationshipOpened)
    ]
    lines = [line for side in Side for line in _side(side, joined, tale, pen)]
    gone = [m for m in tale.state.course.members.values() if m.left is not None]
    details = [_departure(m, tale, pen) for m in gone] if len(gone) > FEW else []
    lines += [] if details else [_departure(m, tale, pen, end=".") for m in gone]
    if details:
        facts = [m.left for m in gone if m.left]
        lines.append(
            say(f"{capital(count(len(gone), 'est reparti', 'sont repartis'))} depuis", facts, ".")
        )
    return Chapter(
        key="people", title="Qui a pris part", sentences=tuple(lines), details=tuple(details)
    )


def _side(side: Side, joined: Sequence[Member], tale: Tale, pen: Pen) -> list[Sentence]:
    own = [m for m in joined if m.side is side]
    if not own:
        return []
    where = f"Du côté {ROLES[side].of}"
    facts = [m.joined for m in own]
    first, last = tale.day(facts[0]), tale.day(facts[-1])
    if len(own) > FEW:
        span = pen.on(first) if first == last else f"entre {pen.on(first)} et {pen.on(last)}"
        return [
            say(
                f"{where}, {number(len(own))} parties sont entrées {span}",
                facts,
                ".",
            )
        ]
    names = listing([str(noun_of(m.party)) for m in own])
    verb = "est entré en relation" if len(own) == 1 else "sont entrés en relation"
    when = pen.on(first) if first == last else f"entre {pen.on(first)} et {pen.on(last)}"
    return [say(f"{where}, {names} {verb} {when}", facts, ".")]


def _departure(member: Member, tale: Tale, pen: Pen, end: str = "") -> Sentence:
    assert member.left is not None  # noqa: S101 - the caller has looked
    who = noun_of(member.party)
    reason = f"{NBSP}: {quoted(member.left.data.reason)}" if member.left.data.reason else ""
    verb = who.verb("est parti", "sont partis")
    return say(
        f"{capital(str(who))} {verb} {pen.on(tale.day(member.left))}{reason}", member.left, end
    )


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
    return Chapter(key="standing", title="Où l’on en est", sentences=tuple(lines))
