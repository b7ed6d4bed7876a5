"""EFF-3: what the work does to others is come back on."""

import pytest
from story import (
    LISE,
    NORA,
    ROUTE,
    TOGETHER,
    Told,
    after,
    ask,
    event,
    findings,
    story,
    unassessed,
    with_unread,
)

from noe_core.audit.effects import RULES
from noe_core.audit.rule import Passed, Severity, Verdict
from noe_core.relationship.course import RelationshipClosed, RelationshipOpened
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.effects import EffectObserved, Polarity
from noe_core.relationship.engagements import EngagementKept, EngagementMade
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import ResourceNoted
from noe_core.typed import Fact

START = "2022-03-01"
OPEN: Told = (RelationshipOpened(), START)
PASSED = (Passed(rule="EFF-3"),)
NEGATIVE = ExternalityObserved(
    externality_id="x1",
    direction=ExternalityDirection.OUTGOING,
    affected="les riverains du dépôt",
    polarity=Polarity.NEGATIVE,
    account="des livraisons dès cinq heures",
)
OBSERVED: Told = (NEGATIVE, START)
"""The second fact of every story here."""


def eff3(*told: Told, days: int = 61, **parameters: int) -> tuple[Verdict, ...]:
    """What EFF-3 answers that many days after the externality was observed."""
    return ask(RULES, "EFF-3", story(OPEN, *told, as_of=after(START, days)), **parameters)


def on(fact: Fact, day: int) -> Told:
    """A fact that many days later."""
    return (fact, after(START, day))


def test_without_any_externality_there_is_nothing_to_come_back_on() -> None:
    """The rule passes."""
    assert eff3() == PASSED


def test_a_negative_externality_waits_sixty_days() -> None:
    """Day sixty is still in time, and another number may be asked for."""
    assert unassessed(eff3(OBSERVED, days=60)) == ("too_early",)
    (found,) = findings(eff3(OBSERVED, days=61))
    assert (found.severity, found.subject, found.evidence) == (Severity.WARNING, "x1", (event(2),))
    assert findings(eff3(OBSERVED, days=31, n=30))


@pytest.mark.parametrize(
    ("polarity", "asked"), [(Polarity.POSITIVE, False), (Polarity.MIXED, True)]
)
def test_what_is_lived_both_ways_has_its_negative_side(polarity: Polarity, asked: bool) -> None:
    """What is positive asks for nothing."""
    told = ExternalityObserved(externality_id="x1", polarity=polarity)
    assert bool(findings(eff3((told, START)))) is asked


@pytest.mark.parametrize("day", [0, 59, 61, 200])
@pytest.mark.parametrize(
    "citing",
    [
        ReviewHeld(review_id="r1", participants=TOGETHER, revisits=(event(2),)),
        ReviewHeld(review_id="r1", participants=(NORA,), revisits=(event(2),)),
        EngagementKept(engagement_id="e1", event_ids=(event(2),)),
    ],
)
def test_a_review_or_an_engagement_kept_that_names_it_has_heeded_it(citing: Fact, day: int) -> None:
    """Late is better than never; a review of one side counts too."""
    assert eff3(OBSERVED, on(citing, day), days=200) == PASSED


@pytest.mark.parametrize(
    "other",
    [
        ReviewHeld(review_id="r1", participants=TOGETHER),
        ReviewHeld(review_id="r1", participants=TOGETHER, revisits=(event(1),)),
        EngagementKept(engagement_id="e1"),
        EffectObserved(effect_id="f1", arising_from=(event(2),)),
        ResourceNoted(resource_id="s1", evidence=(event(2),)),
    ],
)
def test_what_does_not_name_it_or_only_adds_to_it_has_not_heeded_it(other: Fact) -> None:
    """An effect that arises from it is one more thing to come back on."""
    assert len(findings(eff3(OBSERVED, on(other, 10)))) == 1


def test_what_came_before_it_cannot_have_heeded_it() -> None:
    """Not even where it names an event that came later."""
    early = ReviewHeld(review_id="r1", revisits=(event(3),))
    assert len(findings(eff3((early, START), OBSERVED))) == 1


@pytest.mark.parametrize(
    "answer",
    [
        EngagementMade(engagement_id="e1", by=NORA),
        CooperationSupportGiven(participants=(LISE, ROUTE)),
    ],
)
def test_an_engagement_or_a_support_since_may_be_the_answer(answer: Fact) -> None:
    """Neither has a field to say so; what came before it is no answer."""
    assert unassessed(eff3(OBSERVED, on(answer, 10))) == ("answer_unnamed",)
    assert unassessed(eff3(OBSERVED, on(answer, 10), days=60)) == ("too_early",)
    assert len(findings(eff3((answer, START), OBSERVED))) == 1


def test_nothing_is_asked_of_a_relationship_that_closed_in_time() -> None:
    """Closed on day sixty, or before it was observed at all."""
    assert unassessed(eff3(OBSERVED, on(RelationshipClosed(), 60), days=90)) == ("closed_since",)
    assert len(findings(eff3(OBSERVED, on(RelationshipClosed(), 61), days=90))) == 1
    after_it = eff3((RelationshipClosed(), START), on(NEGATIVE, 10), days=90)
    assert unassessed(after_it) == ("closed_since",)


def test_an_externality_of_unknown_polarity_is_not_called_negative() -> None:
    """Nobody wrote down how it is lived."""
    bare = (ExternalityObserved(externality_id="x1"), START)
    assert unassessed(eff3(bare)) == ("polarity_unrecorded",)


@pytest.mark.parametrize(
    "name", ["review_held", "engagement_made", "engagement_kept", "cooperation_support_given"]
)
def test_an_answer_that_cannot_be_read_may_be_one(name: str) -> None:
    """It was recorded, and what it names is not known here."""
    history = with_unread(story(OPEN, OBSERVED, as_of=after(START, 61)), name)
    assert unassessed(ask(RULES, "EFF-3", history)) == ("unreadable",)
