"""What an embedder holds of one firm: every command of the domain, as a method.

Rule kept here: a line a command. The domain's own docstrings say what each command means
and how it may be refused.
"""

from __future__ import annotations

from noe_core import correcting, entries
from noe_core.firm import doctrine, ethics, offers, peers, vision
from noe_core.firm.state import Firm
from noe_core.streams import FIRM
from noe_stores.handles.handle import Handle, command


class House(Handle[Firm]):
    """A firm in a store, with the person or tool that records in it."""

    streams = FIRM

    state_vision = command(vision.state_vision, vision.VisionStated)
    share_vision = command(vision.share_vision, vision.VisionShared)
    review_coherence = command(vision.review_coherence, vision.CoherenceReviewed)

    publish_values = command(ethics.publish_values, ethics.ValuesPublished)
    stress_test_values = command(ethics.stress_test_values, ethics.ValuesStressTested)
    observe_value_act = command(ethics.observe_value_act, ethics.ValueActObserved)

    adopt_doctrine_concept = command(
        doctrine.adopt_doctrine_concept, doctrine.DoctrineConceptAdopted
    )
    assign_role = command(doctrine.assign_role, doctrine.RoleAssigned)
    declare_practice = command(doctrine.declare_practice, doctrine.PracticeDeclared)

    revise_offer = command(offers.revise_offer, offers.OfferRevised)
    share_strategy = command(offers.share_strategy, offers.StrategyShared)

    hold_peer_session = command(peers.hold_peer_session, peers.PeerSessionHeld)

    correct_entry = command(correcting.correct_entry, entries.EntryCorrected)
    withdraw_entry = command(correcting.withdraw_entry, entries.EntryWithdrawn)
