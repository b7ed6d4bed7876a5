"""What the work cost: acceptable spend, quotes and what was said about them.

Rule kept here: a quote is told as a conversation; its amount comes once.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import AnyRecorded
from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.used import used
from noe_core.narration.fr.words import NBSP, capital, count, listing, money, number, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.frame import LimitPer
from noe_core.relationship.quotes import Quote, QuoteIssued
from noe_core.values import Money, total

PER = {LimitPer.MONTH: " par mois", LimitPer.QUARTER: " par trimestre", LimitPer.TOTAL: " en tout"}
TWO = 2


def cost(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what is counted, and what it cost, whichever came first."""
    priced = (*tale.state.frame.limits, *(q.issued for q in tale.quotes if q.issued))
    defined = [u.defined for u in tale.state.usage.units.values() if u.defined]
    late = bool(priced and defined) and min(map(tale.day, priced)) < min(map(tale.day, defined))
    usage = [] if late else used(tale, pen)
    limit = _limit(tale, pen)
    lines, details = _quotes(tale, pen)
    after = used(tale, pen) if late else []
    both = "L’usage, et ce que cela a coûté" if limit or lines else "L’usage"
    title = both if usage or after else "Ce que cela a coûté"
    return Chapter.of("cost", title, usage, [*limit, *lines], after, details=details)


def _quotes(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    quotes = tale.quotes
    if len(quotes) <= TWO:
        told = (_quote(q, tale, pen, again=i > 0) for i, q in enumerate(quotes))
        return [line for lines in told for line in lines], []
    return _gathered(quotes, tale, pen), [_item(quote, tale, pen) for quote in quotes]


def _limit(tale: Tale, pen: Pen) -> list[Sentence]:
    limits = [limit for limit in tale.state.frame.limits if limit.data.amount]
    if not limits:
        return []
    last = limits[-1]
    amount = money(last.data.amount) if last.data.amount else ""
    per = PER[last.data.per] if last.data.per else ""
    when = capital(pen.on(tale.day(last)))
    again = " de nouveau" if len(limits) > 1 else ""
    return [
        say(
            f"{when}, les deux parties ont convenu{again} de ce qui pouvait être dépensé"
            f"{NBSP}: {amount}{per}",
            limits,
            ".",
        )
    ]


def _total(quotes: Sequence[Quote]) -> str:
    by_currency: dict[str, list[Money]] = {}
    for quote in quotes:
        if quote.signed is not None and quote.signed.data.amount is not None:
            amount = quote.signed.data.amount
            by_currency.setdefault(amount.currency, []).append(amount)
    sums = [total(amounts) for amounts in by_currency.values()]
    return listing([money(amount) for amount in sums if amount])


def _gathered(quotes: Sequence[Quote], tale: Tale, pen: Pen) -> list[Sentence]:
    issued = [q.issued for q in quotes if q.issued]
    after = " après travail" if all(q.after_work for q in quotes) else ""
    lines = [
        say(
            f"{capital(number(len(quotes)))} devis{after} ont été remis {pen.across(issued)}",
            issued,
            ".",
        )
    ]
    signed = [q for q in quotes if q.signed]
    facts: list[AnyRecorded] = [fact for q in signed for fact in (*q.discussed, q.signed) if fact]
    if signed:
        unchanged = all(q.signed and q.signed.data.negotiated is False for q in signed)
        talked = all(q.discussed for q in signed)
        one, s = len(signed) == 1, "" if len(signed) == 1 else "s"
        some = "Un seul a été" if one else f"{capital(number(len(signed)))} ont été"
        which = "Tous ont été" if len(signed) == len(quotes) else some
        how = f" discuté{s} puis signé{s}" if talked else f" signé{s}"
        how += f" sans être changé{s}" if unchanged else ""
        amount = _total(signed)
        lines.append(say(f"{which}{how}{f', pour {amount} en tout' if amount else ''}", facts, "."))
    lines += _learned(quotes, tale, pen)
    return lines + _noes(quotes, tale, pen)


def _noes(quotes: Sequence[Quote], tale: Tale, pen: Pen) -> list[Sentence]:
    """The quotes refused or withdrawn among many."""
    ended = [fact for q in quotes for fact in (q.refused, q.withdrawn) if fact is not None]
    if len(ended) > FEW:
        how_many = capital(number(len(ended)))
        return [say(f"{how_many} ont été refusés ou retirés", ended, ".")]
    return [line for quote in quotes for line in _no(quote, tale, pen)]


def _learned(quotes: Sequence[Quote], tale: Tale, pen: Pen) -> list[Sentence]:
    said = [d for q in quotes for d in q.discussed if d.data.learned]
    if not said:
        return []
    first = said[0]
    text = quoted(first.data.learned or "")
    return [
        say(
            f"De la discussion {pen.of_day(tale.day(first))}, on a retenu ceci{NBSP}: {text}",
            first,
            ".",
        )
    ]


def _quote(quote: Quote, tale: Tale, pen: Pen, *, again: bool) -> list[Sentence]:
    issued = quote.issued
    assert issued is not None  # noqa: S101 - the caller has looked
    amount = f", de {money(issued.data.total)}," if issued.data.total else ""
    which = "Un autre devis" if again else "Un devis"
    after = " après travail" if quote.after_work else ""
    when = pen.on(tale.day(issued))
    cited = cites(issued.data)
    told = f"{NBSP}; il {cited}" if cited else ""
    lines = [say(f"{which}{after}{amount} a été remis {when}{told}", issued, ".")]
    lines += _talked(quote, tale, pen)
    return [*lines, *_no(quote, tale, pen, "Puis il a été" if quote.signed else "Il a été")]


def _talked(quote: Quote, tale: Tale, pen: Pen) -> list[Sentence]:
    """What was said of a quote, and its signature, in one sentence."""
    issued, signed = quote.issued, quote.signed
    before = tale.day(issued) if issued else None
    parts: list[str] = []
    for first in quote.discussed[:1]:
        learned = f"{NBSP}: {quoted(first.data.learned)}" if first.data.learned else ""
        parts.append(f"on en a parlé {pen.after(before, tale.day(first))}{learned}")
        before = tale.day(first)
    if signed is not None:
        changed = {True: ", après négociation", False: ", sans changement"}
        negotiated = signed.data.negotiated
        how = changed[negotiated] if negotiated is not None else ""
        parts.append(f"il a été signé {pen.after(before, tale.day(signed))}{how}")
        parts[-1] += _settled_at(quote)
    facts = [*quote.discussed[:1], *([signed] if signed else [])]
    return [say(capital(f"{NBSP}; ".join(parts)), facts, ".")] if parts else []


def _settled_at(quote: Quote) -> str:
    """The amount signed, where it is not the one issued."""
    signed = quote.signed.data.amount if quote.signed else None
    issued = quote.issued.data.total if quote.issued else None
    return f", à {money(signed)}" if signed is not None and signed != issued else ""


def _no(quote: Quote, tale: Tale, pen: Pen, it: str = "") -> list[Sentence]:
    """A refusal or a withdrawal, told like the rest."""
    issued = quote.issued
    assert issued is not None  # noqa: S101 - the caller has looked
    for fact, word in ((quote.refused, "refusé"), (quote.withdrawn, "retiré")):
        if fact is not None:
            reason = f"{NBSP}: {quoted(fact.data.reason)}" if fact.data.reason else ""
            day = pen.of_day(tale.day(issued))
            which = f"Un autre, {day}," if not it and pen.turn("no") % 2 else f"Le devis {day}"
            began = f"{it or f'{which} a été'} {word}"
            when = pen.after(tale.day(issued), tale.day(fact))
            return [say(f"{began} {when}{reason}", fact, ".")]
    return []


def _item(quote: Quote, tale: Tale, pen: Pen) -> Sentence:
    issued = quote.issued
    assert issued is not None  # noqa: S101 - the caller has looked
    data = issued.data
    amount = money(data.total) if data.total else "sans montant"
    cited = cites(data)
    told = f", qui {cited}" if cited else ""
    narrative = f"{NBSP}: {quoted(data.narrative)}" if data.narrative else ""
    signed = f", signé{_settled_at(quote)}" if _settled_at(quote) else ""
    return say(
        f"{capital(pen.on(tale.day(issued)))}, {amount}{signed}{told}{narrative}", quote.facts
    )


def cites(data: QuoteIssued) -> str:
    """What a quote names beside its price: « cite un effet imprévu et une contrainte »."""
    counted = (
        (data.unplanned_effect_ids, "effet imprévu", "effets imprévus", False),
        (data.effect_ids, "effet attendu", "effets attendus", False),
        (data.resource_ids, "ressource", "ressources", True),
        (data.constraint_ids, "contrainte", "contraintes", True),
    )
    cited = [count(len(ids), one, many, feminine=f) for ids, one, many, f in counted if ids]
    parts = [f"cite {listing(cited)}"] if cited else []
    parts += ["dit qu’aucun effet n’est encore observé"] if data.none_yet else []
    return " et ".join(parts)
