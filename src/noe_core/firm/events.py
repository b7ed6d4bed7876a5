"""The events of a firm: the name each is written under, and how people call it."""

from __future__ import annotations

from noe_core.firm import doctrine, ethics, offers, peers, vision
from noe_core.vocabulary import Event, Water

F = Water.FRAME

EVENTS: tuple[Event, ...] = (
    Event("vision_stated", vision.VisionStated, F, "vision énoncée", "vision stated"),
    Event("vision_shared", vision.VisionShared, F, "vision partagée", "vision shared"),
    Event(
        "coherence_reviewed", vision.CoherenceReviewed, F, "cohérence revue", "coherence reviewed"
    ),
    Event("values_published", ethics.ValuesPublished, F, "valeurs publiées", "values published"),
    Event(
        "values_stress_tested",
        ethics.ValuesStressTested,
        F,
        "valeurs éprouvées",
        "values stress-tested",
    ),
    Event(
        "value_act_observed",
        ethics.ValueActObserved,
        F,
        "acte d'une valeur observé",
        "value act observed",
    ),
    Event(
        "doctrine_concept_adopted",
        doctrine.DoctrineConceptAdopted,
        F,
        "concept de doctrine adopté",
        "doctrine concept adopted",
    ),
    Event("role_assigned", doctrine.RoleAssigned, F, "rôle confié", "role assigned"),
    Event(
        "practice_declared",
        doctrine.PracticeDeclared,
        F,
        "dispositif déclaré",
        "practice declared",
    ),
    Event("offer_revised", offers.OfferRevised, F, "offre revue", "offer revised"),
    Event("strategy_shared", offers.StrategyShared, F, "stratégie partagée", "strategy shared"),
    Event(
        "peer_session_held",
        peers.PeerSessionHeld,
        F,
        "temps entre pairs tenu",
        "peer session held",
    ),
)
