from datetime import date

from noe_core.relationship.engagements import (
    Engagement,
    EngagementMade,
    EngagementRenegotiated,
)
from noe_core.values import Side
from relationship.given import Told, folded
from relationship.test_engagements import ACKNOWLEDGED, KEPT, MADE, MISSED, RELEASED, RENEWED


def engagement(*told: Told) -> Engagement:
    """The engagement that some facts tell of."""
    return folded(*told).engagements.by_id["e1"]


def test_each_term_has_its_own_outcome() -> None:
    """A new term keeps the day that is not changed, and the beginning."""
    begun = EngagementMade(engagement_id="e1", not_before=date(2022, 3, 20), due=date(2022, 4, 12))
    reworded = EngagementRenegotiated(engagement_id="e1", new_text="half of it")
    told = engagement((begun, "2022-03-15"), MISSED, (reworded, "2022-04-20"), RENEWED, KEPT)
    assert [(t.not_before, t.due) for t in told.terms] == [
        (date(2022, 3, 20), date(2022, 4, 12)),
        (date(2022, 3, 20), date(2022, 5, 1)),
        (date(2022, 3, 20), date(2022, 5, 1)),
    ]
    assert [t.settled for t in told.terms] == [True, False, False]
    assert told.terms[0].kept is not None
    assert told.terms[0].missed is not None
    assert told.text == "half of it"


def test_a_new_term_begins_when_it_says_and_goes_on_so() -> None:
    """Else with the term before; the due day stays where none is new."""
    begun = EngagementRenegotiated(engagement_id="e1", new_not_before=date(2022, 4, 10))
    told = engagement(MADE, (begun, "2022-04-02"), RENEWED)
    assert [(t.not_before, t.due) for t in told.terms] == [
        (None, date(2022, 4, 12)),
        (date(2022, 4, 10), date(2022, 4, 12)),
        (date(2022, 4, 10), date(2022, 5, 1)),
    ]


def test_a_term_told_before_the_making_keeps_its_outcome() -> None:
    """An import may date the making after its outcome, or after a new term."""
    late = (MADE[0], "2022-05-15")
    settled = engagement(KEPT, late)
    assert [(t.due, t.settled) for t in settled.terms] == [(date(2022, 4, 12), True)]
    renewed = engagement(RENEWED, late)
    assert [t.due for t in renewed.terms] == [date(2022, 4, 12), date(2022, 5, 1)]
    assert renewed.unsettled


def test_an_engagement_gathers_its_facts() -> None:
    """Everything recorded about it, once."""
    told = (MADE, ACKNOWLEDGED, MISSED, RENEWED, (KEPT[0], "2022-04-20"), RELEASED)
    facts = engagement(*told).facts
    assert sorted(fact.version for fact in facts) == [1, 2, 3, 4, 5, 6]
    assert engagement(MADE).side is Side.PROVIDER
    assert engagement(MADE, RENEWED).text == "run it"


def test_what_is_not_told_of_an_engagement_is_missing() -> None:
    """No maker, no words, no term, and it is not settled."""
    bare = engagement(ACKNOWLEDGED)
    assert not bare.known
    assert engagement(ACKNOWLEDGED, MADE).known
    assert (bare.side, bare.text, bare.term) == (None, None, None)
    assert bare.unsettled
    assert engagement((EngagementMade(engagement_id="e1"), "2022-03-15")).side is None
    assert engagement(RENEWED).term == engagement(RENEWED).terms[0]
    undated = EngagementRenegotiated(engagement_id="e1")
    assert engagement((undated, "2022-03-15")).terms[0].due is None
