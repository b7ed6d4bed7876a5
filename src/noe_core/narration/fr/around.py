"""Around the relationship: partners, who keeps them together, what it does to others.

Rule kept here: what touches others is told whichever way it goes and however it is lived,
in the same voice.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import Recorded
from noe_core.narration.fr.partners import partners
from noe_core.narration.fr.pen import ROLES, Noun, Pen, noun_of
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    listing,
    number,
    quoted,
    time_spent,
)
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.ecosystem import CooperationKind, CooperationSupportGiven
from noe_core.relationship.effects import Polarity
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.values import Side

SUPPORTS = {
    CooperationKind.COOPERATION_KIT: ("un kit de coopération", "kits de coopération", False),
    CooperationKind.INFORMATION_MEETING: (
        "une réunion d’information",
        "réunions d’information",
        True,
    ),
    CooperationKind.TRAINING: ("une formation", "formations", True),
    CooperationKind.MEDIATION: ("une médiation", "médiations", True),
    CooperationKind.PLATFORM: ("une plateforme", "plateformes", True),
}
OTHER_SUPPORT = ("un appui", "appuis", False)
DIRECTIONS = {
    ExternalityDirection.OUTGOING: "du travail sur d’autres",
    ExternalityDirection.INCOMING: "venu d’ailleurs",
}
POLARITIES = {Polarity.NEGATIVE: " négatif", Polarity.MIXED: " mêlé"}


def around(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what surrounds the relationship."""
    met, details = partners(tale, pen)
    kept = [*_guarantors(tale, pen), *_supports(tale, pen)]
    touched, listed = _externalities(tale, pen)
    title, told = "Autour de la relation", (*details, *listed)
    return Chapter.of("around", title, met, kept, touched, details=told)


def _guarantors(tale: Tale, pen: Pen) -> list[Sentence]:
    lines = []
    for given in tale.nearby.guarantors[-FEW:]:
        party = tale.known(given.data.holder)
        side = given.data.holder.side if given.data.holder else Side.PROVIDER
        who = noun_of(party) if party else Noun("", f"chez {ROLES[side]}, quelqu’un")
        became = f"{who.verb('est', 'sont')} {who.agreed('devenu')}"
        again = " à son tour" if pen.turn("guarantor") else ""
        when = pen.on(tale.day(given))
        told = f"{became}{again} {who.agreed('garant')} de la coopération {when}"
        lines.append(say(f"{capital(str(who))} {told}", given, "."))
    return lines


def _supports(tale: Tale, pen: Pen) -> list[Sentence]:
    given = tale.state.ecosystem.supports
    if not given:
        return []
    if len(given) <= FEW:
        parts = [_support(s, tale, pen) for s in given]
        return [say(f"Pour que chacun coopère, il y a eu {listing(parts)}", given, ".")]
    span = pen.across(given)
    kinds = dict.fromkeys(support.data.kind for support in given)
    parts = []
    for kind in kinds:
        n = sum(support.data.kind is kind for support in given)
        one, many, feminine = SUPPORTS[kind] if kind else OTHER_SUPPORT
        parts.append(one if n == 1 else f"{number(n, feminine=feminine)} {many}")
    return [say(f"Pour que chacun coopère, il y a eu, {span}, {listing(parts)}", given, ".")]


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
    where = DIRECTIONS[data.direction] if data.direction else "au-delà des deux parties"
    # In brackets: no « de les », whatever article the words recorded begin with.
    where += f" ({quoted(data.affected)})" if data.affected else ""
    if again and polarity:
        return f"un autre effet,{polarity}, {where}"
    return f"{'un autre' if again else 'un'} effet{polarity} {where}"


def _externality(fact: Recorded[ExternalityObserved], tale: Tale, pen: Pen) -> list[Sentence]:
    data = fact.data
    turn = pen.turn("externality")
    what = _effect(data, again=turn > 0)
    account = f"{NBSP}: {quoted(data.account)}" if data.account else ""
    if data.observed_by is None:
        told = f"{capital(what)} a été observé {pen.on(tale.day(fact))}"
    elif turn % 2:
        who = pen.who(data.observed_by.side)
        seen = who.verb("a observé", "ont observé")
        told = f"{capital(str(who))} {seen}, {pen.after(None, tale.day(fact))}, {what}"
    else:
        when, who = pen.front(tale.day(fact)), pen.who(data.observed_by.side)
        told = f"{when}, {who} {who.verb('a observé', 'ont observé')} {what}"
    lines = [say(f"{told}{account}", fact, ".")]
    if data.opportunity:
        began = ("Cela ouvre une possibilité", "De là vient une autre possibilité")
        opens = began[pen.turn("opportunity") % 2]
        lines.append(say(f"{opens}{NBSP}: {quoted(data.opportunity)}", fact, "."))
    review = tale.revisited(fact)
    if review is not None:
        when = pen.of_day(tale.day(review))
        back = ("La revue {} y est revenue", "À la revue {}, on y est revenu aussi")
        lines.append(say(back[pen.turn("back") % 2].format(when), (fact, review), "."))
    return lines


def _touched(found: Sequence[Recorded[ExternalityObserved]], pen: Pen) -> Sentence:
    span = capital(pen.across(found))
    negative = sum(fact.data.polarity is Polarity.NEGATIVE for fact in found)
    outgoing = sum(fact.data.direction is ExternalityDirection.OUTGOING for fact in found)
    incoming = sum(fact.data.direction is ExternalityDirection.INCOMING for fact in found)
    parts = [
        f"{number(outgoing)} du travail sur d’autres" if outgoing else "",
        f"{number(incoming)} d’autres sur le travail" if incoming else "",
    ]
    which = f", {listing([part for part in parts if part])}" if any(parts) else ""
    bad = f"{NBSP}; {count(negative, 'est négatif', 'sont négatifs')}" if negative else ""
    told = f"{number(len(found))} effets ont été observés au-delà des deux parties"
    return say(f"{span}, {told}{which}{bad}", found, ".")


def _other(fact: Recorded[ExternalityObserved], tale: Tale, pen: Pen) -> Sentence:
    data = fact.data
    what = capital(_effect(data, again=False))
    account = f"{NBSP}: {quoted(data.account)}" if data.account else ""
    possible = f"{NBSP}; cela ouvre une possibilité{NBSP}: {quoted(data.opportunity or '')}"
    opens = possible if data.opportunity else ""
    told, review = f"{what}, {pen.on(tale.day(fact))}{account}{opens}", tale.revisited(fact)
    if review is None:
        return say(told, fact)
    return say(f"{told}{NBSP}; la revue {pen.of_day(tale.day(review))} y est revenue", fact, review)
