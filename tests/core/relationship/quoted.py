"""Quotes and what they cite, for the tests of quotes."""

from __future__ import annotations

from datetime import date

from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteKind,
    QuoteLine,
    QuoteRefused,
    QuoteSigned,
    QuoteWithdrawn,
)
from noe_core.relationship.quoting import (
    issue_quote,
)
from noe_core.relationship.work import ConstraintRevealed, ResourceNoted, WorkRecorded
from noe_core.values import Money, Period
from relationship.given import LISE, TOGETHER, Told, when

JANUARY = Period(start=date(2022, 1, 1), end=date(2022, 1, 31))
FEBRUARY = Period(start=date(2022, 2, 1), end=date(2022, 2, 28))
MARCH = Period(start=date(2022, 3, 1), end=date(2022, 3, 31))

W1: Told = (WorkRecorded(work_id="w1"), "2022-02-01")
W2: Told = (WorkRecorded(work_id="w2"), "2022-02-28")
IN_MARCH: Told = (WorkRecorded(work_id="w3"), "2022-03-01")
PLANNED: Told = (EffectObserved(effect_id="f1", intended=True), "2022-02-10")
UNPLANNED: Told = (EffectObserved(effect_id="f2", intended=False), "2022-02-11")
RESOURCE: Told = (ResourceNoted(resource_id="s1"), "2022-02-12")
CONSTRAINT: Told = (ConstraintRevealed(constraint_id="c1"), "2022-02-13")
RECORDED = (W1, W2, IN_MARCH, PLANNED, UNPLANNED, RESOURCE, CONSTRAINT)


def line(amount: int | str | None, *work_ids: str, currency: str = "EUR") -> QuoteLine:
    """A line of a quote."""
    money = Money.of(amount, currency) if amount is not None else None
    return QuoteLine(label="the month's work", work_ids=work_ids, amount=money)


def issued(
    name: str,
    on: str,
    amount: int | None,
    period: Period | None,
    *work_ids: str,
    kind: QuoteKind | None = QuoteKind.AFTER_WORK,
) -> Told:
    """A quote issued on a day."""
    fact = QuoteIssued(
        quote_id=name,
        kind=kind,
        period=period,
        lines=(line(amount, *work_ids),),
        total=Money.of(amount) if amount is not None else None,
    )
    return fact, on


Q0 = issued("q0", "2022-03-01", 800, FEBRUARY, "w1")
DISCUSSED: Told = (QuoteDiscussed(quote_id="q0", participants=TOGETHER), "2022-03-02")
SIGNED: Told = (QuoteSigned(quote_id="q0", by=LISE, amount=Money.of(800)), "2022-03-03")
REFUSED: Told = (QuoteRefused(quote_id="q0"), "2022-03-03")
WITHDRAWN: Told = (QuoteWithdrawn(quote_id="q0"), "2022-03-03")

ISSUE = when(
    issue_quote,
    on=date(2022, 3, 5),
    kind=QuoteKind.AFTER_WORK,
    period=FEBRUARY,
    lines=[line(1000, "w1"), line("234.56", "w2")],
    total=Money.of("1234.56"),
    id="q1",
).given(*RECORDED)
