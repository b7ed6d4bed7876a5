"""The decision to issue a quote: before the work, or as an account of it after.

Rule kept here: refusals are checked in the order of domain.md §3 and the first is returned.
What becomes of a quote once issued is decided in `noe_core.relationship.settling`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.moments import When, day_of, within
from noe_core.refusal import (
    AlreadyDone,
    Refusal,
    UnknownReference,
    first,
    missing,
)
from noe_core.relationship.frame import LimitPer
from noe_core.relationship.quotes import (
    Quote,
    QuoteIssued,
    QuoteKind,
    QuoteLine,
)
from noe_core.relationship.state import Relationship
from noe_core.values import Money, Period, total


@frozen
class PeriodNotOver(Refusal):
    """A quote after work waits for the end of its period."""

    says = "the period of quote {quote_id} runs until {end}; issue it from the next day on"
    quote_id: str
    end: date


@frozen
class WorkOutsidePeriod(Refusal):
    """A quote counts the work of its own period."""

    says = "work {work_id} was done on {day}, outside the period of quote {quote_id}"
    quote_id: str
    work_id: str
    day: date


@frozen
class WorkAlreadyQuoted(Refusal):
    """A piece of work is quoted once."""

    says = "work {work_id} is already counted by quote {quoted_by}; take it out"
    work_id: str
    quoted_by: str


@frozen
class TotalMismatch(Refusal):
    """The total of a quote is the sum of its lines, in one currency."""

    says = (
        "the lines of quote {quote_id} do not add up to its total, {total} (their sum: {lines}); "
        "give each an amount in that currency"
    )
    quote_id: str
    lines: Money | None
    total: Money


@frozen
class OverAcceptableSpend(Refusal):
    """A quote stays within what both sides agreed may be spent, or within a review's leave."""

    says = (
        "{total} is over the {limit} agreed per {per}; hold a two-sided review and name it "
        "as over_limit_review_id, or agree a new limit"
    )
    limit: Money
    total: Money
    per: LimitPer


@frozen
class OtherCurrency(Refusal):
    """A quote is in the currency of what may be spent, or nothing can be compared."""

    says = (
        "{total} cannot be held against the {limit} agreed; quote in that currency, or agree anew"
    )
    limit: Money
    total: Money


@frozen
class PeriodAlreadyQuoted(Refusal):
    """Two live quotes do not account for the same days."""

    says = "the period of quote {quote_id} overlaps that of quote {other}; withdraw one"
    quote_id: str
    other: str


@frozen
class EffectWasIntended(Refusal):
    """Only what nobody intended may be cited as unplanned."""

    says = "effect {effect_id} was intended; cite it in effect_ids, not as unplanned"
    effect_id: str


@frozen
class PredictedEffect(Refusal):
    """A quote before work presumes no effect."""

    says = "quote {quote_id} comes before the work and cites effect {effect_id}; leave it out"
    quote_id: str
    effect_id: str


def span_of(day: date, per: LimitPer) -> tuple[int, ...]:
    """The month, the quarter or the whole that a day belongs to."""
    match per:
        case LimitPer.MONTH:
            return (day.year, day.month)
        case LimitPer.QUARTER:
            return (day.year, (day.month - 1) // 3)
    return ()


def sharing(state: Relationship, day: date, per: LimitPer, currency: str) -> tuple[Quote, ...]:
    """The live quotes that take of the same span, each at the amount it was signed or issued."""
    return tuple(
        quote
        for quote in state.quotes.live
        if quote.amount is not None
        and quote.amount.currency == currency
        and quote.counts_on is not None
        and span_of(quote.counts_on, per) == span_of(day, per)
    )


def _leave_given(state: Relationship, review_id: str | None) -> bool:
    """Whether the review is two-sided and was held since the last quote."""
    review = state.reviews.by_id.get(review_id or "")
    issued = [quote.issued.occurred_at for quote in state.quotes.live if quote.issued]
    return (
        review is not None
        and review.data.two_sided
        and all(within(moment, review.occurred_at) for moment in issued)
    )


def _over_limit(
    state: Relationship, quote: QuoteIssued, on: When
) -> OverAcceptableSpend | OtherCurrency | None:
    end = quote.period.end if quote.period else day_of(on)
    agreed = state.frame.limit_on(end)
    if agreed is None or agreed.data.amount is None or quote.total is None:
        return None
    limit, per = agreed.data.amount, agreed.data.per or LimitPer.TOTAL
    if limit.currency != quote.total.currency:
        return OtherCurrency(limit, quote.total)
    others = (other.amount for other in sharing(state, end, per, limit.currency))
    spent = total([quote.total, *filter(None, others)]) or quote.total
    if spent.amount <= limit.amount or _leave_given(state, quote.over_limit_review_id):
        return None
    return OverAcceptableSpend(limit, spent, per)


def _unknown(state: Relationship, quote: QuoteIssued) -> Refusal | None:
    cited = (
        ("work_ids", quote.work_ids, state.work.done),
        ("effect_ids", quote.cited_effect_ids, state.effects.known),
        ("resource_ids", quote.resource_ids, state.work.resources),
        ("constraint_ids", quote.constraint_ids, state.work.constraints),
    )
    for field, ids, known in cited:
        for identity in ids:
            if identity not in known:
                return UnknownReference(field, identity)
    return None


def _work(state: Relationship, quote: QuoteIssued) -> Refusal | None:
    for work_id in quote.work_ids:
        day = day_of(state.work.done[work_id].occurred_at)
        if quote.period is not None and day not in quote.period:
            return WorkOutsidePeriod(quote.quote_id, work_id, day)
        counted = state.quotes.counting(work_id)
        if counted is not None:
            return WorkAlreadyQuoted(work_id, counted.quote_id)
    repeated = next((w for w in quote.work_ids if quote.work_ids.count(w) > 1), None)
    return WorkAlreadyQuoted(repeated, quote.quote_id) if repeated is not None else None


def _sum(quote: QuoteIssued) -> Refusal | None:
    if quote.total is None:
        return missing(total=None)
    amounts = [line.amount for line in quote.lines if line.amount is not None]
    added = total(amounts) if len(amounts) == len(quote.lines) else None
    return None if added == quote.total else TotalMismatch(quote.quote_id, added, quote.total)


def _overlap(state: Relationship, quote: QuoteIssued) -> PeriodAlreadyQuoted | None:
    for other in state.quotes.live:
        if (
            other.after_work
            and other.issued is not None
            and other.issued.data.period is not None
            and quote.period is not None
            and quote.period.overlaps(other.issued.data.period)
        ):
            return PeriodAlreadyQuoted(quote.quote_id, other.quote_id)
    return None


def _intended(state: Relationship, quote: QuoteIssued) -> EffectWasIntended | None:
    for effect_id in quote.unplanned_effect_ids:
        observed = state.effects.by_id[effect_id].observed
        if observed is not None and observed.data.intended:
            return EffectWasIntended(effect_id)
    return None


def _after_work(state: Relationship, quote: QuoteIssued, on: When) -> Refusal | None:
    if quote.period is None:
        return missing(period=None)
    if day_of(on) <= quote.period.end:
        return PeriodNotOver(quote.quote_id, quote.period.end)
    return first(
        _work(state, quote),
        _sum(quote),
        _over_limit(state, quote, on),
        _overlap(state, quote),
        _intended(state, quote),
    )


def _predictive(quote: QuoteIssued) -> Refusal | None:
    cited = next(iter(quote.cited_effect_ids), None)
    return first(
        PredictedEffect(quote.quote_id, cited) if cited is not None else None,
        _sum(quote) if quote.lines else missing(total=quote.total),
    )


def issue_quote(
    state: Relationship,
    *,
    on: When,
    kind: QuoteKind,
    total: Money,
    lines: Iterable[QuoteLine] = (),
    period: Period | None = None,
    resource_ids: Iterable[str] = (),
    effect_ids: Iterable[str] = (),
    unplanned_effect_ids: Iterable[str] = (),
    constraint_ids: Iterable[str] = (),
    time_saved_minutes: int | None = None,
    narrative: str | None = None,
    none_yet: bool | None = None,
    over_limit_review_id: str | None = None,
    id: str = MADE,
) -> Draft[QuoteIssued] | Refusal:
    """Issue a quote: a price before work, or an account of it after.

    Refusals: `AlreadyDone`, `UnknownReference`; after work `Missing`, `PeriodNotOver`,
    `WorkOutsidePeriod`, `WorkAlreadyQuoted`, `TotalMismatch`, `OtherCurrency`,
    `OverAcceptableSpend`, `PeriodAlreadyQuoted`, `EffectWasIntended`; before work
    `PredictedEffect`, `TotalMismatch`, `Missing`.
    """
    quote = QuoteIssued(
        quote_id=id,
        kind=kind,
        period=period,
        lines=tuple(lines),
        total=total,
        resource_ids=tuple(resource_ids),
        effect_ids=tuple(effect_ids),
        unplanned_effect_ids=tuple(unplanned_effect_ids),
        constraint_ids=tuple(constraint_ids),
        time_saved_minutes=time_saved_minutes,
        narrative=narrative,
        none_yet=none_yet,
        over_limit_review_id=over_limit_review_id,
    )
    known = state.quotes.by_id.get(id)
    generic = first(
        AlreadyDone("quote", id, "issued") if known and known.issued else None,
        _unknown(state, quote),
    )
    if generic is not None:
        return generic
    after = kind is QuoteKind.AFTER_WORK
    return first(
        _after_work(state, quote, on) if after else _predictive(quote),
        state.reviews.unknown(over_limit_review_id, "over_limit_review_id"),
    ) or happened(quote, on)
