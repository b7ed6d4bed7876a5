"""Every decision there is, by kind of stream, with the fact it makes.

Rule kept here: a line a decision, as in the handles of `noe_stores`; a test holds the two
lists against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from noe_core import correcting, entries, self_correcting
from noe_core.decision import Draft
from noe_core.firm import doctrine, ethics, offers, peers, vision
from noe_core.practitioner import assignments, erasure, wellbeing
from noe_core.refusal import Refusal
from noe_core.relationship import (
    availability,
    course,
    ecosystem,
    effects,
    encounter,
    engagements,
    engaging,
    externalities,
    frame,
    issues,
    objectives,
    parties,
    quotes,
    quoting,
    reviews,
    settling,
    shared_values,
    trials,
    usage,
    work,
)
from noe_core.team import learning, notebook, project, rules, steps, tensions
from noe_core.typed import Fact
from noe_core.vocabulary import StreamKind


@frozen
class Decision:
    """A decision, and the class of the fact that it makes."""

    take: Callable[..., Draft[Any] | Refusal]
    makes: type[Fact]


RELATIONSHIP = (
    Decision(encounter.hold_encounter, encounter.EncounterHeld),
    Decision(encounter.express_demand, encounter.DemandExpressed),
    Decision(encounter.rework_demand, encounter.DemandReworked),
    Decision(shared_values.compare_values, shared_values.ValuesCompared),
    Decision(shared_values.make_values_exception, shared_values.ValuesExceptionMade),
    Decision(trials.offer_trial, trials.TrialOffered),
    Decision(trials.end_trial, trials.TrialEnded),
    Decision(course.open_relationship, course.RelationshipOpened),
    Decision(course.decline_relationship, course.RelationshipDeclined),
    Decision(parties.join_party, parties.PartyJoined),
    Decision(parties.leave_party, parties.PartyLeft),
    Decision(course.sign_agreement, course.AgreementSigned),
    Decision(course.close_relationship, course.RelationshipClosed),
    Decision(course.reopen_relationship, course.RelationshipReopened),
    Decision(objectives.set_objective, objectives.ObjectiveSet),
    Decision(objectives.revise_objective, objectives.ObjectiveRevised),
    Decision(objectives.close_objective, objectives.ObjectiveClosed),
    Decision(engaging.make_engagement, engagements.EngagementMade),
    Decision(engaging.acknowledge_engagement, engagements.EngagementAcknowledged),
    Decision(engaging.keep_engagement, engagements.EngagementKept),
    Decision(engaging.miss_engagement, engagements.EngagementMissed),
    Decision(engaging.renegotiate_engagement, engagements.EngagementRenegotiated),
    Decision(engaging.release_engagement, engagements.EngagementReleased),
    Decision(frame.agree_method, frame.MethodAgreed),
    Decision(frame.agree_landmark, frame.LandmarkAgreed),
    Decision(frame.agree_boundary, frame.BoundaryAgreed),
    Decision(frame.cross_boundary, frame.BoundaryCrossed),
    Decision(frame.agree_spend_limit, frame.SpendLimitAgreed),
    Decision(reviews.hold_review, reviews.ReviewHeld),
    Decision(reviews.request_feedback, reviews.FeedbackRequested),
    Decision(reviews.give_feedback, reviews.FeedbackGiven),
    Decision(issues.raise_issue, issues.IssueRaised),
    Decision(issues.own_issue, issues.IssueOwned),
    Decision(issues.resolve_issue, issues.IssueResolved),
    Decision(availability.note_availability, availability.AvailabilityNoted),
    Decision(work.record_work, work.WorkRecorded),
    Decision(work.reveal_constraint, work.ConstraintRevealed),
    Decision(work.decide_adaptation, work.AdaptationDecided),
    Decision(work.note_resource, work.ResourceNoted),
    Decision(work.give_advice, work.AdviceGiven),
    Decision(usage.define_usage_unit, usage.UsageUnitDefined),
    Decision(usage.measure_usage, usage.UsageMeasured),
    Decision(effects.observe_effect, effects.EffectObserved),
    Decision(effects.attest_effect, effects.EffectAttested),
    Decision(effects.contest_effect, effects.EffectContested),
    Decision(externalities.observe_externality, externalities.ExternalityObserved),
    Decision(quoting.issue_quote, quotes.QuoteIssued),
    Decision(settling.discuss_quote, quotes.QuoteDiscussed),
    Decision(settling.sign_quote, quotes.QuoteSigned),
    Decision(settling.refuse_quote, quotes.QuoteRefused),
    Decision(settling.withdraw_quote, quotes.QuoteWithdrawn),
    Decision(ecosystem.identify_partner, ecosystem.PartnerIdentified),
    Decision(ecosystem.enrol_partner, ecosystem.PartnerEnrolled),
    Decision(ecosystem.withdraw_partner, ecosystem.PartnerWithdrew),
    Decision(ecosystem.give_cooperation_support, ecosystem.CooperationSupportGiven),
    Decision(ecosystem.receive_referral, ecosystem.ReferralReceived),
    Decision(correcting.correct_entry, entries.EntryCorrected),
    Decision(correcting.withdraw_entry, entries.EntryWithdrawn),
)

PRACTITIONER = (
    Decision(assignments.start_assignment, assignments.AssignmentStarted),
    Decision(assignments.end_assignment, assignments.AssignmentEnded),
    Decision(wellbeing.report_wellbeing, wellbeing.WellbeingReported),
    Decision(wellbeing.report_strain, wellbeing.StrainReported),
    Decision(erasure.erase_personal_data, erasure.PersonalDataErased),
    Decision(self_correcting.correct_entry, entries.EntryCorrected),
    Decision(self_correcting.withdraw_entry, entries.EntryWithdrawn),
)

TEAM = (
    Decision(tensions.raise_tension, tensions.TensionRaised),
    Decision(tensions.examine_tension, tensions.TensionExamined),
    Decision(rules.hold_deliberation, rules.DeliberationHeld),
    Decision(rules.adopt_work_rule, rules.WorkRuleAdopted),
    Decision(rules.retire_work_rule, rules.WorkRuleRetired),
    Decision(project.formulate_shared_project, project.SharedProjectFormulated),
    Decision(project.adopt_indicator, project.IndicatorAdopted),
    Decision(project.retire_indicator, project.IndicatorRetired),
    Decision(notebook.note_success, notebook.SuccessNoted),
    Decision(notebook.hold_ritual, notebook.RitualHeld),
    Decision(learning.build_skill, learning.SkillBuilt),
    Decision(learning.conclude_experiment, learning.ExperimentConcluded),
    Decision(learning.identify_low_value_work, learning.LowValueWorkIdentified),
    Decision(learning.make_field_observation, learning.FieldObservationMade),
    Decision(steps.choose_small_step, steps.SmallStepChosen),
    Decision(steps.repeat_small_step, steps.SmallStepRepeated),
    Decision(steps.root_small_step, steps.SmallStepRooted),
    Decision(correcting.correct_entry, entries.EntryCorrected),
    Decision(correcting.withdraw_entry, entries.EntryWithdrawn),
)

FIRM = (
    Decision(vision.state_vision, vision.VisionStated),
    Decision(vision.share_vision, vision.VisionShared),
    Decision(vision.review_coherence, vision.CoherenceReviewed),
    Decision(ethics.publish_values, ethics.ValuesPublished),
    Decision(ethics.stress_test_values, ethics.ValuesStressTested),
    Decision(ethics.observe_value_act, ethics.ValueActObserved),
    Decision(doctrine.adopt_doctrine_concept, doctrine.DoctrineConceptAdopted),
    Decision(doctrine.assign_role, doctrine.RoleAssigned),
    Decision(doctrine.declare_practice, doctrine.PracticeDeclared),
    Decision(offers.revise_offer, offers.OfferRevised),
    Decision(offers.share_strategy, offers.StrategyShared),
    Decision(peers.hold_peer_session, peers.PeerSessionHeld),
    Decision(correcting.correct_entry, entries.EntryCorrected),
    Decision(correcting.withdraw_entry, entries.EntryWithdrawn),
)

DECISIONS: Mapping[StreamKind, tuple[Decision, ...]] = {
    StreamKind.RELATIONSHIP: RELATIONSHIP,
    StreamKind.PRACTITIONER: PRACTITIONER,
    StreamKind.TEAM: TEAM,
    StreamKind.FIRM: FIRM,
}
"""The decisions that a stream of each kind knows."""
