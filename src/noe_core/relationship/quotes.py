"""Quotes: an account of real work that opens a dialogue; the facts.

Rule kept here: a quote before work presumes no effect; a quote after work counts each piece
of work once (domain.md §3, quotes). The decisions stand in `noe_core.relationship.quoting`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from attrs import evolve, field, frozen

from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import day_of
from noe_core.typed import Count, Fact, Id, Minutes, Text, value
from noe_core.values import Money, PartyRef, Period


class QuoteKind(StrEnum):
    """A price before the work, or an account of it after."""

    PREDICTIVE = "predictive"
    AFTER_WORK = "after_work"


@value
class QuoteLine:
    """One line of a quote: what it is for, the work it counts, and its amount."""

    label: Text | None = None
    work_ids: tuple[Id, ...] = ()
    minutes: Minutes | None = None
    amount: Money | None = None


@value
class QuoteIssued(Fact):
    """A quote was given to the client to talk about.

    ``none_yet`` says in so many words that no effect has been observed yet.
    """

    quote_id: Id
    kind: QuoteKind | None = None
    period: Period | None = None
    lines: tuple[QuoteLine, ...] = ()
    total: Money | None = None
    resource_ids: tuple[Id, ...] = ()
    effect_ids: tuple[Id, ...] = ()
    unplanned_effect_ids: tuple[Id, ...] = ()
    constraint_ids: tuple[Id, ...] = ()
    time_saved_minutes: Count | None = None
    narrative: Text | None = None
    none_yet: bool | None = None
    over_limit_review_id: Id | None = None

    @property
    def work_ids(self) -> tuple[str, ...]:
        """The work that its lines count."""
        return tuple(work_id for line in self.lines for work_id in line.work_ids)

    @property
    def cited_effect_ids(self) -> tuple[str, ...]:
        """The effects it names, foreseen or not."""
        return (*self.effect_ids, *self.unplanned_effect_ids)


@value
class QuoteDiscussed(Fact):
    """Both sides talked about a quote; ``minutes`` is the duration, not person-minutes."""

    quote_id: Id
    minutes: Minutes | None = None
    participants: tuple[PartyRef, ...] = ()
    learned: Text | None = None


@value
class QuoteSigned(Fact):
    """The client signed a quote, as it stood or after negotiation."""

    quote_id: Id
    by: PartyRef | None = None
    negotiated: bool | None = None
    amount: Money | None = None


@value
class QuoteRefused(Fact):
    """The client refused a quote."""

    quote_id: Id
    reason: Text | None = None


@value
class QuoteWithdrawn(Fact):
    """The provider took a quote back, perhaps for another."""

    quote_id: Id
    reason: Text | None = None
    superseded_by: Id | None = None


@frozen(kw_only=True)
class Quote:
    """A quote as its facts tell it."""

    quote_id: str
    issued: Recorded[QuoteIssued] | None = None
    discussed: tuple[Recorded[QuoteDiscussed], ...] = ()
    signed: Recorded[QuoteSigned] | None = None
    refused: Recorded[QuoteRefused] | None = None
    withdrawn: Recorded[QuoteWithdrawn] | None = None

    @property
    def live(self) -> bool:
        """Whether it was issued and neither refused nor withdrawn."""
        return self.issued is not None and self.refused is None and self.withdrawn is None

    @property
    def amount(self) -> Money | None:
        """What it comes to: as signed, else as issued."""
        agreed = self.signed.data.amount if self.signed else None
        return agreed or (self.issued.data.total if self.issued else None)

    @property
    def counts_on(self) -> date | None:
        """The day whose month or quarter it counts in: its period's last, else its issue."""
        if self.issued is None:
            return None
        period = self.issued.data.period
        return period.end if period else day_of(self.issued.occurred_at)

    @property
    def after_work(self) -> bool:
        """Whether it accounts for work already done."""
        return self.issued is not None and self.issued.data.kind is QuoteKind.AFTER_WORK

    @property
    def facts(self) -> tuple[AnyRecorded, ...]:
        """Everything recorded about it."""
        alone = (self.issued, self.signed, self.refused, self.withdrawn)
        return (*(fact for fact in alone if fact), *self.discussed)


@frozen(kw_only=True)
class Quotes:
    """The quotes so far, in the order they were issued."""

    by_id: Mapping[str, Quote] = field(factory=dict)

    @property
    def live(self) -> tuple[Quote, ...]:
        """Those that still stand."""
        return tuple(quote for quote in self.by_id.values() if quote.live)

    def counting(self, work_id: str) -> Quote | None:
        """The live quote that counts a piece of work."""
        for quote in self.live:
            if quote.issued is not None and work_id in quote.issued.data.work_ids:
                return quote
        return None


FACTS = frozenset({QuoteIssued, QuoteDiscussed, QuoteSigned, QuoteRefused, QuoteWithdrawn})
"""The facts this chapter follows."""


def follow(quotes: Quotes, facts: Iterable[AnyRecorded]) -> Quotes:
    """The quotes after some more facts."""
    by_id = dict(quotes.by_id)

    def known(key: str) -> Quote:
        return by_id.get(key) or Quote(quote_id=key)

    for fact in facts:
        if holds(fact, QuoteIssued):
            by_id[fact.data.quote_id] = evolve(known(fact.data.quote_id), issued=fact)
        elif holds(fact, QuoteDiscussed):
            quote = known(fact.data.quote_id)
            by_id[quote.quote_id] = evolve(quote, discussed=(*quote.discussed, fact))
        elif holds(fact, QuoteSigned):
            by_id[fact.data.quote_id] = evolve(known(fact.data.quote_id), signed=fact)
        elif holds(fact, QuoteRefused):
            by_id[fact.data.quote_id] = evolve(known(fact.data.quote_id), refused=fact)
        elif holds(fact, QuoteWithdrawn):
            by_id[fact.data.quote_id] = evolve(known(fact.data.quote_id), withdrawn=fact)
    return Quotes(by_id=by_id)
