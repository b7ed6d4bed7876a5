"""Effects: what the work displaced, what nobody had foreseen, what stays contested.

Rule kept here: who says it is part of it. What one side reports, it reports; what the other
confirmed is confirmed, with its date; what is contested is told with both voices.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from noe_core.narration.en.origins import origins
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.words import capital, count, figure, number, quoted, time_spent
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.effects import Effect, EffectDomain, EffectObserved, Polarity
from noe_core.values import Measure, Quantity, Side

D = EffectDomain
DOMAINS = {
    D.STRATEGY: "strategy",
    D.WORK_ORGANISATION: "the organisation of work",
    D.AUTONOMY: "autonomy",
    D.SKILLS: "skills",
    D.RELATIONSHIP: "the relation",
    D.HEALTH: "health",
    D.TIME: "time",
    D.MONEY: "money",
    D.VISIBILITY: "visibility",
    D.MATERIAL: "materials",
    D.ENVIRONMENT: "the environment",
    D.TERRITORY: "the territory",
}
POLARITIES = {Polarity.NEGATIVE: "negative", Polarity.MIXED: "mixed"}


def displaced(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on effects that an objective aimed at, or of which nobody said so."""
    title = "What the work displaced"
    if not tale.effects:
        yet = "was observed" if tale.closed else "has been observed yet"
        lines = [say(f"No effect {yet}", tale.done, ".")] if tale.done else []
        return Chapter(key="displaced", title=title, sentences=tuple(lines))
    aimed = [e for e in _uncontested(tale) if e.observed and e.observed.data.intended is not False]
    return _chapter("displaced", title, aimed, tale, pen)


def unforeseen(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what nobody had foreseen."""
    found = [e for e in _uncontested(tale) if e.observed and e.observed.data.intended is False]
    return _chapter("unforeseen", "What nobody had planned", found, tale, pen)


def contested(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what the two sides see differently."""
    lines = [line for e in tale.effects if e.contested for line in _both_voices(e, tale, pen)]
    return Chapter(key="contested", title="What is still open to debate", sentences=tuple(lines))


def _uncontested(tale: Tale) -> list[Effect]:
    return [effect for effect in tale.effects if not effect.contested]


def _chapter(key: str, title: str, found: Sequence[Effect], tale: Tale, pen: Pen) -> Chapter:
    if len(found) <= FEW:
        return Chapter(key=key, title=title, sentences=tuple(_told(found, tale, pen)))
    details = [_item(effect, tale, pen) for effect in found]
    facts = [fact for effect in found for fact in effect.facts]
    confirmed = sum(e.attested_by_beneficiary for e in found)
    which = "all" if confirmed == len(found) else number(confirmed) if confirmed else "none"
    total = count(len(found), "effect was observed", "effects were observed")
    known = f"{which} of them seen or confirmed by those who benefit"
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
        who = capital(pen.who(together[0].data.by.side if together[0].data.by else None))
        when = pen.after(tale.day(found[-1].observed or together[0]), tale.day(together[0]))
        all_of_them = "both" if len(found) == len((1, 2)) else "all three"
        lines.append(say(f"{who} confirmed {all_of_them} {when}", together, "."))
    return [*lines, *origins(found[0], tale, pen, index=0, several=True)] if at_once else lines


def _at_once(found: Sequence[Effect], tale: Tale, pen: Pen) -> list[Sentence]:
    """Effects that one side saw on one day and told alike."""
    seen = [effect.observed for effect in found if effect.observed]
    first = seen[0].data
    when, who = pen.front(tale.day(seen[0])), pen.who(_side(first))
    polarity = f"{POLARITIES[first.polarity]} " if first.polarity in POLARITIES else ""
    where = f" on {DOMAINS[first.domain]}" if first.domain else ""
    aimed = " that no objective had aimed at" if first.intended is False else ""
    what = f"{number(len(seen))} {polarity}effects{where}{aimed}{_counted(first.measure)}"
    told = [f"{quoted(f.data.account or '')}{_figures(f.data.measure)}" for f in seen]
    noticed = "noticed" if found[0].seen_by_beneficiary else "reported"
    lines = [say(f"{when} {who} {noticed} {what}: {'; '.join(told)}", seen, ".")]
    alone = not any(e.attested for e in found) and not found[0].seen_by_beneficiary
    return [*lines, say("Nobody else has confirmed them yet", seen, ".")] if alone else lines


def _side(data: EffectObserved) -> Side | None:
    return data.observed_by.side if data.observed_by else None


def _counted(measure: Measure | None) -> str:
    """How effects told together were measured, said once."""
    if measure is None:
        return ""
    unit = "" if _is_time(measure.quantity) else f" in {quoted(measure.quantity.unit)}"
    method = f" ({quoted(measure.method)})" if measure.method else ""
    return f", measured{unit}{method}"


def _figures(measure: Measure | None) -> str:
    if measure is None:
        return ""
    baseline = f" instead of {_quantity(measure.baseline)}" if measure.baseline else ""
    return f", {_quantity(measure.quantity)}{baseline}"


def _effect(
    effect: Effect, index: int, before: date | None, tale: Tale, pen: Pen
) -> list[Sentence]:
    observed = effect.observed
    assert observed is not None  # noqa: S101 - the caller has looked
    data, day = observed.data, tale.day(observed)
    what = _what(data, again=index > 0)
    account = f": {quoted(data.account)}" if data.account else ""
    if data.observed_by is None:
        began = f"{pen.front(day)}, {what} was noted"
    elif effect.seen_by_beneficiary:
        when, who = pen.front(day), pen.who(data.observed_by.side)
        began = f"{when} {who}{' also' if index else ''} noticed {what}"
    else:
        when, who = pen.front(day, before), pen.who(data.observed_by.side)
        began = f"{when} {who}{' also' if index else ''} reported {what}"
    return [say(f"{began}{account}{_felt(data)}{_measured(data.measure)}", observed, ".")]


def _what(data: EffectObserved, *, again: bool) -> str:
    polarity = f"{POLARITIES[data.polarity]} " if data.polarity in POLARITIES else ""
    where = f" on {DOMAINS[data.domain]}" if data.domain else ""
    aimed = " that no objective had aimed at" if data.intended is False and not again else ""
    if again and polarity:
        return f"another effect, {polarity.strip()},{where}{aimed}"
    article = "another" if again else "an" if not polarity else "a"
    return f"{article} {polarity}effect{where}{aimed}"


def _felt(data: EffectObserved) -> str:
    return f"; in the words of those who live it, {quoted(data.felt)}" if data.felt else ""


def _measured(measure: Measure | None) -> str:
    if measure is None:
        return ""
    baseline = f" instead of {_quantity(measure.baseline)}" if measure.baseline else ""
    method = f" ({quoted(measure.method)})" if measure.method else ""
    unit = "" if _is_time(measure.quantity) else f" in {quoted(measure.quantity.unit)}"
    return f"; measured{unit}, it comes to {_quantity(measure.quantity)}{baseline}{method}"


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
        who = capital(pen.who(attested.data.by.side if attested.data.by else None))
        when = pen.after(tale.day(observed), tale.day(attested))
        said = f": {quoted(attested.data.account)}" if attested.data.account else ""
        return [say(f"{who} confirmed it {when}{said}", attested, ".")]
    if effect.seen_by_beneficiary:
        return []
    other = " else" if observed.data.observed_by else ""
    again = pen.turn("unconfirmed") > 0
    nobody = "Nor has this one been confirmed" if again else f"Nobody{other} has confirmed it yet"
    return [say(nobody, observed, ".")]


def _item(effect: Effect, tale: Tale, pen: Pen) -> Sentence:
    observed = effect.observed
    assert observed is not None  # noqa: S101 - the caller has looked
    data = observed.data
    account = quoted(data.account) if data.account else "no account given"
    polarity = f" ({POLARITIES[data.polarity]})" if data.polarity in POLARITIES else ""
    if effect.attested:
        status = f", confirmed {pen.on(tale.day(effect.attested[0]))}"
    elif effect.seen_by_beneficiary:
        status = ""
    else:
        status = ", reported"
    where = f"{capital(DOMAINS[data.domain].removeprefix('the '))}: " if data.domain else ""
    return say(f"{where}{account}{polarity}, {pen.on(tale.day(observed))}{status}", effect.facts)


def _both_voices(effect: Effect, tale: Tale, pen: Pen) -> list[Sentence]:
    observed, against = effect.observed, effect.contested[0]
    assert observed is not None  # noqa: S101 - the caller has looked
    day = pen.front(tale.day(observed))
    one = pen.who(_side(observed.data))
    first = f"{day} {one} reported {_what(observed.data, again=False)}"
    other = pen.who(against.data.by.side if against.data.by else None)
    account = f": {quoted(observed.data.account)}" if observed.data.account else ""
    reply = f": {quoted(against.data.account)}" if against.data.account else ""
    when = pen.after(tale.day(observed), tale.day(against))
    return [
        say(f"{first}{account}", observed, "."),
        say(f"{capital(other)} contested it {when}{reply}", against, "."),
    ]
