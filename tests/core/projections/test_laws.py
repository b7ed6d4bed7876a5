from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from strategies import in_parts, law, splits, untidy_histories

from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import History
from noe_core.projection import Fold, Projection, View
from noe_core.projections.after_work_draft import drafting
from noe_core.projections.client_view import CLIENT_VIEW, showing
from noe_core.projections.demand_trail import DEMAND_TRAIL
from noe_core.projections.ecosystem_map import ECOSYSTEM_MAP
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.figure import Figure
from noe_core.projections.pricing import hourly
from noe_core.projections.quote_statistics import QUOTE_STATISTICS
from noe_core.projections.reflexive_time import REFLEXIVE_TIME
from noe_core.projections.relationship_balance import RELATIONSHIP_BALANCE
from noe_core.projections.review_coverage import REVIEW_COVERAGE
from noe_core.projections.rhythm import RHYTHM
from noe_core.projections.success_notebook import SUCCESS_NOTEBOOK
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.projections.usage_account import USAGE_ACCOUNT
from noe_core.projections.value_entries import VALUE_ENTRIES
from noe_core.projections.values_compatibility import VALUES_COMPATIBILITY
from noe_core.values import Money, Side
from noe_core.vocabulary import StreamKind, kind_of

PROJECTIONS: tuple[Projection[Any, Any], ...] = (
    CLIENT_VIEW,
    DEMAND_TRAIL,
    ECOSYSTEM_MAP,
    EFFECTS_LEDGER,
    ENGAGEMENT_LEDGER,
    QUOTE_STATISTICS,
    REFLEXIVE_TIME,
    RELATIONSHIP_BALANCE,
    REVIEW_COVERAGE,
    RHYTHM,
    TRAJECTORY,
    USAGE_ACCOUNT,
    VALUE_ENTRIES,
    VALUES_COMPATIBILITY,
    drafting((2022, 2), price=hourly(Money.of("87.35"))),
    drafting((2022, 1), none_yet=True),
    showing(hide=["advice_given", "work_recorded"]),
)
OF_TEAMS: tuple[Projection[Any, Any], ...] = (SUCCESS_NOTEBOOK,)

asked_histories = untidy_histories() | untidy_histories(StreamKind.TEAM)


def questions(history: History) -> tuple[Projection[Any, Any], ...]:
    """The projections that are asked of a history of that kind."""
    return OF_TEAMS if kind_of(history.stream) is StreamKind.TEAM else PROJECTIONS


fewer = settings(law, max_examples=50)
each = pytest.mark.parametrize(
    "projection", [*PROJECTIONS, *OF_TEAMS], ids=lambda projection: projection.name
)


@law
@given(history=asked_histories, cuts=splits())
def test_folding_in_parts_is_folding_whole(history: History, cuts: tuple[Fraction, ...]) -> None:
    """A fold may be cut at any fact: the state and the answer are those of the whole."""
    view = View.of(history)
    for projection in questions(history):
        state = projection.start
        for part in in_parts(history.facts, cuts):
            state = projection.apply(state, part)
        assert state == projection.fold(history).state
        assert projection.answer(state, view) == projection.of(history)


def continued(
    projection: Projection[Any, Any], history: History, runs: Iterable[Sequence[AnyRecorded]]
) -> Fold[Any]:
    """The fold of a history whose records came run by run."""
    folded = projection.fold(attrs.evolve(history, records=()))
    for run in runs:
        folded = folded.then(run)
    return folded


@law
@given(history=asked_histories, cuts=splits())
def test_continuing_a_fold_is_folding_again(history: History, cuts: tuple[Fraction, ...]) -> None:
    """Records may come one by one or in runs, corrections and back-dated facts among them."""
    one_by_one = [[record] for record in history.records]
    for projection in questions(history):
        whole, answer = projection.fold(history), projection.of(history)
        for runs in (one_by_one, in_parts(history.records, cuts)):
            folded = continued(projection, history, runs)
            assert folded.history.records == history.records
            assert folded.state == whole.state
            assert projection.ask(folded) == answer


def parts(value: Any) -> Iterator[Any]:
    """A value and everything inside it, records apart."""
    yield value
    if isinstance(value, Recorded):
        return
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from parts(inner)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from parts(getattr(value, field.name))


@law
@given(history=asked_histories)
def test_answers_stand_on_facts_of_the_history(history: History) -> None:
    """Whatever an import brings, every answer comes, on facts seen, none counted twice."""
    seen = {fact.id for fact in history.facts}
    for projection in questions(history):
        for part in parts(projection.of(history)):
            if isinstance(part, Figure):
                assert seen.issuperset(part.evidence)
                assert len(set(part.evidence)) == len(part.evidence)
                assert part.evidence or not part.value or projection is RHYTHM


@law
@given(history=untidy_histories())
def test_shares_are_parts_of_a_whole(history: History) -> None:
    """A share lies between nothing and everything."""
    ledger = ENGAGEMENT_LEDGER.of(history)
    coverage, quotes = REVIEW_COVERAGE.of(history), QUOTE_STATISTICS.of(history)
    effects, rhythm = EFFECTS_LEDGER.of(history), RHYTHM.of(history)
    shares = [
        REFLEXIVE_TIME.of(history).share,
        VALUE_ENTRIES.of(history).submerged_share,
        ledger.reciprocity,
        *(ledger.of(side).kept_rate for side in Side),
        *(ledger.of(side).finally_kept for side in Side),
        coverage.two_sided_share,
        coverage.work_revisited_share,
        coverage.effects_revisited_share,
        quotes.discussion_coverage,
        quotes.signed_unchanged_rate,
        effects.attested_rate,
        effects.unplanned_share,
        rhythm.regularity,
        rhythm.provider_initiative,
    ]
    assert all(share is None or Fraction(0) <= share <= 1 for share in shares)


@fewer
@given(history=untidy_histories())
def test_every_fact_is_one_step_of_one_phase(history: History) -> None:
    """The phases of a trajectory share its steps out, and loops share theirs, in order."""
    answer = TRAJECTORY.of(history)
    assert tuple(step.record for step in answer.steps) == history.facts
    looped = [step for loop in answer.loops for step in loop.steps]
    told = [*answer.hook, *answer.frame, *looped, *answer.closing]
    assert sorted(told, key=answer.steps.index) == list(answer.steps)
    assert [loop.number for loop in answer.loops] == list(range(1, len(answer.loops) + 1))
    assert all(loop.review is not None for loop in answer.loops[:-1])


@fewer
@given(history=untidy_histories())
def test_the_client_view_shows_or_lists_every_fact(history: History) -> None:
    """What is not shown is listed as hidden, and nothing is both."""
    answer = showing(hide=["review_held", "advice_given"]).of(history)
    shown = {entry.fact.id for entry in answer.entries}
    hidden = {event_id for event_id, _ in answer.hidden}
    assert shown | hidden == {fact.id for fact in history.facts}
    assert shown.isdisjoint(hidden)


@fewer
@given(history=untidy_histories())
def test_the_table_of_effects_holds_each_effect_once(history: History) -> None:
    """The rows of the table share out the effects."""
    answer = EFFECTS_LEDGER.of(history)
    assert sum(row.effects.value for row in answer.rows) == answer.effects.value


@fewer
@given(history=untidy_histories())
def test_a_draft_counts_work_once_and_adds_up(history: History) -> None:
    """No line shares its work with another, and the total is the sum of the lines."""
    draft = drafting((2022, 2), price=hourly(Money.of(90))).of(history)
    quote = draft.as_quote("draft")
    assert len(set(quote.work_ids)) == len(quote.work_ids)
    added = sum(line.amount.amount for line in draft.lines if line.amount)
    assert added == (draft.total.amount if draft.total else 0)


@each
def test_an_empty_history_has_an_answer(projection: Projection[Any, Any]) -> None:
    """Before anything is recorded every question has an answer, standing on nothing."""
    (kind,) = projection.streams
    answer = projection.of(History(stream=f"{kind}/new"))
    figures = [part for part in parts(answer) if isinstance(part, Figure)]
    assert all(figure.evidence == () for figure in figures)
