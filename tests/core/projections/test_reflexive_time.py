from __future__ import annotations

from fractions import Fraction

from telling import LISE, NORA, OMAR, TOGETHER, after_work, nth, tell, workshop

from noe_core.projection import View
from noe_core.projections.reflexive_time import REFLEXIVE_TIME, reflexive_time
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.values import Side


def test_the_workshop_spends_exactly_a_fifth() -> None:
    """H1: 150 of 750 person-minutes of the provider come back on the work."""
    answer = REFLEXIVE_TIME.of(workshop())
    assert (answer.reflexive.value, answer.whole.value) == (150, 750)
    assert answer.share == Fraction(1, 5)
    assert answer.by_level == {
        ReflexiveLevel.INTERNAL: 60,
        ReflexiveLevel.RELATIONAL: 150,
        ReflexiveLevel.CLIENT_SIDE: 90,
    }
    assert (answer.internal, answer.external) == (0, 150)


def test_the_studio_spends_too_little() -> None:
    """H4: 645 of 5985, counting each of the two people at every review."""
    answer = REFLEXIVE_TIME.of(after_work())
    assert (answer.reflexive.value, answer.whole.value) == (645, 5985)
    assert answer.share == Fraction(645, 5985)


def test_every_figure_names_its_facts() -> None:
    """The evidence of a figure is the facts it adds up, and no other."""
    history = workshop()
    answer = REFLEXIVE_TIME.of(history)
    names = [history.find(i).event for i in answer.reflexive.evidence]
    assert names == ["review_held", "review_held"]
    assert len(answer.whole.evidence) == 5


def test_nothing_recorded_has_no_share() -> None:
    """An empty history has no share, rather than a share of 0."""
    answer = REFLEXIVE_TIME.of(tell())
    assert answer.share is None
    assert answer.whole.value == 0
    assert set(answer.by_level.values()) == {0}


def test_what_is_not_known_adds_nothing() -> None:
    """Gatherings without minutes or people, and work without side or minutes, count for 0."""
    answer = REFLEXIVE_TIME.of(
        tell(
            ("2022-01-01", ReviewHeld(review_id="r", participants=TOGETHER)),
            ("2022-01-01", ReviewHeld(review_id="s", minutes=60)),
            ("2022-01-01", QuoteDiscussed(quote_id="q")),
            ("2022-01-01", EncounterHeld()),
            ("2022-01-02", WorkRecorded(work_id="a", minutes=60)),
            ("2022-01-02", WorkRecorded(work_id="b", by=NORA)),
        )
    )
    assert answer.whole.value == 0
    assert answer.whole.evidence == ()


def test_only_people_of_the_provider_count() -> None:
    """The client's work, and what a machine did, are on neither side of the bar."""
    answer = REFLEXIVE_TIME.of(
        tell(
            ("2022-01-01", WorkRecorded(work_id="a", by=LISE, minutes=60)),
            ("2022-01-01", WorkRecorded(work_id="b", by=NORA, minutes=60, automated=True)),
            ("2022-01-01", WorkRecorded(work_id="c", side=Side.PROVIDER, minutes=30)),
            (
                "2022-01-02",
                ReviewHeld(review_id="r", minutes=10, participants=(NORA, OMAR, LISE)),
            ),
        )
    )
    assert (answer.reflexive.value, answer.whole.value) == (20, 50)
    assert answer.whole.evidence == (nth(4), nth(3))


def test_reflexive_minutes_are_internal_or_external() -> None:
    """A discussion with the client is external; reflexive work and a review among ours are not."""
    answer = REFLEXIVE_TIME.of(
        tell(
            ("2022-01-01", QuoteDiscussed(quote_id="q", minutes=40, participants=TOGETHER)),
            ("2022-01-02", ReviewHeld(review_id="r", minutes=30, participants=(NORA,))),
            (
                "2022-01-03",
                WorkRecorded(work_id="w", by=NORA, minutes=7, nature=WorkNature.REFLEXIVE),
            ),
        )
    )
    assert (answer.internal, answer.external) == (37, 40)
    assert answer.share == 1


def test_a_window_looks_at_the_last_days_only() -> None:
    """A window of three days holds today and the two days before."""
    history = tell(
        ("2022-01-01", WorkRecorded(work_id="a", by=NORA, minutes=100)),
        ("2022-01-02", WorkRecorded(work_id="b", by=NORA, minutes=10)),
        ("2022-01-04", WorkRecorded(work_id="c", by=NORA, minutes=1)),
    )
    state, view = REFLEXIVE_TIME.fold(history).state, View.of(history)
    assert reflexive_time(state, view).whole.value == 111
    assert reflexive_time(state, view, window_days=3).whole.value == 11
    assert reflexive_time(state, view, window_days=10**9).whole.value == 111


def test_supports_to_cooperation_are_time_and_not_reflexive() -> None:
    """They count by person of the provider, in the whole only, and in the window asked."""
    history = tell(
        ("2022-01-01", CooperationSupportGiven(participants=(NORA, OMAR, LISE), minutes=30)),
        ("2022-01-02", CooperationSupportGiven(participants=(LISE,), minutes=30)),
        ("2022-01-03", CooperationSupportGiven(participants=TOGETHER)),
        ("2022-03-01", ReviewHeld(review_id="r", participants=TOGETHER, minutes=20)),
    )
    answer = REFLEXIVE_TIME.of(history)
    assert (answer.whole.value, answer.whole.evidence) == (80, (nth(4), nth(1)))
    assert answer.share == Fraction(1, 4)
    state = REFLEXIVE_TIME.fold(history).state
    assert reflexive_time(state, View.of(history), window_days=30).share == 1
