"""Imported facts may leave any field but their identity empty (domain.md §3)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some
from story import LISE, NORA, TOGETHER, Told, event, story

from noe_core.audit.care import RULES as CARE
from noe_core.audit.ecosystem import RULES as ECOSYSTEM
from noe_core.audit.effects import RULES as EFFECTS
from noe_core.audit.hook import RULES as HOOK
from noe_core.audit.report import audit
from noe_core.audit.rule import Passed
from noe_core.audit.shared_values import RULES as VALUES
from noe_core.beside import Beside
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.firm.ethics import ValuesPublished
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.course import (
    AgreementSigned,
    RelationshipClosed,
    RelationshipDeclined,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.ecosystem import (
    CooperationSupportGiven,
    PartnerEnrolled,
    PartnerIdentified,
    PartnerWithdrew,
)
from noe_core.relationship.effects import EffectObserved, Polarity
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.engagements import EngagementKept, EngagementMade
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.issues import IssueOwned, IssueRaised, IssueResolved, Stance
from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.relationship.reviews import FeedbackRequested, ReviewHeld
from noe_core.relationship.shared_values import ValuesCompared, ValuesExceptionMade, ValuesOutcome
from noe_core.typed import Fact
from noe_core.values import Party, Period, Side

JULY = Period(start=date(2022, 7, 1), end=date(2022, 7, 31))
ONE, OTHER = Party(party_id="p1"), Party(party_id="p2")

FACTS: tuple[Fact, ...] = (
    RelationshipOpened(),
    AgreementSigned(),
    RelationshipDeclined(),
    RelationshipClosed(),
    RelationshipReopened(),
    ValuesCompared(),
    ValuesCompared(outcome=ValuesOutcome.INCOMPATIBLE),
    ValuesExceptionMade(),
    ValuesExceptionMade(review_by=date(2022, 3, 1)),
    PartyJoined(party=ONE),
    PartyJoined(party=ONE, side=Side.PROVIDER, role="cooperation_guarantor"),
    PartyLeft(party_id="p1"),
    PartnerIdentified(partner=ONE),
    PartnerIdentified(partner=OTHER),
    PartnerEnrolled(partner_id="p2"),
    PartnerWithdrew(partner_id="p1"),
    CooperationSupportGiven(),
    EngagementMade(engagement_id="e1"),
    EngagementKept(engagement_id="e1"),
    EngagementKept(engagement_id="e2", event_ids=(event(2), event(404))),
    AvailabilityNoted(),
    AvailabilityNoted(party=LISE),
    AvailabilityNoted(party=LISE, period=JULY),
    EncounterHeld(),
    EncounterHeld(initiated_by=Side.PROVIDER),
    FeedbackRequested(by_side=Side.PROVIDER),
    ReviewHeld(review_id="r1", revisits=(event(1), event(404))),
    ReviewHeld(review_id="r1", participants=TOGETHER, initiated_by=Side.PROVIDER),
    IssueRaised(issue_id="i1"),
    IssueOwned(issue_id="i1"),
    IssueOwned(issue_id="i1", owner=NORA, stance=Stance.OWNED),
    IssueOwned(issue_id="i1", owner=LISE, stance=Stance.DENIED),
    IssueOwned(issue_id="i2", stance=Stance.DEFLECTED),
    IssueResolved(issue_id="i1"),
    EffectObserved(effect_id="f1"),
    EffectObserved(effect_id="f2", intended=True),
    ExternalityObserved(externality_id="x1"),
    ExternalityObserved(externality_id="x2", polarity=Polarity.NEGATIVE),
)

BESIDE: tuple[Beside | None, ...] = (
    None,
    Beside(),
    Beside.of(
        [
            story(
                (ValuesPublished(), "2022-02-01"),
                (RoleAssigned(), "2022-02-01"),
                (RoleAssigned(role=Role.COOPERATION_GUARANTOR, relationship_id="x"), "2022-02-01"),
                stream="firm/p1",
            )
        ]
    ),
)


@given(
    told=some.lists(some.tuples(some.sampled_from(FACTS), some.integers(0, 300)), max_size=25),
    seen=some.integers(0, 500),
    beside=some.sampled_from(BESIDE),
)
def test_any_history_is_answered_in_both_languages(
    told: list[tuple[Fact, int]], seen: int, beside: Beside | None
) -> None:
    """No fact is too bare and no order too untidy for the rules or for their words."""
    first = date(2021, 12, 1)
    dated: list[Told] = [(fact, (first + timedelta(days=on)).isoformat()) for fact, on in told]
    history = story(*dated, as_of=(first + timedelta(days=seen)).isoformat())
    rules = (*EFFECTS, *HOOK, *ECOSYSTEM, *VALUES, *CARE)
    report = audit(history, beside=beside, rules=rules)
    assert {verdict.rule for verdict in report.verdicts} == {rule.id for rule in rules}
    for verdict in report.verdicts:
        if not isinstance(verdict, Passed):
            for language in ("fr", "en"):
                sentence = verdict.sentence(language)
                assert sentence[-1] in ".?"
                assert "None" not in sentence
                assert "  " not in sentence
                assert verdict.rule not in sentence
