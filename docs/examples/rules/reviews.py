"""REV-1 to REV-7, each in two short stories."""

from __future__ import annotations

from noe_core.audit import Report, audit
from noe_core.relationship.course import AgreementSigned
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.reviews import (
    Assessment,
    FeedbackRequested,
    ReflexiveLevel,
    ReviewHeld,
)
from noe_core.relationship.work import WorkRecorded
from noe_core.testing import both_assessed, client, provider, story
from noe_core.values import Side
from rules.page import Page

NORA = provider("nora", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")


def the_first_review_comes_last() -> Report:
    """A hundred days of work; on the ninetieth, they first sit down to look at it."""
    history = story(
        (AgreementSigned(), "2022-03-01"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-05-30"),
        as_of="2022-06-09",
    )
    return audit(history)


def a_review_on_the_way() -> Report:
    """The same hundred days, with a review on the fortieth."""
    history = story(
        (AgreementSigned(), "2022-03-01"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-04-10"),
        as_of="2022-06-09",
    )
    return audit(history)


def two_months_where_one_was_agreed() -> Report:
    """They agreed on a review a month; the second comes after two."""
    history = story(
        (MethodAgreed(version=1, review_interval_days=30), "2022-03-01"),
        (AgreementSigned(), "2022-03-01"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-03-30"),
        (ReviewHeld(review_id="r2", participants=(NORA, LISE)), "2022-05-30"),
    )
    return audit(history)


def about_once_a_month() -> Report:
    """Not to the day, and near enough."""
    history = story(
        (MethodAgreed(version=1, review_interval_days=30), "2022-03-01"),
        (AgreementSigned(), "2022-03-01"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-03-30"),
        (ReviewHeld(review_id="r2", participants=(NORA, LISE)), "2022-05-10"),
    )
    return audit(history)


def only_the_provider_is_assessed() -> Report:
    """Both sit in the review, and only the provider's work is spoken of."""
    told = Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT, account="The layout is clear.")
    review = ReviewHeld(review_id="r1", participants=(NORA, LISE), assessments=(told,))
    return audit(story((review, "2022-04-14")))


def both_are_assessed() -> Report:
    """Each side tells what it thinks of the other's part."""
    review = ReviewHeld(review_id="r1", participants=(NORA, LISE), assessments=both_assessed())
    return audit(story((review, "2022-04-14")))


def nobody_asks_what_moved_at_the_client() -> Report:
    """Reviews ask how the provider works and how the two get on, and stop there."""
    asked = frozenset({ReflexiveLevel.INTERNAL, ReflexiveLevel.RELATIONAL})
    history = story(
        (AgreementSigned(), "2022-03-01"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE), levels=asked), "2022-05-02"),
        as_of="2022-06-15",
    )
    return audit(history)


def three_questions_asked() -> Report:
    """Two reviews in the quarter, and among them the three questions."""
    ours = frozenset({ReflexiveLevel.INTERNAL, ReflexiveLevel.RELATIONAL})
    theirs = frozenset({ReflexiveLevel.CLIENT_SIDE})
    history = story(
        (AgreementSigned(), "2022-03-01"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE), levels=ours), "2022-05-02"),
        (ReviewHeld(review_id="r2", participants=(NORA, LISE), levels=theirs), "2022-06-01"),
        as_of="2022-06-15",
    )
    return audit(history)


def an_hour_in_ten() -> Report:
    """Nine hours of production for one of review."""
    history = story(
        (WorkRecorded(work_id="w1", by=NORA, minutes=540), "2022-04-04"),
        (ReviewHeld(review_id="r1", minutes=60, participants=(NORA, LISE)), "2022-04-14"),
    )
    return audit(history)


def an_hour_in_five() -> Report:
    """Four hours of production for one of review."""
    history = story(
        (WorkRecorded(work_id="w1", by=NORA, minutes=240), "2022-04-04"),
        (ReviewHeld(review_id="r1", minutes=60, participants=(NORA, LISE)), "2022-04-14"),
    )
    return audit(history)


def work_and_nothing_else() -> Report:
    """Two days of work, and no time to come back on it."""
    return audit(story((WorkRecorded(work_id="w1", by=NORA, minutes=900), "2022-04-04")))


def work_and_a_review() -> Report:
    """The same work, and a review."""
    history = story(
        (WorkRecorded(work_id="w1", by=NORA, minutes=900), "2022-04-04"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-04-14"),
    )
    return audit(history)


def nobody_asks_how_it_goes() -> Report:
    """Six weeks after the signature, nobody has asked how it goes."""
    return audit(story((AgreementSigned(), "2022-03-01"), as_of="2022-04-12"))


def asked_after_a_month() -> Report:
    """After a month, two minutes of the client's time are asked for."""
    history = story(
        (AgreementSigned(), "2022-03-01"),
        (FeedbackRequested(minutes_asked=2, by_side=Side.PROVIDER), "2022-03-31"),
        as_of="2022-04-12",
    )
    return audit(history)


PAGES = (
    Page(
        rule="REV-1",
        checks="The first review comes within the first share of the relationship's days.",
        weighs="A warning while the relationship runs, a breach once it is closed.",
        source=(
            "That the work is not judged only once it is over comes from the workshop; the three "
            "quarters and the least duration are proposed here."
        ),
        waits=("Nothing says when the work began, or the relationship is shorter than min_days."),
        finds=the_first_review_comes_last,
        passes=a_review_on_the_way,
    ),
    Page(
        rule="REV-2",
        checks=(
            "Both sides come back on the work about as often as they agreed: no gap is longer "
            "than *factor* times the interval. Days on which the client is away, or the "
            "relationship is closed, do not count."
        ),
        weighs="A warning, and a breach beyond *breach_factor* times the interval.",
        source=(
            "The rhythm, held by the provider's initiative, comes from the plenary and from a "
            "client; the factors, and the thirty days where nothing was agreed, are proposed here."
        ),
        waits=(
            "Nothing says when the work began; the first gap still runs within its limit; who sat "
            "in a review was not written down, and it would change the answer."
        ),
        finds=two_months_where_one_was_agreed,
        passes=about_once_a_month,
    ),
    Page(
        rule="REV-3",
        checks="Each of the last n reviews of both sides assesses the work of both.",
        weighs="A warning.",
        source=(
            "That the client's part is assessed as the provider's comes from the workshop, and so "
            "does the whole share; how many reviews are looked at is proposed here."
        ),
        waits="No review of both sides was held, or nobody wrote down who sat in them.",
        finds=only_the_provider_is_assessed,
        passes=both_are_assessed,
    ),
    Page(
        rule="REV-4",
        checks=(
            "Within the window, reviews asked the three questions: how we work among ourselves, "
            "how we work together, what the work moves at the client's."
        ),
        weighs="A warning.",
        source="The three levels are the plenary's; the window is proposed here.",
        waits=(
            "The relationship is younger than the window; some review does not say its levels; "
            "the log is the client's, who cannot see what the provider asks among its own."
        ),
        finds=nobody_asks_what_moved_at_the_client,
        passes=three_questions_asked,
    ),
    Page(
        rule="REV-5",
        checks=(
            "Of the provider's time, a share *target* goes into coming back on the work: reviews, "
            "talks over quotes, reflexive work."
        ),
        weighs="A warning under the target, a breach under the floor.",
        source="The fifth is the plenary's own figure; the floor of a tenth is proposed here.",
        waits=(
            "Less than min_minutes were recorded in all; some review or talk has no minutes or no "
            "participants; the log is the client's and the part it can see is under the target."
        ),
        finds=an_hour_in_ten,
        passes=an_hour_in_five,
    ),
    Page(
        rule="REV-6",
        checks="Where there is a quote, or n minutes of the provider's work, there is a review.",
        weighs="A breach.",
        source=(
            "That a transaction is no relation is the plenary's word; the ten hours are proposed "
            "here."
        ),
        waits="Some work has no minutes, or nobody wrote down who did it.",
        finds=work_and_nothing_else,
        passes=work_and_a_review,
    ),
    Page(
        rule="REV-7",
        checks=(
            "By *day* days after the signature (else the opening) and *grace* more, somebody asked "
            "how it goes, or both sides came back on the work or talked over a quote."
        ),
        weighs="A warning.",
        source="The month is what a client lived; the week of grace is proposed here.",
        waits=(
            "Nothing says when the work began; the days have not passed, or the relationship "
            "closed before; who sat in a review was not written down."
        ),
        finds=nobody_asks_how_it_goes,
        passes=asked_after_a_month,
    ),
)
