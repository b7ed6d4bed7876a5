from datetime import UTC, date, datetime

import pytest

from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.relationship.effects import EffectAttested
from noe_core.relationship.frame import SpendLimitAgreed
from noe_core.relationship.quotes import (
    QuoteIssued,
    QuoteKind,
)
from noe_core.relationship.quoting import (
    EffectWasIntended,
    PeriodAlreadyQuoted,
    PeriodNotOver,
    PredictedEffect,
    TotalMismatch,
    WorkAlreadyQuoted,
    WorkOutsidePeriod,
    issue_quote,
)
from noe_core.values import Money, Period
from relationship.given import CLOSED, Refused, Told, when
from relationship.quoted import (
    FEBRUARY,
    ISSUE,
    JANUARY,
    Q0,
    RECORDED,
    REFUSED,
    SIGNED,
    WITHDRAWN,
    issued,
    line,
)

PREDICT = when(
    issue_quote, on=date(2022, 1, 5), kind=QuoteKind.PREDICTIVE, total=Money.of(5000), id="q1"
).given(*RECORDED)
REFUSALS = (
    Refused(
        "issued already",
        ISSUE.given(Q0).but(id="q0", resource_ids=["s9"]),
        AlreadyDone("quote", "q0", "issued"),
    ),
    Refused(
        "no such work",
        ISSUE.but(lines=[line(1, "w1", "w9")], effect_ids=["f9"], period=None),
        UnknownReference("work_ids", "w9"),
    ),
    Refused(
        "no such effect",
        ISSUE.but(effect_ids=["f1", "f9"], resource_ids=["s9"]),
        UnknownReference("effect_ids", "f9"),
    ),
    Refused(
        "an effect attested whose observation is gone",
        ISSUE.given((EffectAttested(effect_id="f3"), "2022-02-14")).but(effect_ids=["f3"]),
        UnknownReference("effect_ids", "f3"),
    ),
    Refused(
        "no such effect nobody planned",
        ISSUE.but(unplanned_effect_ids=["f9"]),
        UnknownReference("effect_ids", "f9"),
    ),
    Refused(
        "no such resource",
        ISSUE.but(resource_ids=["s9"], constraint_ids=["c9"]),
        UnknownReference("resource_ids", "s9"),
    ),
    Refused(
        "no such constraint",
        ISSUE.but(constraint_ids=["c1", "c9"], on=date(2022, 2, 28)),
        UnknownReference("constraint_ids", "c9"),
    ),
    Refused("no period", ISSUE.but(period=None), Missing("period")),
    Refused("no total", ISSUE.but(total=None), Missing("total")),
    Refused(
        "on the last day of its period",
        ISSUE.but(on=date(2022, 2, 28), lines=[line(1, "w3")]),
        PeriodNotOver("q1", date(2022, 2, 28)),
    ),
    Refused(
        "before its period",
        ISSUE.but(on=date(2022, 1, 31)),
        PeriodNotOver("q1", date(2022, 2, 28)),
    ),
    Refused(
        "work of the day after",
        ISSUE.but(lines=[line(1, "w1", "w3")]),
        WorkOutsidePeriod("q1", "w3", date(2022, 3, 1)),
    ),
    Refused(
        "work of the day before",
        ISSUE.but(period=Period(start=date(2022, 2, 2), end=date(2022, 2, 28))),
        WorkOutsidePeriod("q1", "w1", date(2022, 2, 1)),
    ),
    Refused(
        "work quoted before",
        ISSUE.given(Q0).but(total=Money.of(1)),
        WorkAlreadyQuoted("w1", "q0"),
    ),
    Refused(
        "work quoted before in a period of its own",
        ISSUE.given(issued("q0", "2022-02-01", 800, JANUARY, "w2")),
        WorkAlreadyQuoted("w2", "q0"),
    ),
    Refused(
        "work quoted twice in two lines",
        ISSUE.but(lines=[line(1, "w1"), line(1, "w2", "w1")]),
        WorkAlreadyQuoted("w1", "q1"),
    ),
    Refused(
        "work quoted twice in one line",
        ISSUE.but(lines=[line(1, "w2", "w2")]),
        WorkAlreadyQuoted("w2", "q1"),
    ),
    Refused(
        "a cent more than its lines",
        ISSUE.but(total=Money.of("1234.57")),
        TotalMismatch("q1", Money.of("1234.56"), Money.of("1234.57")),
    ),
    Refused(
        "no lines",
        ISSUE.but(lines=(), total=Money.of(0)),
        TotalMismatch("q1", None, Money.of(0)),
    ),
    Refused(
        "a line without an amount",
        ISSUE.but(lines=[line(1000, "w1"), line(None, "w2")], total=Money.of(1000)),
        TotalMismatch("q1", None, Money.of(1000)),
    ),
    Refused(
        "lines in two currencies",
        ISSUE.but(lines=[line(1), line(1, currency="CHF")], total=Money.of(2)),
        TotalMismatch("q1", None, Money.of(2)),
    ),
    Refused(
        "lines in another currency",
        ISSUE.but(lines=[line(1, currency="CHF")], total=Money.of(1)),
        TotalMismatch("q1", Money.of(1, "CHF"), Money.of(1)),
    ),
    Refused(
        "a period that shares a day",
        ISSUE.given(
            issued("q0", "2022-02-02", 1, Period(start=date(2022, 1, 1), end=date(2022, 2, 1)))
        ).but(unplanned_effect_ids=["f1"]),
        PeriodAlreadyQuoted("q1", "q0"),
    ),
    Refused(
        "a planned effect cited as unplanned",
        ISSUE.but(unplanned_effect_ids=["f2", "f1"], over_limit_review_id="r9"),
        EffectWasIntended("f1"),
    ),
    Refused(
        "a review that was not held",
        ISSUE.but(over_limit_review_id="r9"),
        UnknownReference("over_limit_review_id", "r9"),
    ),
    Refused(
        "an effect before the work",
        PREDICT.but(effect_ids=["f1"], lines=[line(1)]),
        PredictedEffect("q1", "f1"),
    ),
    Refused(
        "an unplanned effect before the work",
        PREDICT.but(unplanned_effect_ids=["f2"]),
        PredictedEffect("q1", "f2"),
    ),
    Refused(
        "lines that do not add up before the work",
        PREDICT.but(lines=[line(1)]),
        TotalMismatch("q1", Money.of(1), Money.of(5000)),
    ),
    Refused("no total before the work", PREDICT.but(total=None), Missing("total")),
    Refused(
        "issued already before the work",
        PREDICT.given(Q0).but(id="q0"),
        AlreadyDone("quote", "q0", "issued"),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_issuing_a_quote_is_refused(case: Refused) -> None:
    """Each refusal in its place in the order of the reference."""
    assert case.situation.answer == case.refusal


def test_a_quote_after_work_is_issued() -> None:
    """The day after its period, with all it cites; after closing as well."""
    cites = {
        "resource_ids": ["s1"],
        "effect_ids": ["f1"],
        "unplanned_effect_ids": ["f2"],
        "constraint_ids": ["c1"],
    }
    said = {"time_saved_minutes": 0, "narrative": "a full month", "none_yet": False}
    full = ISSUE.given(CLOSED).but(on=date(2022, 3, 1), **cites, **said)
    assert full.fact == QuoteIssued(
        quote_id="q1",
        kind=QuoteKind.AFTER_WORK,
        period=FEBRUARY,
        lines=(line(1000, "w1"), line("234.56", "w2")),
        total=Money.of("1234.56"),
        **{name: tuple(ids) for name, ids in cites.items()},
        **said,
    )


def test_the_day_of_issue_is_that_of_paris() -> None:
    """An hour before midnight UTC, the period of February is over there."""
    late = datetime(2022, 2, 28, 23, 0, tzinfo=UTC)
    assert ISSUE.but(on=late).fact
    assert isinstance(ISSUE.but(on=late.replace(hour=22)).answer, PeriodNotOver)


def test_a_quote_before_work_is_a_price() -> None:
    """With lines or without, over any limit, beside any other period."""
    assert PREDICT.given((SpendLimitAgreed(amount=Money.of(1)), "2021-12-01")).but(
        period=FEBRUARY
    ).fact == QuoteIssued(
        quote_id="q1", kind=QuoteKind.PREDICTIVE, period=FEBRUARY, total=Money.of(5000)
    )
    assert PREDICT.but(lines=[line(2000), line(3000)]).fact
    assert ISSUE.given(issued("pre", "2022-01-05", 5000, FEBRUARY, kind=QuoteKind.PREDICTIVE)).fact


@pytest.mark.parametrize("ended", [REFUSED, WITHDRAWN], ids=["refused", "withdrawn"])
def test_a_quote_that_no_longer_stands_frees_its_work_and_its_period(
    ended: Told,
) -> None:
    """What was counted there may be counted again."""
    assert isinstance(ISSUE.given(Q0).answer, WorkAlreadyQuoted)
    assert ISSUE.given(Q0, ended).fact


def test_a_quote_signed_still_holds_its_work_and_its_period() -> None:
    """It stands more than ever."""
    assert ISSUE.given(Q0, SIGNED).answer == WorkAlreadyQuoted("w1", "q0")
    other_work = ISSUE.given(Q0, SIGNED).but(lines=[line(10, "w2")], total=Money.of(10))
    assert other_work.answer == PeriodAlreadyQuoted("q1", "q0")
