"""LOOP-1 to LOOP-7, each in two short stories."""

from __future__ import annotations

from datetime import date

from noe_core.audit import Report, audit
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.engagements import (
    EngagementAcknowledged,
    EngagementKept,
    EngagementKind,
    EngagementMade,
    EngagementMissed,
)
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.objectives import ObjectiveRevised, ObjectiveSet
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.testing import client, event, provider, story
from rules.page import Page

NORA = provider("nora", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")


def work_before_any_method() -> Report:
    """They agree on what to reach and what each brings, but not on how they work."""
    history = story(
        (RelationshipOpened(), "2022-03-01"),
        (ObjectiveSet(objective_id="o1", title="A catalogue people keep"), "2022-03-03"),
        (EngagementMade(engagement_id="e1", by=NORA), "2022-03-03"),
        (EngagementMade(engagement_id="e2", by=LISE), "2022-03-03"),
        (WorkRecorded(work_id="w1", by=NORA, nature=WorkNature.PRODUCTION), "2022-03-10"),
        as_of="2022-04-15",
    )
    return audit(history)


def a_frame_in_a_month() -> Report:
    """The same, and within the month they agree on a method too."""
    history = story(
        (RelationshipOpened(), "2022-03-01"),
        (ObjectiveSet(objective_id="o1", title="A catalogue people keep"), "2022-03-03"),
        (EngagementMade(engagement_id="e1", by=NORA), "2022-03-03"),
        (EngagementMade(engagement_id="e2", by=LISE), "2022-03-03"),
        (WorkRecorded(work_id="w1", by=NORA, nature=WorkNature.PRODUCTION), "2022-03-10"),
        (MethodAgreed(version=1, review_interval_days=30), "2022-03-25"),
        as_of="2022-04-15",
    )
    return audit(history)


def one_side_commits() -> Report:
    """The provider commits twice, the client to nothing."""
    history = story(
        (EngagementMade(engagement_id="e1", by=NORA), "2022-03-03"),
        (EngagementMade(engagement_id="e2", by=NORA), "2022-03-03"),
    )
    return audit(history)


def both_sides_commit() -> Report:
    """The provider commits twice, the client once: neither is alone."""
    history = story(
        (EngagementMade(engagement_id="e1", by=NORA), "2022-03-03"),
        (EngagementMade(engagement_id="e2", by=NORA), "2022-03-03"),
        (EngagementMade(engagement_id="e3", by=LISE), "2022-03-03"),
    )
    return audit(history)


def nobody_sets_time_aside() -> Report:
    """The client brings figures and a room; who will take part is not said."""
    history = story(
        (
            EngagementMade(engagement_id="e1", by=LISE, kind=EngagementKind.INFORMATION),
            "2022-03-03",
        ),
        (EngagementMade(engagement_id="e2", by=LISE, kind=EngagementKind.MEANS), "2022-03-03"),
    )
    return audit(history)


def three_conditions_met() -> Report:
    """Figures, a room, and two people who will be there."""
    history = story(
        (
            EngagementMade(engagement_id="e1", by=LISE, kind=EngagementKind.INFORMATION),
            "2022-03-03",
        ),
        (EngagementMade(engagement_id="e2", by=LISE, kind=EngagementKind.MEANS), "2022-03-03"),
        (
            EngagementMade(engagement_id="e3", by=LISE, kind=EngagementKind.INVOLVEMENT),
            "2022-03-03",
        ),
    )
    return audit(history)


def a_term_gone_by() -> Report:
    """The proofs were due on the first of April; ten days later nobody has said a word."""
    promised = EngagementMade(
        engagement_id="e1", by=NORA, text="send the proofs", due=date(2022, 4, 1)
    )
    return audit(story((promised, "2022-03-03"), as_of="2022-04-11"))


def kept_in_time() -> Report:
    """The same promise, kept the day before."""
    promised = EngagementMade(
        engagement_id="e1", by=NORA, text="send the proofs", due=date(2022, 4, 1)
    )
    history = story(
        (promised, "2022-03-03"),
        (EngagementKept(engagement_id="e1"), "2022-03-31"),
        as_of="2022-04-11",
    )
    return audit(history)


def a_word_nobody_took_up() -> Report:
    """The client commits; three weeks later the provider has not said it knows of it."""
    promised = EngagementMade(engagement_id="e1", by=LISE, text="free two mornings")
    return audit(story((promised, "2022-03-03"), as_of="2022-03-24"))


def said_back_in_other_words() -> Report:
    """The same word, said back by the provider the week after."""
    promised = EngagementMade(engagement_id="e1", by=LISE, text="free two mornings")
    history = story(
        (promised, "2022-03-03"),
        (EngagementAcknowledged(engagement_id="e1", by=NORA, restated=True), "2022-03-09"),
        as_of="2022-03-24",
    )
    return audit(history)


def a_miss_passed_over() -> Report:
    """The sales figures did not come; the next review speaks of something else."""
    promised = EngagementMade(engagement_id="e1", by=LISE, text="send the sales figures")
    history = story(
        (promised, "2022-03-03"),
        (EngagementMissed(engagement_id="e1", account="year-end took all hands"), "2022-04-01"),
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-04-14"),
    )
    return audit(history)


def a_miss_come_back_on() -> Report:
    """The same miss, come back on in the next review."""
    promised = EngagementMade(engagement_id="e1", by=LISE, text="send the sales figures")
    history = story(
        (promised, "2022-03-03"),
        (EngagementMissed(engagement_id="e1", account="year-end took all hands"), "2022-04-01"),
        (
            ReviewHeld(review_id="r1", participants=(NORA, LISE), revisits=(event(2),)),
            "2022-04-14",
        ),
    )
    return audit(history)


def three_reviews_change_nothing() -> Report:
    """Three reviews of both sides, and nothing said of what comes of them."""
    history = story(
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-04-01"),
        (ReviewHeld(review_id="r2", participants=(NORA, LISE)), "2022-05-02"),
        (ReviewHeld(review_id="r3", participants=(NORA, LISE)), "2022-06-01"),
    )
    return audit(history)


def the_second_review_changes_the_aim() -> Report:
    """Three reviews, and after the second the objective is put differently."""
    history = story(
        (ReviewHeld(review_id="r1", participants=(NORA, LISE)), "2022-04-01"),
        (ReviewHeld(review_id="r2", participants=(NORA, LISE)), "2022-05-02"),
        (
            ObjectiveRevised(
                objective_id="o1", review_id="r2", change="A catalogue the shops ask for"
            ),
            "2022-05-02",
        ),
        (ReviewHeld(review_id="r3", participants=(NORA, LISE)), "2022-06-01"),
    )
    return audit(history)


PAGES = (
    Page(
        rule="LOOP-1",
        checks=(
            "Before anything is produced, or else within n days of the opening, there is an "
            "objective, an engagement of each side, and a method."
        ),
        weighs="A warning after n days, a breach after twice as many.",
        source=(
            "That work starts from aims, engagements and a method held in common comes from "
            "the workshop; the thirty days are proposed here."
        ),
        waits=(
            "Nothing says when the work began; the n days have not passed, or the relationship "
            "closed before they had; who made an engagement, or what the work was for, was not "
            "written down."
        ),
        finds=work_before_any_method,
        passes=a_frame_in_a_month,
    ),
    Page(
        rule="LOOP-2",
        checks="The side that commits less makes at least a share *min* of what the other makes.",
        weighs="A warning under the share, a breach where one side made no engagement at all.",
        source=(
            "That the client commits as well, as a co-producer, runs through the workshop, the "
            "plenary and the article on service; the quarter is proposed here."
        ),
        waits="No engagement was made, or nobody wrote down whose some engagement is.",
        finds=one_side_commits,
        passes=both_sides_commit,
    ),
    Page(
        rule="LOOP-3",
        checks=(
            "The client made an engagement of each kind the work needs of it: to take part, to "
            "give means, to give information."
        ),
        weighs="A warning.",
        source="The three kinds are those the workshop names.",
        waits=(
            "The two sides have not begun (no engagement, no signature, no production); the side "
            "or the kind of some engagement was not written down."
        ),
        finds=nobody_sets_time_aside,
        passes=three_conditions_met,
    ),
    Page(
        rule="LOOP-4",
        checks=(
            "No engagement stays open more than *grace* days after its term, and none is kept "
            "before the day from which it was meant."
        ),
        weighs=(
            "A warning once the grace has gone by, a breach after *breach* days; kept too soon "
            "is an information."
        ),
        source=(
            "Terms, and the honest “not before”, come from the workshop and from the accounts of "
            "a client; the days are proposed here."
        ),
        waits="What settles engagements cannot be read, or is never recorded by the source.",
        finds=a_term_gone_by,
        passes=kept_in_time,
    ),
    Page(
        rule="LOOP-5",
        checks="Within n days, the other side acknowledges each engagement or has agreed to it.",
        weighs="An information.",
        source=(
            "That clients are not always aware of what they owe, and that agreements are said "
            "back, comes from the workshop and from a client; the fortnight is proposed here."
        ),
        waits="The n days have not passed.",
        finds=a_word_nobody_took_up,
        passes=said_back_in_other_words,
    ),
    Page(
        rule="LOOP-6",
        checks=(
            "What was missed is come back on at the next review of both sides, and such a review "
            "comes within the agreed interval and *grace* days."
        ),
        weighs="A warning. To have missed an engagement is no finding at all.",
        source=(
            "That each meets the other's constraints and comes back on them is the workshop's; "
            "the week of grace is proposed here."
        ),
        waits="The next review is not due yet, or nobody wrote down who sat in it.",
        finds=a_miss_passed_over,
        passes=a_miss_come_back_on,
    ),
    Page(
        rule="LOOP-7",
        checks=(
            "Of k reviews of both sides running, one at least revises something, or says why "
            "everything stays as it is."
        ),
        weighs="An information.",
        source="The perpetual loop is the workshop's; three reviews running is proposed here.",
        waits="Fewer than k reviews of both sides were held.",
        finds=three_reviews_change_nothing,
        passes=the_second_review_changes_the_aim,
    ),
)
