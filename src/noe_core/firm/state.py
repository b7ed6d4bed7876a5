"""The state of a firm: the slices of its chapters, side by side.

Rule kept here: evolving never refuses; the facts have happened. Whatever is missing in them
is missing in the state.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from noe_core.facts import AnyRecorded
from noe_core.firm import doctrine, ethics, offers, peers, vision
from noe_core.stream_state import StreamState, with_facts, with_unread


@frozen(kw_only=True)
class Firm(StreamState):
    """What the facts of a firm add up to, chapter by chapter."""

    vision: vision.Vision = field(factory=vision.Vision)
    ethics: ethics.Ethics = field(factory=ethics.Ethics)
    doctrine: doctrine.Doctrine = field(factory=doctrine.Doctrine)
    offers: offers.Offers = field(factory=offers.Offers)
    peers: peers.Peers = field(factory=peers.Peers)


def evolve(state: Firm, facts: Iterable[AnyRecorded]) -> Firm:
    """The state after some more facts, in order."""
    run = tuple(facts)
    return Firm(
        vision=vision.follow(state.vision, run),
        ethics=ethics.follow(state.ethics, run),
        doctrine=doctrine.follow(state.doctrine, run),
        offers=offers.follow(state.offers, run),
        peers=peers.follow(state.peers, run),
        facts=with_facts(state, run),
        unread=with_unread(state, run),
    )
