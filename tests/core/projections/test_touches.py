from __future__ import annotations

from telling import LISE, NORA, nth, tell

from noe_core.projections.touches import Touch, touches
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.issues import IssueOwned, IssueRaised, Stance
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.relationship.state import Relationship, evolve
from noe_core.relationship.work import WorkRecorded
from noe_core.typed import Fact
from noe_core.values import Side


def touched(*told: tuple[str, Fact]) -> tuple[Touch, ...]:
    """The touches of a history."""
    return touches(evolve(Relationship(), tell(*told)))


def test_each_kind_of_touch_is_one_and_in_order() -> None:
    """Whatever the order of telling, touches come as they happened, each with who began it."""
    found = touched(
        ("2022-01-08", IssueOwned(issue_id="i", owner=NORA, stance=Stance.OWNED)),
        ("2022-01-07", CooperationSupportGiven()),
        ("2022-01-06", QuoteDiscussed(quote_id="q")),
        ("2022-01-05", FeedbackGiven(by_side=Side.CLIENT)),
        ("2022-01-04", FeedbackRequested(by_side=Side.PROVIDER)),
        ("2022-01-03", ReviewHeld(review_id="r", initiated_by=Side.CLIENT)),
        ("2022-01-02", EncounterHeld(initiated_by=Side.PARTNER)),
        ("2022-01-01", IssueRaised(issue_id="i", by=LISE)),
    )
    assert [(one.fact.id, one.initiated_by) for one in found] == [
        (nth(7), Side.PARTNER),
        (nth(6), Side.CLIENT),
        (nth(5), Side.PROVIDER),
        (nth(4), None),
        (nth(3), None),
        (nth(2), None),
        (nth(1), Side.CLIENT),
    ]


def test_work_and_an_issue_turned_away_are_no_touches() -> None:
    """Nor is one of which nobody said how it was answered."""
    assert not touched(
        ("2022-01-01", WorkRecorded(work_id="w", by=NORA)),
        ("2022-01-02", IssueRaised(issue_id="i", by=LISE)),
        ("2022-01-03", IssueOwned(issue_id="i", stance=Stance.DENIED)),
        ("2022-01-04", IssueOwned(issue_id="i", stance=Stance.DEFLECTED)),
        ("2022-01-05", IssueOwned(issue_id="i")),
    )


def test_an_issue_taken_up_twice_is_two_touches() -> None:
    """Each time somebody made it theirs, the two sides turned to each other."""
    found = touched(
        ("2022-01-03", IssueOwned(issue_id="i", owner=NORA, stance=Stance.OWNED)),
        ("2022-01-04", IssueOwned(issue_id="i", owner=LISE, stance=Stance.OWNED)),
    )
    assert [(one.fact.id, one.initiated_by) for one in found] == [(nth(1), None), (nth(2), None)]
