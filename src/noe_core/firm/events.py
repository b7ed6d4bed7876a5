"""The events of a firm, as they are written and as people call them.

Rule kept here: a line an event: its name for ever, its class, the decision that makes it,
where it stands on the iceberg, and its labels.
"""

from __future__ import annotations

from noe_core.firm import (
    doctrine,
    ethics,
    offers,
    peers,
    vision,
)
from noe_core.vocabulary import Event, Water

F = Water.FRAME

EVENTS: tuple[Event, ...] = (
    Event("vision_stated", vision.VisionStated, vision.state_vision, F, "vision énoncée"),
    Event("vision_shared", vision.VisionShared, vision.share_vision, F, "vision partagée"),
    Event(
        "coherence_reviewed",
        vision.CoherenceReviewed,
        vision.review_coherence,
        F,
        "cohérence revue",
    ),
    Event("values_published", ethics.ValuesPublished, ethics.publish_values, F, "valeurs publiées"),
    Event(
        "values_stress_tested",
        ethics.ValuesStressTested,
        ethics.stress_test_values,
        F,
        "valeurs éprouvées",
        "values stress-tested",
    ),
    Event(
        "value_act_observed",
        ethics.ValueActObserved,
        ethics.observe_value_act,
        F,
        "acte d'une valeur observé",
    ),
    Event(
        "doctrine_concept_adopted",
        doctrine.DoctrineConceptAdopted,
        doctrine.adopt_doctrine_concept,
        F,
        "concept de doctrine adopté",
    ),
    Event("role_assigned", doctrine.RoleAssigned, doctrine.assign_role, F, "rôle confié"),
    Event(
        "practice_declared",
        doctrine.PracticeDeclared,
        doctrine.declare_practice,
        F,
        "dispositif déclaré",
    ),
    Event("offer_revised", offers.OfferRevised, offers.revise_offer, F, "offre revue"),
    Event("strategy_shared", offers.StrategyShared, offers.share_strategy, F, "stratégie partagée"),
    Event(
        "peer_session_held",
        peers.PeerSessionHeld,
        peers.hold_peer_session,
        F,
        "temps entre pairs tenu",
    ),
)
