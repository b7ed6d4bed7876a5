"""The events of a relationship: the name each is written under, and how people call it."""

from __future__ import annotations

from noe_core.relationship import (
    availability,
    course,
    ecosystem,
    effects,
    encounter,
    engagements,
    externalities,
    frame,
    issues,
    objectives,
    parties,
    quotes,
    reviews,
    shared_values,
    trials,
    usage,
    work,
)
from noe_core.vocabulary import Event, Water

V, S, F = Water.VISIBLE, Water.SUBMERGED, Water.FRAME

EVENTS = (
    Event("encounter_held", encounter.EncounterHeld, F, "rencontre", "encounter held"),
    Event("demand_expressed", encounter.DemandExpressed, F, "demande exprimée", "demand expressed"),
    Event("demand_reworked", encounter.DemandReworked, F, "demande travaillée", "demand reworked"),
    Event(
        "values_compared", shared_values.ValuesCompared, F, "valeurs confrontées", "values compared"
    ),
    Event(
        "values_exception_made",
        shared_values.ValuesExceptionMade,
        F,
        "exception aux valeurs faite",
        "values exception made",
    ),
    Event("trial_offered", trials.TrialOffered, F, "essai proposé", "trial offered"),
    Event("trial_ended", trials.TrialEnded, F, "essai terminé", "trial ended"),
    Event(
        "relationship_opened",
        course.RelationshipOpened,
        F,
        "relation ouverte",
        "relationship opened",
    ),
    Event(
        "relationship_declined",
        course.RelationshipDeclined,
        F,
        "relation refusée",
        "relationship declined",
    ),
    Event(
        "relationship_closed", course.RelationshipClosed, F, "relation close", "relationship closed"
    ),
    Event(
        "relationship_reopened",
        course.RelationshipReopened,
        F,
        "relation rouverte",
        "relationship reopened",
    ),
    Event("party_joined", parties.PartyJoined, F, "partie entrée", "party joined"),
    Event("party_left", parties.PartyLeft, F, "partie sortie", "party left"),
    Event("objective_set", objectives.ObjectiveSet, F, "objectif posé", "objective set"),
    Event(
        "objective_revised", objectives.ObjectiveRevised, F, "objectif revu", "objective revised"
    ),
    Event("objective_closed", objectives.ObjectiveClosed, V, "objectif clos", "objective closed"),
    Event("engagement_made", engagements.EngagementMade, F, "engagement pris", "engagement made"),
    Event(
        "engagement_acknowledged",
        engagements.EngagementAcknowledged,
        F,
        "engagement reconnu",
        "engagement acknowledged",
    ),
    Event("engagement_kept", engagements.EngagementKept, F, "engagement honoré", "engagement kept"),
    Event(
        "engagement_missed",
        engagements.EngagementMissed,
        F,
        "engagement manqué",
        "engagement missed",
    ),
    Event(
        "engagement_renegotiated",
        engagements.EngagementRenegotiated,
        F,
        "engagement renégocié",
        "engagement renegotiated",
    ),
    Event(
        "engagement_released",
        engagements.EngagementReleased,
        F,
        "engagement levé",
        "engagement released",
    ),
    Event("method_agreed", frame.MethodAgreed, F, "méthode convenue", "method agreed"),
    Event("landmark_agreed", frame.LandmarkAgreed, F, "repère convenu", "landmark agreed"),
    Event("boundary_agreed", frame.BoundaryAgreed, F, "bonne distance convenue", "boundary agreed"),
    Event(
        "boundary_crossed", frame.BoundaryCrossed, F, "bonne distance franchie", "boundary crossed"
    ),
    Event("agreement_signed", course.AgreementSigned, F, "accord signé", "agreement signed"),
    Event(
        "spend_limit_agreed",
        frame.SpendLimitAgreed,
        F,
        "dépense acceptable convenue",
        "spend limit agreed",
    ),
    Event("review_held", reviews.ReviewHeld, F, "revue tenue", "review held"),
    Event(
        "feedback_requested", reviews.FeedbackRequested, F, "retour demandé", "feedback requested"
    ),
    Event("feedback_given", reviews.FeedbackGiven, F, "retour donné", "feedback given"),
    Event("issue_raised", issues.IssueRaised, F, "grain de sable signalé", "issue raised"),
    Event("issue_owned", issues.IssueOwned, S, "grain de sable pris en charge", "issue owned"),
    Event("issue_resolved", issues.IssueResolved, F, "grain de sable levé", "issue resolved"),
    Event(
        "availability_noted",
        availability.AvailabilityNoted,
        F,
        "absence notée",
        "availability noted",
    ),
    Event("work_recorded", work.WorkRecorded, V, "travail réel consigné", "work recorded"),
    Event(
        "constraint_revealed",
        work.ConstraintRevealed,
        S,
        "contrainte révélée",
        "constraint revealed",
    ),
    Event(
        "adaptation_decided", work.AdaptationDecided, S, "adaptation décidée", "adaptation decided"
    ),
    Event(
        "resource_noted", work.ResourceNoted, S, "ressource immatérielle notée", "resource noted"
    ),
    Event("advice_given", work.AdviceGiven, S, "conseil donné", "advice given"),
    Event("effect_observed", effects.EffectObserved, S, "effet utile observé", "effect observed"),
    Event("effect_attested", effects.EffectAttested, F, "effet attesté", "effect attested"),
    Event("effect_contested", effects.EffectContested, F, "effet contesté", "effect contested"),
    Event(
        "externality_observed",
        externalities.ExternalityObserved,
        S,
        "externalité observée",
        "externality observed",
    ),
    Event(
        "usage_unit_defined",
        usage.UsageUnitDefined,
        F,
        "unité d’usage définie",
        "usage unit defined",
    ),
    Event("usage_measured", usage.UsageMeasured, V, "usage mesuré", "usage measured"),
    Event("quote_issued", quotes.QuoteIssued, V, "devis émis", "quote issued"),
    Event("quote_discussed", quotes.QuoteDiscussed, F, "devis discuté", "quote discussed"),
    Event("quote_signed", quotes.QuoteSigned, F, "devis signé", "quote signed"),
    Event("quote_refused", quotes.QuoteRefused, F, "devis refusé", "quote refused"),
    Event("quote_withdrawn", quotes.QuoteWithdrawn, F, "devis retiré", "quote withdrawn"),
    Event(
        "partner_identified",
        ecosystem.PartnerIdentified,
        F,
        "partenaire repéré",
        "partner identified",
    ),
    Event(
        "partner_enrolled", ecosystem.PartnerEnrolled, F, "partenaire embarqué", "partner enrolled"
    ),
    Event("partner_withdrew", ecosystem.PartnerWithdrew, F, "partenaire parti", "partner withdrew"),
    Event(
        "cooperation_support_given",
        ecosystem.CooperationSupportGiven,
        F,
        "appui à la coopération donné",
        "cooperation support given",
    ),
    Event(
        "referral_received",
        ecosystem.ReferralReceived,
        F,
        "recommandation reçue",
        "referral received",
    ),
)
