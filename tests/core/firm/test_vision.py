from datetime import date

import pytest

from firm.given import NORA, TOGETHER, Refused, event, folded, when
from noe_core.firm.vision import (
    CoherenceReviewed,
    VisionShared,
    VisionStated,
    review_coherence,
    share_vision,
    state_vision,
)
from noe_core.refusal import Missing

DAY = date(2022, 3, 15)

STATE = when(state_vision, on=DAY, text="print what serves, and teach others to")
SHARE = when(share_vision, on=DAY, acknowledged_by=iter(TOGETHER))
REVIEW = when(
    review_coherence, on=DAY, gap="we teach less than we say", participants=[NORA], minutes=90
)

REFUSALS = (
    Refused("nothing said", STATE.but(text=""), Missing("text")),
    Refused("with nobody", SHARE.but(acknowledged_by=()), Missing("acknowledged_by")),
    Refused("nothing found", REVIEW.but(gap="", participants=()), Missing("gap")),
    Refused("nobody there", REVIEW.but(participants=()), Missing("participants")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_the_vision_is_refused(case: Refused) -> None:
    """It is said, and shared and reviewed by people."""
    assert case.situation.answer == case.refusal


def test_a_vision_is_stated_and_shared() -> None:
    """It may be shared before the log heard of it: visions are older than logs."""
    assert STATE.fact == VisionStated(text="print what serves, and teach others to")
    assert SHARE.fact == VisionShared(acknowledged_by=TOGETHER)


def test_coherence_is_reviewed() -> None:
    """What stands between what is said and what is done, and how long people looked."""
    assert REVIEW.fact == CoherenceReviewed(
        gap="we teach less than we say", participants=(NORA,), minutes=90
    )


def test_the_last_statement_holds() -> None:
    """Those before it stay, with who acknowledged what and when."""
    assert folded().vision.stated is None
    vision = folded(
        (VisionStated(text="print"), "2022-03-01"),
        (VisionShared(acknowledged_by=TOGETHER), "2022-03-02"),
        (CoherenceReviewed(), "2022-03-03"),
        (VisionStated(text="print what serves"), "2022-03-04"),
    ).vision
    assert [stated.id for stated in vision.statements] == [event(1), event(4)]
    assert vision.stated == vision.statements[1]
    assert [shared.id for shared in vision.shared] == [event(2)]
    assert [review.id for review in vision.reviews] == [event(3)]
