"""The events of a relationship: the name each is written under, and how people call it."""

from __future__ import annotations

from noe_core.relationship import (
    course,
    effects,
    encounter,
    engagements,
    frame,
    objectives,
    quotes,
    reviews,
    work,
)
from noe_core.vocabulary import Event, Water

V, S, F = Water.VISIBLE, Water.SUBMERGED, Water.FRAME

EVENTS = (
    Event("encounter_held", encounter.EncounterHeld, F, "rencontre", "encounter held"),
    Event("demand_expressed", encounter.DemandExpressed, F, "demande exprimée", "demand expressed"),
    Event("demand_reworked", encounter.DemandReworked, F, "demande travaillée", "demand reworked"),
    Event(
        "relationship_opened",
        course.RelationshipOpened,
        F,
        "relation ouverte",
        "relationship opened",
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
    Event("party_joined", course.PartyJoined, F, "partie entrée", "party joined"),
    Event("party_left", course.PartyLeft, F, "partie sortie", "party left"),
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
    Event("work_recorded", work.WorkRecorded, V, "travail réel consigné", "work recorded"),
    Event(
        "constraint_revealed",
        work.ConstraintRevealed,
        S,
        "contrainte révélée",
        "constraint revealed",
    ),
    Event(
        "resource_noted", work.ResourceNoted, S, "ressource immatérielle notée", "resource noted"
    ),
    Event("advice_given", work.AdviceGiven, S, "conseil donné", "advice given"),
    Event("effect_observed", effects.EffectObserved, S, "effet utile observé", "effect observed"),
    Event("effect_attested", effects.EffectAttested, F, "effet attesté", "effect attested"),
    Event("effect_contested", effects.EffectContested, F, "effet contesté", "effect contested"),
    Event("quote_issued", quotes.QuoteIssued, V, "devis émis", "quote issued"),
    Event("quote_discussed", quotes.QuoteDiscussed, F, "devis discuté", "quote discussed"),
    Event("quote_signed", quotes.QuoteSigned, F, "devis signé", "quote signed"),
    Event("quote_refused", quotes.QuoteRefused, F, "devis refusé", "quote refused"),
    Event("quote_withdrawn", quotes.QuoteWithdrawn, F, "devis retiré", "quote withdrawn"),
)
