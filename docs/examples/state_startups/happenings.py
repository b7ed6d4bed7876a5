"""Dated events and funding: reviews held, effects observed, a quote issued and signed.

Rule kept here: an event happened on its day, and only once that day has come. An event of
another kind than those read here is reported and makes no fact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.quotes import QuoteIssued, QuoteSigned
from noe_core.relationship.reviews import ReviewHeld
from noe_core.typed import Fact
from noe_core.values import Money
from state_startups.entries import Entry
from state_startups.source import Fields, Report, day

REVIEW = "committee"
EFFECTS = frozenset({"product_launch", "national_impact"})
SAID_ELSEWHERE = frozenset({"end", "death", "fast", "other"})
"""Kinds the source knows and this reading leaves: an end is a phase, funding is a field."""


def events(listed: Sequence[Fields], today: date, report: Report) -> Iterator[tuple[str, Entry]]:
    """The facts that the events of a sheet state on a day."""
    times: Counter[str] = Counter()
    for given in listed:
        kind, on = given.get("name"), day(given, "date", report, "events")
        problem = _unfit(kind, on, today, given)
        if problem is not None:
            report("events", given, problem)
        if problem is not None or on is None:
            continue
        dated = f"{kind} {on}"
        times[dated] += 1
        key = dated if times[dated] == 1 else f"{dated} {times[dated]}"
        yield key, Entry(_happened(str(kind), key, given.get("comment") or None), on)


def _unfit(kind: object, on: date | None, today: date, given: Fields) -> str | None:
    if kind is None:
        return "an event that does not say what it is"
    if kind in SAID_ELSEWHERE:
        return f"an event of kind {kind}: no fact is made of it"
    if kind != REVIEW and kind not in EFFECTS:
        return "unknown kind of event"
    if not given.get("date"):
        return "an event without a date"
    if on is not None and on > today:
        return "an event that is announced, its day has not come"
    return None


def _happened(kind: str, key: str, comment: str | None) -> Fact:
    if kind == REVIEW:
        return ReviewHeld(review_id=key, format=kind, account=comment)
    return EffectObserved(effect_id=key, account=comment)


def funding(given: Fields | None, report: Report) -> Iterator[tuple[str, Entry]]:
    """The quote that acceleration funding amounts to: issued, and signed since it was granted."""
    if given is None:
        return
    amount, promotion = given.get("montant"), given.get("promotion")
    total = Money.of(amount, "EUR") if type(amount) is int and amount > 0 else None
    if total is None:
        report("fast", given, "funding without an amount")
    if promotion is None:
        report("fast", given, "funding without a promotion")
    key = "fast" if promotion is None else f"fast-{promotion}"
    yield key, Entry(QuoteIssued(quote_id=key, total=total))
    yield f"{key} signed", Entry(QuoteSigned(quote_id=key))
