from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from telling import LISE, NORA, TOGETHER, after_work, nth, tell, workshop

from noe_core.entries import EntryWithdrawn
from noe_core.projection import View
from noe_core.projections.rhythm import (
    RHYTHM,
    client_absences,
    days_between,
    days_closed,
    not_counted,
)
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.issues import IssueOwned, IssueRaised, Stance
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.relationship.state import Relationship, evolve
from noe_core.testing import period
from noe_core.typed import Fact
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


HOLIDAYS = AvailabilityNoted(party=LISE, period=period("2018-07-14", "2018-07-28"))
SUMMER: tuple[tuple[str, Fact], ...] = (
    ("2018-05-09", RelationshipOpened()),
    ("2018-06-20", review("a")),
    ("2018-07-10", HOLIDAYS),
    ("2018-08-10", review("b")),
)


def test_holidays_of_the_client_are_not_counted() -> None:
    """H7: 42 days, then 51 less the 15 of the holidays."""
    first, second = RHYTHM.of(tell(*SUMMER)).gaps
    assert (first.days, first.left_out.value, first.left_out.evidence) == (42, 0, ())
    assert (second.days, second.left_out.value, second.left_out.evidence) == (36, 15, (nth(3),))


def test_an_absence_noted_afterwards_or_taken_back_is_as_it_is_known() -> None:
    """It counts whenever it was written down, and no more once it is withdrawn."""
    late = tell(*SUMMER[:2], SUMMER[3], ("2018-08-20", HOLIDAYS))
    assert RHYTHM.of(late).gaps[1].days == 36
    taken = EntryWithdrawn(target_event_id=nth(3), reason="she stayed after all")
    assert RHYTHM.of(tell(*SUMMER, ("2018-08-20", taken))).gaps[1].days == 51


@pytest.mark.parametrize(
    "absence",
    [
        AvailabilityNoted(party=NORA, period=period("2018-07-14", "2018-07-28")),
        AvailabilityNoted(party=LISE),
        AvailabilityNoted(period=period("2018-07-14", "2018-07-28")),
    ],
)
def test_only_dated_absences_of_the_client_are_deducted(absence: AvailabilityNoted) -> None:
    """The provider's own, one without days and one of nobody shorten nothing."""
    history = tell(*SUMMER[:2], ("2018-07-10", absence), SUMMER[3])
    assert RHYTHM.of(history).gaps[1].days == 51
    assert client_absences(evolve(Relationship(), history)) == ()


def test_a_running_gap_and_its_delay_stand_on_the_absences_too() -> None:
    """An absence that lasts delays what is overdue, and is cited for it."""
    answer = RHYTHM.of(tell(*SUMMER[:3], as_of="2018-08-31"))
    assert answer.current is not None
    assert answer.current.days == 72 - 15
    assert (answer.overdue.value, answer.overdue.evidence) == (27, (nth(2), nth(3)))


CLOSED: tuple[tuple[str, Fact], ...] = (
    ("2022-01-01", RelationshipOpened()),
    ("2022-01-11", review("a")),
    ("2022-01-21", RelationshipClosed()),
    ("2022-06-01", RelationshipReopened()),
    ("2022-06-11", review("b")),
)


def test_days_on_which_the_relationship_was_closed_are_not_counted() -> None:
    """Ten days before the closing and ten after the reopening make one gap of twenty."""
    first, second = RHYTHM.of(tell(*CLOSED)).gaps
    assert (first.days, second.days) == (10, 20)
    assert second.left_out.evidence == (nth(3),)


def test_a_relationship_is_closed_from_the_day_after_its_closing() -> None:
    """Up to its reopening, or to the day of the view where it stays closed; each closing so."""
    told = (*CLOSED, ("2022-07-01", RelationshipClosed()))
    history = tell(*told, as_of="2022-07-01")
    state, first = evolve(Relationship(), history), period("2022-01-22", "2022-06-01")
    assert days_closed(state, View(day=date(2022, 7, 1))) == (first,)
    later = View(day=date(2022, 7, 4))
    assert days_closed(state, later) == (first, period("2022-07-02", "2022-07-04"))
    assert not_counted(state, later) == days_closed(state, later)


def test_days_away_while_closed_are_left_out_once() -> None:
    """An absence inside a closing takes no day twice, and both are cited."""
    away = AvailabilityNoted(party=LISE, period=period("2022-02-01", "2022-06-03"))
    answer = RHYTHM.of(tell(*CLOSED, ("2022-06-12", away)))
    assert answer.gaps[1].days == 18
    assert answer.gaps[1].left_out.evidence == (nth(6), nth(3))


def test_supports_and_issues_taken_up_are_touches() -> None:
    """An issue was begun by whoever raised it; to turn it away is no touch."""
    answer = RHYTHM.of(
        tell(
            ("2022-01-01", CooperationSupportGiven(participants=TOGETHER)),
            ("2022-01-02", IssueRaised(issue_id="a", by=LISE)),
            ("2022-01-03", IssueOwned(issue_id="a", owner=NORA, stance=Stance.DENIED)),
            ("2022-01-04", IssueOwned(issue_id="a", owner=NORA, stance=Stance.OWNED)),
            ("2022-01-05", IssueRaised(issue_id="b")),
            ("2022-01-06", IssueOwned(issue_id="b", owner=NORA, stance=Stance.OWNED)),
            ("2022-01-07", IssueOwned(issue_id="c", owner=NORA, stance=Stance.OWNED)),
            ("2022-01-08", EncounterHeld(initiated_by=Side.PROVIDER)),
        )
    )
    assert answer.touches.evidence == (nth(4), nth(8))
    assert answer.provider_initiative == Fraction(1, 2)
