"""Where the tests of a firm begin: a small house of fictional people."""

from __future__ import annotations

from typing import Any

from noe_core.firm.state import Firm
from noe_core.streams import state_of
from noe_core.testing import Refused, Situation, Told, event, story
from noe_core.testing import when as anywhere
from noe_core.values import PartyRef, Side

__all__ = [
    "INES",
    "NORA",
    "PAUL",
    "STREAM",
    "TOGETHER",
    "Refused",
    "Situation",
    "Told",
    "event",
    "folded",
    "when",
]

STREAM = "firm/studio-marelle"
NORA, PAUL, INES = (
    PartyRef(party_id=name, side=Side.PROVIDER, organisation="Studio Marelle")
    for name in ("nora", "paul", "ines")
)
TOGETHER = (NORA, PAUL)


def when(decide: Any, **arguments: Any) -> Situation:
    """A decision in the stream of the house."""
    return anywhere(decide, stream=STREAM, **arguments)


def folded(*told: Told) -> Firm:
    """What some facts add up to."""
    state = state_of(story(*told, stream=STREAM))
    assert isinstance(state, Firm)
    return state
