"""Effects: what the work displaced, what nobody had foreseen, what stays contested.

Rule kept here: who says it is part of it. What one side reports, it reports; what the other
confirmed is confirmed, with its date; what is contested is told with both voices.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from noe_core.narration.fr.origins import origins
from noe_core.narration.fr.pen import Noun, Pen
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    figure,
    number,
    quoted,
    time_spent,
)
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.effects import Effect, EffectDomain, EffectObserved, Polarity
from noe_core.values import Measure, Quantity, Side

D = EffectDomain
DOMAINS = {
    D.STRATEGY: "sur la stratégie",
    D.WORK_ORGANISATION: "sur l’organisation du travail",
    D.AUTONOMY: "sur l’autonomie",
    D.SKILLS: "sur les compétences",
    D.RELATIONSHIP: "sur la relation",
    D.HEALTH: "sur la santé",
    D.TIME: "sur le temps",
    D.MONEY: "sur l’argent",
    D.VISIBILITY: "sur la visibilité",
    D.MATERIAL: "sur la matière",
    D.ENVIRONMENT: "sur l’environnement",
    D.TERRITORY: "sur le territoire",
}
POLARITIES = {Polarity.NEGATIVE: "négatif", Polarity.MIXED: "mêlé"}


def displaced(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on effects that an objective aimed at, or of which nobody said so."""
    aimed = [e for e in _uncontested(tale) if e.observed and e.observed.data.intended is not False]
    title = "Ce que le travail a déplacé"
    if not tale.effects:
        yet = "" if tale.closed else "encore "
        lines = [say(f"Aucun effet n’a {yet}été observé", tale.done, ".")] if tale.done else []
        return Chapter(key="displaced", title=title, sentences=tuple(lines))
    return _chapter("displaced", title, aimed, tale, pen)


def unforeseen(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what nobody had foreseen."""
    found = [e for e in _uncontested(tale) if e.observed and e.observed.data.intended is False]
    return _chapter("unforeseen", "Ce que personne n’avait prévu", found, tale, pen)


def contested(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what the two sides see differently."""
    lines = [line for e in tale.effects if e.contested for line in _both_voices(e, tale, pen)]
    return Chapter(key="contested", title="Ce qui reste en discussion", sentences=tuple(lines))


def _uncontested(tale: Tale) -> list[Effect]:
    return [effect for effect in tale.effects if not effect.contested]


def _chapter(key: str, title: str, found: Sequence[Effect], tale: Tale, pen: Pen) -> Chapter:
    if len(found) <= FEW:
        return Chapter(key=key, title=title, sentences=tuple(_told(found, tale, pen)))
    details = [_item(effect, tale, pen) for effect in found]
    facts = [fact for effect in found for fact in effect.facts]
    confirmed = sum(e.attested_by_beneficiary for e in found)
    some = count(confirmed, "porté ou confirmé", "portés ou confirmés") if confirmed else "aucun"
    known = (
        "tous portés ou confirmés par ceux qui en bénéficient"
        if confirmed == len(found)
        else f"dont {some} par ceux qui en bénéficient"
        if confirmed
        else "qu’aucun de ceux qui en bénéficient n’a encore portés ou confirmés"
    )
    total = count(len(found), "effet a été observé", "effets ont été observés")
    line = say(f"{capital(total)}, {known}", facts, ".")
    return Chapter(key=key, title=title, sentences=(line,), details=tuple(details))


def _told(found: Sequence[Effect], tale: Tale, pen: Pen) -> list[Sentence]:
    """A few effects, one by one; an answer given to all at once is told once."""
    together = tale.answered_together(found)
    lines: list[Sentence] = []
    at_once = tale.in_one_breath(found)
    if at_once:
        lines += _at_once(found, tale, pen)
    for index, effect in enumerate(() if at_once else found):
        before = found[index - 1].observed if index else None
        day = tale.day(before) if before else None
        lines += _effect(effect, index, day, tale, pen)
        lines += [] if together else _answer(effect, tale, pen)
        lines += origins(effect, tale, pen, index=index, several=False)
    if together:
        who = pen.who(together[0].data.by.side if together[0].data.by else None)
        when = pen.after(tale.day(found[-1].observed or together[0]), tale.day(together[0]))
        verb = who.verb("les a confirmés", "les ont confirmés")
        all_of_them = "tous les deux" if len(found) == len((1, 2)) else "tous les trois"
        lines.append(say(f"{capital(str(who))} {verb} {when}, {all_of_them}", together, "."))
    return [*lines, *origins(found[0], tale, pen, index=0, several=True)] if at_once else lines


def _at_once(found: Sequence[Effect], tale: Tale, pen: Pen) -> list[Sentence]:
    """Effects that one side saw on one day and told alike."""
    seen = [effect.observed for effect in found if effect.observed]
    first = seen[0].data
    when, who = pen.front(tale.day(seen[0])), pen.who(_side(first))
    polarity = f" {POLARITIES[first.polarity]}s" if first.polarity in POLARITIES else ""
    aimed = " qu’aucun objectif ne visait" if first.intended is False else ""
    where = f"{',' if aimed else ''} {DOMAINS[first.domain]}" if first.domain else ""
    what = f"{number(len(seen))} effets{polarity}{aimed}{where}{_counted(first.measure)}"
    told = [f"{quoted(f.data.account or '')}{_figures(f.data.measure)}" for f in seen]
    began = f"{when}, {who} {_says(found[0], who)} {what}"
    lines = [say(f"{began}{NBSP}: {f'{NBSP}; '.join(told)}", seen, ".")]
    alone = not any(e.attested for e in found) and not found[0].seen_by_beneficiary
    nobody = "Personne d’autre ne les a encore confirmés"
    return [*lines, say(nobody, seen, ".")] if alone else lines


def _side(data: EffectObserved) -> Side | None:
    return data.observed_by.side if data.observed_by else None


def _counted(measure: Measure | None) -> str:
    """How effects told together were measured, said once."""
    if measure is None:
        return ""
    unit = "" if _is_time(measure.quantity) else f" en {quoted(measure.quantity.unit)}"
    method = f" ({quoted(measure.method)})" if measure.method else ""
    return f", mesurés{unit}{method}"


def _figures(measure: Measure | None) -> str:
    if measure is None:
        return ""
    baseline = f" au lieu de {_quantity(measure.baseline)}" if measure.baseline else ""
    return f", {_quantity(measure.quantity)}{baseline}"


def _effect(
    effect: Effect, index: int, before: date | None, tale: Tale, pen: Pen
) -> list[Sentence]:
    observed = effect.observed
    assert observed is not None  # noqa: S101 - the caller has looked
    data, day = observed.data, tale.day(observed)
    what = _what(data, again=index > 0)
    account = f"{NBSP}: {quoted(data.account)}" if data.account else ""
    if data.observed_by is None:
        closed = f"{what}," if ", sur" in what else what
        began = f"{pen.front(day)}, {closed} a été noté"
    elif index % 2:
        who = pen.who(data.observed_by.side)
        when = pen.after(before, day)
        began = f"{capital(str(who))} {_says(effect, who)} aussi, {when}, {what}"
    else:
        when, who = pen.front(day), pen.who(data.observed_by.side)
        began = f"{when}, {who} {_says(effect, who)} {what}"
    return [say(f"{began}{account}{_felt(data)}{_measured(data.measure)}", observed, ".")]


def _says(effect: Effect, who: Noun) -> str:
    if effect.seen_by_beneficiary:
        return who.verb("a constaté", "ont constaté")
    return who.verb("a rapporté", "ont rapporté")


def _what(data: EffectObserved, *, again: bool) -> str:
    polarity = f" {POLARITIES[data.polarity]}" if data.polarity in POLARITIES else ""
    where = f" {DOMAINS[data.domain]}" if data.domain else ""
    aimed = " qu’aucun objectif ne visait" if data.intended is False and not again else ""
    comma = "," if aimed and where else ""
    if again and polarity:
        polarity = f",{polarity},"
    return f"{'un autre' if again else 'un'} effet{polarity}{aimed}{comma}{where}"


def _felt(data: EffectObserved) -> str:
    return f"{NBSP}; les mots de ceux qui le vivent{NBSP}: {quoted(data.felt)}" if data.felt else ""


def _measured(measure: Measure | None) -> str:
    if measure is None:
        return ""
    baseline = f" au lieu de {_quantity(measure.baseline)}" if measure.baseline else ""
    method = f" ({quoted(measure.method)})" if measure.method else ""
    unit = "" if _is_time(measure.quantity) else f" en {quoted(measure.quantity.unit)}"
    return f"{NBSP}; mesuré{unit}, cela donne {_quantity(measure.quantity)}{baseline}{method}"


def _quantity(quantity: Quantity) -> str:
    if _is_time(quantity):
        return time_spent(int(quantity.value))
    return figure(quantity.value)


def _is_time(quantity: Quantity) -> bool:
    whole = quantity.value == quantity.value.to_integral_value()
    return quantity.unit == "minute" and whole and quantity.value > 0


def _answer(effect: Effect, tale: Tale, pen: Pen) -> list[Sentence]:
    observed = effect.observed
    assert observed is not None  # noqa: S101 - the caller has looked
    if effect.attested:
        attested = effect.attested[0]
        who = pen.who(attested.data.by.side if attested.data.by else None)
        when = pen.after(tale.day(observed), tale.day(attested))
        said = f"{NBSP}: {quoted(attested.data.account)}" if attested.data.account else ""
        verb = who.verb("l’a confirmé", "l’ont confirmé")
        return [say(f"{capital(str(who))} {verb} {when}{said}", attested, ".")]
    if effect.seen_by_beneficiary:
        return []
    other = " d’autre" if observed.data.observed_by else ""
    again = pen.turn("unconfirmed") > 0
    nobody = "Lui non plus n’a pas été" if again else f"Personne{other} ne l’a encore"
    return [say(f"{nobody} confirmé", observed, ".")]


def _item(effect: Effect, tale: Tale, pen: Pen) -> Sentence:
    observed = effect.observed
    assert observed is not None  # noqa: S101 - the caller has looked
    data = observed.data
    account = quoted(data.account) if data.account else "sans récit"
    polarity = f" ({POLARITIES[data.polarity]})" if data.polarity in POLARITIES else ""
    if effect.attested:
        status = f", confirmé {pen.on(tale.day(effect.attested[0]))}"
    elif effect.seen_by_beneficiary:
        status = ""
    else:
        status = ", rapporté"
    where = f"{capital(DOMAINS[data.domain].removeprefix('sur '))}{NBSP}: " if data.domain else ""
    return say(f"{where}{account}{polarity}, {pen.on(tale.day(observed))}{status}", effect.facts)


def _both_voices(effect: Effect, tale: Tale, pen: Pen) -> list[Sentence]:
    observed, against = effect.observed, effect.contested[0]
    assert observed is not None  # noqa: S101 - the caller has looked
    one = pen.who(observed.data.observed_by.side if observed.data.observed_by else None)
    other = pen.who(against.data.by.side if against.data.by else None)
    what = _what(observed.data, again=False)
    day = pen.front(tale.day(observed))
    first = f"{day}, {one} {one.verb('a rapporté', 'ont rapporté')} {what}"
    answered = other.verb("l’a contesté", "l’ont contesté")
    account = f"{NBSP}: {quoted(observed.data.account)}" if observed.data.account else ""
    when = pen.after(tale.day(observed), tale.day(against))
    reply = f"{NBSP}: {quoted(against.data.account)}" if against.data.account else ""
    return [
        say(f"{first}{account}", observed, "."),
        say(
            f"{capital(str(other))} {answered} {when}{reply}",
            against,
            ".",
        ),
    ]
