from datetime import UTC, date, datetime

import pytest

from noe_core.refusal import BothSidesNeeded, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.frame import (
    BoundaryAgreed,
    BoundaryContradicts,
    BoundaryCrossed,
    LandmarkAgreed,
    LimitPer,
    MethodAgreed,
    QuoteMode,
    SpendLimitAgreed,
    agree_boundary,
    agree_landmark,
    agree_method,
    agree_spend_limit,
    cross_boundary,
)
from noe_core.relationship.reviews import ReviewHeld
from noe_core.values import Money, Side
from relationship.given import (
    CLOSED,
    LISE,
    NORA,
    OPEN,
    ROUTE,
    TOGETHER,
    Refused,
    Told,
    folded,
    when,
)

DAY = date(2022, 3, 15)
METHOD = when(agree_method, on=DAY, agreed_by=TOGETHER).given(OPEN)
LANDMARK = when(agree_landmark, on=DAY, text="the autumn fair", agreed_by=TOGETHER).given(OPEN)
BOUNDARY = when(agree_boundary, on=DAY, topics_in=["offer"], topics_out=["hiring"]).given(OPEN)
CROSSED = when(cross_boundary, on=DAY, topic="hiring", by_side=Side.PROVIDER, consent=False)
LIMIT = when(
    agree_spend_limit, on=DAY, amount=Money.of(3000), per=LimitPer.MONTH, agreed_by=TOGETHER
).given(OPEN)
AGREEMENTS = (METHOD, LANDMARK, BOUNDARY, LIMIT)
WRONG = (
    METHOD.but(agreed_by=()),
    LANDMARK.but(agreed_by=(), text=""),
    BOUNDARY.but(topics_in=["hiring"]),
    LIMIT.but(agreed_by=()),
)
"""What would be refused for itself once the phase allows it."""

REFUSALS = (
    *(
        Refused(
            "not opened",
            when(situation.decide, **situation.arguments),
            NotAllowedInPhase("prospect", "open, signed"),
        )
        for situation in (*AGREEMENTS, *WRONG)
    ),
    *(
        Refused("closed", situation.given(CLOSED), NotAllowedInPhase("closed", "open, signed"))
        for situation in AGREEMENTS
    ),
    Refused(
        "the provider alone",
        METHOD.but(agreed_by=[NORA, ROUTE], review_id="r9"),
        BothSidesNeeded("agreed_by", Side.CLIENT),
    ),
    Refused("no such review", METHOD.but(review_id="r9"), UnknownReference("review_id", "r9")),
    Refused(
        "the client alone",
        LANDMARK.but(agreed_by=[LISE], text=""),
        BothSidesNeeded("agreed_by", Side.PROVIDER),
    ),
    Refused("no words", LANDMARK.but(text=""), Missing("text")),
    Refused(
        "inside and outside",
        BOUNDARY.but(topics_in=["offer", "hiring", "rent"], topics_out=["rent", "hiring"]),
        BoundaryContradicts("hiring, rent"),
    ),
    Refused("no topic", BOUNDARY.but(topics_in=(), topics_out=()), Missing("topics_in")),
    Refused("no topic", CROSSED.but(topic=""), Missing("topic")),
    Refused(
        "the client alone",
        LIMIT.but(agreed_by=[LISE]),
        BothSidesNeeded("agreed_by", Side.PROVIDER),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_the_frame_is_refused(case: Refused) -> None:
    """Both sides agree on it, while they work together."""
    assert case.situation.answer == case.refusal


def test_a_method_takes_the_next_number() -> None:
    """The numbers follow the greatest one known, and an import may have left them out."""
    assert METHOD.fact == MethodAgreed(version=1, quote_mode=QuoteMode.NONE, agreed_by=TOGETHER)
    third: Told = (MethodAgreed(version=3), "2022-03-02")
    unnumbered: Told = (MethodAgreed(), "2022-03-03")
    review: Told = (ReviewHeld(review_id="r1"), "2022-03-04")
    full = METHOD.given(third, unnumbered, review).but(
        text="a month of work, then we talk",
        review_interval_days=31,
        quote_mode=QuoteMode.AFTER_WORK,
        impacts=["shorter meetings"],
        review_id="r1",
    )
    assert full.fact == MethodAgreed(
        version=4,
        text="a month of work, then we talk",
        review_interval_days=31,
        quote_mode=QuoteMode.AFTER_WORK,
        impacts=("shorter meetings",),
        agreed_by=TOGETHER,
        review_id="r1",
    )


def test_landmarks_are_agreed_one_after_another() -> None:
    """Each stays: the way goes past them all."""
    fact = LandmarkAgreed(text="the autumn fair", agreed_by=TOGETHER)
    assert LANDMARK.fact == fact
    assert LANDMARK.given((fact, "2022-03-02")).fact == fact
    kept = folded((fact, "2022-03-02"), (LandmarkAgreed(), "2022-03-03")).frame.landmarks
    assert [landmark.version for landmark in kept] == [1, 2]


def test_a_boundary_may_name_one_side_of_it_only() -> None:
    """What is inside, what is outside, or both."""
    assert BOUNDARY.but(review_by=date(2022, 9, 1)).fact == BoundaryAgreed(
        topics_in=("offer",), topics_out=("hiring",), review_by=date(2022, 9, 1)
    )
    assert BOUNDARY.but(topics_in=()).fact == BoundaryAgreed(topics_out=("hiring",))
    assert BOUNDARY.but(topics_out=()).fact == BoundaryAgreed(topics_in=("offer",))


def test_a_boundary_may_be_crossed_at_any_time() -> None:
    """Even before anything was agreed: it is what happened."""
    assert CROSSED.fact == BoundaryCrossed(topic="hiring", by_side=Side.PROVIDER, consent=False)


def test_a_spend_limit_is_agreed() -> None:
    """From the day it names, or from now on."""
    assert LIMIT.but(from_date=date(2022, 4, 1)).fact == SpendLimitAgreed(
        amount=Money.of(3000),
        per=LimitPer.MONTH,
        from_date=date(2022, 4, 1),
        agreed_by=TOGETHER,
    )
    assert LIMIT.fact == SpendLimitAgreed(
        amount=Money.of(3000), per=LimitPer.MONTH, agreed_by=TOGETHER
    )


def limit(amount: int, on: str, from_date: date | None = None) -> Told:
    """A limit agreed on a day."""
    return SpendLimitAgreed(amount=Money.of(amount), from_date=from_date), on


def holding(day: date, *told: Told) -> int | None:
    """The amount of the limit that holds on a day."""
    found = folded(*told).frame.limit_on(day)
    return int(found.data.amount.amount) if found and found.data.amount else None


def test_the_limit_that_holds_is_the_last_agreed_that_had_begun() -> None:
    """Its first day is the one it names, else the one it was agreed on."""
    first = limit(1000, "2022-01-10")
    later = limit(2000, "2022-02-01", from_date=date(2022, 6, 1))
    sooner = limit(3000, "2022-02-20", from_date=date(2022, 4, 1))
    told = (first, later, sooner)
    assert holding(date(2022, 1, 9), *told) is None
    assert holding(date(2022, 1, 10), *told) == 1000
    assert holding(date(2022, 3, 31), *told) == 1000
    assert holding(date(2022, 4, 1), *told) == 3000
    assert holding(date(2022, 6, 1), *told) == 3000
    assert holding(date(2022, 6, 1), first, later) == 2000


def test_a_limit_agreed_at_an_hour_begins_on_its_day_in_paris() -> None:
    """An hour before midnight UTC it is tomorrow there."""
    late = datetime(2022, 1, 9, 23, 0, tzinfo=UTC)
    told = (SpendLimitAgreed(amount=Money.of(10)), late.isoformat())
    assert holding(date(2022, 1, 9), told) is None
    assert holding(date(2022, 1, 10), told) == 10


def test_the_frame_keeps_the_last_agreed() -> None:
    """The method and the boundary that hold are the last; crossings are all kept."""
    empty = folded().frame
    assert (empty.method, empty.boundary) == (None, None)
    frame = folded(
        (MethodAgreed(version=1), "2022-03-01"),
        (MethodAgreed(version=2), "2022-03-02"),
        (BoundaryAgreed(topics_in=("a",)), "2022-03-03"),
        (BoundaryAgreed(topics_in=("b",)), "2022-03-04"),
        (BoundaryCrossed(topic="c"), "2022-03-05"),
        (BoundaryCrossed(topic="d"), "2022-03-06"),
    ).frame
    assert frame.method is not None
    assert frame.method.data.version == 2
    assert frame.boundary is not None
    assert frame.boundary.data.topics_in == ("b",)
    assert [crossing.data.topic for crossing in frame.crossings] == ["c", "d"]
