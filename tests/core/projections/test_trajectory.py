from __future__ import annotations

from datetime import date

import pytest
from telling import NORA, TOGETHER, after_work, nth, tell, workshop

from noe_core.projections.phases import Stage
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipDeclined,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.ecosystem import ReferralReceived
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.engagements import (
    EngagementKept,
    EngagementMade,
    EngagementReleased,
    EngagementRenegotiated,
)
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.frame import BoundaryAgreed, MethodAgreed
from noe_core.relationship.issues import IssueRaised
from noe_core.relationship.objectives import ObjectiveClosed, ObjectiveRevised, ObjectiveSet
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.shared_values import ValuesCompared, ValuesExceptionMade
from noe_core.relationship.trials import TrialEnded, TrialOffered
from noe_core.relationship.work import AdaptationDecided, WorkRecorded
from noe_core.typed import Fact


def review(review_id: str) -> ReviewHeld:
    """A review in which both sides sit."""
    return ReviewHeld(review_id=review_id, participants=TOGETHER)


def stages(*told: tuple[str, Fact]) -> list[str]:
    """Where each fact told stands, with the number of its loop."""
    answer = TRAJECTORY.of(tell(*told))
    return [f"{step.stage}{step.loop or ''}" for step in answer.steps]


OPENED, SIGNED = RelationshipOpened(), AgreementSigned()
WORK = WorkRecorded(work_id="w")


def test_the_workshop_goes_round_twice() -> None:
    """H1: three steps of hook, seven of frame, two loops ended by reviews, one still running."""
    answer = TRAJECTORY.of(workshop())
    assert len(answer.hook) == 3
    assert len(answer.frame) == 7
    assert [len(loop.steps) for loop in answer.loops] == [6, 5, 3]
    assert answer.n_loops.value == 2
    assert answer.closing == ()
    assert answer.days_since_signature.value == 92
    assert answer.adjustments.value == 2
    assert answer.adjustments_per_loop == 1


def test_the_workshops_first_loop_changes_the_second() -> None:
    """H1: the first review finds a miss, changes an objective and a term, which is then kept."""
    one, two, running = TRAJECTORY.of(workshop()).loops
    assert one.review is not None
    assert (one.review.data.review_id, one.end) == ("r1", date(2022, 4, 14))
    assert [fact.event for fact in one.adjustments] == [
        "objective_revised",
        "engagement_renegotiated",
    ]
    assert [e.engagement_id for e in one.due] == ["e1", "e2", "e3"]
    assert [fact.data.engagement_id for fact in one.kept] == ["e1", "e3"]
    assert [fact.data.engagement_id for fact in one.missed] == ["e2"]
    assert [e.engagement_id for e in two.due] == ["e2"]
    assert [fact.data.engagement_id for fact in two.kept] == ["e2"]
    assert two.adjustments == ()
    assert (running.review, running.end, running.adjustments) == (None, None, ())
    assert [fact.data.effect_id for fact in running.effects] == ["f1", "f2"]
    assert all([o.objective_id for o in loop.objectives] == ["o1"] for loop in (one, two, running))


def test_the_studio_changes_nothing_in_its_reviews() -> None:
    """H4: two loops, a quote in each and one in the running third, and no adjustment."""
    answer = TRAJECTORY.of(after_work())
    assert (len(answer.hook), len(answer.frame)) == (3, 9)
    assert [len(loop.steps) for loop in answer.loops] == [8, 8, 4]
    assert [[q.data.quote_id for q in loop.quotes] for loop in answer.loops] == [
        ["q1"],
        ["q2"],
        ["q3"],
    ]
    assert answer.adjustments_per_loop == 0


def test_nothing_has_no_trajectory() -> None:
    """Without a fact there is neither step nor loop nor signature."""
    answer = TRAJECTORY.of(tell())
    assert answer.steps == ()
    assert answer.loops == ()
    assert answer.days_since_signature.value is None
    assert answer.adjustments_per_loop is None


def test_before_the_opening_everything_is_hook() -> None:
    """Without opening, signature, work or review of both sides there is only a hook."""
    assert stages(("2022-01-01", EncounterHeld()), ("2022-01-02", BoundaryAgreed())) == [
        Stage.HOOK,
        Stage.HOOK,
    ]


def test_the_frame_lasts_for_the_day_of_the_signature() -> None:
    """What is agreed on the day of the signature still frames; the next day's is in the loop."""
    assert stages(
        ("2022-01-01", OPENED),
        ("2022-01-05", SIGNED),
        ("2022-01-05", BoundaryAgreed()),
        ("2022-01-06", BoundaryAgreed()),
    ) == ["frame", "frame", "frame", "loops1"]


def test_work_ends_the_frame_before_any_signature() -> None:
    """Once work has begun it is no longer only framed, signed or not."""
    assert stages(("2022-01-01", OPENED), ("2022-01-02", WORK), ("2022-01-03", SIGNED)) == [
        "frame",
        "loops1",
        "loops1",
    ]


def test_without_an_opening_the_first_signature_or_work_ends_the_hook() -> None:
    """An imported history may hold no opening."""
    hook = ("2022-01-01", EncounterHeld())
    assert stages(hook, ("2022-01-02", SIGNED), ("2022-01-03", WORK)) == ["hook", "frame", "loops1"]
    assert stages(hook, ("2022-01-02", WORK), ("2022-01-03", SIGNED)) == [
        "hook",
        "loops1",
        "loops1",
    ]


def test_work_before_the_opening_is_of_the_hook() -> None:
    """An opening recorded after first work still opens."""
    assert stages(("2022-01-01", WORK), ("2022-01-02", OPENED)) == ["hook", "frame"]


def test_only_a_review_of_both_sides_ends_a_loop() -> None:
    """A review among the provider's own goes on with the loop."""
    ours = ReviewHeld(review_id="ours", participants=(NORA,))
    assert stages(
        ("2022-01-01", OPENED),
        ("2022-01-02", review("first")),
        ("2022-01-03", ours),
        ("2022-01-04", review("second")),
        ("2022-01-05", ours),
    ) == ["frame", "loops1", "loops2", "loops2", "loops3"]


def test_a_reopening_goes_back_to_the_loop_left_off() -> None:
    """What follows the closing is closing, until the two sides take the work up again."""
    assert stages(
        ("2022-01-01", OPENED),
        ("2022-01-02", WORK),
        ("2022-01-03", RelationshipClosed()),
        ("2022-01-04", EffectObserved(effect_id="f")),
        ("2022-01-05", RelationshipReopened()),
        ("2022-01-06", review("r")),
        ("2022-01-07", WORK),
    ) == ["frame", "loops1", "closing", "closing", "loops1", "loops1", "loops2"]


def test_a_loop_holds_the_objectives_pursued_in_it() -> None:
    """Closed before, or set after, it is not of the loop; closed within, it still is."""
    answer = TRAJECTORY.of(
        tell(
            ("2022-01-01", OPENED),
            ("2022-01-01", ObjectiveSet(objective_id="early")),
            ("2022-01-01", ObjectiveSet(objective_id="long")),
            ("2022-01-02", WORK),
            ("2022-01-03", ObjectiveClosed(objective_id="early")),
            ("2022-01-04", review("r")),
            ("2022-01-05", ObjectiveSet(objective_id="late")),
            ("2022-01-06", ObjectiveRevised(objective_id="untold")),
        )
    )
    assert [[o.objective_id for o in loop.objectives] for loop in answer.loops] == [
        ["early", "long", "untold"],
        ["long", "late", "untold"],
    ]


def test_adjustments_are_what_names_the_review() -> None:
    """A revision, a renegotiation, a release or a method counts for the review it names."""
    answer = TRAJECTORY.of(
        tell(
            ("2022-01-01", OPENED),
            ("2022-01-02", review("r")),
            ("2022-01-02", ObjectiveRevised(objective_id="o", review_id="r")),
            ("2022-01-03", EngagementRenegotiated(engagement_id="e", review_id="r")),
            ("2022-01-04", EngagementReleased(engagement_id="e", review_id="r")),
            ("2022-01-05", MethodAgreed(review_id="r")),
            ("2022-01-06", MethodAgreed(review_id="another")),
            ("2022-01-07", MethodAgreed()),
        )
    )
    assert answer.adjustments.evidence == (nth(3), nth(4), nth(5), nth(6))
    assert answer.adjustments_per_loop == 4


def test_a_term_is_due_in_the_loop_of_its_last_day() -> None:
    """A term kept early is due when its day comes; one lifted in time is due in no loop."""
    told = (
        ("2022-01-01", OPENED),
        ("2022-01-01", EngagementMade(engagement_id="kept", due=date(2022, 1, 20))),
        ("2022-01-01", EngagementMade(engagement_id="lifted", due=date(2022, 1, 20))),
        ("2022-01-01", EngagementMade(engagement_id="endless")),
        ("2022-01-02", EngagementKept(engagement_id="kept")),
        ("2022-01-02", EngagementReleased(engagement_id="lifted")),
        ("2022-01-03", review("r")),
        ("2022-01-04", WORK),
    )
    early = TRAJECTORY.of(tell(*told, as_of="2022-01-19"))
    assert [[e.engagement_id for e in loop.due] for loop in early.loops] == [[], []]
    later = TRAJECTORY.of(tell(*told, as_of="2022-01-20"))
    assert [[e.engagement_id for e in loop.due] for loop in later.loops] == [[], ["kept"]]


def test_a_loop_is_closed_at_both_its_ends() -> None:
    """What its first step closes, and what its last step sets, is pursued in it."""
    answer = TRAJECTORY.of(
        tell(
            ("2022-01-01", OPENED),
            ("2022-01-01", ObjectiveSet(objective_id="first")),
            ("2022-01-02", review("r")),
            ("2022-01-03", ObjectiveClosed(objective_id="first")),
            ("2022-01-04", ObjectiveSet(objective_id="last")),
        )
    )
    assert [o.objective_id for o in answer.loops[1].objectives] == ["first", "last"]


def test_a_term_that_ends_on_the_day_of_a_review_is_due_in_the_loop_it_ends() -> None:
    """Loops share days out without counting a term twice."""
    answer = TRAJECTORY.of(
        tell(
            ("2022-01-01", OPENED),
            ("2022-01-01", EngagementMade(engagement_id="e", due=date(2022, 1, 10))),
            ("2022-01-10", review("r")),
            ("2022-01-11", WORK),
        )
    )
    assert [[e.engagement_id for e in loop.due] for loop in answer.loops] == [["e"], []]


def test_a_loop_that_stops_at_a_review_of_one_side_still_runs() -> None:
    """The last step may be a review, and yet end nothing."""
    ours = ReviewHeld(review_id="ours", participants=(NORA,))
    (loop,) = TRAJECTORY.of(
        tell(("2022-01-01", OPENED), ("2022-01-02", WORK), ("2022-01-03", ours))
    ).loops
    assert loop.review is None
    assert loop.end is None


HOOKS: tuple[Fact, ...] = (
    TrialOffered(),
    TrialEnded(),
    ValuesCompared(),
    ValuesExceptionMade(),
    ReferralReceived(from_relationship_id="lune"),
)


@pytest.mark.parametrize("fact", HOOKS, ids=lambda fact: type(fact).__name__)
def test_what_a_hook_is_made_of_stands_in_the_hook_until_the_work_begins(fact: Fact) -> None:
    """Before the opening, or written down after it; once a loop runs it is part of the loop."""
    told = [("2022-01-01", fact), ("2022-01-02", OPENED), ("2022-01-03", fact)]
    later: list[tuple[str, Fact]] = [("2022-01-04", WORK), ("2022-01-05", fact)]
    assert stages(*told, *later) == ["hook", "frame", "hook", "loops1", "loops1"]


def test_a_prospect_that_was_declined_closes_there() -> None:
    """The no is the closing, and so is whatever is told after it."""
    hook, declined = ("2022-01-01", EncounterHeld()), ("2022-01-02", RelationshipDeclined())
    assert stages(hook, declined, ("2022-01-03", BoundaryAgreed())) == [
        "hook",
        "closing",
        "closing",
    ]
    assert [step.day for step in TRAJECTORY.of(tell(hook, declined)).closing] == [date(2022, 1, 2)]


def test_what_opens_after_all_was_only_declined_meanwhile() -> None:
    """From the opening on it goes as any other; a no comes too late for what began."""
    declined: tuple[str, Fact] = ("2022-01-01", RelationshipDeclined())
    told: list[tuple[str, Fact]] = [("2022-01-02", OPENED), ("2022-01-03", WORK)]
    late: tuple[str, Fact] = ("2022-01-04", RelationshipDeclined())
    assert stages(declined, *told, late) == ["closing", "frame", "loops1", "loops1"]


def test_a_loop_holds_its_adaptations_externalities_and_issues() -> None:
    """Each in the loop in which it happened."""
    one, two = TRAJECTORY.of(
        tell(
            ("2022-01-01", OPENED),
            ("2022-01-02", WORK),
            ("2022-01-03", AdaptationDecided()),
            ("2022-01-04", IssueRaised(issue_id="i")),
            ("2022-01-05", review("r")),
            ("2022-01-06", ExternalityObserved(externality_id="x")),
        )
    ).loops
    assert [fact.id for fact in one.adaptations] == [nth(3)]
    assert [fact.id for fact in one.issues] == [nth(4)]
    assert one.externalities == ()
    assert [fact.id for fact in two.externalities] == [nth(6)]
    assert (two.adaptations, two.issues) == ((), ())
