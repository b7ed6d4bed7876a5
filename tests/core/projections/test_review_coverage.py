from __future__ import annotations

from datetime import date
from fractions import Fraction

from telling import LISE, NORA, TOGETHER, after_work, nth, tell, workshop

from noe_core.projection import View
from noe_core.projections.review_coverage import REVIEW_COVERAGE, review_coverage
from noe_core.relationship.effects import EffectAttested, EffectObserved
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.issues import IssueOwned, IssueRaised, IssueResolved
from noe_core.relationship.reviews import Assessment, ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Side

INTERNAL, RELATIONAL = ReflexiveLevel.INTERNAL, ReflexiveLevel.RELATIONAL
BOTH_ASSESSED = tuple(
    Assessment(of_side=side, by_side=side.other) for side in (Side.PROVIDER, Side.CLIENT)
)


def test_the_examples_ask_every_question_of_both_sides() -> None:
    """H1 and H4: the three levels are covered and every two-sided review assesses both."""
    for history in (workshop(), after_work()):
        answer = REVIEW_COVERAGE.of(history)
        assert answer.levels == frozenset(ReflexiveLevel)
        assert answer.two_sided_share == 1
        assert answer.work_revisited_share == 0
        assert answer.effects_revisited_share == 0


def test_a_level_is_dated_by_its_last_review() -> None:
    """H1: the question about the client's side was last asked at the first review."""
    answer = REVIEW_COVERAGE.of(workshop())
    assert answer.last[ReflexiveLevel.CLIENT_SIDE].value == date(2022, 4, 14)
    assert answer.last[RELATIONAL].value == date(2022, 5, 12)


def test_no_review_covers_nothing_and_has_no_share() -> None:
    """Without reviews, work or effects every share is of nothing."""
    answer = REVIEW_COVERAGE.of(tell())
    assert answer.levels == frozenset()
    assert answer.last == {}
    assert answer.two_sided_share is None
    assert answer.work_revisited_share is None
    assert answer.effects_revisited_share is None


def test_levels_are_of_the_window_and_dates_of_all_times() -> None:
    """A level asked long ago is dated, and no longer covered."""
    history = tell(
        ("2022-01-01", ReviewHeld(review_id="a", levels=frozenset({INTERNAL}))),
        ("2022-03-01", ReviewHeld(review_id="b", levels=frozenset({RELATIONAL}))),
        as_of="2022-04-01",
    )
    answer = REVIEW_COVERAGE.of(history)
    assert answer.levels == {RELATIONAL}
    assert answer.reviews.evidence == (nth(2),)
    assert answer.last[INTERNAL].evidence == (nth(1),)
    state = REVIEW_COVERAGE.fold(history).state
    assert review_coverage(state, View.of(history), None).levels == {INTERNAL, RELATIONAL}


def test_a_review_that_assesses_one_side_lowers_the_share() -> None:
    """The share is of the reviews where both sat; one among the provider's own is not asked."""
    answer = REVIEW_COVERAGE.of(
        tell(
            (
                "2022-01-01",
                ReviewHeld(review_id="a", participants=TOGETHER, assessments=BOTH_ASSESSED),
            ),
            (
                "2022-01-02",
                ReviewHeld(review_id="b", participants=TOGETHER, assessments=BOTH_ASSESSED[:1]),
            ),
            ("2022-01-03", ReviewHeld(review_id="c", participants=(NORA,))),
        )
    )
    assert answer.two_sided_share == Fraction(1, 2)
    assert answer.both_assessed.evidence == (nth(1),)


def test_what_a_review_came_back_on_is_revisited() -> None:
    """A piece of work counts by its own fact, an effect by any fact about it."""
    answer = REVIEW_COVERAGE.of(
        tell(
            ("2022-01-01", WorkRecorded(work_id="a", by=NORA)),
            ("2022-01-02", WorkRecorded(work_id="b", by=NORA)),
            ("2022-01-03", EffectObserved(effect_id="f")),
            ("2022-01-04", EffectAttested(effect_id="f", by=LISE)),
            ("2022-01-05", EffectAttested(effect_id="g", by=LISE)),
            ("2022-01-06", ReviewHeld(review_id="r", revisits=(nth(1), nth(4), nth(99)))),
        )
    )
    assert answer.work_revisited_share == Fraction(1, 2)
    assert answer.work_revisited.evidence == (nth(1),)
    assert answer.effects_revisited_share == Fraction(1, 2)
    assert answer.effects_revisited.evidence == (nth(3),)
    assert answer.effects.evidence == (nth(3), nth(5))


def test_issues_and_externalities_are_revisited_too() -> None:
    """An issue by any fact about it; an externality by its own."""
    answer = REVIEW_COVERAGE.of(
        tell(
            ("2022-01-01", IssueRaised(issue_id="raised")),
            ("2022-01-01", IssueOwned(issue_id="raised")),
            ("2022-01-01", IssueRaised(issue_id="solved")),
            ("2022-01-02", IssueResolved(issue_id="solved")),
            ("2022-01-02", IssueRaised(issue_id="left")),
            ("2022-01-02", IssueResolved(issue_id="lone")),
            ("2022-01-03", ExternalityObserved(externality_id="a")),
            ("2022-01-03", ExternalityObserved(externality_id="b")),
            ("2022-02-01", ReviewHeld(review_id="r", revisits=(nth(2), nth(4), nth(8)))),
        )
    )
    assert answer.issues.evidence == (nth(1), nth(3), nth(5), nth(6))
    assert answer.issues_revisited.evidence == (nth(1), nth(3))
    assert answer.issues_revisited_share == Fraction(1, 2)
    assert answer.externalities_revisited.evidence == (nth(8),)
    assert answer.externalities_revisited_share == Fraction(1, 2)


def test_without_issues_or_externalities_there_is_no_share_of_them() -> None:
    """Nothing to come back on is not nothing come back on."""
    answer = REVIEW_COVERAGE.of(tell(("2022-01-01", ReviewHeld(review_id="r"))))
    assert answer.issues_revisited_share is None
    assert answer.externalities_revisited_share is None
