from datetime import date
from typing import Any

import pytest

from noe_core.relationship.frame import LimitPer, SpendLimitAgreed
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteKind,
    QuoteSigned,
    QuoteWithdrawn,
)
from noe_core.relationship.quoting import OtherCurrency, OverAcceptableSpend, TotalMismatch
from noe_core.relationship.reviews import ReviewHeld
from noe_core.values import Money, Period
from relationship.given import NORA, ROUTE, TOGETHER, Refused, Told
from relationship.quoted import FEBRUARY, ISSUE, JANUARY, MARCH, REFUSED, WITHDRAWN, issued, line


def limit(amount: int, per: LimitPer | None, on: str = "2021-12-01") -> Told:
    """A spend limit agreed."""
    return SpendLimitAgreed(amount=Money.of(amount), per=per), on


def over(amount: int, total: int | str, per: LimitPer) -> OverAcceptableSpend:
    """The refusal of a spend over a limit."""
    return OverAcceptableSpend(Money.of(amount), Money.of(total), per)


def review(name: str, on: str, *people: Any) -> Told:
    """A review held by some people."""
    return ReviewHeld(review_id=name, participants=people), on


OF_JANUARY = issued("jan", "2022-02-01", 800, JANUARY)
OF_MARCH = issued("mar", "2022-04-01", 700, MARCH)
OF_DECEMBER = issued(
    "dec", "2022-01-02", 5000, Period(start=date(2021, 12, 1), end=date(2021, 12, 31))
)
HALF_FEBRUARY = issued(
    "half", "2022-02-20", 100, Period(start=date(2022, 1, 20), end=date(2022, 2, 14))
)
LATE_FEBRUARY = {
    "period": Period(start=date(2022, 2, 15), end=date(2022, 2, 28)),
    "lines": [line(1000, "w2")],
    "total": Money.of(1000),
}
THOUSAND = ISSUE.but(lines=[line(1000, "w1", "w2")], total=Money.of(1000))
A_CENT_MORE = ISSUE.but(lines=[line("1000.01", "w1", "w2")], total=Money.of("1000.01"))
MONTHLY, QUARTERLY, WHOLE = (limit(1000, per) for per in LimitPer)
LEAVE = review("r1", "2022-03-04", *TOGETHER)

REFUSALS = (
    Refused(
        "a cent over the limit of a month",
        A_CENT_MORE.given(MONTHLY, OF_JANUARY).but(unplanned_effect_ids=["f1"]),
        over(1000, "1000.01", LimitPer.MONTH),
    ),
    Refused(
        "two quotes of a month",
        ISSUE.given(MONTHLY, HALF_FEBRUARY).but(**LATE_FEBRUARY),
        over(1000, 1100, LimitPer.MONTH),
    ),
    Refused(
        "a cent over with the other months of a quarter",
        A_CENT_MORE.given(limit(2500, LimitPer.QUARTER), OF_DECEMBER, OF_JANUARY, OF_MARCH),
        over(2500, "2500.01", LimitPer.QUARTER),
    ),
    Refused(
        "over with all there is",
        THOUSAND.given(limit(7499, LimitPer.TOTAL), OF_DECEMBER, OF_JANUARY, OF_MARCH),
        over(7499, 7500, LimitPer.TOTAL),
    ),
    Refused(
        "over with a quote before work that names no period",
        THOUSAND.given(
            limit(5999, LimitPer.TOTAL),
            issued("pre", "2022-01-05", 5000, None, kind=QuoteKind.PREDICTIVE),
        ),
        over(5999, 6000, LimitPer.TOTAL),
    ),
    Refused(
        "over with what another quote was signed at",
        THOUSAND.given(
            limit(1900, LimitPer.TOTAL),
            OF_JANUARY,
            (QuoteSigned(quote_id="jan", amount=Money.of(901)), "2022-02-03"),
        ),
        over(1900, 1901, LimitPer.TOTAL),
    ),
    Refused(
        "a limit that does not say its span",
        THOUSAND.given(limit(1799, None), OF_JANUARY),
        over(1799, 1800, LimitPer.TOTAL),
    ),
    Refused(
        "in another currency, whatever a review allowed",
        THOUSAND.given(
            (SpendLimitAgreed(amount=Money.of(5000, "CHF")), "2021-12-01"), LEAVE, OF_MARCH
        ).but(over_limit_review_id="r1"),
        OtherCurrency(Money.of(5000, "CHF"), Money.of(1000)),
    ),
    Refused(
        "leave of no review",
        A_CENT_MORE.given(MONTHLY).but(over_limit_review_id="r9"),
        over(1000, "1000.01", LimitPer.MONTH),
    ),
    Refused(
        "leave of a review of one side",
        A_CENT_MORE.given(MONTHLY, review("r1", "2022-03-04", NORA, ROUTE)).but(
            over_limit_review_id="r1"
        ),
        over(1000, "1000.01", LimitPer.MONTH),
    ),
    Refused(
        "leave of a review before the last quote",
        A_CENT_MORE.given(MONTHLY, OF_JANUARY, review("r1", "2022-01-31", *TOGETHER)).but(
            over_limit_review_id="r1"
        ),
        over(1000, "1000.01", LimitPer.MONTH),
    ),
    Refused(
        "leave that nobody asked for",
        A_CENT_MORE.given(MONTHLY, LEAVE),
        over(1000, "1000.01", LimitPer.MONTH),
    ),
    Refused(
        "the sum comes before the limit",
        A_CENT_MORE.given(MONTHLY).but(total=Money.of(1001)),
        TotalMismatch("q1", Money.of("1000.01"), Money.of(1001)),
    ),
    Refused(
        "over the limit comes before the period",
        A_CENT_MORE.given(MONTHLY, issued("feb", "2022-03-01", 1, FEBRUARY)),
        over(1000, "1001.01", LimitPer.MONTH),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_spending_over_the_limit_is_refused(case: Refused) -> None:
    """The limit that holds on the period's last day is shared by the quotes of its span."""
    assert case.situation.answer == case.refusal


@pytest.mark.parametrize(
    ("agreed", "others"),
    [
        (MONTHLY, ()),
        (MONTHLY, (OF_DECEMBER, OF_JANUARY, OF_MARCH)),
        (limit(1100, LimitPer.MONTH), (HALF_FEBRUARY,)),
        (QUARTERLY, (OF_DECEMBER,)),
        (limit(2500, LimitPer.QUARTER), (OF_DECEMBER, OF_JANUARY, OF_MARCH)),
        (limit(7500, LimitPer.TOTAL), (OF_DECEMBER, OF_JANUARY, OF_MARCH)),
        (limit(1000, LimitPer.TOTAL, on="2022-01-01"), ()),
        (limit(1, LimitPer.TOTAL, on="2022-03-01"), ()),
        ((SpendLimitAgreed(per=LimitPer.TOTAL), "2021-12-01"), (OF_DECEMBER,)),
    ],
    ids=[
        "a month, exactly",
        "a month, whatever the others took",
        "a month of two quotes, exactly",
        "a quarter, whatever the last one took",
        "a quarter, exactly",
        "the whole, exactly",
        "the whole, alone",
        "not agreed yet when the period ended",
        "of no amount",
    ],
)
def test_a_quote_within_the_acceptable_spend(agreed: Told, others: tuple[Told, ...]) -> None:
    """Exactly at the limit is within it."""
    within = THOUSAND.given(agreed, *others)
    if others == (HALF_FEBRUARY,):
        within = within.but(**LATE_FEBRUARY)
    assert isinstance(within.fact, QuoteIssued)


def test_a_quote_in_another_currency_takes_nothing_of_the_limit() -> None:
    """Nor does one signed in another."""
    elsewhere = (QuoteSigned(quote_id="jan", amount=Money.of(800, "CHF")), "2022-02-03")
    assert isinstance(THOUSAND.given(WHOLE, OF_JANUARY).answer, OverAcceptableSpend)
    assert THOUSAND.given(WHOLE, OF_JANUARY, elsewhere).fact


@pytest.mark.parametrize("ended", [REFUSED, WITHDRAWN], ids=["refused", "withdrawn"])
def test_a_quote_that_no_longer_stands_spends_nothing(ended: Told) -> None:
    """What it took of the limit is there again."""
    of_january = issued("q0", "2022-02-01", 800, JANUARY)
    assert isinstance(THOUSAND.given(WHOLE, of_january).answer, OverAcceptableSpend)
    assert THOUSAND.given(WHOLE, of_january, ended).fact


def test_a_review_of_both_sides_since_the_last_quote_gives_leave() -> None:
    """Held the same day counts as since, at whatever hour; quotes taken back do not count."""
    asked = A_CENT_MORE.given(MONTHLY, OF_JANUARY).but(over_limit_review_id="r1")
    assert asked.given(LEAVE).fact
    assert asked.given(review("r1", "2022-02-01", *TOGETHER)).fact
    at_noon = issued("noon", "2022-03-04T12:00:00Z", 1, JANUARY)
    assert asked.given(at_noon, LEAVE).fact
    earlier = review("r1", "2022-03-04T11:59:00Z", *TOGETHER)
    assert isinstance(asked.given(at_noon, earlier).answer, OverAcceptableSpend)
    taken_back = (QuoteWithdrawn(quote_id="noon"), "2022-03-05")
    assert asked.given(at_noon, earlier, taken_back).fact


def test_a_quote_beside_others_that_tell_little() -> None:
    """Quotes with no period, no total or of no kind known take no days."""
    told = (
        issued("a", "2022-03-01", None, FEBRUARY, kind=QuoteKind.PREDICTIVE),
        issued("b", "2022-03-01", 10, None),
        issued("c", "2022-03-01", 10, FEBRUARY, kind=None),
        (QuoteDiscussed(quote_id="d"), "2022-03-01"),
    )
    assert ISSUE.given(*told, limit(1254, LimitPer.TOTAL)).answer == over(
        1254, "1254.56", LimitPer.TOTAL
    )
    assert ISSUE.given(*told, limit(1255, LimitPer.TOTAL)).fact
