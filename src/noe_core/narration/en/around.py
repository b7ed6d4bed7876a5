"""Around the relationship: partners, who keeps them together, what it does to others.

Rule kept here: what touches others is told whichever way it goes and however it is lived,
in the same voice.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import Recorded
from noe_core.narration.en.partners import partners
from noe_core.narration.en.pen import ROLES, Pen, name_of
from noe_core.narration.en.words import capital, count, listing, number, quoted, time_spent
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.ecosystem import CooperationKind, CooperationSupportGiven
from noe_core.relationship.effects import Polarity
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.values import Side

SUPPORTS = {
    CooperationKind.COOPERATION_KIT: ("a cooperation kit", "cooperation kits"),
    CooperationKind.INFORMATION_MEETING: ("an information meeting", "information meetings"),
    CooperationKind.TRAINING: ("a training", "trainings"),
    CooperationKind.MEDIATION: ("a mediation", "mediations"),
    CooperationKind.PLATFORM: ("a platform", "platforms"),
}
OTHER_SUPPORT = ("some support", "forms of support")
DIRECTIONS = {
    ExternalityDirection.OUTGOING: "of the work on others",
    ExternalityDirection.INCOMING: "that came from elsewhere",
}
POLARITIES = {Polarity.NEGATIVE: "negative ", Polarity.MIXED: "mixed "}


def around(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what surrounds the relationship."""
    met, details = partners(tale, pen)
    kept = [*_guarantors(tale, pen), *_supports(tale, pen)]
    touched, listed = _externalities(tale, pen)
    title, told = "Around the relationship", (*details, *listed)
    return Chapter.of("around", title, met, kept, touched, details=told)


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
    return [say(f"To help everyone cooperate, there was, {span}, {listing(parts)}", given, ".")]


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
    where = DIRECTIONS[data.direction] if data.direction else "beyond the two sides"
    where += f" ({quoted(data.affected)})" if data.affected else ""
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
        told = f"{capital(who)} saw, {pen.after(None, tale.day(fact))}, {what}"
    else:
        when, who = pen.front(tale.day(fact)), pen.who(data.observed_by.side)
        told = f"{when} {who} saw {what}"
    lines = [say(f"{told}{account}", fact, ".")]
    if data.opportunity:
        began = ("It opens a possibility", "From there comes another possibility")
        opens = began[pen.turn("opportunity") % 2]
        lines.append(say(f"{opens}: {quoted(data.opportunity)}", fact, "."))
    review = tale.revisited(fact)
    if review is not None:
        when = pen.date(tale.day(review))
        back = ("The review of {} came back to it", "At the review of {} this came up again too")
        lines.append(say(back[pen.turn("back") % 2].format(when), (fact, review), "."))
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
    told, review = f"{what}, {pen.on(tale.day(fact))}{account}{opens}", tale.revisited(fact)
    if review is None:
        return say(told, fact)
    return say(f"{told}; the review of {pen.date(tale.day(review))} came back to it", fact, review)
