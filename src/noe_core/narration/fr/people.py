"""Who took part: those who joined a side after the opening, those who left, those who came back.

Rule kept here: each comes and goes on a day of their own; past a few, they are told together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from noe_core.facts import AnyRecorded
from noe_core.history import place
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
    moves = _moves(tale, pen)
    return Chapter(key="people", title="Qui a pris part", sentences=(*lines, *moves))


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
        span = pen.across(facts)
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


def _moves(tale: Tale, pen: Pen) -> list[Sentence]:
    """Who left, and came back, and left again."""
    seats: dict[tuple[str, Side | None], list[Stay]] = {}
    for stay in tale.stays:
        seats.setdefault((stay.party.party_id, stay.side), []).append(stay)
    moved = [own for own in seats.values() if own[0].left is not None]
    moved.sort(key=lambda own: place(own[0].left or own[0].began))
    if len(moved) > FEW:
        return _many_moves(moved, pen)
    parts: list[str] = []
    facts: list[AnyRecorded] = []
    for own in moved:
        who = noun_of(own[0].party)
        verb = "," if parts else f" {who.verb('est', 'sont')}"
        steps = [step for stay in own for step in _steps(stay, who, tale, pen, said=bool(parts))]
        parts.append(f"{who}{verb} {', puis '.join(words for _, words in steps)}")
        facts += [fact for fact, _ in steps]
    return [say(capital(f"{NBSP}; ".join(parts)), facts, ".")] if parts else []


def _steps(
    stay: Stay, who: Noun, tale: Tale, pen: Pen, *, said: bool
) -> Iterator[tuple[AnyRecorded, str]]:
    if stay.again:
        role = f" ({quoted(stay.role)})" if stay.role else ""
        yield stay.began, f"{who.agreed('revenu')} {pen.on(tale.day(stay.began))}{role}"
    if stay.left is not None:
        why = f" ({quoted(stay.left.data.reason)})" if stay.left.data.reason else ""
        gone = who.agreed("reparti" if stay.again else "parti")
        left = "" if said and not stay.again else f"{gone} "
        yield stay.left, f"{left}{pen.on(tale.day(stay.left))}{why}"


def _many_moves(moved: Sequence[Sequence[Stay]], pen: Pen) -> list[Sentence]:
    left = [own[0].left for own in moved if own[0].left]
    span = pen.across(left)
    lines = [say(f"{capital(number(len(left)))} parties sont reparties {span}", left, ".")]
    back = [stay.began for own in moved for stay in own[1:2]]
    if back:
        came = "une est revenue" if len(back) == 1 else f"{number(len(back))} sont revenues"
        lines.append(say(f"Parmi elles, {came} depuis", back, "."))
    return lines
