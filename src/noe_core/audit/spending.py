"""Whether the spending stayed within what both sides agreed to (QUO-4).

Rule kept here: the amount of each quote is put once more to the decision that issues quotes,
as the relationship stood that day; the audit has no arithmetic of its own. Quotes that were
refused or withdrawn no longer spend anything and are left out of the replay.

A quote in another currency than the limit is within no limit: nothing is converted here, and
it is told as such unless a review of both sides decided on it. What began without a limit is
dated by the work where that is on record, and by the period of a quote only where it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from noe_core.audit.hearing import Said
from noe_core.audit.monthly import accounts_for, quotable_work
from noe_core.audit.readings import shifted
from noe_core.audit.rule import Case, Finding, NotAssessable, Severity
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.relationship.frame import LimitPer, SpendLimitAgreed
from noe_core.relationship.quotes import QuoteIssued, QuoteKind, QuoteLine
from noe_core.relationship.quoting import OverAcceptableSpend, issue_quote
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Period, Side

Issued = Recorded[QuoteIssued]


def beyond_acceptable_spend(case: Case) -> Iterator[Said]:
    """QUO-4: no quote over the limit without a review's leave, no period without a limit."""
    for state, fact in _as_issued(case):
        answer = _judged(case, state, fact)
        if answer is not None:
            yield answer
    yield from _unlimited(case)


def _as_issued(case: Case) -> Iterator[tuple[Relationship, Issued]]:
    """Each quote after work that still stands, with the state it was issued in."""
    if not case.state.frame.limits:  # nobody agreed on any, so that no day ever had one
        return
    standing = {quote.quote_id for quote in case.state.quotes.live}
    facts = [
        fact
        for fact in case.history
        if not holds(fact, QuoteIssued) or fact.data.quote_id in standing
    ]
    state, seen = Relationship(), 0
    for place, fact in enumerate(facts):
        if holds(fact, QuoteIssued):
            state, seen = evolve(state, facts[seen:place]), place
            if fact.data.kind is QuoteKind.AFTER_WORK:
                yield state, fact


def _judged(case: Case, state: Relationship, fact: Issued) -> Finding | NotAssessable | None:
    quote = fact.data
    period = quote.period or Period(start=case.on(fact), end=case.on(fact))
    agreed = state.frame.limit_on(period.end)
    if agreed is None:
        return None
    limit, total = agreed.data.amount, quote.total
    if limit is None or total is None:
        return NotAssessable(rule="QUO-4", because="amount_unrecorded")
    if limit.currency != total.currency:
        return _unproven_leave(case, quote) or _elsewhere(case, state, fact, agreed)
    # Issued again with its amount alone, so that only the amount can be refused.
    answer = issue_quote(
        state,
        on=shifted(period.end, 1),
        kind=QuoteKind.AFTER_WORK,
        period=period,
        total=total,
        lines=(QuoteLine(amount=total),),
        over_limit_review_id=quote.over_limit_review_id,
        id=quote.quote_id,
    )
    if not isinstance(answer, OverAcceptableSpend):
        return None
    return _unproven_leave(case, quote) or _over(case, fact, agreed, answer)


def _unproven_leave(case: Case, quote: QuoteIssued) -> NotAssessable | None:
    """A review is named, but nothing recorded tells whether both sides sat in it."""
    named = quote.over_limit_review_id
    if named is None:
        return None
    review = case.state.reviews.by_id.get(named)
    if review is None:
        return NotAssessable(rule="QUO-4", because="review_unrecorded")
    return (
        None
        if review.data.participants
        else NotAssessable(rule="QUO-4", because="leave_unrecorded")
    )


def _elsewhere(
    case: Case, state: Relationship, fact: Issued, agreed: Recorded[SpendLimitAgreed]
) -> Finding | None:
    """A quote that no limit bounds, unless a review held by then decided on it."""
    review = state.reviews.by_id.get(fact.data.over_limit_review_id or "")
    if review is not None and review.data.two_sided:
        return None
    return Finding(
        rule="QUO-4",
        severity=Severity.WARNING,
        subject=fact.data.quote_id,
        about="other_currency",
        evidence=(fact.id, agreed.id),
        values={
            "issued": case.on(fact),
            "total": fact.data.total,
            "limit": agreed.data.amount,
            "per": agreed.data.per or LimitPer.TOTAL,
        },
    )


def _over(case: Case, fact: Issued, agreed: AnyRecorded, answer: OverAcceptableSpend) -> Finding:
    return Finding(
        rule="QUO-4",
        severity=Severity.BREACH,
        subject=fact.data.quote_id,
        about="over_limit",
        evidence=(fact.id, agreed.id),
        values={
            "issued": case.on(fact),
            "total": answer.total,
            "limit": answer.limit,
            "per": answer.per,
        },
    )


def _unlimited(case: Case) -> Iterator[Finding]:
    """The periods, and the work not yet quoted, that began before any limit was agreed."""
    without = sorted(
        (one for one in _begun(case) if not _limited(case, one[0])),
        key=lambda one: (one[0], one[1].version),
    )
    if without:
        yield Finding(
            rule="QUO-4",
            severity=Severity.WARNING,
            subject="relationship",
            about="no_limit",
            evidence=tuple(fact.id for _, fact in without),
            values={"since": without[0][0], "agreed": _first_limit(case)},
        )


def _begun(case: Case) -> Iterator[tuple[date, AnyRecorded]]:
    """What called for a limit, and from which day on."""
    quotable = quotable_work(case)
    told = {work.id for work in quotable}
    yield from ((case.on(work), work) for work in quotable)
    for quote in case.state.quotes.live:
        period = quote.issued.data.period if quote.issued is not None else None
        if not quote.after_work or quote.issued is None or period is None:
            continue
        issued = quote.issued
        counted = tuple(w for w in _provided(case) if accounts_for(case, issued.data, (w,)))
        if not told & {work.id for work in counted}:
            yield min(map(case.on, counted), default=period.start), issued


def _provided(case: Case) -> Iterator[Recorded[WorkRecorded]]:
    done = case.state.work.done.values()
    return (work for work in done if work.data.done_by is Side.PROVIDER)


def _limited(case: Case, day: date) -> bool:
    return any(_holds_from(case, limit) <= day for limit in case.state.frame.limits)


def _first_limit(case: Case) -> date | None:
    return min((_holds_from(case, limit) for limit in case.state.frame.limits), default=None)


def _holds_from(case: Case, limit: Recorded[SpendLimitAgreed]) -> date:
    """From when a limit holds: not before it was agreed, nor before the day it names."""
    return max(case.on(limit), limit.data.from_date or date.min)
