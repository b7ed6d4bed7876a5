"""Partners: seen, brought on board, gone.

Rule kept here: a partner is told from the day it was seen to the day it went; those seen
together are told together, and past a few they are counted and listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
from noe_core.narration.en.pen import ROLES, Pen, name_of
from noe_core.narration.en.words import capital, count, listing, number, quoted
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.ecosystem import (
    EnrolledVia,
    Partner,
    PartnerEnrolled,
    PartnerIdentified,
    PartnerWithdrew,
)
from noe_core.values import Side

VIA = {
    EnrolledVia.CLIENT_PRESCRIPTION: "at the client’s prescription",
    EnrolledVia.PROVIDER: "at the provider’s invitation",
    EnrolledVia.MEDIATION: "through mediation",
}


def partners(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    """The partners' story, and the list of them where they are many."""
    known = [p for p in tale.state.ecosystem.partners.values() if p.identified or p.enrolled]
    if len(known) > FEW:
        return _gathered(known, pen), [_item(partner, tale, pen) for partner in known]
    seen = sorted((p for p in known if p.identified), key=lambda p: place(_seen(p)))
    lines: list[Sentence] = []
    for _, group in groupby(seen, key=lambda p: (tale.day(_seen(p)), _seen(p).data.partner_of)):
        together = list(group)
        lines.append(_identified(together, pen))
        lines += _alone(together[0], pen) if len(together) == 1 else _moves(together, pen)
    return [*lines, *(line for p in known if not p.identified for line in _alone(p, pen))], []


def _seen(partner: Partner) -> Recorded[PartnerIdentified]:
    assert partner.identified is not None  # noqa: S101 - the caller has looked
    return partner.identified


def _name(partner: Partner) -> str:
    found = partner.identified.data.partner if partner.identified else None
    return name_of(found) if found and found.name else "a partner"


def _identified(group: Sequence[Partner], pen: Pen) -> Sentence:
    """Partners of one side, seen on one day."""
    facts = [_seen(partner) for partner in group]
    side, day, turn = facts[0].data.partner_of, pen.tale.day(facts[0]), pen.turn("partner")
    whose = f" of {ROLES[side]}" if side else ""
    if len(group) == 1:
        return _one(facts[0], whose, turn, pen)
    other = " other" if turn else ""
    seen = f"{capital(number(len(group)))}{other} partners{whose} came into view {pen.on(day)}"
    names = [_name(partner) for partner in group]
    if not any(fact.data.stake for fact in facts):
        return say(f"{seen}: {listing(names)}", facts, ".")
    parts = [
        f"{name}, {quoted(fact.data.stake)}" if fact.data.stake else name
        for name, fact in zip(names, facts, strict=True)
    ]
    each = "each with something" if all(f.data.stake for f in facts) else "some with something"
    return say(f"{seen}, {each} at stake: {'; '.join(parts)}", facts, ".")


def _one(fact: Recorded[PartnerIdentified], whose: str, turn: int, pen: Pen) -> Sentence:
    day = pen.tale.day(fact)
    stake = f"; what it has at stake is {quoted(fact.data.stake)}" if fact.data.stake else ""
    named = name_of(fact.data.partner) if fact.data.partner.name else ""
    name = f", {named}," if named else ""
    if turn == 1:
        seen = f"a partner{whose}{name} came into view in turn"
        return say(f"{pen.front(day)} {seen}{stake}", fact, ".")
    rank = "Another" if turn else "A"
    return say(f"{rank} partner{whose}{name} came into view {pen.on(day)}{stake}", fact, ".")


def _alone(partner: Partner, pen: Pen) -> list[Sentence]:
    """What became of one partner, which the sentence before has named."""
    before = pen.tale.day(partner.identified) if partner.identified else None
    parts: list[str] = []
    facts = sorted((*partner.enrolled[:FEW], *partner.withdrawn[-1:]), key=place)
    for fact in facts:
        day = pen.tale.day(fact)
        if isinstance(fact.data, PartnerEnrolled):
            again = " again" if fact is not partner.enrolled[0] else ""
            when = pen.after(before, day)
            parts.append(f"came on board{again} {when}{_via(fact.data.via)}")
            before = day
        elif isinstance(fact.data, PartnerWithdrew):
            parts.append(f"withdrew {pen.on(day)}{_why(fact.data.reason)}")
    if not parts:
        return []
    unnamed = ("A partner", "Another partner", "A third partner")
    who = "It" if partner.identified else unnamed[min(pen.turn("partner"), 2)]
    return [say(f"{who} {', then '.join(parts)}", facts, ".")]


def _via(via: EnrolledVia | None) -> str:
    return f", {VIA[via]}" if via else ""


def _why(reason: str | None) -> str:
    return f" ({quoted(reason)})" if reason else ""


def _moves(group: Sequence[Partner], pen: Pen) -> list[Sentence]:
    """What became of partners seen together, each by its name."""
    came: list[tuple[Recorded[PartnerEnrolled], Partner]] = [
        (fact, p) for p in group for fact in p.enrolled[-1:]
    ]
    came.sort(key=lambda move: place(move[0]))
    by_way = groupby(came, key=lambda move: (pen.tale.day(move[0]), move[0].data.via))
    parts = [_came([p for _, p in moves], day, via, pen) for (day, via), moves in by_way]
    facts = [fact for fact, _ in came]
    lines = [say(capital("; ".join(parts)), facts, ".")] if parts else []
    gone = [(fact, partner) for partner in group for fact in partner.withdrawn[-1:]]
    left: list[str] = []
    for fact, partner in gone:
        went, day = f"{_name(partner)} withdrew", pen.tale.day(fact)
        when = f"{went} {pen.on(day)}" if left else f"{pen.front(day)} {went}"
        left.append(f"{when}{_why(fact.data.reason)}")
    if left:
        lines.append(say("; ".join(left), [fact for fact, _ in gone], "."))
    return lines


def _came(group: Sequence[Partner], day: date, via: EnrolledVia | None, pen: Pen) -> str:
    names = listing([_name(partner) for partner in group])
    return f"{names} came on board {pen.on(day)}{_via(via)}"


def _gathered(partners: Sequence[Partner], pen: Pen) -> list[Sentence]:
    seen = [p.identified for p in partners if p.identified]
    enrolled = [p for p in partners if p.enrolled]
    gone = [p.withdrawn[-1] for p in partners if p.gone and p.withdrawn]
    lines = []
    if seen:
        span = capital(pen.across(seen))
        sides = [
            (side, sum(fact.data.partner_of is side for fact in seen))
            for side in (Side.CLIENT, Side.PROVIDER)
        ]
        of = listing([f"{number(n)} of {ROLES[side]}" for side, n in sides if n])
        whose = f", {of}" if of else ""
        total = count(len(seen), "partner", "partners")
        lines.append(say(f"{span}, {total} came into view{whose}", seen, "."))
    if enrolled:
        prescribed = [p for p in enrolled if _prescribed(p)]
        client = f", {number(len(prescribed))} at the client’s prescription"
        some = client if prescribed else ""
        facts = [fact for p in enrolled for fact in p.enrolled]
        lines.append(say(f"{capital(number(len(enrolled)))} came on board{some}", facts, "."))
    if gone:
        total = count(len(gone), "has withdrawn", "have withdrawn")
        lines.append(say(f"{capital(total)} since", gone, "."))
    return lines


def _prescribed(partner: Partner) -> bool:
    return any(e.data.via is EnrolledVia.CLIENT_PRESCRIPTION for e in partner.enrolled)


def _item(partner: Partner, tale: Tale, pen: Pen) -> Sentence:
    told = capital(_name(partner))
    facts: list[AnyRecorded] = []
    if partner.identified:
        facts.append(partner.identified)
        told += f", {pen.date(tale.day(partner.identified))}{_why(partner.identified.data.stake)}"
    for enrolled in partner.enrolled[-1:]:
        facts.append(enrolled)
        told += f"; came on board {pen.on(tale.day(enrolled))}{_via(enrolled.data.via)}"
    for withdrawn in partner.withdrawn[-1:] if partner.gone else ():
        facts.append(withdrawn)
        told += f"; withdrew {pen.on(tale.day(withdrawn))}{_why(withdrawn.data.reason)}"
    return say(told, facts)
