"""Peers: time spent with others of the trade, since such marks are not found alone.

Rule kept here: whether dates were set together is said, never supposed (domain.md §3, firm).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import Refusal, missing
from noe_core.typed import Fact, Minutes, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.firm.state import Firm


@value
class PeerSessionHeld(Fact):
    """People of the trade talked about a topic; ``minutes`` is the duration.

    ``date_coopted`` says whether they chose the date together.
    """

    topic: Text | None = None
    minutes: Minutes | None = None
    participants: tuple[PartyRef, ...] = ()
    date_coopted: bool | None = None


@frozen(kw_only=True)
class Peers:
    """Sessions with peers so far, in order."""

    sessions: tuple[Recorded[PeerSessionHeld], ...] = ()


def follow(peers: Peers, facts: Iterable[AnyRecorded]) -> Peers:
    """The sessions after some more facts."""
    return Peers(
        sessions=(*peers.sessions, *(fact for fact in facts if holds(fact, PeerSessionHeld)))
    )


def hold_peer_session(
    state: "Firm",
    *,
    on: When,
    topic: str,
    minutes: int,
    participants: Iterable[PartyRef],
    date_coopted: bool | None = None,
    id: str = MADE,
) -> Draft[PeerSessionHeld] | Refusal:
    """Hold a session with peers on a topic.

    Refusals: `Missing`.
    """
    people = tuple(participants)
    return missing(topic=topic, participants=people) or happened(
        PeerSessionHeld(
            topic=topic, minutes=minutes, participants=people, date_coopted=date_coopted
        ),
        on,
    )
