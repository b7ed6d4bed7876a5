"""What was taken back counts nowhere, though an answer to it may be left."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from telling import LISE, NORA, nth, tell

from noe_core.entries import EntryWithdrawn
from noe_core.facts import Unread
from noe_core.projection import View
from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER
from noe_core.projections.review_coverage import REVIEW_COVERAGE
from noe_core.projections.trajectory import TRAJECTORY
from noe_core.relationship.effects import EffectAttested, EffectContested, EffectObserved
from noe_core.relationship.engagements import (
    EngagementAcknowledged,
    EngagementKept,
    EngagementMade,
    EngagementMissed,
    EngagementRenegotiated,
)
from noe_core.relationship.issues import IssueOwned, IssueRaised
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.typed import Fact

DAY = "2022-01-01"


def taken_back(version: int, day: str = "2022-03-01") -> tuple[str, Fact]:
    """The withdrawal of the fact told at that place."""
    return (day, EntryWithdrawn(target_event_id=nth(version), reason="of another relationship"))


def test_a_view_knows_what_was_withdrawn_by_then() -> None:
    """Facts and corrections as they were recorded, readable or not, cut by the day known."""
    unread = Unread(event="issue_owned", schema=9, data={}, reason="sealed")
    history = tell((DAY, WorkRecorded(work_id="w")), (DAY, unread), taken_back(2), taken_back(1))
    assert View.of(history).withdrawn == history.records[:2]
    assert View.of(history.at(known_at=date(2022, 2, 1))).withdrawn == ()
    assert View.of(tell((DAY, unread))).withdrawn == ()


EFFECT: tuple[tuple[str, Fact], ...] = (
    (DAY, EffectObserved(effect_id="a", observed_by=NORA, intended=False)),
    ("2022-01-05", EffectAttested(effect_id="a", by=LISE)),
    ("2022-01-06", EffectContested(effect_id="b", by=LISE)),
)


def test_an_effect_whose_observation_was_withdrawn_no_longer_counts() -> None:
    """Its attestation is left and confirms nothing; one that an import alone tells still counts."""
    before = EFFECTS_LEDGER.of(tell(*EFFECT))
    assert (before.effects.value, before.attested_rate) == (2, Fraction(1, 2))
    after = EFFECTS_LEDGER.of(tell(*EFFECT, taken_back(1)))
    assert (after.effects.value, after.attested_rate, after.unplanned_share) == (1, 0, None)
    assert [row.effects.evidence for row in after.rows] == [(nth(3),)]


def test_an_effect_observed_anew_counts_again() -> None:
    """The withdrawal was of the first telling, not of the effect."""
    anew = ("2022-03-02", EffectObserved(effect_id="a", observed_by=NORA))
    answer = EFFECTS_LEDGER.of(tell(*EFFECT[:2], taken_back(1), anew))
    assert (answer.effects.evidence, answer.attested_rate) == ((nth(4),), 1)


def test_before_it_was_taken_back_an_effect_counted() -> None:
    """As known earlier, nobody had withdrawn anything."""
    history = tell(*EFFECT[:2], taken_back(1))
    assert EFFECTS_LEDGER.of(history.at(known_at=date(2022, 2, 1))).effects.value == 1
    assert EFFECTS_LEDGER.of(history).effects.value == 0


ENGAGEMENT: tuple[tuple[str, Fact], ...] = (
    (DAY, EngagementMade(engagement_id="a", by=LISE, due=date(2022, 1, 31))),
    ("2022-01-02", EngagementAcknowledged(engagement_id="a", by=NORA)),
    ("2022-01-20", EngagementRenegotiated(engagement_id="a", new_due=date(2022, 2, 10))),
    ("2022-02-11", EngagementMissed(engagement_id="a")),
    ("2022-02-12", EngagementKept(engagement_id="b")),
)


def test_an_engagement_whose_making_was_withdrawn_is_counted_nowhere() -> None:
    """What was said of it since makes it nobody's engagement; a lone outcome is still one."""
    before = ENGAGEMENT_LEDGER.of(tell(*ENGAGEMENT))
    assert (before.client.made.value, before.unattributed.evidence) == (1, (nth(5),))
    after = ENGAGEMENT_LEDGER.of(tell(*ENGAGEMENT, taken_back(1)))
    assert (after.client.made.value, after.client.due.value) == (0, 0)
    assert after.unattributed.evidence == (nth(5),)


def test_a_loop_owes_nothing_that_was_never_promised() -> None:
    """A term left by a renegotiation ran for an engagement that nobody made."""
    worked: tuple[str, Fact] = (DAY, WorkRecorded(work_id="w"))
    (loop,) = TRAJECTORY.of(tell(*ENGAGEMENT, worked)).loops
    assert [one.engagement_id for one in loop.due] == ["a"]
    (loop,) = TRAJECTORY.of(tell(*ENGAGEMENT, worked, taken_back(1))).loops
    assert loop.due == ()


def test_reviews_are_not_asked_to_revisit_what_was_taken_back() -> None:
    """Effects and issues of which only an answer is left leave the shares."""
    history = tell(
        *EFFECT[:2],
        (DAY, IssueRaised(issue_id="i")),
        (DAY, IssueOwned(issue_id="i")),
        ("2022-02-01", ReviewHeld(review_id="r", revisits=(nth(2),))),
        taken_back(1),
        taken_back(3),
    )
    answer = REVIEW_COVERAGE.of(history)
    assert (answer.effects.value, answer.issues.value) == (0, 0)
    known = REVIEW_COVERAGE.of(history.at(known_at=date(2022, 2, 2)))
    assert (known.effects_revisited_share, known.issues_revisited_share) == (1, 0)
