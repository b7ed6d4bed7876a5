"""What the monthly example must not do: its twins, each one step away from what happened.

Rule kept here: the example is recorded through the public API, cut just before a quote, and
put to the same decision again (domain.md §6, H4).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from noe_core.decision import Draft
from noe_core.facts import Recorded, holds
from noe_core.history import History
from noe_core.refusal import Refusal
from noe_core.relationship.frame import LimitPer
from noe_core.relationship.quotes import QuoteIssued, QuoteKind, QuoteLine
from noe_core.relationship.quoting import (
    OverAcceptableSpend,
    PredictedEffect,
    WorkAlreadyQuoted,
    issue_quote,
)
from noe_core.relationship.state import Relationship
from noe_core.relationship.state import evolve as step
from noe_core.values import Money
from noe_stores import connect
from noe_stores.examples import Calendar, record_after_work


@pytest.fixture(scope="module")
def h4() -> History:
    """The example, as it was recorded."""
    calendar = Calendar("2021-12-06")
    with connect("memory:", clock=calendar) as ledger:
        return ledger.history(record_after_work(ledger, calendar))


def issued(history: History, quote_id: str) -> Recorded[QuoteIssued]:
    """How a quote of the example was issued."""
    found = [
        fact for fact in history if holds(fact, QuoteIssued) and fact.data.quote_id == quote_id
    ]
    (fact,) = found
    return fact


def just_before(history: History, fact: Recorded[Any]) -> Relationship:
    """What the relationship was when the fact was about to be recorded."""
    records = history.records[: fact.version - 1]
    return step(Relationship(), evolve(history, records=records).facts)


def put_again(history: History, quote_id: str, **changed: Any) -> Draft[QuoteIssued] | Refusal:
    """A quote of the example put to the decision once more, with something changed."""
    fact = issued(history, quote_id)
    data = fact.data
    given = {
        "kind": data.kind,
        "period": data.period,
        "lines": data.lines,
        "total": data.total,
        "resource_ids": data.resource_ids,
        "effect_ids": data.effect_ids,
        "unplanned_effect_ids": data.unplanned_effect_ids,
        "time_saved_minutes": data.time_saved_minutes,
    }
    state = just_before(history, fact)
    return issue_quote(state, id=quote_id, on=fact.occurred_at, **{**given, **changed})


@pytest.mark.parametrize("quote_id", ["q1", "q2", "q3"])
def test_the_example_itself_is_decided_again_as_it_was(h4: History, quote_id: str) -> None:
    """So that the twins differ by what they change and by nothing else."""
    fact = issued(h4, quote_id)
    assert put_again(h4, quote_id) == Draft(data=fact.data, occurred_at=fact.occurred_at)


def test_the_third_quote_may_not_exceed_the_acceptable_spend(h4: History) -> None:
    """Sixty euros over three thousand a month are refused; three thousand are not."""

    def at(amount: int) -> Draft[QuoteIssued] | Refusal:
        money = Money.of(amount)
        line = QuoteLine(label="saisie au dépôt", work_ids=("w3",), minutes=2040, amount=money)
        return put_again(h4, "q3", lines=[line], total=money)

    assert at(3060) == OverAcceptableSpend(Money.of(3000), Money.of(3060), LimitPer.MONTH)
    assert isinstance(at(3000), Draft)


def test_leave_to_exceed_it_comes_from_a_review_of_both_sides(h4: History) -> None:
    """The review of the end of March was held since the last quote, that of February was not."""
    line = QuoteLine(work_ids=("w3",), amount=Money.of(3060))
    over = {"lines": [line], "total": Money.of(3060)}
    assert isinstance(put_again(h4, "q3", **over, over_limit_review_id="r2"), Draft)
    assert isinstance(put_again(h4, "q3", **over, over_limit_review_id="r1"), OverAcceptableSpend)


def test_no_work_stands_in_two_quotes(h4: History) -> None:
    """Neither in two quotes after work, nor twice in one."""
    march = issued(h4, "q3").data
    lines = [*march.lines, QuoteLine(work_ids=("w2",), amount=Money.of(1))]
    period = issued(h4, "q2").data.period
    assert period is not None
    assert march.period is not None
    both = evolve(march.period, start=period.start)
    again = put_again(h4, "q3", lines=lines, total=Money.of(2971), period=both)
    assert again == WorkAlreadyQuoted("w2", "q2")
    twice = put_again(h4, "q3", lines=[*march.lines, *march.lines], total=Money.of(5940))
    assert twice == WorkAlreadyQuoted("w3", "q3")


def test_no_quote_before_work_counts_on_an_effect(h4: History) -> None:
    """The time that the first effect saved was nobody's to promise."""
    state = step(Relationship(), h4.facts)

    def predict(**cited: Any) -> Draft[QuoteIssued] | Refusal:
        return issue_quote(
            state,
            id="q4",
            on=date(2022, 5, 2),
            kind=QuoteKind.PREDICTIVE,
            total=Money.of(2000),
            **cited,
        )

    assert predict(effect_ids=["f1"]) == PredictedEffect("q4", "f1")
    assert predict(unplanned_effect_ids=["f1"]) == PredictedEffect("q4", "f1")
    assert isinstance(predict(), Draft)
