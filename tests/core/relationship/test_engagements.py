from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, Missing, NotAllowedInPhase, UnknownReference
from noe_core.relationship.engagements import (
    STANDING_ALONE,
    EngagementAcknowledged,
    EngagementKept,
    EngagementKind,
    EngagementMade,
    EngagementMissed,
    EngagementReleased,
    EngagementRenegotiated,
)
from noe_core.relationship.engaging import (
    AcknowledgedByOwnSide,
    EngagementToOwnSide,
    EngagementWithoutObjective,
    NotDecidedTogether,
    StartsAfterDue,
    acknowledge_engagement,
    keep_engagement,
    make_engagement,
    miss_engagement,
    release_engagement,
    renegotiate_engagement,
)
from noe_core.relationship.objectives import ObjectiveClosed, ObjectiveSet
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import ConstraintRevealed
from noe_core.values import Side
from relationship.given import (
    CLOSED,
    LISE,
    NORA,
    OPEN,
    ROUTE,
    TOGETHER,
    Refused,
    Told,
    event,
    when,
)

DAY = date(2022, 4, 1)
OBJECTIVE: Told = (ObjectiveSet(objective_id="o1"), "2022-03-15")
REACHED: Told = (ObjectiveClosed(objective_id="o1"), "2022-03-20")
MADE: Told = (
    EngagementMade(engagement_id="e1", by=NORA, text="run it", due=date(2022, 4, 12)),
    "2022-03-15",
)
ACKNOWLEDGED: Told = (EngagementAcknowledged(engagement_id="e1", by=LISE), "2022-03-16")
KEPT: Told = (EngagementKept(engagement_id="e1"), "2022-04-12")
MISSED: Told = (EngagementMissed(engagement_id="e1"), "2022-04-13")
TOGETHER_ON_IT: Told = (ReviewHeld(review_id="r1", participants=TOGETHER), "2022-04-14")
AMONG_US: Told = (ReviewHeld(review_id="r2", participants=(NORA, ROUTE)), "2022-04-14")
RENEWED: Told = (
    EngagementRenegotiated(engagement_id="e1", review_id="r1", new_due=date(2022, 5, 1)),
    "2022-04-14",
)
RELEASED: Told = (EngagementReleased(engagement_id="e1", review_id="r1"), "2022-04-14")
CONSTRAINT: Told = (ConstraintRevealed(constraint_id="c1"), "2022-04-01")

MAKE = when(
    make_engagement,
    on=DAY,
    by=NORA,
    kind=EngagementKind.DELIVERY,
    text="run the workshop",
    objective_ids=["o1"],
    id="e1",
).given(OPEN, OBJECTIVE)
ACKNOWLEDGE = when(acknowledge_engagement, on=DAY, engagement_id="e1", by=LISE).given(MADE)
KEEP = when(keep_engagement, on=DAY, engagement_id="e1", evidence="it took place").given(MADE)
MISS = when(miss_engagement, on=DAY, engagement_id="e1", account="nobody came").given(MADE)
RENEGOTIATE = when(
    renegotiate_engagement,
    on=DAY,
    engagement_id="e1",
    review_id="r1",
    new_due=date(2022, 5, 1),
).given(MADE, TOGETHER_ON_IT)
RELEASE = when(
    release_engagement, on=DAY, engagement_id="e1", review_id="r1", reason="no longer useful"
).given(MADE, TOGETHER_ON_IT)

ANSWERS = (ACKNOWLEDGE, KEEP, MISS, RENEGOTIATE, RELEASE)

MAKING = (
    Refused(
        "not opened",
        when(make_engagement, **MAKE.arguments),
        NotAllowedInPhase("prospect", "open, signed"),
    ),
    Refused("closed", MAKE.given(MADE, CLOSED), NotAllowedInPhase("closed", "open, signed")),
    Refused(
        "made already",
        MAKE.given(MADE).but(objective_ids=["o9"]),
        AlreadyDone("engagement", "e1", "made"),
    ),
    Refused(
        "no such objective",
        MAKE.but(objective_ids=["o1", "o9"], not_before=date(2022, 5, 2), due=date(2022, 5, 1)),
        UnknownReference("objective_ids", "o9"),
    ),
    Refused(
        "due the day before it begins",
        MAKE.but(not_before=date(2022, 5, 2), due=date(2022, 5, 1), objective_ids=()),
        StartsAfterDue(date(2022, 5, 2), date(2022, 5, 1)),
    ),
    Refused(
        "no objective",
        MAKE.but(objective_ids=(), to=Side.PROVIDER),
        EngagementWithoutObjective("e1"),
    ),
    Refused("no open objective", MAKE.given(REACHED), EngagementWithoutObjective("e1")),
    Refused(
        "to its own side",
        MAKE.but(to=Side.PROVIDER, text="", agreed_with=NORA),
        EngagementToOwnSide("e1", Side.PROVIDER),
    ),
    Refused(
        "agreed with its own side",
        MAKE.but(agreed_with=NORA, text=""),
        AcknowledgedByOwnSide("e1", Side.PROVIDER),
    ),
    Refused("no words", MAKE.but(text=""), Missing("text")),
)
AFTERWARDS = (
    *(
        Refused(
            "no such engagement",
            situation.but(engagement_id="e9"),
            UnknownReference("engagement_id", "e9"),
        )
        for situation in ANSWERS
    ),
    *(
        Refused(
            "lifted already",
            situation.given(RELEASED).but(review_id="r9")
            if "review_id" in situation.arguments
            else situation.given(RELEASED),
            AlreadyDone("engagement", "e1", "released"),
        )
        for situation in ANSWERS
    ),
    Refused(
        "acknowledged already",
        ACKNOWLEDGE.given(ACKNOWLEDGED).but(by=NORA),
        AlreadyDone("engagement", "e1", "acknowledged"),
    ),
    Refused(
        "agreed with from the start",
        when(acknowledge_engagement, **ACKNOWLEDGE.arguments).given(
            (EngagementMade(engagement_id="e1", by=NORA, agreed_with=LISE), "2022-03-15")
        ),
        AlreadyDone("engagement", "e1", "acknowledged"),
    ),
    Refused(
        "by those who made it",
        ACKNOWLEDGE.but(by=NORA),
        AcknowledgedByOwnSide("e1", Side.PROVIDER),
    ),
    Refused("kept twice", KEEP.given(KEPT), AlreadyDone("engagement", "e1", "kept")),
    Refused(
        "kept once missed",
        KEEP.given(MISSED).but(event_ids=[event(99)]),
        AlreadyDone("engagement", "e1", "missed"),
    ),
    Refused(
        "no such evidence",
        KEEP.but(event_ids=[event(1), event(99)]),
        UnknownReference("event_ids", str(event(99))),
    ),
    Refused("missed twice", MISS.given(MISSED), AlreadyDone("engagement", "e1", "missed")),
    Refused(
        "missed once kept",
        MISS.given(KEPT).but(constraint_id="c9"),
        AlreadyDone("engagement", "e1", "kept"),
    ),
    Refused(
        "no such constraint",
        MISS.but(constraint_id="c9", account=None),
        UnknownReference("constraint_id", "c9"),
    ),
    Refused("neither account nor constraint", MISS.but(account=None), Missing("account")),
    Refused(
        "renegotiated once kept",
        RENEGOTIATE.given(KEPT).but(review_id="r9"),
        AlreadyDone("engagement", "e1", "kept"),
    ),
    Refused(
        "in no review",
        RENEGOTIATE.but(review_id="r9", new_due=None),
        NotDecidedTogether("e1", "r9"),
    ),
    Refused(
        "in a review of one side",
        RENEGOTIATE.given(AMONG_US).but(review_id="r2"),
        NotDecidedTogether("e1", "r2"),
    ),
    Refused(
        "due before it begins",
        when(renegotiate_engagement, **RENEGOTIATE.arguments).given(
            TOGETHER_ON_IT,
            (EngagementMade(engagement_id="e1", not_before=date(2022, 5, 2)), "2022-03-15"),
        ),
        StartsAfterDue(date(2022, 5, 2), date(2022, 5, 1)),
    ),
    Refused(
        "beginning after the day it stays due",
        RENEGOTIATE.but(new_due=None, new_not_before=date(2022, 4, 13)),
        StartsAfterDue(date(2022, 4, 13), date(2022, 4, 12)),
    ),
    Refused(
        "beginning after the day it is now due",
        RENEGOTIATE.but(new_not_before=date(2022, 5, 2)),
        StartsAfterDue(date(2022, 5, 2), date(2022, 5, 1)),
    ),
    Refused(
        "in no review, before it begins",
        when(renegotiate_engagement, **RENEGOTIATE.arguments).given(
            (EngagementMade(engagement_id="e1", not_before=date(2022, 5, 2)), "2022-03-15"),
        ),
        NotDecidedTogether("e1", "r1"),
    ),
    Refused("nothing new", RENEGOTIATE.but(new_due=None), Missing("new_due")),
    Refused(
        "lifted once kept",
        RELEASE.given(KEPT).but(review_id="r9"),
        AlreadyDone("engagement", "e1", "kept"),
    ),
    Refused("in no review", RELEASE.but(review_id="r9", reason=""), NotDecidedTogether("e1", "r9")),
    Refused(
        "in a review of one side",
        RELEASE.given(AMONG_US).but(review_id="r2"),
        NotDecidedTogether("e1", "r2"),
    ),
    Refused("no reason", RELEASE.but(reason=""), Missing("reason")),
)
REFUSALS = MAKING + AFTERWARDS


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_an_engagement_is_refused(case: Refused) -> None:
    """An engagement serves an objective, goes to the other side, and ends once a term."""
    assert case.situation.answer == case.refusal


def test_one_side_engages_towards_the_other() -> None:
    """The side across is meant unless another is named."""
    full = MAKE.but(
        by=LISE,
        not_before=date(2022, 4, 2),
        due=date(2022, 4, 2),
        every_days=7,
        agreed_with=NORA,
    )
    assert full.fact == EngagementMade(
        engagement_id="e1",
        by=LISE,
        to=Side.PROVIDER,
        kind=EngagementKind.DELIVERY,
        text="run the workshop",
        objective_ids=("o1",),
        not_before=date(2022, 4, 2),
        due=date(2022, 4, 2),
        every_days=7,
        agreed_with=NORA,
    )
    assert [_to(by, None) for by in TOGETHER] == [Side.CLIENT, Side.PROVIDER]
    assert _to(NORA, Side.PARTNER) is Side.PARTNER


def _to(by: object, to: Side | None) -> Side | None:
    fact = MAKE.but(by=by, to=to).fact
    assert isinstance(fact, EngagementMade)
    return fact.to


@pytest.mark.parametrize("kind", EngagementKind)
def test_availability_and_confidentiality_alone_need_no_objective(kind: EngagementKind) -> None:
    """They serve the relationship itself."""
    answer = MAKE.but(kind=kind, objective_ids=()).answer
    alone = kind in {EngagementKind.AVAILABILITY, EngagementKind.CONFIDENTIALITY}
    assert (answer == EngagementWithoutObjective("e1")) is not alone
    assert (kind in STANDING_ALONE) is alone


def test_one_open_objective_is_enough_and_either_day_may_stand_alone() -> None:
    """A second objective may be closed; a beginning or a term may be left open."""
    closed = (ObjectiveSet(objective_id="o2"), "2022-03-15")
    situation = MAKE.given(closed, REACHED).but(objective_ids=["o1", "o2"])
    assert situation.but(not_before=date(2022, 4, 2)).fact
    assert situation.but(due=date(2022, 4, 2)).fact


def test_an_engagement_may_be_made_after_an_import_told_its_end() -> None:
    """What came of it does not stand for making it."""
    assert isinstance(MAKE.given(KEPT).fact, EngagementMade)


def test_the_other_side_acknowledges() -> None:
    """In its own words or not; whoever made it may be unknown in an import."""
    assert ACKNOWLEDGE.but(restated=True).fact == EngagementAcknowledged(
        engagement_id="e1", by=LISE, restated=True
    )
    anonymous = when(acknowledge_engagement, **ACKNOWLEDGE.arguments)
    made = (EngagementMade(engagement_id="e1"), "2022-03-15")
    assert anonymous.given(made).fact
    assert anonymous.given(KEPT).fact


def test_an_engagement_is_kept_on_what_is_recorded() -> None:
    """The events it stands on are named by id."""
    assert KEEP.but(event_ids=[event(1)]).fact == EngagementKept(
        engagement_id="e1", evidence="it took place", event_ids=(event(1),)
    )
    assert KEEP.given(ACKNOWLEDGED).but(evidence=None).fact == EngagementKept(engagement_id="e1")


def test_an_engagement_is_missed_for_a_reason_or_a_constraint() -> None:
    """Either tells why."""
    assert MISS.fact == EngagementMissed(engagement_id="e1", account="nobody came")
    assert MISS.given(CONSTRAINT).but(account=None, constraint_id="c1").fact == EngagementMissed(
        engagement_id="e1", constraint_id="c1"
    )


def test_a_review_of_both_sides_opens_a_new_term() -> None:
    """An engagement missed may be kept, or missed again, in its new term."""
    renewed = RENEGOTIATE.given(MISSED).but(new_text="half of it")
    assert renewed.fact == EngagementRenegotiated(
        engagement_id="e1", review_id="r1", new_due=date(2022, 5, 1), new_text="half of it"
    )
    assert RENEGOTIATE.but(new_due=None, new_text="half of it").fact
    assert KEEP.given(MISSED, RENEWED).fact
    assert MISS.given(MISSED, RENEWED).fact


def test_a_review_of_both_sides_lifts_an_engagement() -> None:
    """Whether it was missed or still open."""
    released = EngagementReleased(engagement_id="e1", review_id="r1", reason="no longer useful")
    assert RELEASE.fact == released
    assert RELEASE.given(MISSED).fact == released


def test_an_engagement_nobody_made_can_still_be_settled() -> None:
    """Else a relationship that an import began half way could never be closed."""
    for situation in (KEEP, MISS, RENEGOTIATE, RELEASE):
        untold = when(situation.decide, **situation.arguments)
        assert untold.given(ACKNOWLEDGED, TOGETHER_ON_IT).fact


def test_a_new_term_may_begin_on_another_day() -> None:
    """On the day it names; of an engagement nobody made too, and of one untidy already."""
    moved = RENEGOTIATE.but(new_due=None, new_not_before=date(2022, 4, 12))
    assert moved.fact == EngagementRenegotiated(
        engagement_id="e1", review_id="r1", new_not_before=date(2022, 4, 12)
    )
    untold = when(renegotiate_engagement, **moved.arguments).given(ACKNOWLEDGED, TOGETHER_ON_IT)
    assert untold.fact == moved.fact
    untidy = (
        EngagementMade(engagement_id="e1", not_before=DAY, due=date(2022, 3, 1)),
        "2022-03-15",
    )
    reworded = RENEGOTIATE.given(untidy).but(new_due=None, new_text="half of it")
    assert reworded.fact
