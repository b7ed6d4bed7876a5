from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from telling import LISE, NORA, TOGETHER, after_work, nth, tell, workshop

from noe_core.projections.months import Month
from noe_core.projections.quote_statistics import QUOTE_STATISTICS, signed_amount, unchanged
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteLine,
    QuoteRefused,
    QuoteSigned,
    QuoteWithdrawn,
)
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Money, Period

ISSUED = ("2022-02-01", QuoteIssued(quote_id="q", total=Money.of(100)))
TALKED = ("2022-02-02", QuoteDiscussed(quote_id="q", participants=TOGETHER))


def test_the_studio_signs_everything_as_issued() -> None:
    """H4: three quotes of three signed unchanged, 7 020 EUR, and April not quoted."""
    answer = QUOTE_STATISTICS.of(after_work())
    assert (answer.signed_unchanged.value, answer.decided.value) == (3, 3)
    assert answer.signed_unchanged_rate == 1
    assert answer.signed_totals["EUR"].value == Money.of(7020)
    assert len(answer.signed_totals["EUR"].evidence) == 3
    assert answer.discussion_coverage == 1
    assert answer.median_days_to_sign.value == 2
    assert list(answer.months_without_quote) == [Month(2022, 4)]


def test_the_workshop_has_no_quote() -> None:
    """H1: no quote, hence no rate; April and May have work that none accounts for."""
    answer = QUOTE_STATISTICS.of(workshop())
    assert answer.signed_unchanged_rate is None
    assert answer.discussion_coverage is None
    assert answer.median_days_to_sign.value is None
    assert answer.signed_totals == {}
    assert list(answer.months_without_quote) == [Month(2022, 4), Month(2022, 5)]


def test_nothing_recorded_has_no_month() -> None:
    """An empty history is missing no quote."""
    assert QUOTE_STATISTICS.of(tell()).months_without_quote == {}


def test_a_refusal_is_a_decision() -> None:
    """A refused quote lowers the rate to what was signed as issued: nothing."""
    answer = QUOTE_STATISTICS.of(tell(ISSUED, ("2022-02-03", QuoteRefused(quote_id="q"))))
    assert answer.signed_unchanged_rate == 0
    assert answer.decided.evidence == (nth(2),)


def test_a_quote_withdrawn_after_talking_was_decided() -> None:
    """Withdrawing after a discussion is a decision; withdrawing before it is none."""
    taken_back = QuoteWithdrawn(quote_id="q", superseded_by="q2")
    after = QUOTE_STATISTICS.of(tell(ISSUED, TALKED, ("2022-02-02", taken_back)))
    assert after.decided.evidence == (nth(3),)
    before = QUOTE_STATISTICS.of(tell(ISSUED, ("2022-02-01", taken_back), TALKED))
    assert before.decided.value == 0
    assert before.signed_unchanged_rate is None


@pytest.mark.parametrize(
    ("signed", "rate"),
    [
        (QuoteSigned(quote_id="q", negotiated=False), 1),
        (QuoteSigned(quote_id="q", negotiated=False, amount=Money.of(100)), 1),
        (QuoteSigned(quote_id="q", negotiated=True), 0),
        (QuoteSigned(quote_id="q", negotiated=False, amount=Money.of(90)), 0),
        (QuoteSigned(quote_id="q", amount=Money.of(100)), 1),
        (QuoteSigned(quote_id="q", amount=Money.of(90)), 0),
        (QuoteSigned(quote_id="q"), None),
    ],
)
def test_unchanged_is_what_was_said_and_what_shows(signed: QuoteSigned, rate: int | None) -> None:
    """An amount that moved was negotiated; a signature that says nothing is in no rate."""
    answer = QUOTE_STATISTICS.of(tell(ISSUED, ("2022-02-05", signed)))
    assert answer.signed_unchanged_rate == rate
    assert answer.unsaid.value == (1 if rate is None else 0)
    assert answer.decided.value == 1


def test_a_signature_without_its_quote_still_counts() -> None:
    """A quote imported by its signature alone is signed, for the amount the signature says."""
    answer = QUOTE_STATISTICS.of(
        tell(
            ("2022-02-05", QuoteSigned(quote_id="a", amount=Money.of(10), negotiated=False)),
            ("2022-02-05", QuoteSigned(quote_id="b", amount=Money.of(7, "CHF"))),
            ("2022-02-05", QuoteSigned(quote_id="c")),
        )
    )
    assert answer.signed.value == 3
    assert answer.issued.value == 0
    assert {c: f.value for c, f in answer.signed_totals.items()} == {
        "CHF": Money.of(7, "CHF"),
        "EUR": Money.of(10),
    }
    assert answer.signed_totals["CHF"].evidence == (nth(2),)


def test_the_median_may_fall_between_two_days() -> None:
    """The median of one and four days is two and a half, exactly."""
    answer = QUOTE_STATISTICS.of(
        tell(
            ("2022-02-01", QuoteIssued(quote_id="a")),
            ("2022-02-01", QuoteIssued(quote_id="b")),
            ("2022-02-02", QuoteSigned(quote_id="a", by=LISE)),
            ("2022-02-05", QuoteSigned(quote_id="b", by=LISE)),
        )
    )
    assert answer.median_days_to_sign.value == Fraction(5, 2)


def worked(work_id: str, day: str, **fields: object) -> tuple[str, WorkRecorded]:
    """A piece of work of the provider."""
    return day, WorkRecorded(work_id=work_id, by=NORA, minutes=60, **fields)


def test_a_month_is_accounted_for_by_period_or_by_work() -> None:
    """A quote accounts for the months of its period and for those of the work it counts."""
    answer = QUOTE_STATISTICS.of(
        tell(
            worked("a", "2021-12-10"),
            worked("b", "2022-01-10"),
            worked("c", "2022-02-10"),
            worked("d", "2022-03-10"),
            worked("e", "2022-03-12"),
            (
                "2022-04-01",
                QuoteIssued(
                    quote_id="p", period=Period(start=date(2021, 12, 31), end=date(2022, 1, 1))
                ),
            ),
            (
                "2022-04-01",
                QuoteIssued(quote_id="q", lines=(QuoteLine(work_ids=("c", "unknown")),)),
            ),
        )
    )
    assert answer.months_without_quote == {Month(2022, 3): (nth(4), nth(5))}


def test_a_withdrawn_quote_accounts_for_nothing() -> None:
    """The month of a quote that was taken back waits for another."""
    answer = QUOTE_STATISTICS.of(
        tell(
            worked("a", "2022-01-10"),
            ("2022-02-01", QuoteIssued(quote_id="q", lines=(QuoteLine(work_ids=("a",)),))),
            ("2022-02-02", QuoteWithdrawn(quote_id="q")),
        )
    )
    assert list(answer.months_without_quote) == [Month(2022, 1)]


def test_a_month_still_running_waits_for_no_quote() -> None:
    """Only months gone by are said to have none; machines and clients make no month."""
    told = (
        worked("a", "2022-01-10", automated=True),
        ("2022-01-11", WorkRecorded(work_id="b", by=LISE)),
        worked("c", "2022-02-10"),
    )
    assert QUOTE_STATISTICS.of(tell(*told, as_of="2022-02-28")).months_without_quote == {}
    later = QUOTE_STATISTICS.of(tell(*told, as_of="2022-03-01"))
    assert list(later.months_without_quote) == [Month(2022, 2)]


def test_a_month_knows_its_days() -> None:
    """February of a leap year ends on the 29th."""
    assert Month(2024, 2).period == Period(start=date(2024, 2, 1), end=date(2024, 2, 29))


def test_a_quote_not_signed_has_no_signed_amount_and_is_not_unchanged() -> None:
    """What is said of a signature says nothing where there is none."""
    quote = QUOTE_STATISTICS.fold(tell(ISSUED)).state.quotes.by_id["q"]
    assert signed_amount(quote) is None
    assert unchanged(quote) is False


def test_coverage_is_of_the_quotes_issued() -> None:
    """A quote nobody discussed lowers the coverage; a discussion without its quote is in none."""
    answer = QUOTE_STATISTICS.of(
        tell(
            ISSUED,
            ("2022-02-01", QuoteIssued(quote_id="silent")),
            TALKED,
            ("2022-02-02", QuoteDiscussed(quote_id="unknown")),
        )
    )
    assert answer.discussed.evidence == (nth(1),)
    assert answer.discussion_coverage == Fraction(1, 2)
