from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from strategies import law, untidy_histories
from test_history import correction, history, withdrawal, work

from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.projection import Fold, Projection, View, fold
from noe_core.vocabulary import StreamKind

Runs = tuple[tuple[int, ...], ...]
"""The versions that a step was given, run by run: it tells how the fold went on."""


def step(runs: Runs, facts: Iterable[AnyRecorded]) -> Runs:
    """Write down what was given."""
    return (*runs, tuple(fact.version for fact in facts))


def seen(runs: Runs) -> tuple[int, ...]:
    """The versions given, in order, however they were cut in runs."""
    return tuple(version for run in runs for version in run)


FIRST = (work(1, "2022-01-10"), work(2, "2022-01-20"))
RUNS: Projection[Runs, tuple[int, date]] = Projection(
    name="runs", start=(), apply=step, answer=lambda runs, view: (len(seen(runs)), view.day)
)


def continued(*records: AnyRecorded, **cuts: Any) -> Fold[Runs]:
    """The fold of the first two facts, continued by some more."""
    return fold(step, (), history(*FIRST, **cuts)).then(iter(records))


@pytest.mark.parametrize(
    ("records", "run"),
    [
        ((work(3, "2022-01-21"),), (3,)),
        ((work(3, "2022-01-20"),), (3,)),
        ((work(3, "2022-01-25"), work(4, "2022-01-22", "2022-01-25")), (4, 3)),
    ],
    ids=["a later day", "the same day", "two in their own order"],
)
def test_a_fold_goes_on_with_facts_that_come_after_its_last(
    records: tuple[AnyRecorded, ...], run: tuple[int, ...]
) -> None:
    """Only the new ones are folded, in the order of their days."""
    assert continued(*records).state == ((1, 2), run)


def test_a_fold_with_nothing_new_in_sight_stays() -> None:
    """Facts beyond either cut are kept for later and folded by nobody."""
    folded = continued(work(3, "2022-03-01"), as_of="2022-01-31")
    assert folded.state == ((1, 2), ())
    assert len(folded.history.records) == 3
    assert folded.then([work(4, "2022-01-31", "2022-03-01")]).state == ((1, 2), (), (4,))
    assert continued(work(3, "2022-02-01"), known_at="2022-01-31").state == ((1, 2), ())


@pytest.mark.parametrize(
    "record",
    [
        work(3, "2022-01-19", "2022-01-25"),
        work(3, "2022-01-01", "2022-01-25"),
        correction(3, 1, "2022-01-25", topic="second"),
        correction(3, 9, "2022-01-25", topic="second"),
        withdrawal(3, 1, "2022-01-25"),
    ],
    ids=["back-dated", "first of all", "a correction", "one of nothing", "a withdrawal"],
)
def test_a_fold_begins_again_where_order_demands_it(record: AnyRecorded) -> None:
    """By itself: everything is folded once more, in one run."""
    folded = continued(record)
    whole = history(*FIRST, record)
    assert folded.state == (tuple(fact.version for fact in whole.facts),)
    assert folded.history == whole


def test_a_fold_goes_on_after_it_began_again() -> None:
    """The entry that made it begin again does so once."""
    folded = continued(withdrawal(3, 1, "2022-01-25")).then([work(4, "2022-01-26")])
    assert folded.state == ((2,), (4,))


def test_a_fold_begins_again_for_a_fact_that_an_earlier_entry_was_about() -> None:
    """An import may bring a correction or a withdrawal before its fact."""
    corrected = fold(step, (), history(*FIRST, correction(3, 4, "2022-01-25", topic="second")))
    assert corrected.then([work(4, "2022-01-26")]).state == ((1, 2, 4),)
    withdrawn = fold(step, (), history(*FIRST, withdrawal(3, 4, "2022-01-25")))
    assert withdrawn.then([work(4, "2022-01-26")]).state == ((1, 2),)


def test_a_fold_of_nothing_goes_on_with_anything() -> None:
    """There is no last fact to come after."""
    empty = fold(step, (), History(stream="relationship/a:b"))
    assert empty.state == ((),)
    assert empty.then(FIRST).then([work(3, "2022-01-21")]).state == ((), (1, 2), (3,))


@law
@given(untidy_histories(), st.lists(st.integers(0, 16), max_size=3))
def test_continuing_is_folding_whole(untidy: History, cuts: list[int]) -> None:
    """Whatever was recorded, and wherever the reading paused."""
    folded = fold(step, (), evolve(untidy, records=()))
    ends = [*sorted(cuts), len(untidy.records)]
    for start, end in zip([0, *ends], ends, strict=False):
        folded = folded.then(untidy.records[start:end])
    assert seen(folded.state) == tuple(fact.version for fact in untidy.facts)
    assert folded.history == untidy


def test_a_question_is_answered_from_the_last_day_of_a_history() -> None:
    """From its whole, from a fold of it, and from a fold continued."""
    whole = history(*FIRST, work(3, "2022-01-21"))
    assert RUNS.of(whole) == (3, date(2022, 1, 21))
    folded = RUNS.fold(history(*FIRST))
    assert RUNS.ask(folded) == (2, date(2022, 1, 20))
    assert RUNS.ask(folded.then([work(3, "2022-01-21")])) == (3, date(2022, 1, 21))
    assert RUNS.of(whole.at(as_of=date(2022, 1, 15))) == (1, date(2022, 1, 15))


def test_a_view_has_the_zone_of_its_history() -> None:
    """Paris where nobody says."""
    assert View.of(history(*FIRST)) == View(day=date(2022, 1, 20))
    tokyo = ZoneInfo("Asia/Tokyo")
    assert View.of(evolve(history(*FIRST), zone=tokyo)) == View(day=date(2022, 1, 20), zone=tokyo)


def test_a_question_is_asked_of_the_streams_it_is_about() -> None:
    """Of any other it would find nothing, and noughts would not be true."""
    bench = History(stream="team/bench")
    with pytest.raises(ValueError, match="runs is asked of a relationship, and team/bench is none"):
        RUNS.of(bench)
    anywhere = evolve(RUNS, streams=frozenset({StreamKind.TEAM, StreamKind.RELATIONSHIP}))
    assert anywhere.of(bench) == (0, bench.day)
    with pytest.raises(ValueError, match="asked of a relationship or a team, and firm/verger"):
        anywhere.fold(History(stream="firm/verger"))
