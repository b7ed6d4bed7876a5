from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from telling import NORA, TOGETHER, after_work, nth, tell, workshop

from noe_core.projections.rhythm import RHYTHM, days_between
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.values import Period, Side


def review(review_id: str = "r") -> ReviewHeld:
    """A review in which both sides sit."""
    return ReviewHeld(review_id=review_id, participants=TOGETHER)


def test_the_workshop_keeps_its_rhythm() -> None:
    """H1: 30 then 28 days for an interval of 28, and six days late in mid-June."""
    answer = RHYTHM.of(workshop())
    assert answer.interval.value == 28
    assert [gap.days for gap in answer.gaps] == [30, 28]
    assert answer.regularity == Fraction(27, 28)
    assert answer.overdue.value == 6
    assert answer.provider_initiative == Fraction(2, 3)
    assert answer.first_feedback.value is None


def test_the_studio_drifts() -> None:
    """H4: 42 then 38 days for an interval of 31."""
    answer = RHYTHM.of(after_work())
    assert [gap.days for gap in answer.gaps] == [42, 38]
    assert answer.regularity == Fraction(22, 31)
    assert answer.overdue.value == 14


def test_an_empty_history_has_no_rhythm() -> None:
    """Nothing began: no gap, nothing late, no share of no touches."""
    answer = RHYTHM.of(tell())
    assert answer.gaps == ()
    assert answer.current is None
    assert answer.regularity is None
    assert answer.overdue.value == 0
    assert answer.provider_initiative is None
    assert answer.interval.value == 30
    assert answer.interval.evidence == ()


def test_the_last_method_that_says_an_interval_holds() -> None:
    """A later method that is silent on the interval leaves it as it was."""
    answer = RHYTHM.of(
        tell(
            ("2022-01-01", MethodAgreed(review_interval_days=21)),
            ("2022-01-02", MethodAgreed(review_interval_days=14)),
            ("2022-01-03", MethodAgreed(text="as before")),
        )
    )
    assert answer.interval.value == 14
    assert answer.interval.evidence == (nth(2),)


def test_time_runs_from_the_signature_else_the_opening() -> None:
    """A signature moves the start, and a review before it marks nothing."""
    opened = ("2022-01-01", RelationshipOpened())
    early = ("2022-01-05", review("early"))
    signed = ("2022-01-10", AgreementSigned())
    later = ("2022-02-01", review())
    unsigned = RHYTHM.of(tell(opened, early, later))
    assert [gap.days for gap in unsigned.gaps] == [4, 27]
    assert [gap.days for gap in RHYTHM.of(tell(opened, early, signed, later)).gaps] == [22]


def test_reviews_without_any_start_are_measured_between_them() -> None:
    """An imported history may hold no opening."""
    answer = RHYTHM.of(tell(("2022-01-01", review("a")), ("2022-01-31", review("b"))))
    assert [gap.days for gap in answer.gaps] == [30]
    assert answer.regularity == 1


def test_a_review_of_one_side_marks_nothing() -> None:
    """Only a review of both sides ends a gap."""
    answer = RHYTHM.of(
        tell(
            ("2022-01-01", RelationshipOpened()),
            ("2022-01-20", ReviewHeld(review_id="r", participants=(NORA,))),
            as_of="2022-02-10",
        )
    )
    assert answer.gaps == ()
    assert answer.overdue.value == 10
    assert answer.overdue.evidence == (nth(1),)


def test_regularity_is_never_below_zero() -> None:
    """Gaps many intervals long are as irregular as can be."""
    answer = RHYTHM.of(tell(("2021-01-01", review("a")), ("2022-01-01", review("b"))))
    assert answer.regularity == 0


def test_nothing_is_overdue_once_closed() -> None:
    """After the closing no review is waited for, until the relationship reopens."""
    told = (("2022-01-01", RelationshipOpened()), ("2022-01-10", RelationshipClosed()))
    closed = RHYTHM.of(tell(*told, as_of="2023-01-01"))
    assert closed.current is None
    assert closed.overdue.value == 0
    reopened = RHYTHM.of(tell(*told, ("2022-06-01", RelationshipReopened()), as_of="2023-01-01"))
    assert reopened.current is not None
    assert reopened.current.days == 9 + 214
    assert reopened.overdue.value == 193


def test_initiative_is_of_touches_whose_beginner_is_known() -> None:
    """Discussions, feedback given and unsigned touches stay out of the share."""
    answer = RHYTHM.of(
        tell(
            ("2022-01-01", EncounterHeld(initiated_by=Side.CLIENT)),
            ("2022-01-02", EncounterHeld()),
            ("2022-01-03", FeedbackRequested(by_side=Side.PROVIDER)),
            ("2022-01-04", FeedbackGiven(by_side=Side.CLIENT)),
            ("2022-01-05", QuoteDiscussed(quote_id="q")),
            ("2022-01-06", ReviewHeld(review_id="r", initiated_by=Side.PARTNER)),
        )
    )
    assert answer.touches.evidence == (nth(1), nth(3), nth(6))
    assert answer.provider_touches.evidence == (nth(3),)
    assert answer.provider_initiative == Fraction(1, 3)
    assert answer.first_feedback.value == date(2022, 1, 4)
    assert answer.first_feedback.evidence == (nth(4),)


@pytest.mark.parametrize(
    ("absence", "days"),
    [
        (("2022-01-10", "2022-01-12"), 27),
        (("2021-12-20", "2022-01-01"), 30),
        (("2021-12-20", "2022-01-02"), 29),
        (("2022-01-30", "2022-03-01"), 28),
        (("2022-02-01", "2022-03-01"), 30),
        (("2021-12-01", "2022-03-01"), 0),
    ],
)
def test_days_of_absence_are_not_counted(absence: tuple[str, str], days: int) -> None:
    """A gap is shorter by the days of it on which the client was away."""
    start, end = map(date.fromisoformat, absence)
    away = Period(start=start, end=end)
    assert days_between(date(2022, 1, 1), date(2022, 1, 31), [away, away]) == days
