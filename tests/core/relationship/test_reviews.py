from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.relationship.reviews import (
    Adjustment,
    Assessment,
    FeedbackGiven,
    FeedbackRequested,
    OneSidedReview,
    ReflexiveLevel,
    Relevance,
    ReviewHeld,
    give_feedback,
    hold_review,
    request_feedback,
)
from noe_core.values import Side
from relationship.given import (
    LISE,
    NORA,
    OPEN,
    ROUTE,
    TOGETHER,
    Refused,
    Told,
    event,
    folded,
    when,
)

DAY = date(2022, 4, 14)
OURS = Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT, account="on time")
THEIRS = Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER, account="open books")
PARTNERS = Assessment(of_side=Side.PARTNER, by_side=Side.PROVIDER, account="far away")

TOGETHER_ON_IT = when(
    hold_review,
    on=DAY,
    minutes=90,
    participants=TOGETHER,
    levels=[ReflexiveLevel.RELATIONAL],
    assessments=[OURS, THEIRS],
    id="r1",
)
AMONG_US = TOGETHER_ON_IT.but(participants=[NORA], assessments=(), id="r2")
HELD: Told = (ReviewHeld(review_id="r1"), "2022-04-01")

REFUSALS = (
    Refused(
        "held already",
        TOGETHER_ON_IT.given(HELD).but(levels=()),
        AlreadyDone("review", "r1", "held"),
    ),
    Refused("nobody there", TOGETHER_ON_IT.but(participants=()), Missing("participants")),
    Refused("no level", TOGETHER_ON_IT.but(levels=(), assessments=()), Missing("levels")),
    Refused(
        "nothing assessed",
        TOGETHER_ON_IT.but(assessments=(), revisits=[event(9)]),
        OneSidedReview("r1", Side.PROVIDER),
    ),
    Refused(
        "the provider's work alone assessed",
        TOGETHER_ON_IT.but(assessments=[OURS, PARTNERS]),
        OneSidedReview("r1", Side.CLIENT),
    ),
    Refused(
        "one side's work assessed, without words",
        TOGETHER_ON_IT.but(assessments=[Assessment(of_side=Side.CLIENT, by_side=Side.CLIENT)]),
        OneSidedReview("r1", Side.PROVIDER),
    ),
    Refused(
        "an assessment without words",
        TOGETHER_ON_IT.but(
            assessments=[OURS, Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER)],
            revisits=[event(9)],
        ),
        Missing("account"),
    ),
    Refused(
        "nothing to come back on",
        TOGETHER_ON_IT.given(OPEN).but(
            revisits=[event(1), event(9)], adjustments=Adjustment.KEPT_AS_IS
        ),
        UnknownReference("revisits", str(event(9))),
    ),
    Refused(
        "kept as it is for no reason",
        TOGETHER_ON_IT.but(adjustments=Adjustment.KEPT_AS_IS),
        Missing("kept_reason"),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_review_is_refused(case: Refused) -> None:
    """With both sides in the room, the work of both is assessed, in words."""
    assert case.situation.answer == case.refusal


def test_both_sides_come_back_on_the_work() -> None:
    """What they come back on is named by id."""
    full = TOGETHER_ON_IT.given(OPEN).but(
        initiated_by=Side.CLIENT,
        format="poulet_roti",
        levels=[ReflexiveLevel.RELATIONAL, ReflexiveLevel.INTERNAL, ReflexiveLevel.RELATIONAL],
        revisits=[event(1)],
        adjustments=Adjustment.KEPT_AS_IS,
        kept_reason="it suits both",
    )
    assert full.fact == ReviewHeld(
        review_id="r1",
        minutes=90,
        participants=TOGETHER,
        initiated_by=Side.CLIENT,
        format="poulet_roti",
        levels=frozenset({ReflexiveLevel.RELATIONAL, ReflexiveLevel.INTERNAL}),
        assessments=(OURS, THEIRS),
        revisits=(event(1),),
        adjustments=Adjustment.KEPT_AS_IS,
        kept_reason="it suits both",
    )
    assert TOGETHER_ON_IT.but(adjustments=Adjustment.WILL_REVISE).fact


@pytest.mark.parametrize("people", [(NORA,), (LISE,), (NORA, ROUTE)], ids=str)
def test_a_review_of_one_side_assesses_what_it_will(people: tuple[object, ...]) -> None:
    """The internal level is asked among those who worked, and after closing as well."""
    fact = AMONG_US.but(participants=people).fact
    assert isinstance(fact, ReviewHeld)
    assert not fact.two_sided
    assert not fact.assesses_both


def test_feedback_is_asked_and_given() -> None:
    """By the provider and by the client unless they say otherwise, at any time."""
    ask = when(request_feedback, on=DAY)
    assert ask.fact == FeedbackRequested(by_side=Side.PROVIDER)
    assert ask.but(minutes_asked=2, by_side=Side.CLIENT).fact == FeedbackRequested(
        minutes_asked=2, by_side=Side.CLIENT
    )
    give = when(give_feedback, on=DAY, relevance=Relevance.PARTLY)
    assert give.fact == FeedbackGiven(relevance=Relevance.PARTLY, by_side=Side.CLIENT)
    assert give.but(verbatim="too long", by_side=Side.PROVIDER).fact == FeedbackGiven(
        relevance=Relevance.PARTLY, verbatim="too long", by_side=Side.PROVIDER
    )


def test_reviews_and_feedback_stand_in_order() -> None:
    """Two-sided reviews are those with people of both sides."""
    ours: Told = (ReviewHeld(review_id="r2", participants=(NORA, ROUTE)), "2022-04-02")
    both: Told = (ReviewHeld(review_id="r3", participants=TOGETHER), "2022-04-03")
    asked: Told = (FeedbackRequested(), "2022-04-04")
    given: Told = (FeedbackGiven(), "2022-04-05")
    reviews = folded(given, both, asked, ours, HELD).reviews
    assert [review.data.review_id for review in reviews.held] == ["r1", "r2", "r3"]
    assert [review.data.review_id for review in reviews.two_sided] == ["r3"]
    assert [fact.data for fact in reviews.requests] == [asked[0]]
    assert [fact.data for fact in reviews.feedback] == [given[0]]
    assert reviews.unknown(None) is None
    assert reviews.unknown("r3") is None
    assert reviews.unknown("r9") == UnknownReference("review_id", "r9")
