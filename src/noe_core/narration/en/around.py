"""Around the relationship: partners, who keeps them together, what it does to others.

Rule kept here: a partner is told from the day it was seen to the day it went; what touches
others is told whichever way it goes and however it is lived, in the same voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
from noe_core.narration.en.pen import ROLES, Pen, name_of
from noe_core.narration.en.words import capital, count, listing, number, quoted, time_spent
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.ecosystem import (
    CooperationKind,
    CooperationSupportGiven,
    EnrolledVia,
    Partner,
    PartnerIdentified,
)
from noe_core.relationship.effects import Polarity
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.values import Side

VIA = {
    EnrolledVia.CLIENT_PRESCRIPTION: "at the client’s prescription",
    EnrolledVia.PROVIDER: "at the provider’s invitation",
    EnrolledVia.MEDIATION: "through mediation",
}
SUPPORTS = {
    CooperationKind.COOPERATION_KIT: ("a cooperation kit", "cooperation kits"),
    CooperationKind.INFORMATION_MEETING: ("an information meeting", "information meetings"),
    CooperationKind.TRAINING: ("a training", "trainings"),
    CooperationKind.MEDIATION: ("a mediation", "mediations"),
    CooperationKind.PLATFORM: ("a platform", "platforms"),
}
OTHER_SUPPORT = ("some support", "forms of support")
DIRECTIONS = {
    ExternalityDirection.OUTGOING: "of the work on {}",
    ExternalityDirection.INCOMING: "that came from {}",
}
SOMEBODY = {
    ExternalityDirection.OUTGOING: "of the work on others",
    ExternalityDirection.INCOMING: "that came from elsewhere",
}
POLARITIES = {Polarity.NEGATIVE: "negative ", Polarity.MIXED: "mixed "}


def around(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what surrounds the relationship."""
    partners = [p for p in tale.state.ecosystem.partners.values() if p.identified or p.enrolled]
    met, details = _partners(partners, tale, pen)
    lines = [*met, *_guarantors(tale, pen), *_supports(tale, pen)]
    touched, listed = _externalities(tale, pen)
    return Chapter(
        key="around",
        title="Around the relationship",
        sentences=(*lines, *touched),
        details=(*details, *listed),
    )


def _partners(
    partners: Sequence[Partner], tale: Tale, pen: Pen
) -> tuple[list[Sentence], list[Sentence]]:
    if len(partners) > FEW:
        return _gathered(partners, pen), [_item(p, tale, pen) for p in partners]
    return [line for partner in partners for line in _partner(partner, tale, pen)], []


def _named(partner: Partner) -> str:
    found = partner.identified.data.partner if partner.identified else None
    return name_of(found) if found and found.name else ""


def _partner(partner: Partner, tale: Tale, pen: Pen) -> list[Sentence]:
    lines: list[Sentence] = []
    before: date | None = None
    if partner.identified is not None:
        before = tale.day(partner.identified)
        lines.append(_identified(partner.identified, _named(partner), before, pen))
    steps: list[tuple[AnyRecorded, str]] = []
    for enrolled in partner.enrolled[:FEW]:
        via = f", {VIA[enrolled.data.via]}" if enrolled.data.via else ""
        again = " again" if steps else ""
        when = pen.after(before, tale.day(enrolled))
        steps.append((enrolled, f"came on board{again} {when}{via}"))
        before = tale.day(enrolled)
    for withdrawn in partner.withdrawn[-1:]:
        why = f" ({quoted(withdrawn.data.reason)})" if withdrawn.data.reason else ""
        steps.append((withdrawn, f"withdrew {pen.on(tale.day(withdrawn))}{why}"))
    if steps:
        unnamed = "Another partner" if pen.turn("unnamed") % 2 else "A partner"
        who = "It" if partner.identified else unnamed
        facts = sorted((fact for fact, _ in steps), key=place)
        words = [words for fact in facts for known, words in steps if known is fact]
        lines.append(say(f"{who} {', then '.join(words)}", facts, "."))
    return lines


def _identified(fact: Recorded[PartnerIdentified], named: str, day: date, pen: Pen) -> Sentence:
    data, turn = fact.data, pen.turn("partner")
    whose = f" of {ROLES[data.partner_of]}" if data.partner_of else ""
    stake = f"; what it has at stake is {quoted(data.stake)}" if data.stake else ""
    name = f", {named}" if named else ""
    if turn == 1 and not named:
        return say(f"One more{whose} did so {pen.on(day)}{stake}", fact, ".")
    if turn == 1:
        return say(f"{pen.front(day)} it was a partner{whose}{name}{stake}", fact, ".")
    rank = "A" if turn == 0 else "Another"
    who = f"{rank} partner{whose}{name}{',' if named else ''}"
    return say(f"{who} came into view {pen.on(day)}{stake}", fact, ".")


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
    told = capital(_named(partner) or "a partner")
    facts: list[AnyRecorded] = []
    if partner.identified:
        facts.append(partner.identified)
        told += f", {pen.date(tale.day(partner.identified))}"
        stake = partner.identified.data.stake
        told += f" ({quoted(stake)})" if stake else ""
    for enrolled in partner.enrolled[-1:]:
        facts.append(enrolled)
        via = f", {VIA[enrolled.data.via]}" if enrolled.data.via else ""
        told += f"; came on board {pen.on(tale.day(enrolled))}{via}"
    for withdrawn in partner.withdrawn[-1:] if partner.gone else ():
        facts.append(withdrawn)
        told += f"; withdrew {pen.on(tale.day(withdrawn))}"
    return say(told, facts)


def _guarantors(tale: Tale, pen: Pen) -> list[Sentence]:
    lines = []
    for given in tale.nearby.guarantors[-FEW:]:
        party = tale.known(given.data.holder)
        side = given.data.holder.side if given.data.holder else Side.PROVIDER
        who = name_of(party) if party else f"somebody at {ROLES[side]}’s"
        again = " in turn" if pen.turn("guarantor") else ""
        when = pen.on(tale.day(given))
        told = f"{capital(who)} became{again} the guarantor of cooperation {when}"
        lines.append(say(told, given, "."))
    return lines


def _supports(tale: Tale, pen: Pen) -> list[Sentence]:
    given = tale.state.ecosystem.supports
    if not given:
        return []
    if len(given) <= FEW:
        parts = [_support(s, tale, pen) for s in given]
        return [say(f"To help everyone cooperate, there was {listing(parts)}", given, ".")]
    span = pen.across(given)
    kinds = dict.fromkeys(support.data.kind for support in given)
    parts = []
    for kind in kinds:
        n = sum(support.data.kind is kind for support in given)
        one, many = SUPPORTS[kind] if kind else OTHER_SUPPORT
        parts.append(one if n == 1 else f"{number(n)} {many}")
    return [say(f"To help everyone cooperate, {span} there was {listing(parts)}", given, ".")]


def _support(support: Recorded[CooperationSupportGiven], tale: Tale, pen: Pen) -> str:
    kind = support.data.kind
    what = (SUPPORTS[kind] if kind else OTHER_SUPPORT)[0]
    spent = f" ({time_spent(support.data.minutes)})" if support.data.minutes else ""
    return f"{what}{spent} {pen.on(tale.day(support))}"


def _externalities(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    found = tuple(tale.state.externalities.by_id.values())
    if len(found) > FEW:
        return [_touched(found, pen)], [_other(e, tale, pen) for e in found]
    return [line for e in found for line in _externality(e, tale, pen)], []


def _effect(data: ExternalityObserved, *, again: bool) -> str:
    polarity = POLARITIES.get(data.polarity, "") if data.polarity else ""
    if data.direction is None:
        whom = f" for {quoted(data.affected)}" if data.affected else ""
        where = f"beyond the two sides{whom}"
    elif data.affected:
        where = DIRECTIONS[data.direction].format(quoted(data.affected))
    else:
        where = SOMEBODY[data.direction]
    if again:
        return f"another effect{f', {polarity.strip()},' if polarity else ''} {where}"
    return f"{'a' if polarity else 'an'} {polarity}effect {where}"


def _externality(fact: Recorded[ExternalityObserved], tale: Tale, pen: Pen) -> list[Sentence]:
    data = fact.data
    turn = pen.turn("externality")
    what = _effect(data, again=turn > 0)
    account = f": {quoted(data.account)}" if data.account else ""
    if data.observed_by is None:
        told = f"{capital(what)} was seen {pen.on(tale.day(fact))}"
    elif turn % 2:
        who = pen.who(data.observed_by.side)
        told = f"{capital(who)} saw, {pen.on(tale.day(fact))}, {what}"
    else:
        when, who = pen.front(tale.day(fact)), pen.who(data.observed_by.side)
        told = f"{when} {who} saw {what}"
    lines = [say(f"{told}{account}", fact, ".")]
    if data.opportunity:
        began = ("It opens a possibility", "From there comes another possibility")
        opens = began[pen.turn("opportunity") % 2]
        lines.append(say(f"{opens}: {quoted(data.opportunity)}", fact, "."))
    return lines


def _touched(found: Sequence[Recorded[ExternalityObserved]], pen: Pen) -> Sentence:
    span = capital(pen.across(found))
    negative = sum(fact.data.polarity is Polarity.NEGATIVE for fact in found)
    outgoing = sum(fact.data.direction is ExternalityDirection.OUTGOING for fact in found)
    incoming = sum(fact.data.direction is ExternalityDirection.INCOMING for fact in found)
    parts = [
        f"{number(outgoing)} of the work on others" if outgoing else "",
        f"{number(incoming)} of others on the work" if incoming else "",
    ]
    which = f", {listing([part for part in parts if part])}" if any(parts) else ""
    bad = f"; {count(negative, 'is negative', 'are negative')}" if negative else ""
    told = f"{number(len(found))} effects were seen beyond the two sides"
    return say(f"{span}, {told}{which}{bad}", found, ".")


def _other(fact: Recorded[ExternalityObserved], tale: Tale, pen: Pen) -> Sentence:
    data = fact.data
    what = capital(_effect(data, again=False))
    account = f": {quoted(data.account)}" if data.account else ""
    opens = f"; it opens a possibility: {quoted(data.opportunity)}" if data.opportunity else ""
    return say(f"{what}, {pen.on(tale.day(fact))}{account}{opens}", fact)
