"""What the work cost: acceptable spend, quotes and what was said about them.

Rule kept here: a quote is told as a conversation; its amount comes once.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import AnyRecorded
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.used import used
from noe_core.narration.en.words import capital, count, listing, money, number, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.frame import LimitPer
from noe_core.relationship.quotes import Quote, QuoteIssued
from noe_core.values import Money, total

PER = {LimitPer.MONTH: " a month", LimitPer.QUARTER: " a quarter", LimitPer.TOTAL: " in all"}
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
    both = "Use, and what it cost" if limit or lines else "Use"
    title = both if usage or after else "What it cost"
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
    again = " anew" if len(limits) > 1 else ""
    said = f"{when} the two sides agreed{again} on what could be spent"
    return [say(f"{said}: {amount}{per}", limits, ".")]


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
    span = pen.across(issued)
    after = " after the work" if all(q.after_work for q in quotes) else ""
    given = count(len(quotes), "quote was given", "quotes were given")
    lines = [say(f"{capital(given)}{after}, {span}", issued, ".")]
    signed = [q for q in quotes if q.signed]
    facts: list[AnyRecorded] = [fact for q in signed for fact in (*q.discussed, q.signed) if fact]
    if signed:
        unchanged = all(q.signed and q.signed.data.negotiated is False for q in signed)
        talked = "talked over, then " if all(q.discussed for q in signed) else ""
        some = capital(count(len(signed), "was", "were"))
        which = "Each was" if len(signed) == len(quotes) else some
        amount = _total(signed)
        how = f"{talked}signed{' unchanged' if unchanged else ''}"
        lines.append(say(f"{which} {how}{f', for {amount} in all' if amount else ''}", facts, "."))
    lines += _learned(quotes, tale, pen)
    return lines + _noes(quotes, tale, pen)


def _noes(quotes: Sequence[Quote], tale: Tale, pen: Pen) -> list[Sentence]:
    """The quotes refused or withdrawn among many."""
    ended = [fact for q in quotes for fact in (q.refused, q.withdrawn) if fact is not None]
    if len(ended) > FEW:
        how_many = capital(number(len(ended)))
        return [say(f"{how_many} were refused or withdrawn", ended, ".")]
    return [line for quote in quotes for line in _no(quote, tale, pen)]


def _learned(quotes: Sequence[Quote], tale: Tale, pen: Pen) -> list[Sentence]:
    said = [d for q in quotes for d in q.discussed if d.data.learned]
    if not said:
        return []
    first = said[0]
    text = quoted(first.data.learned or "")
    day = pen.date(tale.day(first))
    return [say(f"From the talk of {day} this was kept: {text}", first, ".")]


def _quote(quote: Quote, tale: Tale, pen: Pen, *, again: bool) -> list[Sentence]:
    issued = quote.issued
    assert issued is not None  # noqa: S101 - the caller has looked
    amount = f" of {money(issued.data.total)}" if issued.data.total else ""
    which = "Another quote" if again else "A quote"
    after = ", after the work," if quote.after_work else ""
    when = pen.on(tale.day(issued))
    cited = cites(issued.data)
    told = f"; it {cited}" if cited else ""
    lines = [say(f"{which}{amount}{after} was given {when}{told}", issued, ".")]
    lines += _talked(quote, tale, pen)
    return [*lines, *_no(quote, tale, pen, "Then it was" if quote.signed else "It was")]


def _talked(quote: Quote, tale: Tale, pen: Pen) -> list[Sentence]:
    """What was said of a quote, and its signature, in one sentence."""
    issued, signed = quote.issued, quote.signed
    before = tale.day(issued) if issued else None
    parts: list[str] = []
    for first in quote.discussed[:1]:
        learned = f": {quoted(first.data.learned)}" if first.data.learned else ""
        parts.append(f"it was talked over {pen.after(before, tale.day(first))}{learned}")
        before = tale.day(first)
    if signed is not None:
        changed = {True: ", after negotiation", False: ", unchanged"}
        negotiated = signed.data.negotiated
        how = changed[negotiated] if negotiated is not None else ""
        it = "and" if len(parts) == 1 and ":" not in parts[0] else "it was"
        parts.append(f"{it} signed {pen.after(before, tale.day(signed))}{how}{_settled_at(quote)}")
    text = "; ".join(parts).replace("; and signed", " and signed")
    facts = [*quote.discussed[:1], *([signed] if signed else [])]
    return [say(capital(text), facts, ".")] if parts else []


def _settled_at(quote: Quote) -> str:
    """The amount signed, where it is not the one issued."""
    signed = quote.signed.data.amount if quote.signed else None
    issued = quote.issued.data.total if quote.issued else None
    return f", at {money(signed)}" if signed is not None and signed != issued else ""


def _no(quote: Quote, tale: Tale, pen: Pen, it: str = "") -> list[Sentence]:
    """A refusal or a withdrawal, told like the rest."""
    issued = quote.issued
    assert issued is not None  # noqa: S101 - the caller has looked
    for fact, word in ((quote.refused, "refused"), (quote.withdrawn, "withdrawn")):
        if fact is not None:
            reason = f": {quoted(fact.data.reason)}" if fact.data.reason else ""
            day = pen.date(tale.day(issued))
            which = (
                f"Another, of {day}," if not it and pen.turn("no") % 2 else f"The quote of {day}"
            )
            began = f"{it or f'{which} was'} {word}"
            when = pen.after(tale.day(issued), tale.day(fact))
            return [say(f"{began} {when}{reason}", fact, ".")]
    return []


def _item(quote: Quote, tale: Tale, pen: Pen) -> Sentence:
    issued = quote.issued
    assert issued is not None  # noqa: S101 - the caller has looked
    data = issued.data
    amount = money(data.total) if data.total else "no amount"
    cited = cites(data)
    told = f"; it {cited}" if cited else ""
    narrative = f": {quoted(data.narrative)}" if data.narrative else ""
    when = capital(pen.date(tale.day(issued)))
    signed = f", signed{_settled_at(quote)}" if _settled_at(quote) else ""
    return say(f"{when}: {amount}{signed}{told}{narrative}", quote.facts)


def cites(data: QuoteIssued) -> str:
    """What a quote names beside its price: “cites one effect nobody had planned”."""
    counted = (
        (data.unplanned_effect_ids, "effect nobody had planned", "effects nobody had planned"),
        (data.effect_ids, "effect aimed at", "effects aimed at"),
        (data.resource_ids, "resource", "resources"),
        (data.constraint_ids, "constraint", "constraints"),
    )
    cited = [count(len(ids), one, many) for ids, one, many in counted if ids]
    parts = [f"cites {listing(cited)}"] if cited else []
    parts += ["says that no effect has been seen yet"] if data.none_yet else []
    return " and ".join(parts)
