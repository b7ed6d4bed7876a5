"""What an embedder holds of one relationship: every command of the domain, as a method.

Rule kept here: a line a command. The domain's own docstrings say what each command means
and how it may be refused.
"""

from __future__ import annotations

from noe_core import correcting, entries
from noe_core.relationship import (
    course,
    effects,
    encounter,
    engagements,
    engaging,
    frame,
    objectives,
    quotes,
    quoting,
    reviews,
    settling,
    work,
)
from noe_core.relationship.state import Relationship
from noe_core.streams import RELATIONSHIP
from noe_stores.handle import Handle, command


class Relation(Handle[Relationship]):
    """A relationship in a store, with the person or tool that records in it."""

    streams = RELATIONSHIP

    hold_encounter = command(encounter.hold_encounter, encounter.EncounterHeld)
    express_demand = command(encounter.express_demand, encounter.DemandExpressed)
    rework_demand = command(encounter.rework_demand, encounter.DemandReworked)

    open_relationship = command(course.open_relationship, course.RelationshipOpened)
    join_party = command(course.join_party, course.PartyJoined)
    leave_party = command(course.leave_party, course.PartyLeft)
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
    agree_boundary = command(frame.agree_boundary, frame.BoundaryAgreed)
    cross_boundary = command(frame.cross_boundary, frame.BoundaryCrossed)
    agree_spend_limit = command(frame.agree_spend_limit, frame.SpendLimitAgreed)

    hold_review = command(reviews.hold_review, reviews.ReviewHeld)
    request_feedback = command(reviews.request_feedback, reviews.FeedbackRequested)
    give_feedback = command(reviews.give_feedback, reviews.FeedbackGiven)

    record_work = command(work.record_work, work.WorkRecorded)
    reveal_constraint = command(work.reveal_constraint, work.ConstraintRevealed)
    note_resource = command(work.note_resource, work.ResourceNoted)
    give_advice = command(work.give_advice, work.AdviceGiven)

    observe_effect = command(effects.observe_effect, effects.EffectObserved)
    attest_effect = command(effects.attest_effect, effects.EffectAttested)
    contest_effect = command(effects.contest_effect, effects.EffectContested)

    issue_quote = command(quoting.issue_quote, quotes.QuoteIssued)
    discuss_quote = command(settling.discuss_quote, quotes.QuoteDiscussed)
    sign_quote = command(settling.sign_quote, quotes.QuoteSigned)
    refuse_quote = command(settling.refuse_quote, quotes.QuoteRefused)
    withdraw_quote = command(settling.withdraw_quote, quotes.QuoteWithdrawn)

    correct_entry = command(correcting.correct_entry, entries.EntryCorrected)
    withdraw_entry = command(correcting.withdraw_entry, entries.EntryWithdrawn)
