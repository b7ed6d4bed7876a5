from __future__ import annotations

import pytest
from telling import LISE, NORA, OMAR, TOGETHER, after_work, nth, tell, workshop

from noe_core.facts import Unread
from noe_core.history import History
from noe_core.practitioner.wellbeing import StrainReported, WellbeingReported
from noe_core.projections.client_view import CLIENT_VIEW, Column, Reason, client_view
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.course import RelationshipDeclined
from noe_core.relationship.ecosystem import (
    CooperationSupportGiven,
    EnrolledVia,
    PartnerEnrolled,
    ReferralReceived,
)
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.engagements import EngagementKept, EngagementMade, EngagementMissed
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.frame import BoundaryCrossed, MethodAgreed
from noe_core.relationship.issues import IssueOwned, IssueRaised, IssueResolved, Stance
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.relationship.quotes import QuoteIssued, QuoteSigned
from noe_core.relationship.reviews import FeedbackGiven, ReviewHeld
from noe_core.relationship.shared_values import ValuesCompared, ValuesExceptionMade
from noe_core.relationship.trials import TrialOffered
from noe_core.relationship.usage import UsageMeasured
from noe_core.relationship.work import AdaptationDecided, AdviceGiven, WorkRecorded
from noe_core.typed import Fact
from noe_core.values import Party, Side


@pytest.mark.parametrize("history", [workshop(), after_work()], ids=["workshop", "studio"])
def test_the_examples_hide_nothing(history: History) -> None:
    """H1 and H4: the client sees every fact, in order."""
    answer = CLIENT_VIEW.of(history)
    assert answer.hidden == ()
    assert tuple(entry.fact for entry in answer.entries) == history.facts


def test_the_workshop_shows_whose_each_entry_is() -> None:
    """H1: the client's engagements are theirs, the work ours, the effects results."""
    answer = CLIENT_VIEW.of(workshop())
    events = {column: [entry.fact.event for entry in answer.of(column)] for column in Column}
    assert events[Column.YOURS] == [
        "demand_expressed",
        "engagement_made",
        "engagement_made",
        "constraint_revealed",
        "engagement_missed",
        "engagement_kept",
        "engagement_kept",
    ]
    assert events[Column.OURS] == [
        "engagement_made",
        "work_recorded",
        "engagement_kept",
        "work_recorded",
    ]
    assert events[Column.RESULTS] == ["effect_observed", "effect_observed", "effect_attested"]
    assert "review_held" in events[Column.TOGETHER]


def test_a_review_among_the_providers_own_is_hidden_and_listed() -> None:
    """Only a review in which the provider's people alone sat is hidden by itself."""
    told: list[tuple[str, Fact]] = [
        ("2022-01-01", ReviewHeld(review_id="ours", participants=(NORA, OMAR))),
        ("2022-01-02", ReviewHeld(review_id="both", participants=TOGETHER)),
        ("2022-01-03", ReviewHeld(review_id="theirs", participants=(LISE,))),
        ("2022-01-04", ReviewHeld(review_id="unsaid")),
    ]
    answer = CLIENT_VIEW.of(tell(*told))
    assert answer.hidden == ((nth(1), Reason.PROVIDER_ONLY_REVIEW),)
    assert [entry.column for entry in answer.entries] == [
        Column.TOGETHER,
        Column.YOURS,
        Column.TOGETHER,
    ]


def test_the_caller_may_hide_more_and_it_is_listed() -> None:
    """Kinds of events the caller names are left out, each with that reason."""
    history = tell(
        ("2022-01-01", AdviceGiven(text="attendre")),
        ("2022-01-02", ReviewHeld(review_id="ours", participants=(NORA,))),
        ("2022-01-03", MethodAgreed()),
    )
    answer = client_view(history, hide=("advice_given", "review_held"))
    assert answer.hidden == (
        (nth(1), Reason.HIDDEN_BY_CALLER),
        (nth(2), Reason.PROVIDER_ONLY_REVIEW),
    )
    assert [entry.fact.event for entry in answer.entries] == ["method_agreed"]


def test_hiding_what_does_not_exist_is_a_slip() -> None:
    """A name no event has is refused, for it would show what was to be hidden."""
    with pytest.raises(ValueError, match="advise_given"):
        client_view(tell(), hide=("advise_given",))


@pytest.mark.parametrize(
    ("fact", "column"),
    [
        (WorkRecorded(work_id="w", side=Side.CLIENT), Column.YOURS),
        (WorkRecorded(work_id="w"), Column.TOGETHER),
        (EngagementMade(engagement_id="e"), Column.TOGETHER),
        (EngagementMade(engagement_id="e", by=NORA), Column.OURS),
        (EngagementKept(engagement_id="e"), Column.TOGETHER),
        (EngagementMissed(engagement_id="e"), Column.TOGETHER),
        (QuoteIssued(quote_id="q"), Column.OURS),
        (QuoteSigned(quote_id="q"), Column.YOURS),
        (FeedbackGiven(by_side=Side.CLIENT), Column.YOURS),
        (BoundaryCrossed(by_side=Side.PROVIDER), Column.OURS),
        (PartyJoined(party=Party(party_id="p"), side=Side.CLIENT), Column.YOURS),
        (PartyLeft(party_id="p", side=Side.PARTNER), Column.TOGETHER),
        (EffectObserved(effect_id="f", observed_by=NORA), Column.RESULTS),
        (IssueRaised(issue_id="i", by=LISE), Column.YOURS),
        (IssueOwned(issue_id="i", owner=NORA), Column.OURS),
        (IssueOwned(issue_id="i"), Column.TOGETHER),
        (IssueResolved(issue_id="i"), Column.TOGETHER),
        (ExternalityObserved(externality_id="x", observed_by=NORA), Column.RESULTS),
        (UsageMeasured(unit="landing"), Column.RESULTS),
        (AdaptationDecided(by=LISE), Column.YOURS),
        (ReferralReceived(from_relationship_id="lune", by=LISE), Column.YOURS),
        (CooperationSupportGiven(participants=TOGETHER), Column.TOGETHER),
        (ValuesCompared(), Column.TOGETHER),
        (AvailabilityNoted(party=LISE), Column.YOURS),
        (TrialOffered(), Column.OURS),
        (ValuesExceptionMade(approved_by=(NORA,)), Column.OURS),
        (ValuesExceptionMade(), Column.TOGETHER),
        (RelationshipDeclined(by_side=Side.CLIENT), Column.YOURS),
        (PartnerEnrolled(partner_id="z", via=EnrolledVia.CLIENT_PRESCRIPTION), Column.YOURS),
        (PartnerEnrolled(partner_id="z", via=EnrolledVia.PROVIDER), Column.OURS),
        (PartnerEnrolled(partner_id="z", via=EnrolledVia.MEDIATION), Column.TOGETHER),
        (PartnerEnrolled(partner_id="z"), Column.TOGETHER),
    ],
)
def test_an_entry_is_whose_the_fact_says(fact: Fact, column: Column) -> None:
    """A side acted alone where the fact says so; otherwise the entry is nobody's own."""
    (entry,) = CLIENT_VIEW.of(tell(("2022-01-01", fact))).entries
    assert entry.column is column


def test_what_cannot_be_read_is_shown_as_it_came() -> None:
    """A fact of a later release is not hidden by being unreadable."""
    unread = Unread(event="issue_owned", schema=1, data={}, reason="unknown name")
    (entry,) = CLIENT_VIEW.of(tell(("2022-01-01", unread))).entries
    assert entry.column is Column.TOGETHER


@pytest.mark.parametrize(
    ("answer", "column"),
    [
        (IssueOwned(issue_id="i", owner=NORA, stance=Stance.OWNED), Column.OURS),
        (IssueOwned(issue_id="i", owner=LISE, stance=Stance.OWNED), Column.YOURS),
        (IssueOwned(issue_id="i", owner=NORA, stance=Stance.DENIED), Column.TOGETHER),
        (IssueOwned(issue_id="i", stance=Stance.OWNED), Column.TOGETHER),
    ],
)
def test_an_issue_is_resolved_by_whoever_made_it_theirs(answer: Fact, column: Column) -> None:
    """The side of the first who owned it; nobody's own where nobody did, or nobody said."""
    history = tell(("2022-01-01", answer), ("2022-01-02", IssueResolved(issue_id="i")))
    assert CLIENT_VIEW.of(history).entries[1].column is column


@pytest.mark.parametrize(
    "stray",
    [
        StrainReported(relationship_id="lys", strain=4),
        WellbeingReported(score=2),
        Unread(event="strain_reported", schema=9, data={}, reason="newer"),
    ],
)
def test_strain_never_enters_the_view(stray: Fact) -> None:
    """Should it ever stray into a relationship, it is hidden and listed, read or not."""
    answer = CLIENT_VIEW.of(tell(("2022-01-01", stray)))
    assert answer.entries == ()
    assert answer.hidden == ((nth(1), Reason.STRAIN),)
