"""The closed table of events: the name each fact is written under, and how people call it.

Rule kept here: these names are the storage format. They outlive classes and modules, none
is ever changed or reused, and nothing that is not in the table is ever built from data.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from noe_core.relationship.course import (
    AgreementSigned,
    PartyJoined,
    PartyLeft,
    RelationshipClosed,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.effects import EffectAttested, EffectContested, EffectObserved
from noe_core.relationship.encounter import DemandExpressed, DemandReworked, EncounterHeld
from noe_core.relationship.engagements import (
    EngagementAcknowledged,
    EngagementKept,
    EngagementMade,
    EngagementMissed,
    EngagementReleased,
    EngagementRenegotiated,
)
from noe_core.relationship.entries import EntryCorrected, EntryWithdrawn
from noe_core.relationship.frame import (
    BoundaryAgreed,
    BoundaryCrossed,
    MethodAgreed,
    SpendLimitAgreed,
)
from noe_core.relationship.objectives import ObjectiveClosed, ObjectiveRevised, ObjectiveSet
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteRefused,
    QuoteSigned,
    QuoteWithdrawn,
)
from noe_core.relationship.reviews import FeedbackGiven, FeedbackRequested, ReviewHeld
from noe_core.relationship.work import (
    AdviceGiven,
    ConstraintRevealed,
    ResourceNoted,
    WorkRecorded,
)
from noe_core.typed import Fact


class Water(StrEnum):
    """Where an event stands on the iceberg (domain.md §3, "What shows and what does not")."""

    VISIBLE = "visible"
    SUBMERGED = "submerged"
    FRAME = "frame"


@frozen
class Event:
    """An entry of the table: name and schema on the wire, the class, and its two labels."""

    name: str
    kind: type[Fact]
    water: Water
    fr: str
    en: str
    schema: int = 1


V, S, F = Water.VISIBLE, Water.SUBMERGED, Water.FRAME

EVENTS = (
    Event("encounter_held", EncounterHeld, F, "rencontre", "encounter held"),
    Event("demand_expressed", DemandExpressed, F, "demande exprimée", "demand expressed"),
    Event("demand_reworked", DemandReworked, F, "demande travaillée", "demand reworked"),
    Event("relationship_opened", RelationshipOpened, F, "relation ouverte", "relationship opened"),
    Event("relationship_closed", RelationshipClosed, F, "relation close", "relationship closed"),
    Event(
        "relationship_reopened",
        RelationshipReopened,
        F,
        "relation rouverte",
        "relationship reopened",
    ),
    Event("party_joined", PartyJoined, F, "partie entrée", "party joined"),
    Event("party_left", PartyLeft, F, "partie sortie", "party left"),
    Event("objective_set", ObjectiveSet, F, "objectif posé", "objective set"),
    Event("objective_revised", ObjectiveRevised, F, "objectif revu", "objective revised"),
    Event("objective_closed", ObjectiveClosed, V, "objectif clos", "objective closed"),
    Event("engagement_made", EngagementMade, F, "engagement pris", "engagement made"),
    Event(
        "engagement_acknowledged",
        EngagementAcknowledged,
        F,
        "engagement reconnu",
        "engagement acknowledged",
    ),
    Event("engagement_kept", EngagementKept, F, "engagement honoré", "engagement kept"),
    Event("engagement_missed", EngagementMissed, F, "engagement manqué", "engagement missed"),
    Event(
        "engagement_renegotiated",
        EngagementRenegotiated,
        F,
        "engagement renégocié",
        "engagement renegotiated",
    ),
    Event("engagement_released", EngagementReleased, F, "engagement levé", "engagement released"),
    Event("method_agreed", MethodAgreed, F, "méthode convenue", "method agreed"),
    Event("boundary_agreed", BoundaryAgreed, F, "bonne distance convenue", "boundary agreed"),
    Event("boundary_crossed", BoundaryCrossed, F, "bonne distance franchie", "boundary crossed"),
    Event("agreement_signed", AgreementSigned, F, "accord signé", "agreement signed"),
    Event(
        "spend_limit_agreed",
        SpendLimitAgreed,
        F,
        "dépense acceptable convenue",
        "spend limit agreed",
    ),
    Event("review_held", ReviewHeld, F, "revue tenue", "review held"),
    Event("feedback_requested", FeedbackRequested, F, "retour demandé", "feedback requested"),
    Event("feedback_given", FeedbackGiven, F, "retour donné", "feedback given"),
    Event("work_recorded", WorkRecorded, V, "travail réel consigné", "work recorded"),
    Event(
        "constraint_revealed", ConstraintRevealed, S, "contrainte révélée", "constraint revealed"
    ),
    Event("resource_noted", ResourceNoted, S, "ressource immatérielle notée", "resource noted"),
    Event("advice_given", AdviceGiven, S, "conseil donné", "advice given"),
    Event("effect_observed", EffectObserved, S, "effet utile observé", "effect observed"),
    Event("effect_attested", EffectAttested, F, "effet attesté", "effect attested"),
    Event("effect_contested", EffectContested, F, "effet contesté", "effect contested"),
    Event("quote_issued", QuoteIssued, V, "devis émis", "quote issued"),
    Event("quote_discussed", QuoteDiscussed, F, "devis discuté", "quote discussed"),
    Event("quote_signed", QuoteSigned, F, "devis signé", "quote signed"),
    Event("quote_refused", QuoteRefused, F, "devis refusé", "quote refused"),
    Event("quote_withdrawn", QuoteWithdrawn, F, "devis retiré", "quote withdrawn"),
    Event("entry_corrected", EntryCorrected, F, "entrée rectifiée", "entry corrected"),
    Event("entry_withdrawn", EntryWithdrawn, F, "entrée retirée", "entry withdrawn"),
)
"""Every event this release writes and reads."""

BY_NAME = {event.name: event for event in EVENTS}
BY_KIND = {event.kind: event for event in EVENTS}


def event_of(fact: Fact) -> Event:
    """The entry of the table for a fact.

    Raises:
        LookupError: the class is in no release's table.
    """
    try:
        return BY_KIND[type(fact)]
    except KeyError:
        raise LookupError(f"{type(fact).__name__} is not an event of this release") from None
