"""What an embedder holds of one relationship: every command of the domain, as a method.

Rule kept here: a line a command. The domain's own docstrings say what each command means
and how it may be refused.
"""

from __future__ import annotations

from noe_core import correcting, entries
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
from noe_core.relationship.state import Relationship
from noe_core.streams import RELATIONSHIP
from noe_stores.handles.handle import Handle, command


class Relation(Handle[Relationship]):
    """A relationship in a store, with the person or tool that records in it."""

    streams = RELATIONSHIP

    hold_encounter = command(encounter.hold_encounter, encounter.EncounterHeld)
    express_demand = command(encounter.express_demand, encounter.DemandExpressed)
    rework_demand = command(encounter.rework_demand, encounter.DemandReworked)

    compare_values = command(shared_values.compare_values, shared_values.ValuesCompared)
    make_values_exception = command(
        shared_values.make_values_exception, shared_values.ValuesExceptionMade
    )
    offer_trial = command(trials.offer_trial, trials.TrialOffered)
    end_trial = command(trials.end_trial, trials.TrialEnded)

    open_relationship = command(course.open_relationship, course.RelationshipOpened)
    decline_relationship = command(course.decline_relationship, course.RelationshipDeclined)
    join_party = command(parties.join_party, parties.PartyJoined)
    leave_party = command(parties.leave_party, parties.PartyLeft)
    sign_agreement = command(course.sign_agreement, course.AgreementSigned)
    close_relationship = command(course.close_relationship, course.RelationshipClosed)
    reopen_relationship = command(course.reopen_relationship, course.RelationshipReopened)

    set_objective = command(objectives.set_objective, objectives.ObjectiveSet)
    revise_objective = command(objectives.revise_objective, objectives.ObjectiveRevised)
    close_objective = command(objectives.close_objective, objectives.ObjectiveClosed)

    make_engagement = command(engaging.make_engagement, engagements.EngagementMade)
    acknowledge_engagement = command(
        engaging.acknowledge_engagement, engagements.EngagementAcknowledged
    )
    keep_engagement = command(engaging.keep_engagement, engagements.EngagementKept)
    miss_engagement = command(engaging.miss_engagement, engagements.EngagementMissed)
    renegotiate_engagement = command(
        engaging.renegotiate_engagement, engagements.EngagementRenegotiated
    )
    release_engagement = command(engaging.release_engagement, engagements.EngagementReleased)

    agree_method = command(frame.agree_method, frame.MethodAgreed)
    agree_landmark = command(frame.agree_landmark, frame.LandmarkAgreed)
    agree_boundary = command(frame.agree_boundary, frame.BoundaryAgreed)
    cross_boundary = command(frame.cross_boundary, frame.BoundaryCrossed)
    agree_spend_limit = command(frame.agree_spend_limit, frame.SpendLimitAgreed)

    hold_review = command(reviews.hold_review, reviews.ReviewHeld)
    request_feedback = command(reviews.request_feedback, reviews.FeedbackRequested)
    give_feedback = command(reviews.give_feedback, reviews.FeedbackGiven)

    raise_issue = command(issues.raise_issue, issues.IssueRaised)
    own_issue = command(issues.own_issue, issues.IssueOwned)
    resolve_issue = command(issues.resolve_issue, issues.IssueResolved)
    note_availability = command(availability.note_availability, availability.AvailabilityNoted)

    record_work = command(work.record_work, work.WorkRecorded)
    reveal_constraint = command(work.reveal_constraint, work.ConstraintRevealed)
    decide_adaptation = command(work.decide_adaptation, work.AdaptationDecided)
    note_resource = command(work.note_resource, work.ResourceNoted)
    give_advice = command(work.give_advice, work.AdviceGiven)
    define_usage_unit = command(usage.define_usage_unit, usage.UsageUnitDefined)
    measure_usage = command(usage.measure_usage, usage.UsageMeasured)

    observe_effect = command(effects.observe_effect, effects.EffectObserved)
    attest_effect = command(effects.attest_effect, effects.EffectAttested)
    contest_effect = command(effects.contest_effect, effects.EffectContested)
    observe_externality = command(
        externalities.observe_externality, externalities.ExternalityObserved
    )

    issue_quote = command(quoting.issue_quote, quotes.QuoteIssued)
    discuss_quote = command(settling.discuss_quote, quotes.QuoteDiscussed)
    sign_quote = command(settling.sign_quote, quotes.QuoteSigned)
    refuse_quote = command(settling.refuse_quote, quotes.QuoteRefused)
    withdraw_quote = command(settling.withdraw_quote, quotes.QuoteWithdrawn)

    identify_partner = command(ecosystem.identify_partner, ecosystem.PartnerIdentified)
    enrol_partner = command(ecosystem.enrol_partner, ecosystem.PartnerEnrolled)
    withdraw_partner = command(ecosystem.withdraw_partner, ecosystem.PartnerWithdrew)
    give_cooperation_support = command(
        ecosystem.give_cooperation_support, ecosystem.CooperationSupportGiven
    )
    receive_referral = command(ecosystem.receive_referral, ecosystem.ReferralReceived)

    correct_entry = command(correcting.correct_entry, entries.EntryCorrected)
    withdraw_entry = command(correcting.withdraw_entry, entries.EntryWithdrawn)
