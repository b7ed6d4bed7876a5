"""Around the relationship: partners, who keeps them together, what it does to others.

Rule kept here: a partner is told from the day it was seen to the day it went; what touches
others is told whichever way it goes and however it is lived, in the same voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
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
    EnrolledVia.CLIENT_PRESCRIPTION: "sur la prescription du client",
    EnrolledVia.PROVIDER: "à l’invitation du prestataire",
    EnrolledVia.MEDIATION: "par une médiation",
}
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
    ExternalityDirection.OUTGOING: "du travail sur {}",
    ExternalityDirection.INCOMING: "venu de {}",
}
SOMEBODY = {
    ExternalityDirection.OUTGOING: "du travail sur d’autres",
    ExternalityDirection.INCOMING: "venu d’ailleurs",
}
POLARITIES = {Polarity.NEGATIVE: " négatif", Polarity.MIXED: " mêlé"}


def around(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what surrounds the relationship."""
    partners = [p for p in tale.state.ecosystem.partners.values() if p.identified or p.enrolled]
    met, details = _partners(partners, tale, pen)
    lines = [*met, *_guarantors(tale, pen), *_supports(tale, pen)]
    touched, listed = _externalities(tale, pen)
    return Chapter(
        key="around",
        title="Autour de la relation",
        sentences=(*lines, *touched),
        details=(*details, *listed),
    )


def _partners(
    partners: Sequence[Partner], tale: Tale, pen: Pen
) -> tuple[list[Sentence], list[Sentence]]:
    if len(partners) > FEW:
        return _gathered(partners, pen), [_item(p, tale, pen) for p in partners]
    return [line for partner in partners for line in _partner(partner, tale, pen)], []


def _named(partner: Partner) -> Noun | None:
    found = partner.identified.data.partner if partner.identified else None
    return noun_of(found) if found and found.name else None


def _partner(partner: Partner, tale: Tale, pen: Pen) -> list[Sentence]:
    lines: list[Sentence] = []
    before: date | None = None
    if partner.identified is not None:
        before = tale.day(partner.identified)
        lines.append(_identified(partner.identified, _named(partner), before, pen))
    steps: list[tuple[AnyRecorded, str]] = []
    for enrolled in partner.enrolled[:FEW]:
        via = f", {VIA[enrolled.data.via]}" if enrolled.data.via else ""
        again = " de nouveau" if steps else ""
        steps.append((enrolled, f"a{again} embarqué {pen.after(before, tale.day(enrolled))}{via}"))
        before = tale.day(enrolled)
    for withdrawn in partner.withdrawn[-1:]:
        why = f" ({quoted(withdrawn.data.reason)})" if withdrawn.data.reason else ""
        steps.append((withdrawn, f"s’est retiré {pen.on(tale.day(withdrawn))}{why}"))
    if steps:
        # As the partner of before, whatever its name takes: « il », « un partenaire ».
        unnamed = "Un autre partenaire" if pen.turn("unnamed") % 2 else "Un partenaire"
        who = "Il" if partner.identified else unnamed
        facts = sorted((fact for fact, _ in steps), key=place)
        words = [words for fact in facts for known, words in steps if known is fact]
        lines.append(say(f"{who} {', puis '.join(words)}", facts, "."))
    return lines


def _identified(
    fact: Recorded[PartnerIdentified], named: Noun | None, day: date, pen: Pen
) -> Sentence:
    data, turn = fact.data, pen.turn("partner")
    whose = f" {ROLES[data.partner_of].of}" if data.partner_of else ""
    stake = f"{NBSP}; pour lui, l’enjeu est {quoted(data.stake)}" if data.stake else ""
    name = f", {named}" if named else ""
    if turn == 1 and not named:
        return say(f"Un autre{whose} l’a été {pen.on(day)}{stake}", fact, ".")
    if turn == 1:
        return say(f"{pen.front(day)}, c’était un partenaire{whose}{name}{stake}", fact, ".")
    rank = "Un" if turn == 0 else "Un autre"
    comma = "," if named else ""
    return say(
        f"{rank} partenaire{whose}{name}{comma} a été repéré {pen.on(day)}{stake}", fact, "."
    )


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
        of = listing([f"{number(n)} {ROLES[side].of}" for side, n in sides if n])
        whose = f", {of}" if of else ""
        total = count(len(seen), "partenaire a été repéré", "partenaires ont été repérés")
        lines.append(say(f"{span}, {total}{whose}", seen, "."))
    if enrolled:
        prescribed = [p for p in enrolled if _prescribed(p)]
        client = f", dont {number(len(prescribed))} sur la prescription du client"
        some = client if prescribed else ""
        total = count(len(enrolled), "a embarqué", "ont embarqué")
        facts = [fact for p in enrolled for fact in p.enrolled]
        lines.append(say(f"{capital(total)}{some}", facts, "."))
    if gone:
        total = count(len(gone), "s’est retiré", "se sont retirés")
        lines.append(say(f"{capital(total)} depuis", gone, "."))
    return lines


def _prescribed(partner: Partner) -> bool:
    return any(e.data.via is EnrolledVia.CLIENT_PRESCRIPTION for e in partner.enrolled)


def _item(partner: Partner, tale: Tale, pen: Pen) -> Sentence:
    named = _named(partner)
    told = capital(str(named)) if named else "Un partenaire"
    facts: list[AnyRecorded] = []
    if partner.identified:
        facts.append(partner.identified)
        told += f", {pen.on(tale.day(partner.identified))}"
        stake = partner.identified.data.stake
        told += f" ({quoted(stake)})" if stake else ""
    for enrolled in partner.enrolled[-1:]:
        facts.append(enrolled)
        via = f", {VIA[enrolled.data.via]}" if enrolled.data.via else ""
        told += f"{NBSP}; a embarqué {pen.on(tale.day(enrolled))}{via}"
    for withdrawn in partner.withdrawn[-1:] if partner.gone else ():
        facts.append(withdrawn)
        told += f"{NBSP}; retrait {pen.on(tale.day(withdrawn))}"
    return say(told, facts)


def _guarantors(tale: Tale, pen: Pen) -> list[Sentence]:
    lines = []
    for given in tale.nearby.guarantors[-FEW:]:
        party = tale.known(given.data.holder)
        side = given.data.holder.side if given.data.holder else Side.PROVIDER
        who = noun_of(party) if party else Noun("", f"quelqu’un {ROLES[side].of}")
        became = f"{who.verb('est', 'sont')} {who.agreed('devenu')} {who.agreed('garant')}"
        again = " à son tour" if pen.turn("guarantor") else ""
        when = pen.on(tale.day(given))
        lines.append(
            say(f"{capital(str(who))} {became}{again} de la coopération {when}", given, ".")
        )
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
    return [say(f"Pour que chacun coopère, il y a eu {span} {listing(parts)}", given, ".")]


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
        whom = f", pour {quoted(data.affected)}," if data.affected else ""
        where = f"au-delà des deux parties{whom}"
    elif data.affected:
        where = DIRECTIONS[data.direction].format(quoted(data.affected))
    else:
        where = SOMEBODY[data.direction]
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
        told = f"{capital(str(who))} {seen}, {pen.on(tale.day(fact))}, {what}"
    else:
        when, who = pen.front(tale.day(fact)), pen.who(data.observed_by.side)
        told = f"{when}, {who} {who.verb('a observé', 'ont observé')} {what}"
    lines = [say(f"{told.removesuffix(',')}{account}", fact, ".")]
    if data.opportunity:
        began = ("Cela ouvre une possibilité", "De là vient une autre possibilité")
        opens = began[pen.turn("opportunity") % 2]
        lines.append(say(f"{opens}{NBSP}: {quoted(data.opportunity)}", fact, "."))
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
    what = capital(_effect(data, again=False).removesuffix(","))
    account = f"{NBSP}: {quoted(data.account)}" if data.account else ""
    possible = f"{NBSP}; cela ouvre une possibilité{NBSP}: {quoted(data.opportunity or '')}"
    opens = possible if data.opportunity else ""
    return say(f"{what}, {pen.on(tale.day(fact))}{account}{opens}", fact)
